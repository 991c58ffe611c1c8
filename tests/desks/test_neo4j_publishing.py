"""The library on a real Neo4j server: published, served, published again, interrupted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import GraphError
from corpus.home import FORMAT, Home
from desks import librarian, publishing
from desks.serving import ServerServing, connect, serving_from
from graph import neo4j_cypher
from graph.kglite_store import KgliteStore
from graph.neo4j_cypher import Slot
from graph.neo4j_store import Neo4jStore
from search.filters import Filters
from tests.graph.hub_world import dump

DAY = date(2026, 6, 1)
QUESTIONS = (
    "除尘器的布袋破了没人换", "矿长没有培训就上岗", "井下没有两个出口", "粉尘车间没有定期清扫",
    "工人没经过安全教育就下井", "通风机坏了还在生产", "没有安全设施就投产", "矿山事故隐瞒不报",
)  # fmt: skip


@pytest.fixture
def served(home: Home, empty_server: Neo4jStore) -> Neo4jStore:
    publishing.publish(home, empty_server)
    return empty_server


def slot_sizes(store: Neo4jStore) -> dict[str, int]:
    rows = store.query("MATCH (n) WHERE NOT n:Publication WITH labels(n)[0] AS label RETURN label, count(*) AS n")
    return {str(r["label"]): int(str(r["n"])) for r in rows if str(r["label"]).startswith(("Passage", "Record"))}


def passages_of(store: Neo4jStore) -> int:
    return sum(n for label, n in slot_sizes(store).items() if label.startswith("Passage"))


def test_publishing_again_changes_nothing(home: Home, served: Neo4jStore) -> None:
    before, sizes = dump(served), slot_sizes(served)
    report = publishing.publish(home, served)
    assert (report.written, report.seconds) == ({}, {})
    assert (dump(served), slot_sizes(served)) == (before, sizes)


def test_a_removed_document_goes_away_and_the_other_slot_serves(home: Home, served: Neo4jStore, tmp_path: Path) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text(
        "某省应急管理厅关于粉尘检查的通知\n某应急〔2024〕7号\n\n各市：\n一、粉尘企业应当每日清扫。\n", encoding="utf-8"
    )
    librarian.ingest(home, [notice])
    serving = ServerServing(served)
    first = serving.current()
    assert publishing.publish(home, served).publication.slot is Slot.B
    assert serving.current() != first
    held = next(d.id for d in serving.open().library.documents() if d.number == "某应急〔2024〕7号")
    assert served.query("MATCH (v:Version {id: $id}) RETURN v.title AS title", {"id": held}) != []
    assert {label[-1] for label in slot_sizes(served)} == {"B"}
    librarian.remove(home, held)
    report = publishing.publish(home, served)
    assert report.publication.slot is Slot.A
    assert report.removed[1] > 0
    assert served.query("MATCH (v:Version {id: $id}) RETURN v.title AS title", {"id": held}) == []
    with KgliteStore.open(home.current() / "graph.kgl") as graph:
        assert served.counts() == graph.counts()


@pytest.mark.parametrize("stage", ["copy_graph", "write_passages", "prune_graph"])
def test_a_run_that_dies_is_completed_by_the_next(
    home: Home, empty_server: Neo4jStore, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    publishing.publish(home, empty_server)
    librarian.build(home)  # another generation of the same texts
    serving = ServerServing(empty_server)
    before = serving.current()
    module = {"copy_graph": "graph.copying", "prune_graph": "graph.copying", "write_passages": "search.served"}.get(
        stage, "desks.publishing"
    )

    def dies(*_: object, **__: object) -> None:
        raise GraphError("连不上 Neo4j", "试验")

    with monkeypatch.context() as patch:
        patch.setattr(f"{module}.{stage}", dies)
        with pytest.raises(GraphError, match="连不上"):
            publishing.publish(home, empty_server)
    switched = serving.current() != before
    assert switched is (stage == "prune_graph")
    assert ServerServing(empty_server).open().engine.search(QUESTIONS[0], Filters(DAY)).hits
    publishing.publish(home, empty_server)
    assert serving.current().startswith(home.current().name)
    assert passages_of(empty_server) == home.manifest().counts["passages"]
    assert publishing.publish(home, empty_server).seconds == {}


def test_of_two_publications_at_once_the_last_to_begin_wins(
    home: Home, empty_server: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    switch = publishing._switch

    def late(*arguments: object) -> None:
        empty_server.run(neo4j_cypher.BEGIN, {"token": "another"}, write=True)
        switch(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(publishing, "_switch", late)
    with pytest.raises(GraphError, match="另一个发布任务"):
        publishing.publish(home, empty_server)
    assert publishing.published(empty_server) is None


def test_nothing_published_and_another_version_say_so(home: Home, empty_server: Neo4jStore) -> None:
    with pytest.raises(GraphError, match=r"还没有发布过.*anfa publish"):
        ServerServing(empty_server).current()
    publishing.publish(home, empty_server)
    empty_server.run("MATCH (p:Publication) SET p.format = $format", {"format": FORMAT - 1}, write=True)
    with pytest.raises(GraphError, match=r"另一版本的 anfa.*anfa publish"):
        ServerServing(empty_server).open()
    report = publishing.publish(home, empty_server)
    assert report.written
    assert report.publication.slot is Slot.B  # what the other version serves stays until then
    assert ServerServing(empty_server).open().manifest == home.manifest()


def test_an_index_that_does_not_fit_its_library_is_not_published(home: Home, empty_server: Neo4jStore) -> None:
    path = home.current() / "search" / "passages.json"
    names = json.loads(path.read_text(encoding="utf-8"))
    names["provisions"][0] = "别的"
    path.write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(GraphError, match="anfa build"):
        publishing.publish(home, empty_server)


def test_a_backend_is_chosen_by_name(home: Home, served: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    assert serving_from("files", home).current() == str(home.current())
    assert serving_from("neo4j", Home(home.path / "nowhere")).current().startswith(home.current().name)
    monkeypatch.delenv("ANFA_NEO4J_URI")
    with pytest.raises(GraphError, match=r"没有指定 Neo4j.*ANFA_NEO4J_URI"):
        connect()
