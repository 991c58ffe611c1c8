from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from corpus.model import Document, DocumentText, Kind, Provision, Unit, document_id
from graph.builder import build_graph
from graph.kglite_store import KgliteStore
from graph.queries import AmendmentRow, SuccessionRow, amended_by, neighbours, successions
from ingest.amendments import Action, read_amendments
from ingest.articles import outline_articles
from ingest.statutes import read_statutes
from tests.ingest.test_concordance import law


def decision(
    items: Sequence[str], title: str = "关于修改《中华人民共和国试验法》的决定", kind: Kind = Kind.AMENDING_DECISION
) -> DocumentText:
    """An amending text, one provision an item, each line of an item as printed."""
    day = date(2021, 6, 10)
    key = document_id(title, day)
    document = Document(key, title, title, kind, day, "测试", effective=date(2021, 9, 1))
    rows: list[Provision] = []
    for n, words in enumerate(items, 1):
        parent = f"{key}#{n}"
        rows.append(Provision(parent, key, None, Unit.ARTICLE, str(n), f"第{n}条", len(rows), marker=f"{n}、"))
        for m, line in enumerate(words.split("\n"), 1):
            rows.append(
                Provision(f"{parent}.{m}", key, parent, Unit.PARAGRAPH, f"{n}.{m}", f"第{n}条", len(rows), text=line)
            )
    return DocumentText(document, tuple(rows))


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("将第三条修改为：“甲，依照第九条。”", [(Action.CHANGED, "3", None)]),
        ("将第三条修改为：“甲。\n“乙，依照本法第九条。”", [(Action.CHANGED, "3", None)]),
        ("将第三条修改为：\"甲。\n\"乙，依照本法第九条。\"", [(Action.CHANGED, "3", None)]),
        ("将刑法第一百三十四条第二款修改为：“甲。”", [(Action.CHANGED, "134", None)]),
        ("增加一条，作为第十二条：“甲。”", [(Action.ADDED, "12", None)]),
        ("增加三条，分别作为第四十四条至第四十六条：“甲。”", [(Action.ADDED, "44", None), (Action.ADDED, "45", None), (Action.ADDED, "46", None)]),
        ("在刑法第一百三十四条后增加一条，作为第一百三十四条之一：“甲。”", [(Action.ADDED, "134-1", None)]),
        ("将第九条改为第十条，修改为：“甲。”", [(Action.CHANGED, "9", None), (Action.RENUMBERED, "9", "10")]),
        ("将第九条改为第十条。", [(Action.RENUMBERED, "9", "10")]),
        ("将第八条改为两条，作为第八条、第九条，修改为：“第八条　甲。", [(Action.CHANGED, "8", None), (Action.RENUMBERED, "8", "8"), (Action.RENUMBERED, "8", "9")]),
        ("将第六条、第七条合并，作为第九条：“甲。”", [(Action.CHANGED, "6", None), (Action.CHANGED, "7", None), (Action.RENUMBERED, "6", "9"), (Action.RENUMBERED, "7", "9")]),
        ("删去第五条、第七条。", [(Action.REMOVED, "5", None), (Action.REMOVED, "7", None)]),
        ("删去第六条第二款。", [(Action.CHANGED, "6", None)]),
        ("删去第六十八条中的“行政”。", [(Action.CHANGED, "68", None)]),
        ("将第二十条、第二十四条中的“甲”修改为“乙”，第三十一条中的“丙”修改为“丁”。", [(Action.CHANGED, "20", None), (Action.CHANGED, "24", None), (Action.CHANGED, "31", None)]),
        ("将第八十四条中的“第八十七条”修改为“第九十条”。", [(Action.CHANGED, "84", None)]),
        ("增加一章“丙”，作为第六章，包括第四十二条至第四十五条。", []),
        ("本决定自2021年9月1日起施行。", []),
        ("增加五条。内容如下：\n第一百二十三条　甲。\n第一百二十四条　乙。", []),
    ],
)  # fmt: skip
def test_what_an_item_does(item: str, found: list[tuple[Action, str, str | None]]) -> None:
    changes = [c for amendment in read_amendments(decision([item])) for c in amendment.changes]
    assert [(c.action, c.article, c.became) for c in changes] == found


def test_the_quotation_of_one_item_does_not_swallow_the_next() -> None:
    (amendment,) = read_amendments(decision(["将第三条修改为：“甲。\n“乙。", "将第五条修改为：“丙。”"]))
    assert amendment.articles() == ("3", "5")


