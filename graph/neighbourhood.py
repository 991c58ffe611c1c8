"""What stands around a node: few enough nodes to be drawn, chosen so that every kind of tie is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.errors import NotFoundError
from graph import cypher
from graph.queries import NeighbourRow, neighbours
from graph.schema import Edge, Label
from graph.store import GraphStore

#: What tells most stands first.
_ORDER: Mapping[str, int] = {
    edge: place
    for place, edge in enumerate(
        (
            Edge.BREACHES,
            Edge.PENALISED_BY,
            Edge.MAY_BE,
            Edge.INSTANCE_OF,
            Edge.IMPOSES,
            Edge.VIOLATES,
            Edge.PENALISED_UNDER,
            Edge.IMPLEMENTS,
            Edge.BASED_ON,
            Edge.SUPERSEDES,
            Edge.AMENDS,
            Edge.EXPLAINS,
            Edge.CITES,
            Edge.PART_OF,
            Edge.VERSION_OF,
            Edge.HANDLED_BY,
            Edge.SUBORDINATE_TO,
            Edge.SIMILAR_TO,
            Edge.ISSUED_BY,
            Edge.BROADER,
            Edge.IN_INDUSTRY,
        )
    )
}
#: Through these the second ring is reached; sectors and documents would bring half the library along.
_THROUGH = frozenset({Label.VIOLATION, Label.PROVISION, Label.CASE})
_SECOND = frozenset({Edge.BREACHES, Edge.PENALISED_BY, Edge.MAY_BE, Edge.IMPOSES, Edge.HANDLED_BY})
#: How many ties of one kind are shown before other kinds have had their turn.
_TURN = 6


@dataclass(frozen=True, slots=True)
class Node:
    """A node as it is drawn; ``ring`` is 0 in the middle."""

    id: str
    label: str
    title: str
    ring: int


@dataclass(frozen=True, slots=True)
class Tie:
    """An edge between two drawn nodes."""

    source: str
    target: str
    edge: str
    origin: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Nodes around one, and the edges between them.

    Attributes:
        nodes: the middle first, then by ring.
        ties: every edge between these nodes that was met.
        hidden: how many direct neighbours of the middle are left out, by type of edge.
    """

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    hidden: Mapping[str, int]


def neighbourhood(store: GraphStore, key: str, most: int = 50) -> Neighbourhood:
    """Around the node with id ``key``: its neighbours, and through violations, provisions and cases a second ring.

    Args:
        store: the graph.
        key: id of the node, whatever its label.
        most: most nodes, the middle counted.

    Raises:
        NotFoundError: no such node.
    """
    around = neighbours(store, key)
    nodes = {key: _middle(store, key)}
    for row in _fair(around):
        if len(nodes) < most:
            nodes.setdefault(row.id, Node(row.id, row.label, row.title, 1))
    rows = {key: around}
    rows |= {n.id: neighbours(store, n.id) for n in nodes.values() if n.ring == 1 and n.label in _THROUGH}
    for row in (row for node, found in rows.items() if node != key for row in found):
        if row.edge in _SECOND and len(nodes) < most:
            nodes.setdefault(row.id, Node(row.id, row.label, row.title, 2))
    ties: dict[tuple[str, str, str], Tie] = {}
    for node, found in rows.items():
        for row in found:
            if row.id in nodes:
                source, target = (node, row.id) if row.outgoing else (row.id, node)
                ties[source, row.edge, target] = Tie(source, target, row.edge, row.origin, row.confidence)
    hidden = Counter(row.edge for row in around if row.id not in nodes)
    return Neighbourhood(
        tuple(sorted(nodes.values(), key=lambda node: node.ring)),
        tuple(ties[tie] for tie in sorted(ties)),
        dict(sorted(hidden.items())),
    )


def _middle(store: GraphStore, key: str) -> Node:
    found = store.query(cypher.NODE, {"id": key})
    if not found:
        raise NotFoundError(f"图谱中没有“{key}”", "请核对编号；库中没有不等于不存在")
    return Node(key, str(found[0]["label"]), str(found[0]["title"]), 0)


def _fair(rows: Iterable[NeighbourRow]) -> list[NeighbourRow]:
    """Each kind of tie has its turn before any has a second; within a kind the surest first."""
    ordered = sorted(rows, key=lambda r: (_ORDER[r.edge], not r.outgoing, -r.confidence, r.id))
    taken: Counter[tuple[str, bool]] = Counter()
    turns: list[tuple[int, int, int, NeighbourRow]] = []
    for row in ordered:
        turns.append((taken[row.edge, row.outgoing] // _TURN, _ORDER[row.edge], len(turns), row))
        taken[row.edge, row.outgoing] += 1
    return [row for *_, row in sorted(turns, key=lambda turn: turn[:3])]
