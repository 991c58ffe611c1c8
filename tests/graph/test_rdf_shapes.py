"""An export fulfils the shapes, and the shapes find what is broken."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import RDFS

from graph.kglite_store import KgliteStore
from graph.rdf import triples, write
from graph.rdf_terms import ANFA, ELI, PROV, Iris
from graph.schema import Edge, Label
from graph.snapshot import Snapshot
from tests.graph import hub_world
from tests.graph.hub_world import DAY, FIRST, LAMP, NEW, NINGBO, OLD, UNCHECKED
from tests.graph.rdf_reading import parsed

SHAPES = Path(__file__).resolve().parents[2] / "docs" / "shapes.ttl"
IRIS = Iris("https://law.example/anfa/")


def node(label: Label, key: str) -> URIRef:
    return URIRef(IRIS.of(label, key))


def eli(name: str) -> URIRef:
    return URIRef(f"{ELI}{name}")


def anfa(name: str) -> URIRef:
    return URIRef(f"{ANFA}{name}")


VERSION, ENDED = node(Label.VERSION, NEW), node(Label.VERSION, OLD)
WORDING = URIRef(IRIS.expression(NEW))
CLAUSE, ITEM = node(Label.PROVISION, f"{NEW}#2.1"), node(Label.PROVISION, f"{NEW}#4.1.1")
PENALTY, VIOLATION = node(Label.PENALTY, f"{NEW}#4.1!1"), node(Label.VIOLATION, UNCHECKED)
CRITERION, CASE, AGENCY = node(Label.CRITERION, LAMP), node(Label.CASE, FIRST), node(Label.AGENCY, NINGBO)
DUTY, SECTOR = node(Label.DUTY, f"{NEW}#2.1!duty"), node(Label.INDUSTRY, "lantern")
STATEMENT = URIRef(
    IRIS.statement(Edge.BREACHES, IRIS.of(Label.VIOLATION, UNCHECKED), IRIS.of(Label.PROVISION, f"{NEW}#2.1"))
)
DAY_LITERAL = Literal("1999-01-01", datatype=XSD.date)
Pattern = tuple[URIRef, URIRef | None, URIRef | Literal | None]

#: What is taken away, what is put there instead, and which shape must say so.
BROKEN: dict[str, tuple[Pattern | None, Pattern | None, str]] = {
    "a date that is none": ((VERSION, eli("date_document"), None), (VERSION, eli("date_document"), Literal("昨天")), "LegalResource"),
    "ended before it began": ((ENDED, eli("date_no_longer_in_force"), None), (ENDED, eli("date_no_longer_in_force"), DAY_LITERAL), "LegalResource"),
    "two standings": (None, (VERSION, eli("in_force"), eli("InForce-notInForce")), "LegalResource"),
    "a standing of another list": ((ITEM, eli("in_force"), None), (ITEM, eli("in_force"), anfa("maybe")), "Subdivision"),
    "an IRI without /eli/": (None, (URIRef("https://law.example/x"), RDF.type, eli("LegalResource")), "LegalResource"),
    "in force though nobody said so": ((VERSION, anfa("confirmedInForce"), None), None, "Version"),
    "a version without wording": ((VERSION, eli("is_realized_by"), None), None, "Version"),
    "ended, no one knows when": ((ENDED, eli("date_no_longer_in_force"), None), None, "Ended"),
    "issued by no organisation": ((AGENCY, RDF.type, None), (VERSION, eli("passed_by"), AGENCY), "LegalResource"),
    "a part of nothing": ((CLAUSE, eli("is_part_of"), None), None, "Subdivision"),
    "a part of two": (None, (CLAUSE, eli("is_part_of"), VERSION), "Subdivision"),
    "a part that does not say what it is": ((CLAUSE, eli("type_subdivision"), None), None, "Subdivision"),
    "a citation of a clause that does not exist": (None, (CLAUSE, eli("cites"), node(Label.PROVISION, f"{NEW}#999")), "Subdivision"),
    "words of nobody": ((CLAUSE, anfa("wording"), None), None, "Subdivision"),
    "a wording without title": ((WORDING, eli("title"), None), None, "Expression"),
    "a wording of two texts": (None, (WORDING, eli("realizes"), ENDED), "Expression"),
    "a wording from nowhere": ((WORDING, URIRef(f"{PROV}wasDerivedFrom"), None), None, "Expression"),
    "two names in one language": (None, (SECTOR, SKOS.prefLabel, Literal("另名", lang="zh")), "Concept"),
    "one name twice over": (None, (SECTOR, SKOS.altLabel, Literal("灯会", lang="zh")), "Concept"),
    "broader than no concept": (None, (SECTOR, SKOS.broader, VERSION), "Concept"),
    "a concept that is a scheme": (None, (SECTOR, RDF.type, SKOS.ConceptScheme), "Concept"),
    "a source that is none": (None, (VIOLATION, URIRef(f"{PROV}wasDerivedFrom"), VERSION), "Derived"),
    "a source without words": (None, (URIRef(f"{IRIS.base}source/x"), RDF.type, URIRef(f"{PROV}Entity")), "Source"),
    "a digest given out as official": ((VIOLATION, anfa("wording"), None), (VIOLATION, anfa("wording"), anfa("wording-official")), "Restated"),
    "a criterion nobody checked": ((CRITERION, anfa("checked"), None), None, "Restated"),
    "a violation of no law": ((VIOLATION, anfa("underLaw"), None), None, "Violation"),
    "a violation of a clause that does not exist": (None, (VIOLATION, anfa("breaches"), node(Label.PROVISION, f"{NEW}#999")), "Violation"),
    "from more to less": ((PENALTY, anfa("low"), None), (PENALTY, anfa("low"), Literal(99_999_999)), "Penalty"),
    "a number of what": ((PENALTY, anfa("amountUnit"), None), None, "Penalty"),
    "a penalty printed nowhere": ((PENALTY, anfa("printedIn"), None), None, "Penalty"),
    "a duty that nothing imposes": (None, (node(Label.DUTY, f"{NEW}#1!duty"), RDF.type, anfa("Duty")), "Duty"),
    "a duty without modality": ((DUTY, anfa("modality"), None), None, "Duty"),
    "a criterion that ended before it began": (None, (CRITERION, anfa("validUntil"), DAY_LITERAL), "Criterion"),
    "a criterion of no document": ((CRITERION, SKOS.inScheme, None), None, "Criterion"),
    "a case of no violation": (None, (CASE, anfa("instanceOf"), CLAUSE), "Case"),
    "a case on a day that is none": ((CASE, anfa("decided"), None), (CASE, anfa("decided"), Literal("不详")), "Case"),
    "a statement about nothing": ((STATEMENT, RDF.object, None), None, "Statement"),
    "surer than sure": ((STATEMENT, anfa("confidence"), None), (STATEMENT, anfa("confidence"), Literal("1.5", datatype=XSD.decimal)), "Statement"),
    "an agency without name": ((AGENCY, RDFS.label, None), None, "Organization"),
    "an export of no day": ((URIRef(IRIS.base), anfa("forceAsOf"), None), None, "Dataset"),
}  # fmt: skip


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(SHAPES)


@pytest.fixture(scope="module")
def exported() -> Iterator[Graph]:
    with KgliteStore() as store:
        hub_world.build(store)
        out = io.BytesIO()
        write(triples(Snapshot.of(store, DAY), IRIS.base), out, "nt")
    yield parsed(out.getvalue())


def fulfils(data: Graph, shapes: Graph, shape: str) -> bool:
    """Whether the data fulfils one shape, with what it builds on, whatever the others say."""
    named = [f"https://w3id.org/anfa/shapes#{name}" for name in (shape, "Dated", "SaysWhoseWords")]
    conforms, _, _ = validate(data, shacl_graph=shapes, inference="none", use_shapes=named)
    return bool(conforms)


def test_the_export_conforms_and_the_shapes_are_shacl(exported: Graph, shapes: Graph) -> None:
    conforms, _, text = validate(exported, shacl_graph=shapes, inference="none", meta_shacl=True)
    assert conforms, text


def test_what_stood_on_a_day_conforms_as_well(shapes: Graph) -> None:
    with KgliteStore() as store:
        hub_world.build(store)
        for day in (DAY, date(2021, 12, 31)):
            out = io.BytesIO()
            write(triples(Snapshot.of(store, day, only_standing=True), IRIS.base), out, "nt")
            conforms, _, text = validate(parsed(out.getvalue()), shacl_graph=shapes, inference="none")
            assert conforms, text


@pytest.mark.parametrize(("taken", "put", "shape"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_found(
    exported: Graph, shapes: Graph, taken: Pattern | None, put: Pattern | None, shape: str
) -> None:
    removed = list(exported.triples(taken)) if taken else []
    assert removed or not taken, "the data has nothing there to break"
    assert fulfils(exported, shapes, shape)
    for triple in removed:
        exported.remove(triple)
    if put:
        exported.add(put)  # type: ignore[arg-type]
    try:
        assert not fulfils(exported, shapes, shape)
    finally:
        if put:
            exported.remove(put)
        for triple in removed:
            exported.add(triple)


def test_an_iri_of_a_legal_resource_contains_eli(exported: Graph, shapes: Graph) -> None:
    moved = Graph()
    for s, p, o in exported:
        moved.add((URIRef(str(s).replace("/anfa/eli/", "/anfa/law/")), p, o))
    _, report, _ = validate(moved, shacl_graph=shapes, inference="none")
    assert isinstance(report, Graph)
    wrong = report.subjects(SH.sourceConstraintComponent, SH.PatternConstraintComponent)
    focus = {str(report.value(result, SH.focusNode)) for result in wrong}
    assert {str(VERSION).replace("/eli/", "/law/"), str(ITEM).replace("/eli/", "/law/")} <= focus


def test_every_shape_is_proved_to_fail(shapes: Graph) -> None:
    with_targets = {
        str(shape).rpartition("#")[2]
        for target in (SH.targetClass, SH.targetSubjectsOf)
        for shape in shapes.subjects(target, None)
    }
    assert with_targets == {shape for _, _, shape in BROKEN.values()}
