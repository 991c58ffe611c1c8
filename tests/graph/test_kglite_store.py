from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.errors import GraphError
from graph import cypher, kglite_store
from graph.kglite_store import KgliteStore
from graph.queries import cited_by, neighbours, stats
from graph.schema import ENDS, Edge, Label
from graph.store import GraphStore

ROOT = Path(__file__).resolve().parents[2]


def small() -> KgliteStore:
    store = KgliteStore()
    store.merge_nodes(
        Label.DOCUMENT, [{"id": "甲", "title": "甲法", "held": True}, {"id": "乙", "title": "乙法", "held": False}]
    )
    store.merge_nodes(Label.VERSION, [{"id": "甲@1", "title": "甲法", "document": "甲", "notes": ["一", "二"]}])
    store.merge_edges(
        Edge.VERSION_OF, Label.VERSION, Label.DOCUMENT,
        [{"source": "甲@1", "target": "甲", "origin": "parsed", "confidence": 1.0}],
    )  # fmt: skip
    return store


def test_it_is_a_graph_store(store: KgliteStore) -> None:
    assert isinstance(store, GraphStore)


def test_merging_again_changes_nothing_and_updates_what_is_new() -> None:
    store = small()
    before = store.counts()
    store.merge_nodes(Label.DOCUMENT, [{"id": "甲", "title": "甲法", "held": True}])
    store.merge_edges(
        Edge.VERSION_OF, Label.VERSION, Label.DOCUMENT, [{"source": "甲@1", "target": "甲", "confidence": 0.5}]
    )
    assert store.counts() == before
    assert store.query("MATCH (:Version)-[e:VERSION_OF]->() RETURN e.confidence AS c, e.origin AS o") == [
        {"c": 0.5, "o": "parsed"}
    ]


def test_none_is_left_out_and_lists_stay_lists() -> None:
    store = small()
    store.merge_nodes(
        Label.VERSION, [{"id": "甲@2", "title": "甲法", "document": "甲", "effective": None, "notes": ("三",)}]
    )
    rows = store.query("MATCH (v:Version) RETURN v.id AS id, v.effective AS effective, v.notes AS notes ORDER BY id")
    assert rows == [
        {"id": "甲@1", "effective": None, "notes": ["一", "二"]},
        {"id": "甲@2", "effective": None, "notes": ["三"]},
    ]


def test_batches_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kglite_store, "BATCH", 7)
    store = KgliteStore()
    store.merge_nodes(Label.AGENCY, [{"id": str(i), "title": str(i)} for i in range(50)])
    assert store.counts().nodes == {"Agency": 50}


def test_an_edge_without_its_ends_is_refused() -> None:
    with pytest.raises(GraphError, match=r"1 条 VERSION_OF 边中只有 0 条两端节点齐全。请先合并节点"):
        small().merge_edges(Edge.VERSION_OF, Label.VERSION, Label.DOCUMENT, [{"source": "甲@1", "target": "丙"}])


def test_an_edge_between_wrong_labels_is_refused() -> None:
    with pytest.raises(GraphError, match="ISSUED_BY 不能从 Document 连到 Agency"):
        small().merge_edges(Edge.ISSUED_BY, Label.DOCUMENT, Label.AGENCY, [])


@pytest.mark.parametrize(
    "statement", ["RETRUN 1", "MATCH (n:Document {id: $absent}) RETURN n", "CREATE (:Agency {id: 'x'})"]
)
def test_what_the_engine_refuses_is_our_error(statement: str) -> None:
    with pytest.raises(GraphError, match="图查询失败"):
        small().query(statement)


def test_text_in_parameters_is_never_cypher() -> None:
    name = "'}) DETACH DELETE d //"
    assert small().query("MATCH (d:Document {id: $id}) RETURN d.id AS id", {"id": name}) == []


def test_saved_and_read_back(store: KgliteStore, tmp_path: Path) -> None:
    path = tmp_path / "new" / "graph.kgl"
    store.save(path)
    with KgliteStore.open(path) as read:
        assert stats(read) == stats(store)
        assert cited_by(read, "刑法") == cited_by(store, "刑法")
        assert neighbours(read, "安全试验法@2021-06-10#2") == neighbours(store, "安全试验法@2021-06-10#2")
        with pytest.raises(GraphError, match="只读"):
            read.merge_nodes(Label.AGENCY, [{"id": "x", "title": "x"}])
    assert [p.name for p in path.parent.iterdir()] == ["graph.kgl"]


def test_saving_twice_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a", "b"):
        small().save(tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_several_processes_and_threads_read_one_file(store: KgliteStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    store.save(path)
    code = (
        "import sys; from pathlib import Path; from graph.kglite_store import KgliteStore\n"
        "print(KgliteStore.open(Path(sys.argv[1])).counts().total_nodes, flush=True); sys.stdin.read()"
    )
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    with KgliteStore.open(path) as read:
        expected = read.counts().total_nodes
        answers = [int(r.stdout.readline()) for r in readers if r.stdout]  # all three hold the file now
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: cited_by(read, "刑法"), range(40)))
    for reader in readers:
        reader.communicate(timeout=30)
    assert answers == [expected, expected]
    assert found == [cited_by(store, "刑法")] * 40


def test_no_file_and_a_damaged_file(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="图谱文件不存在"):
        KgliteStore.open(tmp_path / "absent")
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"no graph at all")
    with pytest.raises(GraphError, match="图谱文件打不开"):
        KgliteStore.open(damaged)


def test_a_truncated_file_is_noticed(store: KgliteStore, tmp_path: Path) -> None:
    path = tmp_path / "graph.kgl"
    store.save(path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(GraphError, match="anfa build"):
        KgliteStore.open(path).counts()


def test_a_place_that_cannot_be_written(store: KgliteStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match="图谱写不到"):
        store.save(tmp_path / "file" / "graph.kgl")


def test_after_closing_nothing_works_but_closing() -> None:
    store = small()
    store.close()
    store.close()
    for act in (store.counts, lambda: store.save(Path("x")), lambda: store.merge_nodes(Label.AGENCY, [{"id": "x"}])):
        with pytest.raises(GraphError):
            act()


def test_every_edge_type_has_its_ends() -> None:
    assert set(ENDS) == set(Edge)
    assert all(cypher.merge_edges(edge, s, t).count(edge) == 1 for edge, ends in ENDS.items() for s, t in ends)
