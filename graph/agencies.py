"""Agencies and the line above each."""

from __future__ import annotations

from collections.abc import Iterable

from graph.rows import BY_WORD, edge
from graph.schema import Edge, Label, Origin
from graph.store import GraphStore
from ingest.agencies import superior


def merge_agencies(store: GraphStore, named: Iterable[tuple[str, str | None]]) -> None:
    """Merge agencies (name, region or None), those above them as far as names tell, and SUBORDINATE_TO between them."""
    above: dict[str, str | None] = {}
    for name, place in named:
        agency: str | None = name
        while agency is not None and above.get(agency) is None:
            above[agency] = superior(agency, place)
            agency = above[agency]
    store.merge_nodes(Label.AGENCY, [{"id": name, "title": name} for name in sorted(above)])
    under = [edge(name, higher, Origin.DERIVED, BY_WORD) for name, higher in sorted(above.items()) if higher]
    store.merge_edges(Edge.SUBORDINATE_TO, Label.AGENCY, Label.AGENCY, under)
