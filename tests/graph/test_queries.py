from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import NotFoundError
from corpus.model import DocumentText, Kind, Unit
from graph import queries
from graph.builder import build_graph
from graph.kglite_store import KgliteStore
from tests.graph.conftest import make

STATUTE = "安全试验法@2021-06-10"
MINISTRY = "应急〔2099〕23号"


def test_versions_newest_first(store: KgliteStore) -> None:
    assert [v.id for v in queries.versions_of(store, "安全试验法")] == [STATUTE, "安全试验法@2014-08-31"]
    assert queries.versions_of(store, "关于深化试验改革的意见") == ()
    assert queries.versions_of(store, MINISTRY) == (
        queries.VersionRow(
            id=f"{MINISTRY}@2099-03-29", document=MINISTRY, title="应急管理部关于加强试验工作的意见", kind="规范性文件",
            number=MINISTRY, version="2099-03-29", effective=None, ended=None, ended_as=None,
        ),
    )  # fmt: skip


def test_a_version_without_date_comes_last() -> None:
    line = [("1", Unit.ARTICLE, "第一条", "略。", None)]
    with KgliteStore() as store:
        build_graph(
            store, [make("甲", "甲", Kind.RULE, day, line) for day in (None, date(2001, 1, 1), date(2011, 1, 1))]
        )
        assert [v.version for v in queries.versions_of(store, "甲")] == ["2011-01-01", "2001-01-01", None]


def test_outline_in_reading_order(store: KgliteStore) -> None:
    rows = queries.document_outline(store, STATUTE)
    assert [(r.id.partition("#")[2], r.title, r.unit, r.depth) for r in rows] == [
        ("1", "第一条", "条", 0),
        ("2", "第二条", "条", 0),
        ("2.0.1", "（一）", "项", 1),
    ]
    with pytest.raises(NotFoundError, match="图谱中没有“无此法@2000-01-01”。请核对编号"):
        queries.document_outline(store, "无此法@2000-01-01")


def test_cites_of_a_version_and_of_all_versions(store: KgliteStore) -> None:
    assert [(c.version, c.document) for c in queries.cites(store, STATUTE)] == [(STATUTE, "刑法")]
    assert [(c.version, c.document) for c in queries.cites(store, "安全试验法")] == [
        ("安全试验法@2014-08-31", "刑法"),
        (STATUTE, "刑法"),
    ]
    assert queries.cites(store, "无此文件") == ()


def test_cited_by(store: KgliteStore) -> None:
    assert queries.cited_by(store, MINISTRY)[0] == queries.CitationRow(
        provision="苏应急〔2099〕18号@2099-05-31#0-1",
        provision_title="段",
        version="苏应急〔2099〕18号@2099-05-31",
        citing="苏应急〔2099〕18号",
        document=MINISTRY,
        title="应急管理部关于加强试验工作的意见",
        held=True,
        text="《关于加强试验工作的意见》(应急[2099]23号)",
        basis=True,
    )
    assert [c.citing for c in queries.cited_by(store, "刑法")] == ["安全试验法", "安全试验法", "试验意见解读"]
    assert queries.cited_by(store, "无此文件") == ()


def test_chain_ends_and_bears_circles() -> None:
    def rule(name: str, *on: str) -> DocumentText:
        grounds = "、".join(f"《{o}》" for o in on)
        text = f"根据{grounds}，制定本办法。" if on else "略。"
        return make(name, name, Kind.RULE, date(2001, 1, 1), [("1", Unit.ARTICLE, "第一条", text, None)])

    with KgliteStore() as store:
        build_graph(store, [rule("甲办法", "乙办法", "丙法"), rule("乙办法", "甲办法", "丙法"), rule("丙法")])
        chain = queries.based_on_chain(store, "甲办法")
    assert [(g.depth, g.document, g.target) for g in chain] == [
        (1, "甲办法", "丙法"),
        (1, "甲办法", "乙办法"),
        (2, "乙办法", "丙法"),
        (2, "乙办法", "甲办法"),
    ]


def test_ground_of_and_explained_by(store: KgliteStore) -> None:
    assert [(g.document, g.provision) for g in queries.ground_of(store, "安全试验法")] == [
        (MINISTRY, f"{MINISTRY}@2099-03-29#0-1")
    ]
    assert queries.explained_by(store, MINISTRY) == (
        queries.ExplanationRow("试验意见解读@2099-04-08", "《关于加强试验工作的意见》解读"),
    )
    assert queries.explained_by(store, "安全试验法") == ()


def test_issuers(store: KgliteStore) -> None:
    assert queries.issuers(store) == (
        queries.IssuerRow("应急管理部", documents=2, versions=2),
        queries.IssuerRow("全国人民代表大会常务委员会", documents=1, versions=1),
        queries.IssuerRow("江苏省应急管理厅", documents=1, versions=1),
    )


def test_neighbours(store: KgliteStore) -> None:
    around = [(n.edge, n.outgoing, n.label, n.id) for n in queries.neighbours(store, f"{STATUTE}#2")]
    assert around == [
        ("CITES", True, "Document", "刑法"),
        ("IN_INDUSTRY", True, "Industry", "coal-mine"),
        ("PART_OF", True, "Version", STATUTE),
        ("PART_OF", False, "Provision", f"{STATUTE}#2.0.1"),
    ]
    assert [n.id for n in queries.neighbours(store, "全国人民代表大会常务委员会")] == [STATUTE]
    with pytest.raises(NotFoundError):
        queries.neighbours(store, "无此节点")


def test_stats(store: KgliteStore) -> None:
    summary = queries.stats(store)
    assert (summary.held, summary.cited_only) == (4, 3)
    assert summary.counts == store.counts()
