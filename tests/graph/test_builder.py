from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import GraphError
from corpus.industries import Industry, IndustryLexicon
from corpus.model import DocumentText, Kind, Unit
from graph.builder import GraphStats, build_graph
from graph.kglite_store import KgliteStore
from graph.queries import based_on_chain, cited_by, cites, neighbours
from graph.store import Counts
from ingest.files import read_file
from tests.graph.conftest import library, make

MINISTRY, PROVINCE = "应急〔2099〕23号", "苏应急〔2099〕18号"
EVERYTHING = (
    "MATCH (n) RETURN labels(n)[0] AS label, n.id AS id, n.title AS title, n.held AS held, n.text AS text "
    "ORDER BY label, id",
    "MATCH (a)-[e]->(b) RETURN type(e) AS edge, a.id AS source, b.id AS target, e.origin AS origin, "
    "e.confidence AS confidence, e.text AS text, e.basis AS basis, e.provision AS provision, e.version AS version "
    "ORDER BY edge, source, target",
)


def dump(store: KgliteStore) -> list[list[dict[str, object]]]:
    return [store.query(statement) for statement in EVERYTHING]


def test_counts(built: tuple[KgliteStore, GraphStats]) -> None:
    store, stats = built
    lexicon_nodes = stats.counts.nodes["Industry"]
    assert stats.counts.nodes == {
        "Agency": 3, "Document": 7, "Duty": 1, "Industry": lexicon_nodes, "Provision": 14, "Version": 5,
    }  # fmt: skip
    assert {k: v for k, v in stats.counts.edges.items() if k != "BROADER"} == {
        "BASED_ON": 3, "CITES": 11, "EXPLAINS": 1, "IMPLEMENTS": 3, "IMPOSES": 1, "IN_INDUSTRY": 5, "ISSUED_BY": 4,
        "PART_OF": 14, "SUBORDINATE_TO": 1, "SUPERSEDES": 1, "VERSION_OF": 5,
    }  # fmt: skip
    assert (stats.mentions, stats.resolved, stats.cited_only, stats.unnamed) == (15, 6, 3, 2)
    assert store.counts() == stats.counts


def test_the_local_opinion_rests_on_the_ministry_s(store: KgliteStore) -> None:
    assert [(g.document, g.target, g.held, g.depth) for g in based_on_chain(store, PROVINCE)] == [
        (PROVINCE, "关于深化试验改革的意见", False, 1),
        (PROVINCE, MINISTRY, True, 1),
        (MINISTRY, "安全试验法", True, 2),
    ]


def test_an_explanation_has_no_ground_of_its_own(store: KgliteStore) -> None:
    assert any(c.basis for c in cites(store, "试验意见解读"))
    assert based_on_chain(store, "试验意见解读") == ()


def test_a_short_name_leads_where_its_text_says(store: KgliteStore) -> None:
    rows = store.query(
        "MATCH (p:Provision)-[c:CITES]->(d:Document) WHERE c.text = '《试验意见》' RETURN d.id AS id, c.confidence AS c"
    )
    assert rows == [{"id": MINISTRY, "c": 0.9}]


def test_title_and_number_of_a_document_not_held_are_one_node(store: KgliteStore) -> None:
    cited = cited_by(store, "发改财金〔2096〕1001号")
    assert [c.text for c in cited] == ["《试验失信备忘录》（发改财金〔2096〕1001号）", "发改财金（2096）1001 号"]
    assert {(c.title, c.held) for c in cited} == {("试验失信备忘录", False)}


def test_a_document_not_held_is_never_a_version(store: KgliteStore) -> None:
    assert store.query("MATCH (d:Document)<-[:VERSION_OF]-(:Version) WHERE NOT d.held RETURN d.id AS id") == []
    assert store.query("MATCH (d:Document) WHERE d.held AND NOT (d)<-[:VERSION_OF]-() RETURN d.id AS id") == []


def test_newspapers_and_orders_of_nobody_are_no_documents(store: KgliteStore) -> None:
    ids = [row["id"] for row in store.query("MATCH (d:Document) RETURN d.id AS id ORDER BY id")]
    assert not [i for i in ids if "日报" in str(i) or "125" in str(i)]


@pytest.mark.parametrize(
    ("printed", "cited"),
    [
        ("《意见》", []),
        ("《实施办法》", []),
        ("《许可证》", []),
        ("《刑法》", ["刑法"]),
        ("《未收录办法》（试行）", ["未收录办法(试行)"]),
        ("《未收录规程》（2020修订）", ["未收录规程"]),
        ("《某物料》（某发〔2020〕1号）", ["某发〔2020〕1号"]),
        ("国务院令第9号", ["国务院令第9号"]),
        ("总局令第9号", []),
    ],
)
def test_what_becomes_a_document_although_not_held(printed: str, cited: list[str]) -> None:
    line = [("1", Unit.ARTICLE, "第一条", f"按照{printed}办理。", None)]
    with KgliteStore() as store:
        build_graph(store, [make("甲", "甲", Kind.RULE, None, line)])
        assert [c.document for c in cites(store, "甲")] == cited


