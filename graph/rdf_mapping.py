"""What every label, property and edge of the graph becomes in RDF: the whole mapping on one page.

A property that stands in neither table is said otherwise: ids, and what only repeats them or an edge, are in the IRIs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType

from corpus.model import Kind, Stage, Status, Unit, Wording
from graph.rdf_terms import ANFA, DCTERMS, ELI, PROV, RDFS, SKOS
from graph.schema import Edge, Label, Origin


class As(Enum):
    """How a value is written."""

    TEXT = auto()
    """Words in Chinese: ``"…"@zh``."""
    CODE = auto()
    """Signs of no language."""
    DAY = auto()
    """A day; a month or a year where no more is known."""
    NUMBER = auto()
    DECIMAL = auto()
    TRUTH = auto()
    REGION = auto()
    """A place, described once."""
    FORCE = auto()
    """One of ELI's three values."""
    SOURCE = auto()
    """Where it was read, described once as a ``prov:Entity``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One property: its name in the graph, the predicate, and what the value is.

    ``value`` is a way to write it, a list whose member it is, or the label of the node whose id it is. A list gives
    one triple for each of its values; their order is lost.
    """

    name: str
    predicate: str
    value: As | type[StrEnum] | Label


@dataclass(frozen=True, slots=True)
class Link:
    """One type of edge: a triple, with its inverse and what it implies.

    ``origin`` and ``confidence`` hold where no statement about the edge says otherwise.
    """

    predicate: str
    origin: Origin
    confidence: float = 1.0
    inverse: str | None = None
    implies: str | None = None


_LABEL = Field("title", f"{RDFS}label", As.TEXT)
_NOTE = Field("note", f"{RDFS}comment", As.TEXT)
_NOTES = Field("notes", f"{RDFS}comment", As.TEXT)
_SOURCE = Field("source", f"{PROV}wasDerivedFrom", As.SOURCE)
_CHECKED = Field("checked", f"{ANFA}checked", As.DAY)
_WORDING = Field("wording", f"{ANFA}wording", Wording)
_FORCE = Field("force", f"{ELI}in_force", As.FORCE)
_ACT = (
    _LABEL,
    Field("kind", f"{ELI}type_document", Kind),
    Field("number", f"{ELI}number", As.CODE),
    Field("region", f"{ELI}jurisdiction", As.REGION),
)

CLASSES: Mapping[Label, tuple[str, ...]] = MappingProxyType(
    {
        Label.DOCUMENT: (f"{ELI}LegalResource",),
        Label.VERSION: (f"{ELI}LegalResource",),
        Label.PROVISION: (f"{ELI}LegalResourceSubdivision",),
        Label.AGENCY: (f"{ELI}Organization",),
        Label.INDUSTRY: (f"{SKOS}Concept",),
        Label.DUTY: (f"{ANFA}Duty",),
        Label.PENALTY: (f"{ANFA}Penalty",),
        Label.VIOLATION: (f"{ANFA}Violation",),
        Label.CRITERION: (f"{ANFA}HazardCriterion", f"{SKOS}Concept"),
        Label.CASE: (f"{ANFA}EnforcementCase",),
    }
)
#: Where the id itself stands as a literal: ELI has a property for it.
IDENTIFIER: Mapping[Label, str] = MappingProxyType(
    {
        label: f"{ELI}id_local" if label in (Label.DOCUMENT, Label.VERSION, Label.PROVISION) else f"{DCTERMS}identifier"
        for label in Label
    }
)

