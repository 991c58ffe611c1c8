"""The graph for other tools: GraphML for Gephi, CSV for a spreadsheet."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

from corpus.spreadsheet import inert
from graph.schema import Label, edge_kinds
from graph.snapshot import Snapshot

#: Between the values of a list in one cell.
_BETWEEN = "；"
#: What XML 1.0 cannot hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Words of law and of cases: a picture of the graph does without them.
_WORDS = frozenset({"text", "facts", "outcome", "spoken", "evidence"})
#: The first columns of a node.
_FIRST = ("id", "title")


def write_graphml(snapshot: Snapshot, out: BinaryIO) -> tuple[int, int]:
    """Write GraphML as Gephi reads it; gives the numbers of nodes and edges.

    A node is called ``Label/id``; its ``label`` is the title, its ``type`` the label. An edge's ``label`` is its type.
    Lists are joined. The words of provisions and cases are left out.
    """
    import networkx

    graph = networkx.MultiDiGraph()
    for label in Label:
        for row in snapshot.nodes(label):
            named = {"label": row["title"], "type": str(label), **{k: v for k, v in row.items() if k != "title"}}
            graph.add_node(f"{label}/{row['id']}", **_attributes(named))
    # Each edge has a number: GraphML wants its ids apart, and two nodes may be joined in several ways.
    numbers = count()
    for edge, source, target in edge_kinds():
        for row in snapshot.edges(edge, source, target):
            ends = f"{source}/{row['source']}", f"{target}/{row['target']}"
            more = {k: v for k, v in row.items() if k not in ("source", "target")}
            graph.add_edge(*ends, key=next(numbers), **_attributes({"label": str(edge), **more}))
    networkx.write_graphml_lxml(graph, out)
    return graph.number_of_nodes(), graph.number_of_edges()


def write_csv(snapshot: Snapshot, folder: Path) -> dict[str, int]:
    """Write one file for each label and ``edges.csv``; gives the rows of each file.

    UTF-8 with the mark by which Excel and WPS know it; no cell runs as a formula; lists are joined. Columns are sorted
    by name after the id, the title, and the ends of an edge.
    """
    files: dict[str, int] = {}
    for label in Label:
        files[f"{label}.csv"] = _table(folder / f"{label}.csv", list(snapshot.nodes(label)), _FIRST)
    edges = [
        {"edge": str(edge), "from": str(source), "to": str(target), **row}
        for edge, source, target in edge_kinds()
        for row in snapshot.edges(edge, source, target)
    ]
    files["edges.csv"] = _table(folder / "edges.csv", edges, ("edge", "from", "source", "to", "target"))
    return files


def _table(path: Path, rows: list[dict[str, Any]], first: tuple[str, ...]) -> int:
    columns = [*first, *sorted({name for row in rows for name in row} - set(first))]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return len(rows)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return inert(value)
    return inert(_BETWEEN.join(map(str, value))) if isinstance(value, list | tuple) else str(value)


def _attributes(row: Mapping[str, Any]) -> dict[str, Any]:
    """As GraphML takes them: typed, lists joined, without what XML cannot hold."""
    kept: dict[str, Any] = {}
    for name, value in row.items():
        if name in _WORDS:
            continue
        plain = _BETWEEN.join(map(str, value)) if isinstance(value, list | tuple) else value
        kept[name] = _NO_XML.sub("", plain) if isinstance(plain, str) else plain
    return kept