def test_a_text_never_cites_itself(store: KgliteStore) -> None:
    assert all(c.citing != c.document for name in (PROVINCE, MINISTRY, "安全试验法") for c in cites(store, name))


def test_industries_of_a_provision(store: KgliteStore) -> None:
    around = neighbours(store, f"{MINISTRY}@2099-03-29#1")
    assert [(n.id, n.origin) for n in around if n.edge == "IN_INDUSTRY"] == [
        ("combustible-dust", "derived"),
        ("non-coal-mine", "derived"),
    ]


def test_every_edge_says_where_it_comes_from_and_every_node_what_it_is(store: KgliteStore) -> None:
    lacking = "MATCH ()-[e]->() WHERE e.origin IS NULL OR e.confidence IS NULL RETURN count(e) AS n"
    assert store.query(lacking) == [{"n": 0}]
    assert store.query("MATCH (n) WHERE n.id IS NULL OR n.title IS NULL RETURN count(n) AS n") == [{"n": 0}]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1000))
def test_the_order_of_the_texts_makes_no_difference(store: KgliteStore, seed: int) -> None:
    texts = library()
    random.Random(seed).shuffle(texts)
    with KgliteStore() as other:
        build_graph(other, texts)
        assert dump(other) == dump(store)


def test_building_twice_into_one_store_changes_nothing(store: KgliteStore) -> None:
    with KgliteStore() as other:
        first = build_graph(other, library())
        assert build_graph(other, library()) == first
        assert dump(other) == dump(store)


def test_an_empty_library_is_a_graph_of_industries() -> None:
    lexicon = IndustryLexicon([Industry("a", "甲", ("甲",)), Industry("b", "乙", ("乙",), broader="a")])
    told: list[str] = []
    with KgliteStore() as store:
        stats = build_graph(store, [], lexicon=lexicon, progress=told.append)
    assert stats == GraphStats(Counts({"Industry": 2}, {"BROADER": 1}), 0, 0, 0, 0)
    assert told == ["读取 0 份文件中的引用", "写入节点", "写入边", "写入义务和处罚"]


def test_the_same_version_twice_is_refused() -> None:
    with KgliteStore() as store, pytest.raises(GraphError, match="编号重复：安全试验法@2014-08-31"):
        build_graph(store, [*library(), library()[0]])


def test_the_latest_version_names_the_document() -> None:
    def version(year: int, title: str) -> DocumentText:
        return make("甲", title, Kind.RULE, date(year, 1, 1), [("1", Unit.ARTICLE, "第一条", "略。", None)])

    with KgliteStore() as store:
        build_graph(store, [version(2020, "新名"), version(2010, "旧名")])
        assert store.query("MATCH (d:Document) RETURN d.title AS title") == [{"title": "新名"}]


@pytest.mark.parametrize(
    "said", [MINISTRY, f"{MINISTRY}@2099-03-29", "《关于加强试验工作的意见》", "应急管理部关于加强试验工作的意见"]
)
def test_what_an_explanation_explains_may_be_said_in_many_ways(said: str) -> None:
    line = [("1", Unit.TEXT, "", "问答。", None)]
    explanation = make("另一解读", "解读", Kind.EXPLANATION, None, line, explains=said)
    with KgliteStore() as store:
        build_graph(store, [library()[2], explanation])
        rows = store.query("MATCH (v:Version)-[e:EXPLAINS]->(d) RETURN v.id AS v, d.id AS d, e.version AS version")
    assert rows == [{"v": "另一解读@未载日期", "d": MINISTRY, "version": said if "@" in said else None}]


def test_an_explanation_of_something_not_held() -> None:
    line = [("1", Unit.TEXT, "", "问答。", None)]
    with KgliteStore() as store:
        build_graph(store, [make("另一解读", "解读", Kind.EXPLANATION, None, line, explains="未收录规定")])
        rows = store.query("MATCH (:Version)-[:EXPLAINS]->(d) RETURN d.id AS id, d.held AS held")
    assert rows == [{"id": "未收录规定", "held": False}]


def test_real_seeds_give_the_policy_chain(shared: Path) -> None:
    texts = {}
    for name in ("jiangsu-2021-18-web.txt", "mem-2021-23-web.txt"):
        for text in read_file(shared / "data" / "official" / "seeds" / name):
            texts[text.document.id] = text
    with KgliteStore() as store:
        build_graph(store, texts.values())
        chain = based_on_chain(store, "苏应急〔2021〕18号")
        explained = store.query("MATCH (:Version)-[:EXPLAINS]->(d) RETURN d.id AS id")
    assert ("苏应急〔2021〕18号", "应急〔2021〕23号", True) in [(g.document, g.target, g.held) for g in chain]
    assert explained == [{"id": "应急〔2021〕23号"}]