FIELDS: Mapping[Label, tuple[Field, ...]] = MappingProxyType(
    {
        Label.DOCUMENT: (*_ACT, Field("held", f"{ANFA}held", As.TRUTH)),
        Label.VERSION: (
            *_ACT,
            Field("version", f"{ELI}date_document", As.DAY),
            Field("published", f"{ELI}date_publication", As.DAY),
            Field("effective", f"{ELI}first_date_entry_in_force", As.DAY),
            Field("effective", f"{ELI}version_date", As.DAY),
            Field("ended", f"{ELI}date_no_longer_in_force", As.DAY),
            Field("ended_as", f"{ANFA}endedAs", Status),
            _FORCE,
            Field("status_as_of", f"{ANFA}confirmedInForce", As.DAY),
            _NOTES,
        ),
        Label.PROVISION: (
            _LABEL,
            Field("unit", f"{ELI}type_subdivision", Unit),
            Field("position", f"{ANFA}position", As.NUMBER),
            Field("heading", f"{ANFA}heading", As.TEXT),
            Field("text", f"{ANFA}text", As.TEXT),
            _WORDING,
            _FORCE,
            Field("ended", f"{ELI}date_no_longer_in_force", As.DAY),
            _NOTE,
            Field("out_of_scope", f"{ANFA}outOfScope", As.TEXT),
        ),
        Label.AGENCY: (_LABEL,),
        Label.INDUSTRY: (_LABEL, Field("title", f"{SKOS}prefLabel", As.TEXT)),
        Label.DUTY: (
            _LABEL,
            Field("modality", f"{ANFA}modality", As.TEXT),
            Field("subject", f"{ANFA}subject", As.TEXT),
            Field("action", f"{ANFA}action", As.TEXT),
            Field("cycle", f"{ANFA}cycle", As.TEXT),
            Field("deadline", f"{ANFA}deadline", As.TEXT),
            Field("measures", f"{ANFA}threshold", As.TEXT),
            Field("conditions", f"{ANFA}condition", As.TEXT),
            Field("applies_from", f"{ANFA}appliesFrom", As.DAY),
            Field("applies_to", f"{ANFA}appliesTo", As.DAY),
            _WORDING,
            _NOTE,
            _SOURCE,
            _CHECKED,
        ),
        Label.PENALTY: (
            _LABEL,
            Field("provision", f"{ANFA}printedIn", Label.PROVISION),
            Field("subject", f"{ANFA}subject", As.TEXT),
            Field("printed", f"{ANFA}subjectAsPrinted", As.TEXT),
            Field("stage", f"{ANFA}stage", Stage),
            Field("measure", f"{ANFA}measure", As.TEXT),
            Field("low", f"{ANFA}low", As.NUMBER),
            Field("high", f"{ANFA}high", As.NUMBER),
            Field("unit", f"{ANFA}amountUnit", As.TEXT),
            Field("condition", f"{ANFA}condition", As.TEXT),
        ),
        Label.VIOLATION: (
            _LABEL,
            Field("law", f"{ANFA}underLaw", Label.DOCUMENT),
            Field("subjects", f"{ANFA}subject", As.TEXT),
            Field("spoken", f"{ANFA}spoken", As.TEXT),
            Field("evidence", f"{ANFA}evidence", As.TEXT),
            _WORDING,
            _NOTE,
            _SOURCE,
            _CHECKED,
        ),
        Label.CRITERION: (
            _LABEL,
            Field("title", f"{SKOS}prefLabel", As.TEXT),
            Field("locator", f"{SKOS}notation", As.CODE),
            Field("object", f"{ANFA}object", As.TEXT),
            Field("condition", f"{ANFA}condition", As.TEXT),
            Field("thresholds", f"{ANFA}threshold", As.TEXT),
            Field("number", f"{ANFA}number", As.CODE),
            Field("version", f"{ANFA}adopted", As.DAY),
            Field("effective", f"{ANFA}validFrom", As.DAY),
            Field("ended", f"{ANFA}validUntil", As.DAY),
            _WORDING,
            _SOURCE,
            _CHECKED,
        ),
        Label.CASE: (
            _LABEL,
            Field("facts", f"{ANFA}facts", As.TEXT),
            Field("outcome", f"{ANFA}outcome", As.TEXT),
            Field("date", f"{ANFA}decided", As.DAY),
            Field("place", f"{ANFA}place", As.TEXT),
            Field("agency_level", f"{ANFA}agencyLevel", As.TEXT),
            Field("fine_unit", f"{ANFA}fineOnUnit", As.NUMBER),
            Field("fine", f"{ANFA}fine", As.NUMBER),
            Field("persons_fined", f"{ANFA}personsFined", As.NUMBER),
            Field("criminal_transfer", f"{ANFA}criminalTransfer", As.TRUTH),
            _WORDING,
            Field("split", f"{ANFA}split", As.CODE),
            _NOTES,
            _SOURCE,
        ),
    }
)
#: The wording of a version, its ``eli:LegalExpression``.
EXPRESSION: tuple[Field, ...] = (Field("title", f"{ELI}title", As.TEXT), _WORDING, _SOURCE)