def test_a_decision_over_several_laws_is_told_apart() -> None:
    items = ["对《甲法》作出修改\n将第十条修改为：“甲。”", "对《乙法》作出修改\n将第三条修改为：“依照《丙法》第九条。”"]
    found = read_amendments(decision(items, "关于修改《甲法》等二部法律的决定"))
    assert [(a.document.title, a.articles()) for a in found] == [("甲法", ("10",)), ("乙法", ("3",))]


def test_other_kinds_amend_nothing() -> None:
    assert read_amendments(law("试验法", "2021-01-01", ["将第三条修改为：“甲。”"])) == ()


def test_an_ingested_amendment_is_read_by_its_own_outline() -> None:
    lines = [
        "中华人民共和国试验法修正案",
        "一、将试验法第三条修改为：“甲。",
        "“乙。”",
        "二、本修正案自公布之日起施行。",
    ]
    key = "试验法修正案@2021-01-01"
    document = Document(key, "试验法修正案", "中华人民共和国试验法修正案", Kind.AMENDMENT, date(2021, 1, 1), "测试")
    (amendment,) = read_amendments(DocumentText(document, outline_articles(key, lines)))
    assert (amendment.document.title, amendment.articles()) == ("试验法", ("3",))


#: Counted by hand in the printed amendments.
CRIMINAL_LAW = [
    ("刑法修正案（六）", 12, ("135-1", "139-1", "162-2", "169-1", "175-1", "185-1", "262-1", "399-1")),
    ("刑法修正案（十二）", 7, ()),
    ("刑法修正案（十）", 1, ()),
    ("刑法修正案（二）", 1, ()),
    ("刑法修正案（五）", 2, ("177-1",)),
]


@pytest.mark.parametrize(("name", "changed", "added"), CRIMINAL_LAW)
def test_amendments_of_the_criminal_law(name: str, changed: int, added: tuple[str, ...]) -> None:
    (amendment,) = read_amendments(next(iter(read_statutes([name]))))
    assert amendment.document.title == "刑法"
    assert len(amendment.articles()) == changed
    assert amendment.added() == added


def test_the_twelfth_amendment_changes_what_the_held_criminal_law_says_it_lacks() -> None:
    texts = {t.document.id: t for t in read_statutes(["刑法", "刑法修正案（十二）"])}
    (amendment,) = read_amendments(texts["刑法修正案（十二）@2023-12-29"])
    ended = {p.locator.partition(".")[0] for p in texts["刑法@2020-12-26"].provisions if p.ended}
    assert set(amendment.articles()) == ended


# --- in the graph ----------------------------------------------------------------------------------------------------


def test_amends_and_supersedes() -> None:
    texts = [
        law("试验法", "2014-08-31", ["甲。", "乙。"], ended=date(2021, 9, 1)),
        law("试验法", "2021-06-10", ["甲。", "丙。"], effective=date(2021, 9, 1)),
        decision(["将第二条修改为：“丙。”", "增加一条，作为第三条：“丁。”"]),
        decision(["将第七条修改为：“戊。”"], "关于修改《未收录条例》的决定"),
    ]
    with KgliteStore() as store:
        stats = build_graph(store, texts)
        key = texts[2].document.id
        assert amended_by(store, "试验法") == (
            AmendmentRow(key, texts[2].document.title, "2021-09-01", ("2",), ("3",), "试验法@2014-08-31"),
        )
        (row,) = amended_by(store, "未收录条例")
        assert (row.articles, row.added, row.changed) == (("7",), (), None)
        assert successions(store, "试验法") == (SuccessionRow("试验法@2021-06-10", "试验法@2014-08-31", "2021-09-01"),)
        assert {(n.edge, n.id) for n in neighbours(store, key) if n.edge == "AMENDS"} == {("AMENDS", "试验法")}
        assert (stats.counts.edges["AMENDS"], stats.counts.edges["SUPERSEDES"]) == (2, 1)
        assert amended_by(store, "刑法") == ()


def test_the_criminal_law_is_amended_twelve_times() -> None:
    names = ["刑法", *(f"刑法修正案{n}" for n in ("", *(f"（{c}）" for c in ["二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"])))]  # fmt: skip
    with KgliteStore() as store:
        build_graph(store, read_statutes(names))
        rows = amended_by(store, "刑法")
    assert len(rows) == 12
    assert rows[-1].version == "刑法修正案（十二）@2023-12-29"
    assert rows[-1].changed == "刑法@2020-12-26"
    assert {row.changed for row in rows[:-1]} == {None}  # the older consolidated texts are not held
