"""Questions to the graph, with typed answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.errors import NotFoundError
from graph import cypher
from graph.schema import Label
from graph.store import Counts, GraphStore

#: How many steps a chain of grounds is followed: 地方文件 -> 部门文件 -> 中央文件 -> 法律 is four.
MAX_CHAIN = 8


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One text of a document; dates are ISO strings, None where unknown."""

    id: str
    document: str
    title: str
    kind: str
    number: str | None
    version: str | None
    effective: str | None
    ended: str | None
    ended_as: str | None


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One provision in its place; ``depth`` is 0 directly under the version."""

    id: str
    title: str
    unit: str
    heading: str
    parent: str | None
    depth: int


@dataclass(frozen=True, slots=True)
class CitationRow:
    """A provision that names a document.

    Attributes:
        provision: id of the provision that cites.
        provision_title: how that provision is cited itself.
        version: the version it stands in.
        citing: name of the document it stands in.
        document: name of the document cited.
        title: title of the document cited.
        held: whether the library holds it.
        text: the naming as printed.
        basis: whether it is named as ground.
    """

    provision: str
    provision_title: str
    version: str
    citing: str
    document: str
    title: str
    held: bool
    text: str
    basis: bool


@dataclass(frozen=True, slots=True)
class GroundRow:
    """One step of a chain of grounds: ``document`` rests on ``target``; ``depth`` counts from 1."""

    document: str
    version: str
    target: str
    title: str
    held: bool
    provision: str
    depth: int


@dataclass(frozen=True, slots=True)
class DependentRow:
    """A version that names a document as its ground, and where."""

    document: str
    version: str
    title: str
    provision: str


@dataclass(frozen=True, slots=True)
class ExplanationRow:
    """A text that explains a document."""

    version: str
    title: str


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """A text that amends a document.

    Attributes:
        version: id of the amending text.
        title: its title.
        effective: first day of the new wording; None where unknown.
        articles: locators of the articles changed, removed or moved, as numbered before.
        added: locators of the articles added, as numbered since.
        changed: id of the held text that it changed; None where that text is not held.
    """

    version: str
    title: str
    effective: str | None
    articles: tuple[str, ...]
    added: tuple[str, ...]
    changed: str | None


@dataclass(frozen=True, slots=True)
class SuccessionRow:
    """One held text that took the place of another, and since when."""

    newer: str
    older: str
    effective: str | None


@dataclass(frozen=True, slots=True)
class IssuerRow:
    """An agency and how much of the library it issued."""

    agency: str
    documents: int
    versions: int


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """One edge of a node, seen from that node."""

    edge: str
    outgoing: bool
    label: str
    id: str
    title: str
    origin: str
    confidence: float


@dataclass(frozen=True, slots=True)
class GraphSummary:
    """Counts, and how many of the documents the library holds itself."""

    counts: Counts
    held: int
    cited_only: int


def versions_of(store: GraphStore, document: str) -> tuple[VersionRow, ...]:
    """All held texts of the document of that name, the newest first; empty where none is held."""
    return tuple(VersionRow(**_typed(row)) for row in store.query(cypher.VERSIONS_OF, {"document": document}))


def document_outline(store: GraphStore, version: str) -> tuple[OutlineRow, ...]:
    """Every provision of a version in reading order.

    Raises:
        NotFoundError: no such version, or it has no provisions.
    """
    depths: dict[str | None, int] = {None: -1}
    outline: list[OutlineRow] = []
    for row in store.query(cypher.OUTLINE, {"version": version}):
        fields = _typed(row)
        depths[fields["id"]] = depth = depths[fields["parent"]] + 1
        del fields["position"]
        outline.append(OutlineRow(**fields, depth=depth))
    if not outline:
        raise _not_found(version)
    return tuple(outline)


def cites(store: GraphStore, version_or_document: str) -> tuple[CitationRow, ...]:
    """What the provisions of a version (``name@date``), or of all versions of a document, name; in reading order."""
    statement = cypher.CITES_FROM_VERSION if "@" in version_or_document else cypher.CITES_FROM_DOCUMENT
    return _citations(store, statement, version_or_document)


def cited_by(store: GraphStore, document: str) -> tuple[CitationRow, ...]:
    """The provisions that name a document, held or not; by citing document, then in reading order."""
    return _citations(store, cypher.CITED_BY, document)


def based_on_chain(store: GraphStore, document: str) -> tuple[GroundRow, ...]:
    """On what a document rests, on what that rests, and so on: nearest first, no document twice as ``document``."""
    chain: list[GroundRow] = []
    asked: set[str] = set()
    level = [document]
    for depth in range(1, MAX_CHAIN + 1):
        following: list[str] = []
        for name in level:
            if name in asked:
                continue
            asked.add(name)
            for row in store.query(cypher.BASED_ON, {"id": name}):
                chain.append(GroundRow(document=name, depth=depth, **_typed(row)))
                following.append(chain[-1].target)
        level = following
    return tuple(chain)


def ground_of(store: GraphStore, document: str) -> tuple[DependentRow, ...]:
    """The versions that name a document as their ground."""
    return tuple(DependentRow(**_typed(row)) for row in store.query(cypher.GROUND_OF, {"id": document}))


def explained_by(store: GraphStore, document: str) -> tuple[ExplanationRow, ...]:
    """The texts that explain a document."""
    return tuple(ExplanationRow(**_typed(row)) for row in store.query(cypher.EXPLAINED_BY, {"id": document}))


def amended_by(store: GraphStore, document: str) -> tuple[AmendmentRow, ...]:
    """The held texts that amend a document, the earliest first."""
    rows = [_typed(row) for row in store.query(cypher.AMENDED_BY, {"id": document})]
    return tuple(
        AmendmentRow(**{**row, "articles": tuple(row["articles"] or ()), "added": tuple(row["added"] or ())})
        for row in rows
    )


def successions(store: GraphStore, document: str) -> tuple[SuccessionRow, ...]:
    """Which held text of a document took the place of which, the newest first."""
    return tuple(SuccessionRow(**_typed(row)) for row in store.query(cypher.SUPERSEDED, {"id": document}))


def issuers(store: GraphStore) -> tuple[IssuerRow, ...]:
    """Every agency, the one with most documents first."""
    return tuple(IssuerRow(**_typed(row)) for row in store.query(cypher.ISSUERS))


def neighbours(store: GraphStore, node: str) -> tuple[NeighbourRow, ...]:
    """Edges of a node, whatever its label: outgoing before incoming, then by type and id.

    Raises:
        NotFoundError: no node has this id.
    """
    labels = sorted({str(row["label"]) for row in store.query(cypher.LABELS_OF, {"id": node})})
    if not labels:
        raise _not_found(node)
    rows = [
        NeighbourRow(**_typed(row))
        for label in labels
        for row in store.query(cypher.neighbours(Label(label)), {"id": node})
    ]
    return tuple(sorted(rows, key=lambda row: (not row.outgoing, row.edge, row.label, row.id)))


def stats(store: GraphStore) -> GraphSummary:
    """How much the graph holds."""
    counts = store.counts()
    held = int(str(store.query(cypher.HELD_COUNT)[0]["amount"]))
    return GraphSummary(counts, held, counts.nodes.get(Label.DOCUMENT, 0) - held)


def _citations(store: GraphStore, statement: str, key: str) -> tuple[CitationRow, ...]:
    rows = [_typed(row) for row in store.query(statement, {"id": key})]
    return tuple(CitationRow(**{k: v for k, v in row.items() if k != "position"}) for row in rows)


def _typed(row: Mapping[str, object]) -> dict[str, Any]:
    """The one place where what an engine returns is taken at its word."""
    return dict(row)


def _not_found(key: str) -> NotFoundError:
    return NotFoundError(f"图谱中没有“{key}”", "请核对编号；库中没有不等于不存在，可用 anfa ingest 收录后再查")
