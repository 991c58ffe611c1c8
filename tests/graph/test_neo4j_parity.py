"""Every statement on the embedded engine and on a real Neo4j: the same text, the same rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph import cypher, hub_queries, queries
from graph.kglite_store import KgliteStore
from graph.neo4j_store import Neo4jStore
from graph.schema import ENDS, Edge, Label
from graph.store import GraphStore
from tests.graph.hub_world import DAY, EVERYTHING, NEW, UNCHECKED
from tests.graph.statements import STATEMENTS, break_everything, constants
from tests.neo4j_server import emptied

Stores = tuple[GraphStore, GraphStore]
#: Statements whose rows come in no stated order.
UNORDERED = {"LABELS_OF", "NODE"}


@pytest.fixture(scope="module")
def stores(server: Neo4jStore) -> Iterator[Stores]:
    with KgliteStore() as embedded:
        for store in (embedded, emptied(server)):
            break_everything(store)
        yield embedded, server


def plain(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Rows without the property ``type`` that the embedded engine answers of its own."""
    for row in rows:
        if isinstance(properties := row.get("properties"), dict):
            row["properties"] = {k: v for k, v in sorted(properties.items()) if k != "type" and v is not None}
    return rows


def both(stores: Stores, statement: str, parameters: dict[str, object] | None = None) -> list[list[dict[str, object]]]:
    return [plain(store.query(statement, parameters)) for store in stores]


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_a_named_statement_gives_the_same_rows(stores: Stores, name: str) -> None:
    embedded, served = both(stores, constants()[name], STATEMENTS[name])
    if name in UNORDERED:
        embedded, served = (sorted(rows, key=str) for rows in (embedded, served))
    assert served == embedded != []


@pytest.mark.parametrize("label", list(Label))
def test_neighbours_and_nodes_are_the_same(stores: Stores, label: Label) -> None:
    embedded, served = both(stores, cypher.nodes_of(label))
    assert served == embedded
    for row in embedded[:20]:
        around = both(stores, cypher.neighbours(label), {"id": row["properties"]["id"]})  # type: ignore[index]
        assert sorted(map(str, around[1])) == sorted(map(str, around[0]))


@pytest.mark.parametrize(("edge", "ends"), [(edge, ends) for edge in Edge for ends in sorted(ENDS[edge])])
def test_edges_are_the_same(stores: Stores, edge: Edge, ends: tuple[Label, Label]) -> None:
    embedded, served = both(stores, cypher.edges_of(edge, *ends))
    assert served == embedded


def test_the_whole_graph_is_the_same(stores: Stores) -> None:
    for statement in EVERYTHING:
        embedded, served = (sorted(map(str, rows)) for rows in both(stores, statement))
        assert served == embedded
        assert len(served) > 90
    assert stores[1].counts() == stores[0].counts()


def test_typed_questions_are_answered_alike(stores: Stores) -> None:
    embedded, served = stores
    assert hub_queries.violation(served, UNCHECKED) == hub_queries.violation(embedded, UNCHECKED)
    assert queries.document_outline(served, NEW) == queries.document_outline(embedded, NEW)
    assert hub_queries.orphans_and_contradictions(served, DAY) == hub_queries.orphans_and_contradictions(embedded, DAY)
    assert queries.stats(served) == queries.stats(embedded)
