"""The served store against a real server: what it keeps, what it refuses, and how it says so."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.errors import GraphError
from corpus.settings import Neo4jServer, neo4j
from graph.asking import ask
from graph.copying import copy_graph, prune_graph
from graph.kglite_store import KgliteStore
from graph.neo4j_errors import refusal
from graph.neo4j_store import BATCH, Neo4jStore
from graph.rows import edge
from graph.schema import Edge, Label, Origin
from graph.store import GraphStore
from tests.graph.hub_world import build, dump, texts


def document(key: str, **more: object) -> dict[str, object]:
    return {"id": key, "title": key, **more}


def settings() -> Neo4jServer:
    found = neo4j()
    assert found is not None  # the server fixture skips without
    return found


def test_it_is_a_graph_store(empty_server: Neo4jStore) -> None:
    assert isinstance(empty_server, GraphStore)


def test_loading_again_changes_nothing(empty_server: Neo4jStore) -> None:
    build(empty_server)
    before = dump(empty_server)
    build(empty_server, texts()[::-1])
    assert dump(empty_server) == before
    assert empty_server.counts().total_edges > 80


def test_merging_updates_leaves_out_none_and_keeps_lists(empty_server: Neo4jStore) -> None:
    empty_server.merge_nodes(Label.VERSION, [document("甲@1", notes=("一", "二"), effective=None)])
    empty_server.merge_nodes(Label.VERSION, [document("甲@1", number="1号")])
    rows = empty_server.query("MATCH (v:Version) RETURN properties(v) AS p")
    assert rows == [{"p": {"id": "甲@1", "title": "甲@1", "notes": ["一", "二"], "number": "1号"}}]


def test_more_rows_than_one_transaction_takes(empty_server: Neo4jStore) -> None:
    rows = [document(f"文件{i}") for i in range(2 * BATCH + 1)]
    empty_server.merge_nodes(Label.DOCUMENT, rows)
    assert empty_server.counts().nodes == {"Document": 2 * BATCH + 1}


def test_an_edge_without_ends_or_between_wrong_labels_is_refused(empty_server: Neo4jStore) -> None:
    empty_server.merge_nodes(Label.INDUSTRY, [document("甲")])
    with pytest.raises(GraphError, match="1 条 BROADER 边中只有 0 条"):
        empty_server.merge_edges(Edge.BROADER, Label.INDUSTRY, Label.INDUSTRY, [edge("甲", "乙", Origin.AUTHORED)])
    with pytest.raises(GraphError, match="BROADER 不能从 Document"):
        empty_server.merge_edges(Edge.BROADER, Label.DOCUMENT, Label.INDUSTRY, [edge("甲", "甲", Origin.AUTHORED)])


def test_a_copy_has_what_the_original_has_and_nothing_else(empty_server: Neo4jStore) -> None:
    told: list[tuple[str, int]] = []
    with KgliteStore() as source:
        build(source)
        copy_graph(source, empty_server, lambda kind, count: told.append((kind, count)))
        assert prune_graph(source, empty_server) == (0, 0)
        whole = dump(empty_server)
        assert sum(count for _, count in told) == len(whole[0]) + len(whole[1])
        # An older state: another document, a property and an edge that are gone since.
        empty_server.merge_nodes(Label.DOCUMENT, [document("旧文件")])
        empty_server.run("MATCH (v:Violation) SET v.obsolete = '旧'", write=True)
        empty_server.run("MATCH (a:Industry), (b:Industry) WHERE a.id < b.id MERGE (a)-[:BROADER]->(b)", write=True)
        copy_graph(source, empty_server, lambda *_: None)
        edges, nodes = prune_graph(source, empty_server)
        assert nodes == 1
        assert edges > 0
        assert dump(empty_server) == whole


@pytest.mark.parametrize("statement", ["CREATE (n:Document {id: '甲'}) RETURN n", "MATCH (n) DETACH DELETE n"])
def test_a_question_cannot_write(empty_server: Neo4jStore, statement: str) -> None:
    with pytest.raises(GraphError, match="只能读"):
        empty_server.query(statement)
    assert empty_server.counts().total_nodes == 0


def test_a_question_has_limits(empty_server: Neo4jStore) -> None:
    assert len(empty_server.query("UNWIND range(1, 1000) AS n RETURN n", rows=7)) == 7
    endless = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b) AS total"
    with pytest.raises(GraphError, match="超时"):
        empty_server.query(endless, seconds=0.5)
    assert ask(empty_server, "UNWIND range(1, 9) AS n RETURN n", rows=3).cut


def test_a_wrong_statement_says_so(empty_server: Neo4jStore) -> None:
    with pytest.raises(GraphError, match="查询失败"):
        empty_server.query("MATCH (n RETURN n")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda s: replace(s, password="不是这个"), "用户名或密码不对.*ANFA_NEO4J_PASSWORD"),
        (lambda s: replace(s, user="nobody"), "用户名或密码不对"),
        (lambda s: replace(s, database="nowhere"), "没有这个数据库.*ANFA_NEO4J_DATABASE"),
        (lambda s: replace(s, uri=f"bolt://127.0.0.1:{free_port()}"), "连不上 Neo4j.*ANFA_NEO4J_URI"),
        (lambda s: replace(s, uri="http://127.0.0.1:7474"), "地址.*写法不对.*bolt://"),
        (lambda s: replace(s, uri="啊"), "地址.*写法不对"),
    ],
)
def test_a_server_that_cannot_be_used_says_why(
    server: Neo4jStore, change: Callable[[Neo4jServer], Neo4jServer], says: str
) -> None:
    with pytest.raises(GraphError, match=says):
        Neo4jStore.connect(change(settings()))


def test_an_old_server_is_refused(server: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.neo4j_store.OLDEST", (9999, 0))
    with pytest.raises(GraphError, match=r"太旧.*5\.26"):
        Neo4jStore.connect(settings())


def test_a_closed_store_says_so(server: Neo4jStore) -> None:
    store = Neo4jStore.connect(settings())
    store.close()
    store.close()
    with pytest.raises(GraphError, match="已关闭"):
        store.query("RETURN 1")


@pytest.mark.parametrize(
    ("code", "message", "says"),
    [
        ("Neo.ClientError.Security.Forbidden", "Write operations are not allowed", "没有写入权限"),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "pool", "内存不足"),
        ("Neo.DatabaseError.Transaction.TransactionLogError", "log", "磁盘可能已满"),
        ("Neo.DatabaseError.Statement.ExecutionFailed", "No space left on device", "磁盘已满"),
    ],
)
def test_what_a_test_server_cannot_be_brought_to_say(code: str, message: str, says: str) -> None:
    import neo4j

    error = neo4j.exceptions.Neo4jError._hydrate_neo4j(code=code, message=message)
    assert says in str(refusal(error))
