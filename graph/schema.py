"""Labels, edge types and where they may stand.

Every node has ``id`` (unique within its label) and ``title`` (what a reader is shown). Every edge has ``origin`` and
``confidence``. The embedded engine answers ``n.type``, ``n.name``, ``n.label`` and ``n.title`` with values of its own
where a node lacks them: the first three are therefore never used as properties, the last is always set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType


class Label(StrEnum):
    """Kinds of node."""

    DOCUMENT = "Document"
    """A 文件 whatever its version; ``held`` is false where the library only knows that others cite it."""
    VERSION = "Version"
    """One dated text of a document: only texts that the library holds."""
    PROVISION = "Provision"
    AGENCY = "Agency"
    INDUSTRY = "Industry"
    DUTY = "Duty"
    """What one provision bids or forbids; ``modality`` is 义务 or 禁止."""
    PENALTY = "Penalty"
    """One consequence as the parser of penalties read it: ``subject``, ``stage``, ``measure``, ``low``, ``high``, ``unit``."""
    VIOLATION = "Violation"
    """An entry of the catalogue: the hub."""
    CRITERION = "HazardCriterion"
    CASE = "EnforcementCase"


class Edge(StrEnum):
    """Kinds of edge."""

    VERSION_OF = "VERSION_OF"
    PART_OF = "PART_OF"
    ISSUED_BY = "ISSUED_BY"
    CITES = "CITES"
    """To a document, or to the provision where one is named. Properties ``text`` (as printed, the first time) and,
    to documents, ``basis``."""
    BASED_ON = "BASED_ON"
    """Property ``provision``: id of the provision whose words say so."""
    EXPLAINS = "EXPLAINS"
    """Property ``version``: id of the version explained, where the source names one."""
    AMENDS = "AMENDS"
    """From an amending text. Properties ``articles`` and ``added`` (locators, as numbered before and since),
    ``effective``, and ``version``: id of the held text that it changed."""
    SUPERSEDES = "SUPERSEDES"
    """From a version to the held one before it; property ``effective``: the day on which it took its place."""
    IMPLEMENTS = "IMPLEMENTS"
    """From a text to the document it carries out: its ground stands above it in rank, or its title names it."""
    IN_INDUSTRY = "IN_INDUSTRY"
    BROADER = "BROADER"
    IMPOSES = "IMPOSES"
    """From a provision to the duty it states, or to a penalty that hits its conduct."""
    BREACHES = "BREACHES"
    """From a violation to the clause whose duty it breaks; property ``place``: 1 for the first one named."""
    PENALISED_BY = "PENALISED_BY"
    """From a violation to the clause that punishes it. Properties ``place``: 1 for the main one; ``prevails``: why it
    goes before those of other documents."""
    MAY_BE = "MAY_BE"
    """From a violation to a criterion of major hazards, or to a crime, that its facts may meet."""
    INSTANCE_OF = "INSTANCE_OF"
    """From a case to a violation; property ``reason``."""
    VIOLATES = "VIOLATES"
    """From a case to a clause it was found to breach; ``cited`` as printed, ``current`` false where that clause has
    since been renumbered or changed, in which case a derived edge leads to its counterpart."""
    PENALISED_UNDER = "PENALISED_UNDER"
    """The same for the clauses it was punished under."""
    HANDLED_BY = "HANDLED_BY"
    SUBORDINATE_TO = "SUBORDINATE_TO"
    """From an agency to the one above it, by their names."""
    SIMILAR_TO = "SIMILAR_TO"
    """Between two cases, from the lesser id; property ``score``, and ``shared``: violations in common."""


class Origin(StrEnum):
    """How an edge came about."""

    PARSED = "parsed"
    """Read off the text or its outline."""
    AUTHORED = "authored"
    """Written down by a person: data files, or the header of a source."""
    DERIVED = "derived"
    """Concluded from other facts, by words alone for example."""


#: Between which labels an edge may run.
ENDS: Mapping[Edge, frozenset[tuple[Label, Label]]] = MappingProxyType(
    {
        Edge.VERSION_OF: frozenset({(Label.VERSION, Label.DOCUMENT)}),
        Edge.PART_OF: frozenset(
            {
                (Label.PROVISION, Label.PROVISION),
                (Label.PROVISION, Label.VERSION),
                (Label.CRITERION, Label.DOCUMENT),
            }
        ),
        Edge.ISSUED_BY: frozenset({(Label.VERSION, Label.AGENCY)}),
        Edge.CITES: frozenset({(Label.PROVISION, Label.DOCUMENT), (Label.PROVISION, Label.PROVISION)}),
        Edge.BASED_ON: frozenset({(Label.VERSION, Label.DOCUMENT)}),
        Edge.EXPLAINS: frozenset({(Label.VERSION, Label.DOCUMENT)}),
        Edge.AMENDS: frozenset({(Label.VERSION, Label.DOCUMENT)}),
        Edge.SUPERSEDES: frozenset({(Label.VERSION, Label.VERSION)}),
        Edge.IMPLEMENTS: frozenset({(Label.VERSION, Label.DOCUMENT)}),
        Edge.IN_INDUSTRY: frozenset(
            (label, Label.INDUSTRY) for label in (Label.PROVISION, Label.VIOLATION, Label.CRITERION, Label.CASE)
        ),
        Edge.BROADER: frozenset({(Label.INDUSTRY, Label.INDUSTRY)}),
        Edge.IMPOSES: frozenset({(Label.PROVISION, Label.DUTY), (Label.PROVISION, Label.PENALTY)}),
        Edge.BREACHES: frozenset({(Label.VIOLATION, Label.PROVISION)}),
        Edge.PENALISED_BY: frozenset({(Label.VIOLATION, Label.PROVISION)}),
        Edge.MAY_BE: frozenset({(Label.VIOLATION, Label.CRITERION), (Label.VIOLATION, Label.PROVISION)}),
        Edge.INSTANCE_OF: frozenset({(Label.CASE, Label.VIOLATION)}),
        Edge.VIOLATES: frozenset({(Label.CASE, Label.PROVISION)}),
        Edge.PENALISED_UNDER: frozenset({(Label.CASE, Label.PROVISION)}),
        Edge.HANDLED_BY: frozenset({(Label.CASE, Label.AGENCY)}),
        Edge.SUBORDINATE_TO: frozenset({(Label.AGENCY, Label.AGENCY)}),
        Edge.SIMILAR_TO: frozenset({(Label.CASE, Label.CASE)}),
    }
)


def edge_kinds() -> Iterator[tuple[Edge, Label, Label]]:
    """Every type of edge with each pair of labels it may run between, in a stable order."""
    return ((edge, *ends) for edge in Edge for ends in sorted(ENDS[edge]))