LINKS: Mapping[tuple[Edge, Label, Label], Link] = MappingProxyType(
    {
        (Edge.VERSION_OF, Label.VERSION, Label.DOCUMENT): Link(
            f"{ELI}is_member_of", Origin.PARSED, inverse=f"{ELI}has_member"
        ),
        (Edge.PART_OF, Label.PROVISION, Label.PROVISION): Link(
            f"{ELI}is_part_of", Origin.PARSED, inverse=f"{ELI}has_part"
        ),
        (Edge.PART_OF, Label.PROVISION, Label.VERSION): Link(
            f"{ELI}is_part_of", Origin.PARSED, inverse=f"{ELI}has_part"
        ),
        (Edge.PART_OF, Label.CRITERION, Label.DOCUMENT): Link(f"{SKOS}inScheme", Origin.AUTHORED),
        (Edge.ISSUED_BY, Label.VERSION, Label.AGENCY): Link(f"{ELI}passed_by", Origin.PARSED),
        (Edge.CITES, Label.PROVISION, Label.DOCUMENT): Link(f"{ELI}cites", Origin.PARSED),
        (Edge.CITES, Label.PROVISION, Label.PROVISION): Link(f"{ELI}cites", Origin.PARSED),
        (Edge.BASED_ON, Label.VERSION, Label.DOCUMENT): Link(f"{ELI}based_on", Origin.PARSED),
        (Edge.EXPLAINS, Label.VERSION, Label.DOCUMENT): Link(
            f"{ANFA}explains", Origin.PARSED, implies=f"{ELI}related_to"
        ),
        (Edge.AMENDS, Label.VERSION, Label.DOCUMENT): Link(f"{ELI}amends", Origin.PARSED, implies=f"{ELI}changes"),
        # A later text of one law is no repeal of it: eli:repeals would say so.
        (Edge.SUPERSEDES, Label.VERSION, Label.VERSION): Link(f"{DCTERMS}replaces", Origin.DERIVED),
        # eli:implements is deprecated in favour of eli:applies, "an informative link, and it has no legal value".
        (Edge.IMPLEMENTS, Label.VERSION, Label.DOCUMENT): Link(f"{ELI}applies", Origin.DERIVED, 0.9),
        (Edge.IN_INDUSTRY, Label.PROVISION, Label.INDUSTRY): Link(f"{ELI}is_about", Origin.DERIVED, 0.7),
        (Edge.IN_INDUSTRY, Label.VIOLATION, Label.INDUSTRY): Link(f"{DCTERMS}subject", Origin.AUTHORED),
        (Edge.IN_INDUSTRY, Label.CRITERION, Label.INDUSTRY): Link(f"{DCTERMS}subject", Origin.AUTHORED),
        (Edge.IN_INDUSTRY, Label.CASE, Label.INDUSTRY): Link(f"{DCTERMS}subject", Origin.AUTHORED),
        (Edge.BROADER, Label.INDUSTRY, Label.INDUSTRY): Link(
            f"{SKOS}broader", Origin.AUTHORED, inverse=f"{SKOS}narrower"
        ),
        (Edge.IMPOSES, Label.PROVISION, Label.DUTY): Link(f"{ANFA}imposesDuty", Origin.DERIVED, 0.85),
        (Edge.IMPOSES, Label.PROVISION, Label.PENALTY): Link(f"{ANFA}imposesPenalty", Origin.PARSED),
        (Edge.BREACHES, Label.VIOLATION, Label.PROVISION): Link(f"{ANFA}breaches", Origin.AUTHORED),
        (Edge.PENALISED_BY, Label.VIOLATION, Label.PROVISION): Link(f"{ANFA}penalisedBy", Origin.AUTHORED),
        (Edge.MAY_BE, Label.VIOLATION, Label.CRITERION): Link(f"{ANFA}mayBeHazard", Origin.AUTHORED, 0.7),
        (Edge.MAY_BE, Label.VIOLATION, Label.PROVISION): Link(f"{ANFA}mayBeCrime", Origin.AUTHORED, 0.7),
        (Edge.INSTANCE_OF, Label.CASE, Label.VIOLATION): Link(f"{ANFA}instanceOf", Origin.AUTHORED),
        (Edge.VIOLATES, Label.CASE, Label.PROVISION): Link(f"{ANFA}violates", Origin.PARSED),
        (Edge.PENALISED_UNDER, Label.CASE, Label.PROVISION): Link(f"{ANFA}penalisedUnder", Origin.PARSED),
        (Edge.HANDLED_BY, Label.CASE, Label.AGENCY): Link(f"{ANFA}handledBy", Origin.PARSED),
        (Edge.SUBORDINATE_TO, Label.AGENCY, Label.AGENCY): Link(f"{ANFA}subordinateTo", Origin.DERIVED, 0.7),
        (Edge.SIMILAR_TO, Label.CASE, Label.CASE): Link(f"{ANFA}similarTo", Origin.DERIVED),
    }
)
#: What is said of an edge, on an ``rdf:Statement`` about its triple.
EDGE_FIELDS: tuple[Field, ...] = (
    Field("origin", f"{ANFA}origin", Origin),
    Field("confidence", f"{ANFA}confidence", As.DECIMAL),
    Field("text", f"{ANFA}asPrinted", As.TEXT),
    Field("cited", f"{ANFA}citedAs", As.TEXT),
    Field("basis", f"{ANFA}asGround", As.TRUTH),
    Field("provision", f"{ANFA}statedIn", Label.PROVISION),
    Field("version", f"{ANFA}ofVersion", Label.VERSION),
    Field("articles", f"{ANFA}changedArticle", As.CODE),
    Field("added", f"{ANFA}addedArticle", As.CODE),
    Field("effective", f"{ANFA}effective", As.DAY),
    Field("place", f"{ANFA}rank", As.NUMBER),
    Field("prevails", f"{ANFA}prevails", As.TEXT),
    Field("reason", f"{ANFA}reason", As.TEXT),
    Field("current", f"{ANFA}current", As.TRUTH),
    Field("score", f"{ANFA}score", As.DECIMAL),
    Field("shared", f"{ANFA}sharedViolation", Label.VIOLATION),
)
