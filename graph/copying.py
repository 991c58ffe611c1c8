"""A graph copied into a server: what is new or changed is written, what is gone is taken away."""

from __future__ import annotations

from collections.abc import Callable

from graph import cypher, neo4j_cypher
from graph.neo4j_store import Neo4jStore
from graph.rows import own_properties
from graph.schema import Label, edge_kinds
from graph.store import GraphStore

#: Told what is being copied in Chinese, and how many nodes or edges were.
Tell = Callable[[str, int], None]


def copy_graph(source: GraphStore, target: Neo4jStore, tell: Tell) -> None:
    """Write every node and edge with exactly the properties that they have in ``source``.

    Raises:
        GraphError: either store refuses; what was written so far is whole batches, and a second run completes it.
    """
    for label in Label:
        rows = (own_properties(row) for row in source.query(cypher.nodes_of(label)))
        tell(str(label), target.write(neo4j_cypher.replace_nodes(label), rows))
    for edge, starts, ends in edge_kinds():
        found = source.query(cypher.edges_of(edge, starts, ends))
        rows = ({"source": row["source"], "target": row["target"], "properties": own_properties(row)} for row in found)
        tell(str(edge), target.write(neo4j_cypher.replace_edges(edge, starts, ends), rows))


def prune_graph(source: GraphStore, target: Neo4jStore) -> tuple[int, int]:
    """Take away nodes and edges that ``source`` does not have; gives how many edges and nodes."""
    edges = nodes = 0
    for edge, starts, ends in edge_kinds():
        pairs = neo4j_cypher.ends_of(edge, starts, ends)
        kept = {(row["source"], row["target"]) for row in source.query(pairs)}
        gone = [row for row in target.query(pairs) if (row["source"], row["target"]) not in kept]
        edges += target.write(neo4j_cypher.delete_edges(edge, starts, ends), gone)
    for label in Label:
        ids = neo4j_cypher.ids_of(label)
        known = {row["id"] for row in source.query(ids)}
        nodes += target.write(
            neo4j_cypher.delete_nodes(label), [row for row in target.query(ids) if row["id"] not in known]
        )
    return edges, nodes
