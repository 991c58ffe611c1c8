"""Cypher typed by a user: it reads, within limits, and every refusal is a sentence of Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import GraphError
from graph.asking import Table, ask
from graph.kglite_store import KgliteStore
from graph.rows import edge
from graph.schema import Edge, Label, Origin

PLENTY = 300


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KgliteStore]:
    """As users have it: read from a file."""
    path: Path = tmp_path_factory.mktemp("asking") / "graph.kgl"
    with KgliteStore() as made:
        made.merge_nodes(Label.AGENCY, [{"id": f"{n:03}", "title": f"第{n}署"} for n in range(PLENTY)])
        made.merge_nodes(Label.AGENCY, [{"id": "odd", "title": "CREATE 与 SET"}])
        under = [edge("000", "001", Origin.DERIVED)]
        made.merge_edges(Edge.SUBORDINATE_TO, Label.AGENCY, Label.AGENCY, under)
        made.save(path)
    with KgliteStore.open(path) as read:
        yield read


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("CREATE (:Agency {id: 'x', title: 'x'})", "CREATE"),
        ("create (:Agency {id: 'x', title: 'x'})", "CREATE"),
        ("MERGE (a:Agency {id: 'x'}) RETURN a.id", "MERGE"),
        ("merge (a:Agency {id: 'x'}) RETURN a.id", "MERGE"),
        ("MATCH (a:Agency) SET a.title = '改'", "SET"),
        ("MATCH (a:Agency)\nset a.title = '改'", "SET"),
        ("MATCH (a:Agency)SET a.title = '改'", "SET"),
        ("MATCH (a:Agency) DELETE a", "DELETE"),
        ("MATCH (a:Agency) dElEtE a", "DELETE"),
        ("MATCH (a:Agency) DETACH DELETE a", "DETACH"),
        ("MATCH (a:Agency) REMOVE a.title", "REMOVE"),
        ("DROP INDEX agency", "DROP"),
        ("MATCH p = (:Agency) FOREACH (n IN nodes(p) | SET n.x = 1)", "FOREACH"),
        ("// 只读\nCREATE (:Agency {id: 'x'})", "CREATE"),
        ("// it's a remark\nCREATE (:Agency {id: 'x'})", "CREATE"),
        ("/* RETURN 1 */ create (:Agency {id: 'x'})", "CREATE"),
        ("MATCH (a:Agency)/**/DELETE/**/a", "DELETE"),
        ("MATCH (a) RETURN 'http://a.b' AS x CREATE (:Agency {id: 'x'})", "CREATE"),
        ("MATCH (a) WHERE a.title = 'it\\'s' DELETE a", "DELETE"),
        ('MATCH (a) WHERE a.title = "/*" DELETE a // */', "DELETE"),
        ("MATCH (a) RETURN a.`//` DELETE a", "DELETE"),
        ("RETURN 'never closed CREATE", "CREATE"),
    ],
)
def test_writing_is_refused_and_nothing_changes(store: KgliteStore, statement: str, word: str) -> None:
    before = store.counts()
    with pytest.raises(GraphError, match=f"^图谱只读，不能执行 {word}。请只用 MATCH … RETURN"):
        ask(store, statement)
    assert store.counts() == before


@pytest.mark.parametrize(
    ("statement", "rows"),
    [
        ("MATCH (a:Agency) WHERE a.title = 'CREATE 与 SET' RETURN a.id AS id", [{"id": "odd"}]),
        ('MATCH (a:Agency) WHERE a.title = "CREATE 与 SET" RETURN a.id AS id', [{"id": "odd"}]),
        ("MATCH (a:Agency) WHERE a.title STARTS WITH 'CREATE' RETURN count(*) AS `delete`", [{"delete": 1}]),
        ("// 不 DELETE 任何东西\nMATCH (a:Agency {id: 'odd'}) RETURN a.id AS id", [{"id": "odd"}]),
        ("MATCH (a:Agency {id: 'odd'}) RETURN a.id AS offset // SET", [{"offset": "odd"}]),
        ("RETURN 'it\\'s DROP' AS said", [{"said": "it's DROP"}]),
        ("RETURN 'LOAD CSV' AS a, 'CALL x()' AS b", [{"a": "LOAD CSV", "b": "CALL x()"}]),
        ("RETURN 1 AS created, 2 AS recall, 3 AS dataset", [{"created": 1, "recall": 2, "dataset": 3}]),
        ("MATCH (:Agency {id: '000'})-[:SUBORDINATE_TO]->(b) RETURN b.title AS title;", [{"title": "第1署"}]),
    ],
)
def test_words_in_texts_names_and_comments_are_no_commands(
    store: KgliteStore, statement: str, rows: list[dict[str, object]]
) -> None:
    assert ask(store, statement) == Table(tuple(rows), False)


@pytest.mark.parametrize(
    "statement",
    [
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "load csv WITH HEADERS FROM 'https://example.invalid/a.csv' AS line RETURN line",
        "LOAD\n  CSV FROM 'a' AS line RETURN line",
        "LOAD/* */CSV FROM 'a' AS line RETURN line",
        "CALL apoc.load.json('file:///etc/hostname')",
        "call pagerank() YIELD node RETURN node",
        "MATCH (a) CALL\tdbms.components() YIELD name RETURN name",
        "CALL // sub\n pagerank() YIELD node RETURN node",
        "CALL `apoc`.load.json('x')",
        "CALL { MATCH (a) RETURN a.id AS id } RETURN id",
        "CALL{MATCH (a) RETURN a.id AS id} RETURN id",
        "MATCH (a) CALL(a) { RETURN 1 AS one } RETURN one",
    ],
)
def test_reading_outside_the_graph_is_refused(store: KgliteStore, statement: str) -> None:
    with pytest.raises(GraphError, match=r"^查询只能读图谱，不能读文件、网址或调用过程。请去掉 LOAD CSV 和 CALL。$"):
        ask(store, statement)


@pytest.mark.parametrize("statement", ["CALL db.labels() YIELD label RETURN label", "CALL  db.labels() YIELD label RETURN label"])  # fmt: skip
def test_what_labels_there_are_may_be_asked(store: KgliteStore, statement: str) -> None:
    assert {"label": "Agency"} in ask(store, statement).rows


@pytest.mark.parametrize("statement", ["", "  \n", "// nothing", "/* nothing */"])
def test_no_statement(store: KgliteStore, statement: str) -> None:
    with pytest.raises(GraphError, match=r"^没有查询语句。例如：MATCH"):
        ask(store, statement)


@settings(max_examples=60, deadline=None)
@given(found=st.integers(0, 40), most=st.integers(1, 40))
def test_rows_beyond_the_limit_are_cut_and_said_to_be(store: KgliteStore, found: int, most: int) -> None:
    table = ask(store, "UNWIND range(1, $n) AS x RETURN x ORDER BY x", {"n": found}, rows=most)
    assert [row["x"] for row in table.rows] == list(range(1, min(found, most) + 1))
    assert table.cut == (found > most)


def test_a_limit_of_its_own_is_no_cut(store: KgliteStore) -> None:
    assert not ask(store, "MATCH (a:Agency) RETURN a.id AS id LIMIT 3", rows=3).cut
    assert ask(store, "MATCH (a:Agency) RETURN a.id AS id LIMIT 4", rows=3).cut


@pytest.mark.parametrize("seconds", [0.3, 0.0001, 0])
def test_what_takes_too_long_is_stopped(store: KgliteStore, seconds: float) -> None:
    every_triple = "MATCH (a:Agency), (b:Agency), (c:Agency) WHERE a.title + b.title = c.title RETURN count(*) AS n"
    with pytest.raises(GraphError, match=r"^图查询超时。请缩小范围（加 WHERE 或 LIMIT），或放宽时间上限。$"):
        ask(store, every_triple, seconds=seconds)
    assert ask(store, "MATCH (a:Agency) RETURN count(*) AS n").rows == ({"n": PLENTY + 1},)


def test_parameters_are_values_never_code(store: KgliteStore) -> None:
    named = "MATCH (a:Agency) WHERE a.title = $title RETURN a.id AS id"
    assert ask(store, named, {"title": "CREATE 与 SET"}).rows == ({"id": "odd"},)
    assert ask(store, named, {"title": "' DETACH DELETE a //"}).rows == ()
    several = "MATCH (a:Agency) WHERE a.id IN $ids RETURN a.title AS title ORDER BY title"
    assert ask(store, several, {"ids": ["007", "008", "x"]}).rows == ({"title": "第7署"}, {"title": "第8署"})


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        ("MATCH (a:Agency RETURN a", None),
        ("FIND everything", None),
        ("请给我全部机构", None),
        ("MATCH (a:Agency {id: $absent}) RETURN a.id", None),
        ("MATCH (a:Agency) WHERE a.id = $id RETURN a.id", {"id": object()}),
        ("MATCH (a:Agency) RETURN b.id", None),
    ],
)
def test_what_is_wrong_is_said_in_chinese(
    store: KgliteStore, statement: str, parameters: dict[str, object] | None
) -> None:
    with pytest.raises(GraphError) as refused:
        ask(store, statement, parameters)
    assert re.match(r"图查询失败：\S", refused.value.problem)
    assert refused.value.advice == "请检查查询语句和参数"
    assert "\n" not in str(refused.value)
