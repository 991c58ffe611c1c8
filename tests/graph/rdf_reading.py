"""An export read back into rows by a parser that did not write it (rdflib), to compare with the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF

from graph.rdf_mapping import CLASSES, EDGE_FIELDS, EXPRESSION, FIELDS, LINKS, As, Field
from graph.rdf_terms import ELI, PREFIXES, Iris, term
from graph.schema import Label
from graph.snapshot import Force

Key = tuple[str, str]
EdgeKey = tuple[str, Key, Key]
_FORCE = {"inForce": Force.IN, "partiallyInForce": Force.PARTLY, "notInForce": Force.NOT}


def rows_of(graph: Graph, iris: Iris) -> tuple[dict[Key, dict[str, Any]], dict[EdgeKey, dict[str, Any]]]:
    """Nodes by label and id, edges by type and ends, each with its properties; lists are sorted."""
    nodes: dict[Key, dict[str, Any]] = {}
    for kind in {kind for kinds in CLASSES.values() for kind in kinds}:
        for subject in graph.subjects(RDF.type, URIRef(kind)):
            if str(subject).startswith(f"{iris.base}region/"):
                continue
            label, key = iris.read(str(subject))
            nodes[label, key] = {"id": key, **_read(graph, subject, FIELDS[label], iris)}
            if label is Label.VERSION:
                wording = graph.value(subject, URIRef(f"{ELI}is_realized_by"))
                nodes[label, key] |= _read(graph, wording, EXPRESSION, iris)
    edges: dict[EdgeKey, dict[str, Any]] = {}
    for (edge, source, target), link in LINKS.items():
        for one, other in graph.subject_objects(URIRef(link.predicate)):
            if iris.base not in str(other) or f"{iris.base}industries" == str(other):
                continue
            ends = iris.read(str(one)), iris.read(str(other))
            if (ends[0][0], ends[1][0]) == (source, target):
                edges[edge, *ends] = {"origin": str(link.origin), "confidence": link.confidence}
    for statement in graph.subjects(RDF.type, RDF.Statement):
        one, predicate, other = (graph.value(statement, p) for p in (RDF.subject, RDF.predicate, RDF.object))
        ends = iris.read(str(one)), iris.read(str(other))
        (edge,) = [
            e for (e, *labels), link in LINKS.items()
            if link.predicate == str(predicate) and labels == [ends[0][0], ends[1][0]]
        ]  # fmt: skip
        edges[edge, *ends] = _read(graph, statement, EDGE_FIELDS, iris)
    return nodes, edges


def parsed(text: bytes | str, form: str = "nt") -> Graph:
    graph = Graph().parse(data=text, format={"nt": "nt", "ttl": "turtle", "jsonld": "json-ld"}[form])
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def _read(graph: Graph, subject: Any, fields: tuple[Field, ...], iris: Iris) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for field in fields:
        if field.name in row:
            continue
        found = sorted(_value(graph, each, field, iris) for each in graph.objects(subject, URIRef(field.predicate)))
        if found:
            row[field.name] = found[0] if len(found) == 1 else found
    return row


def _value(graph: Graph, value: Any, field: Field, iris: Iris) -> Any:
    match field.value:
        case Label():
            label, key = iris.read(str(value))
            assert label is field.value
            return key
        case type() as members:
            (member,) = [m for m in members if term(m) == str(value)]
            return str(member)
        case As.FORCE:
            return str(_FORCE[str(value).rpartition("-")[2]])
        case As.REGION:
            return str(graph.value(value, URIRef(f"{PREFIXES['skos']}prefLabel")))
        case As.SOURCE:
            return str(graph.value(value, URIRef(f"{PREFIXES['rdfs']}label")))
    assert isinstance(value, Literal)
    if field.value is As.TEXT:
        assert value.language == "zh"
    if field.value is As.NUMBER:
        return int(value)
    if field.value is As.DECIMAL:
        return float(value)
    return bool(value) if field.value is As.TRUTH else str(value)


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the store as :func:`rows_of` gives it back: lists sorted, one value no list, nothing empty."""
    kept = {}
    for name, value in row.items():
        listed = isinstance(value, list | tuple)
        values = sorted(set(value)) if listed else [value]
        if value != "" and values:
            kept[name] = values[0] if len(values) == 1 else values
    return kept
