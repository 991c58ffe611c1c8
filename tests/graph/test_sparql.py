"""SPARQL: what is answered, what is refused, what is stopped."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Store

from corpus.errors import GraphError
from graph.kglite_store import KgliteStore
from graph.rdf import triples, write
from graph.snapshot import Snapshot
from graph.sparql import Source, answer, ask, check, load
from tests.graph import hub_world
from tests.graph.hub_world import DAY, NEW

BASE = "https://law.example/anfa/"
PREFIXES = "PREFIX eli: <http://data.europa.eu/eli/ontology#> PREFIX anfa: <https://w3id.org/anfa/ontology#> "
#: Every triple with every triple, three times over.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    path = tmp_path_factory.mktemp("sparql") / "graph.kgl"
    with KgliteStore() as store:
        hub_world.build(store).save(path)
    return Source(path, BASE, DAY)


@pytest.fixture(scope="module")
def store(source: Source) -> Iterator[Store]:
    yield load(source)


def test_a_child_process_answers(source: Source) -> None:
    query = PREFIXES + 'SELECT ?id { ?p anfa:imposesPenalty ?x ; eli:id_local ?id ; eli:number "4.1.1" } '
    assert {row["id"] for row in ask(source, query).rows} == {f"{NEW}#4.1.1"}


def test_an_endless_query_is_stopped(source: Source) -> None:
    began = time.monotonic()
    with pytest.raises(GraphError, match=r"超过 0\.5 秒"):
        ask(source, ENDLESS, seconds=0.5)
    assert time.monotonic() - began < 20


def test_failures_of_the_child_are_told(source: Source, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="anfa build"):
        ask(replace(source, path=tmp_path / "none.kgl"), "ASK {}")
    # Right by the grammar, wrong for the engine: the prefix is unknown.
    with pytest.raises(GraphError, match="docs/sparql"):
        ask(source, "SELECT * { ?s nobody:knows ?o }")


def test_rows_are_plain_and_cut(store: Store) -> None:
    table = answer(store, PREFIXES + "SELECT ?id { ?s eli:id_local ?id } ORDER BY ?id", 3)
    assert (len(table.rows), table.cut) == (3, True)
    everything = answer(store, "SELECT ?s { ?s ?p ?o }", 100_000)
    assert not everything.cut
    values = PREFIXES + (
        "SELECT ?low ?confidence ?transfer ?name ?nothing { ?p anfa:low ?low . ?s anfa:score ?confidence . "
        "?c anfa:criminalTransfer ?transfer ; <http://www.w3.org/2000/01/rdf-schema#label> ?name } LIMIT 1"
    )
    [row] = answer(store, values, 10).rows
    assert {name: type(value) for name, value in row.items()} == {
        "low": int, "confidence": float, "transfer": bool, "name": str, "nothing": type(None),
    }  # fmt: skip
    assert answer(store, "ASK { ?s ?p ?o }", 1).rows == ({"ask": True},)
    [triple] = answer(store, PREFIXES + 'CONSTRUCT { ?s a anfa:X } { ?s eli:id_local "灯会法" }', 10).rows
    assert set(triple) == {"subject", "predicate", "object"}
    assert triple["subject"] == f"{BASE}eli/灯会法"
    [blank] = answer(store, "SELECT (BNODE() AS ?b) {}", 1).rows
    assert str(blank["b"]).startswith("_:")


@pytest.mark.parametrize("form", ["nt", "ttl", "jsonld"])
def test_an_exported_file_is_asked_as_well(source: Source, store: Store, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"x.{form}"
    with KgliteStore.open(source.path) as graph:
        out = io.BytesIO()
        write(triples(Snapshot.of(graph, DAY), BASE), out, form)
    path.write_bytes(out.getvalue())
    assert len(load(replace(source, path=path))) == len(store)


def test_files_that_are_no_rdf_are_refused(source: Source, tmp_path: Path) -> None:
    wrong = tmp_path / "x.ttl"
    wrong.write_text("这不是 Turtle", encoding="utf-8")
    with pytest.raises(GraphError, match="读不出来"):
        load(replace(source, path=wrong))
    with pytest.raises(GraphError, match="读不出来"):
        load(replace(source, path=tmp_path / "none.nt"))
    with pytest.raises(GraphError, match=r"\.nt"):
        load(replace(source, path=tmp_path / "x.docx"))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://elsewhere/sparql> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . OPTIONAL { SERVICE SILENT ?o { ?a ?b ?c } } }",
        "SELECT * { ?s ?p ?o FILTER EXISTS { service <http://elsewhere/> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { SERVICE <http://elsewhere/> { ?s ?p ?o } } } }",
        "CONSTRUCT { ?s ?p ?o } { SERVICE <http://elsewhere/> { ?s ?p ?o } }",
        "ASK { { ?s ?p ?o } UNION { SERVICE <http://elsewhere/> { ?s ?p ?o } } }",
    ],
)
def test_no_other_service_is_asked(query: str) -> None:
    with pytest.raises(GraphError, match="SERVICE"):
        check(query)


def test_the_word_service_alone_is_no_service() -> None:
    check('PREFIX service: <http://a/> SELECT ?service { ?service service:x "SERVICE" } # SERVICE <http://a/> {}')


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://elsewhere/data.ttl>",
        "CLEAR ALL",
        "DROP GRAPH <a:a>",
    ],
)
def test_nothing_is_written(query: str) -> None:
    with pytest.raises(GraphError, match="只能查询"):
        check(query)


@pytest.mark.parametrize(
    "query", ["", "# 只有注释", "SELEC ?s {}", "SELECT ?s { ?s ?p", "灯会", "SELECT ?s { ?s ?p ?o } LIMIT x"]
)
def test_what_is_wrong_is_told_with_advice(query: str) -> None:
    with pytest.raises(GraphError, match=r"SPARQL 语句有误.*docs/sparql"):
        check(query)
