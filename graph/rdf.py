"""The graph as RDF: rows to triples by the tables of :mod:`graph.rdf_mapping`, one at a time, always in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any, BinaryIO

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from corpus.industries import industry_lexicon
from corpus.regions import NATIONAL
from graph.rdf_mapping import (
    CLASSES,
    EDGE_FIELDS,
    EXPRESSION,
    FIELDS,
    IDENTIFIER,
    LINKS,
    As,
    Field,
    Link,
)
from graph.rdf_terms import ANFA, CHINA, CHINESE, DCTERMS, ELI, PREFIXES, PROV, RDF, RDFS, SKOS, VOID, XSD, Iris, term
from graph.schema import Edge, Label
from graph.snapshot import Force, Snapshot

#: Names on the command line.
FORMATS: Mapping[str, RdfFormat] = {
    "nt": RdfFormat.N_TRIPLES,
    "ttl": RdfFormat.TURTLE,
    "jsonld": RdfFormat.JSON_LD,
}
_FORCE = {
    Force.IN: f"{ELI}InForce-inForce",
    Force.PARTLY: f"{ELI}InForce-partiallyInForce",
    Force.NOT: f"{ELI}InForce-notInForce",
}
#: By length: 2024, 2024-03, 2024-03-31.
_DAYS = {4: f"{XSD}gYear", 7: f"{XSD}gYearMonth", 10: f"{XSD}date"}


def triples(snapshot: Snapshot, base: str) -> Iterator[Triple]:
    """Every triple of the export, none twice; the same rows, day and base give the same ones in the same order.

    Args:
        snapshot: the rows, and the day that ``eli:in_force`` refers to.
        base: what all IRIs of the data begin with.

    Raises:
        GraphError: the base is no http(s) address, or the store cannot be read.
    """
    return _Writer(snapshot, Iris(base)).all()


def write(found: Iterable[Triple], out: BinaryIO, form: str) -> int:
    """Write triples as ``nt``, ``ttl`` or ``jsonld``, without holding them; gives how many."""
    count = 0

    def counted() -> Iterator[Triple]:
        nonlocal count
        for each in found:
            count += 1
            yield each

    serialize(counted(), out, format=FORMATS[form], prefixes=dict(PREFIXES))
    return count


class _Writer:
    """Turns rows into triples, and remembers regions and sources, to describe each once."""

    def __init__(self, snapshot: Snapshot, iris: Iris) -> None:
        self._snapshot = snapshot
        self._iris = iris
        self._regions: set[str] = set()
        self._sources: set[str] = set()

    def all(self) -> Iterator[Triple]:
        yield from self._about()
        for label in Label:
            for row in self._snapshot.nodes(label):
                yield from self._node(label, row)
        for (edge, source, target), link in LINKS.items():
            schemes: set[str] = set()
            for row in self._snapshot.edges(edge, source, target):
                yield from self._edge(edge, source, target, link, row)
                schemes.add(row["target"])
            if link.predicate == f"{SKOS}inScheme":
                for scheme in sorted(schemes):
                    yield _link(self._iris.of(target, scheme), f"{RDF}type", f"{SKOS}ConceptScheme")
        yield from self._places()
        yield from self._origins()

    def _about(self) -> Iterator[Triple]:
        """The export itself: what it is, and which day its ``eli:in_force`` refers to."""
        me = self._iris.base
        yield _link(me, f"{RDF}type", f"{VOID}Dataset")
        yield _say(me, f"{DCTERMS}title", Literal("安法：安全生产法规与执法案例图谱", language="zh"))
        yield _say(me, f"{DCTERMS}title", Literal("anfa: graph of China's work-safety law and cases", language="en"))
        yield _link(me, f"{DCTERMS}conformsTo", ELI.removesuffix("#"))
        yield _link(me, f"{DCTERMS}conformsTo", ANFA.removesuffix("#"))
        yield _say(me, f"{ANFA}forceAsOf", _day(self._snapshot.day.isoformat()))
        yield _say(me, f"{ANFA}onlyStanding", Literal(self._snapshot.only_standing))
        scheme = self._iris.industries()
        yield _link(scheme, f"{RDF}type", f"{SKOS}ConceptScheme")
        yield _say(scheme, f"{SKOS}prefLabel", Literal("安全生产执法行业领域", language="zh"))
        yield _say(scheme, f"{SKOS}prefLabel", Literal("Sectors of work-safety enforcement", language="en"))

    def _node(self, label: Label, row: Mapping[str, Any]) -> Iterator[Triple]:
        key = row["id"]
        me = self._iris.of(label, key)
        for kind in CLASSES[label]:
            yield _link(me, f"{RDF}type", kind)
        yield _say(me, IDENTIFIER[label], Literal(key))
        yield from self._fields(me, FIELDS[label], row)
        if label is Label.VERSION:
            yield from self._expression(me, row)
        elif label is Label.PROVISION:
            yield _say(me, f"{ELI}number", Literal(key.rpartition("#")[2]))
        elif label is Label.INDUSTRY:
            yield _link(me, f"{SKOS}inScheme", self._iris.industries())
            yield from _words(me, key)

    def _expression(self, version: str, row: Mapping[str, Any]) -> Iterator[Triple]:
        wording = self._iris.expression(row["id"])
        yield _link(version, f"{ELI}is_realized_by", wording)
        yield _link(wording, f"{RDF}type", f"{ELI}LegalExpression")
        yield _link(wording, f"{ELI}realizes", version)
        yield _link(wording, f"{ELI}language", CHINESE)
        yield from self._fields(wording, EXPRESSION, row)

    def _edge(self, edge: Edge, source: Label, target: Label, link: Link, row: Mapping[str, Any]) -> Iterator[Triple]:
        one, other = self._iris.of(source, row["source"]), self._iris.of(target, row["target"])
        yield _link(one, link.predicate, other)
        if link.implies:
            yield _link(one, link.implies, other)
        if link.inverse:
            yield _link(other, link.inverse, one)
        usual = {"source": row["source"], "target": row["target"], "origin": link.origin, "confidence": link.confidence}
        if dict(row) != usual:
            me = self._iris.statement(edge, one, other)
            yield _link(me, f"{RDF}type", f"{RDF}Statement")
            yield _link(me, f"{RDF}subject", one)
            yield _link(me, f"{RDF}predicate", link.predicate)
            yield _link(me, f"{RDF}object", other)
            yield from self._fields(me, EDGE_FIELDS, row)

    def _fields(self, me: str, fields: tuple[Field, ...], row: Mapping[str, Any]) -> Iterator[Triple]:
        for field in fields:
            value = row.get(field.name)
            if value is None or value == "":
                continue
            for each in dict.fromkeys(value) if isinstance(value, list | tuple) else (value,):
                yield Triple(_named(me), _named(field.predicate), self._value(field.value, each))

    def _value(self, kind: As | type[StrEnum] | Label, value: Any) -> NamedNode | Literal:
        match kind:
            case Label():
                return NamedNode(self._iris.of(kind, value))
            case type():
                return _named(term(kind(value)))
            case As.TEXT:
                return Literal(value, language="zh")
            case As.CODE:
                return Literal(value)
            case As.DAY:
                return _day(value)
            case As.NUMBER:
                return Literal(str(int(value)), datatype=_named(f"{XSD}integer"))
            case As.DECIMAL:
                return Literal(f"{Decimal(repr(float(value))):f}", datatype=_named(f"{XSD}decimal"))
            case As.TRUTH:
                return Literal(bool(value))
            case As.FORCE:
                return _named(_FORCE[Force(value)])
            case As.REGION:
                self._regions.add(value)
                return _named(self._iris.region(value))
            case As.SOURCE:
                self._sources.add(value)
                return NamedNode(self._iris.source(value))

    def _places(self) -> Iterator[Triple]:
        for name in sorted(self._regions):
            me = self._iris.region(name)
            yield _link(me, f"{RDF}type", f"{ELI}AdministrativeArea")
            yield _link(me, f"{RDF}type", f"{SKOS}Concept")
            yield _say(me, f"{SKOS}prefLabel", Literal(name, language="zh"))
            if name == NATIONAL:
                yield _link(me, f"{SKOS}exactMatch", CHINA)

    def _origins(self) -> Iterator[Triple]:
        for words in sorted(self._sources):
            me = self._iris.source(words)
            yield _link(me, f"{RDF}type", f"{PROV}Entity")
            yield _say(me, f"{RDFS}label", Literal(words, language="zh"))


def _words(me: str, sector: str) -> Iterator[Triple]:
    """What the shipped scheme knows of a sector beside its name."""
    if sector not in industry_lexicon():
        return
    known = industry_lexicon()[sector]
    if known.english:
        yield _say(me, f"{SKOS}prefLabel", Literal(known.english, language="en"))
    for label in known.labels:
        yield _say(me, f"{SKOS}altLabel", Literal(label, language="zh"))
    for code in known.codes:
        yield _say(me, f"{SKOS}notation", Literal(code))


def _link(subject: str, predicate: str, target: str) -> Triple:
    return Triple(_named(subject), _named(predicate), _named(target))


def _say(subject: str, predicate: str, value: Literal) -> Triple:
    return Triple(_named(subject), _named(predicate), value)


def _day(value: str) -> Literal:
    return Literal(value, datatype=_named(_DAYS[len(value)]))


@lru_cache(maxsize=1 << 12)
def _named(iri: str) -> NamedNode:
    return NamedNode(iri)
