"""Labels, edge types and where they may stand.

Every node has ``id`` (unique within its label) and ``title`` (what a reader is shown). Every edge has ``origin`` and
``confidence``. The embedded engine answers ``n.type``, ``n.name``, ``n.label`` and ``n.title`` with values of its own
where a node lacks them: the first three are therefore never used as properties, the last is always set.
"""

from __future__ import annotations

from collections.abc import Mapping
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


class Edge(StrEnum):
    """Kinds of edge."""

    VERSION_OF = "VERSION_OF"
    PART_OF = "PART_OF"
    ISSUED_BY = "ISSUED_BY"
    CITES = "CITES"
    """Properties ``text`` (as printed, the first time) and ``basis``."""
    BASED_ON = "BASED_ON"
    """Property ``provision``: id of the provision whose words say so."""
    EXPLAINS = "EXPLAINS"
    """Property ``version``: id of the version explained, where the source names one."""
    AMENDS = "AMENDS"
    """From an amending text. Properties ``articles`` and ``added`` (locators, as numbered before and since),
    ``effective``, and ``version``: id of the held text that it changed."""
    SUPERSEDES = "SUPERSEDES"
    """From a version to the held one before it; property ``effective``: the day on which it took its place."""
    IN_INDUSTRY = "IN_INDUSTRY"
    BROADER = "BROADER"


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
        Edge.PART_OF: frozenset({(Label.PROVISION, Label.PROVISION), (Label.PROVISION, Label.VERSION)}),
        Edge.ISSUED_BY: frozenset({(Label.VERSION, Label.AGENCY)}),
        Edge.CITES: frozenset({(Label.PROVISION, Label.DOCUMENT)}),
        Edge.BASED_ON: frozenset({(Label.VERSION, Label.DOCUMENT)}),
        Edge.EXPLAINS: frozenset({(Label.VERSION, Label.DOCUMENT)}),
        Edge.AMENDS: frozenset({(Label.VERSION, Label.DOCUMENT)}),
        Edge.SUPERSEDES: frozenset({(Label.VERSION, Label.VERSION)}),
        Edge.IN_INDUSTRY: frozenset({(Label.PROVISION, Label.INDUSTRY)}),
        Edge.BROADER: frozenset({(Label.INDUSTRY, Label.INDUSTRY)}),
    }
)
