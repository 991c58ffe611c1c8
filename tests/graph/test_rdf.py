"""The export and its way back: nothing lost, nothing twice, always the same, true as of its day."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from corpus.errors import GraphError
from corpus.model import Kind, Stage, Status, Unit, Wording
from corpus.policies import Cycle, Force, PolicyDuty
from graph import rdf_mapping
from graph.kglite_store import KgliteStore
from graph.rdf import FORMATS, triples, write
from graph.rdf_mapping import CLASSES, EDGE_FIELDS, EXPRESSION, FIELDS, LINKS
from graph.rdf_terms import ANFA, ELI, Iris, term
from graph.schema import ENDS, Edge, Label, Origin
from graph.snapshot import Snapshot
from tests.graph import hub_world
from tests.graph.hub_world import DAY, FERRY, FIRST, LAMP, NATION, NEW, OLD, OLD_LAMP, SECOND
from tests.graph.rdf_reading import parsed, plain, rows_of

BASE = "https://law.example/anfa/"
IRIS = Iris(BASE)
ONTOLOGY = Path(__file__).resolve().parents[2] / "docs" / "ontology.ttl"
#: Said by the IRI or by an edge: what repeats it stays behind.
REPEATED = {
    Label.VERSION: {"document"},
    Label.PROVISION: {"version", "parent"},
    Label.CRITERION: {"document"},
    Label.CASE: {"agency"},
}
DUTY = PolicyDuty(
    id=f"{NATION}@2098-03-01#p1/报送",
    number=NATION,
    title="意见",
    issuers=("应急管理部",),
    region="全国",
    version=date(2098, 3, 1),
    provision=f"{NATION}@2098-03-01#p1",
    locator="p1",
    subject="省级部门",
    force=Force.MUST,
    action="每年报两件",
    cycle=Cycle.YEAR,
    deadline=date(2098, 12, 31),
    measures=(),
    conditions=(),
    applies_from=date(2098, 4, 1),
    applies_to=None,
    status_as_of=None,
    missing=None,
    source="自拟",
    checked=date(2026, 1, 1),
    note="试",
)


@pytest.fixture(scope="module")
def world() -> Iterator[KgliteStore]:
    with KgliteStore() as store:
        yield hub_world.build(store, joined=replace(hub_world.catalogue(), duties=(DUTY,)))


def export(store: KgliteStore, form: str = "nt", day: date = DAY, **options: Any) -> bytes:
    out = io.BytesIO()
    count = write(triples(Snapshot.of(store, day, **options), BASE), out, form)
    assert count == len(parsed(out.getvalue(), form))
    return out.getvalue()


@pytest.fixture(scope="module")
def exported(world: KgliteStore) -> bytes:
    return export(world)


@pytest.fixture(scope="module")
def graph(exported: bytes) -> Graph:
    return parsed(exported)


def test_round_trip_gives_the_same_nodes_and_the_same_edges(world: KgliteStore, graph: Graph) -> None:
    nodes, edges = rows_of(graph, IRIS)
    counts = world.counts()
    assert Counter(str(label) for label, _ in nodes) == counts.nodes
    assert Counter(str(edge) for edge, _, _ in edges) == counts.edges
    snapshot = Snapshot.of(world, DAY)
    for label in Label:
        for row in snapshot.nodes(label):
            kept = {k: v for k, v in row.items() if k not in REPEATED.get(label, set())}
            assert nodes[label, row["id"]] == plain(kept)
    for edge, source, target in LINKS:
        for row in snapshot.edges(edge, source, target):
            ends = (source, row.pop("source")), (target, row.pop("target"))
            assert edges[edge, *ends] == plain(row)


def test_the_world_has_every_label_and_every_edge(world: KgliteStore) -> None:
    assert set(world.counts().nodes) == set(Label)
    assert set(world.counts().edges) == set(Edge)


def test_every_edge_that_may_be_is_mapped_and_told_apart() -> None:
    assert set(LINKS) == {(edge, *ends) for edge in Edge for ends in ENDS[edge]}
    by_ends = Counter((link.predicate, source, target) for (_, source, target), link in LINKS.items())
    assert by_ends.most_common(1)[0][1] == 1


def test_no_property_is_dropped_unknowingly(world: KgliteStore) -> None:
    snapshot = Snapshot.of(world, DAY)
    mapped = {label: {f.name for f in FIELDS[label]} | REPEATED.get(label, set()) | {"id"} for label in Label}
    mapped[Label.VERSION] |= {field.name for field in EXPRESSION}
    for label in Label:
        assert {name for row in snapshot.nodes(label) for name in row} <= mapped[label]
    for key in LINKS:
        names = {name for row in snapshot.edges(*key) for name in row}
        assert names <= {field.name for field in EDGE_FIELDS} | {"source", "target"}


def test_the_same_library_gives_the_same_bytes_and_no_line_twice(exported: bytes) -> None:
    with KgliteStore() as again:
        hub_world.build(again, joined=replace(hub_world.catalogue(), duties=(DUTY,)))
        assert export(again) == exported
    lines = exported.decode().splitlines()
    assert len(lines) == len(set(lines))


@pytest.mark.parametrize("form", sorted(set(FORMATS) - {"nt"}))
def test_every_format_says_the_same(world: KgliteStore, graph: Graph, form: str) -> None:
    assert set(parsed(export(world, form), form)) == set(graph)


def force(graph: Graph, label: Label, key: str) -> str | None:
    found = [str(each) for each in graph.objects(URIRef(IRIS.of(label, key)), URIRef(f"{ELI}in_force"))]
    assert len(found) <= 1
    return found[0].rpartition("-")[2] if found else None


def test_force_is_that_of_the_day(world: KgliteStore, graph: Graph) -> None:
    assert force(graph, Label.VERSION, NEW) == "inForce"
    assert force(graph, Label.PROVISION, f"{NEW}#4.1.1") == "inForce"
    assert force(graph, Label.VERSION, OLD) == "notInForce"
    assert force(graph, Label.PROVISION, f"{OLD}#3.1.1") == "notInForce"
    earlier = parsed(export(world, day=date(2021, 12, 31)))
    assert force(earlier, Label.VERSION, OLD) == "inForce"
    assert force(earlier, Label.VERSION, NEW) == "notInForce"


def test_a_text_of_which_a_part_has_ended_is_partly_in_force(graph: Graph) -> None:
    assert force(graph, Label.VERSION, FERRY) == "partiallyInForce"
    assert force(graph, Label.PROVISION, f"{FERRY}#2") == "partiallyInForce"
    assert force(graph, Label.PROVISION, f"{FERRY}#2.1") == "notInForce"
    assert force(graph, Label.PROVISION, f"{FERRY}#1") == "inForce"


def test_of_a_text_that_nobody_vouches_for_nothing_is_said(world: KgliteStore) -> None:
    later = parsed(export(world, day=date(2098, 6, 1)))
    assert force(later, Label.VERSION, f"{NATION}@2098-03-01") is None
    assert force(later, Label.PROVISION, f"{NATION}@2098-03-01#p1") is None


def test_the_export_says_which_day(graph: Graph, world: KgliteStore) -> None:
    me = URIRef(BASE)
    assert str(graph.value(me, URIRef(f"{ANFA}forceAsOf"))) == DAY.isoformat()
    assert not graph.value(me, URIRef(f"{ANFA}onlyStanding")).toPython()  # type: ignore[union-attr]
    assert parsed(export(world, only_standing=True)).value(me, URIRef(f"{ANFA}onlyStanding")).toPython()  # type: ignore[union-attr]


def test_only_what_stood_on_the_day_goes_out(world: KgliteStore) -> None:
    nodes, edges = rows_of(parsed(export(world, only_standing=True)), IRIS)
    keys = {key for _, key in nodes}
    assert {NEW, f"{NEW}#4.1.1", f"{NEW}#4.1!1", LAMP, FIRST} <= keys
    assert not keys & {OLD, f"{OLD}#3", f"{OLD}#3.1!1", f"{FERRY}#2.1", OLD_LAMP, f"{NATION}@2098-03-01", DUTY.id}
    assert all(source in nodes and target in nodes for _, source, target in edges)
    before = rows_of(parsed(export(world, day=date(2021, 4, 15), only_standing=True)), IRIS)[0]
    keys = {key for _, key in before}
    assert {OLD, f"{OLD}#3.1.1", OLD_LAMP, SECOND} <= keys
    # A case decided later, though only its year is known; a case of whose day nothing is known stays.
    assert not keys & {NEW, LAMP, FIRST, hub_world.THIRD}
    assert hub_world.FOURTH in keys


def test_a_policy_duty_binds_within_its_days(world: KgliteStore) -> None:
    def held(day: date) -> bool:
        return any(row["id"] == DUTY.id for row in Snapshot.of(world, day, only_standing=True).nodes(Label.DUTY))

    assert [held(date(2098, 3, 31)), held(date(2098, 4, 1))] == [False, True]


def test_every_text_says_whose_words_it_has(graph: Graph) -> None:
    wording = URIRef(f"{ANFA}wording")
    spoken = [f"{ELI}LegalResourceSubdivision", f"{ELI}LegalExpression", *(f"{ANFA}{n}" for n in
              ("Violation", "HazardCriterion", "EnforcementCase"))]  # fmt: skip
    for kind in spoken:
        for subject in graph.subjects(RDF.type, URIRef(kind)):
            assert len(list(graph.objects(subject, wording))) == 1
    violation = URIRef(IRIS.of(Label.VIOLATION, hub_world.ROPE))
    assert str(graph.value(violation, wording)) == term(Wording.DIGEST)


def test_a_bad_base_and_a_closed_store_are_told(world: KgliteStore) -> None:
    with pytest.raises(GraphError, match="IRI"):
        list(triples(Snapshot.of(world, DAY), "安法"))
    with KgliteStore() as closed:
        pass
    with pytest.raises(GraphError, match="已关闭"):
        Snapshot.of(closed, DAY)


# --- the ontology ----------------------------------------------------------------------------------------------------


def test_every_term_of_ours_is_in_the_ontology_in_two_languages(graph: Graph) -> None:
    ontology = Graph().parse(ONTOLOGY)
    defined = {s for s in ontology.subjects(RDF.type, None) if str(s).startswith(ANFA)}
    fields = [f for each in (*FIELDS.values(), EXPRESSION, EDGE_FIELDS) for f in each]
    predicates = {f.predicate for f in fields} | {
        p for link in LINKS.values() for p in (link.predicate, link.implies, link.inverse) if p
    }
    members = {term(m) for e in (Kind, Unit, Stage, Wording, Origin) for m in e} | {
        term(Status.AMENDED),
        term(Status.REPEALED),
    }
    classes = {kind for kinds in CLASSES.values() for kind in kinds}
    own = {"forceAsOf", "onlyStanding", "usualOrigin", "usualConfidence", "Wording", "Stage", "Origin", "End"}
    used = {t for t in predicates | members | classes if t.startswith(ANFA)} | {ANFA + name for name in own}
    assert {str(t) for t in defined} == used
    assert {str(p) for p in graph.predicates() if str(p).startswith(ANFA)} <= used
    for each in defined:
        labels = [*ontology.objects(each, RDFS.label), *ontology.objects(each, SKOS.prefLabel)]
        assert sorted(str(label.language) for label in labels) == ["en", "zh"]  # type: ignore[attr-defined]


def test_the_ontology_tells_how_sure_relations_are_of_which_nothing_is_said() -> None:
    ontology = Graph().parse(ONTOLOGY)
    usual = {
        str(p): (str(ontology.value(p, URIRef(f"{ANFA}usualOrigin"))), float(str(c)))
        for p, c in ontology.subject_objects(URIRef(f"{ANFA}usualConfidence"))
    }
    assert usual == {link.predicate: (term(link.origin), link.confidence) for link in LINKS.values()}


def test_values_keep_to_the_ranges_of_the_ontology(graph: Graph) -> None:
    ontology = Graph().parse(ONTOLOGY)
    kinds = {rdf_mapping.As.TEXT: str(RDF.langString), rdf_mapping.As.CODE: "string", rdf_mapping.As.NUMBER: "integer",
             rdf_mapping.As.DECIMAL: "decimal", rdf_mapping.As.TRUTH: "boolean", rdf_mapping.As.DAY: "date"}  # fmt: skip
    for field in (f for each in (*FIELDS.values(), EDGE_FIELDS) for f in each if f.predicate.startswith(ANFA)):
        stated = ontology.value(URIRef(field.predicate), RDFS.range)
        if isinstance(field.value, rdf_mapping.As):
            assert stated is None or str(stated).endswith(kinds[field.value]), field.predicate
            assert (URIRef(field.predicate), RDF.type, OWL.DatatypeProperty) in ontology
        else:
            assert (URIRef(field.predicate), RDF.type, OWL.ObjectProperty) in ontology
