"""Rows of nodes and edges as stores take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from graph.schema import Origin
from graph.store import Row, Value

T = TypeVar("T")

BY_NAME, BY_ALIAS, BY_WORD = 1.0, 0.9, 0.7


def iso(day: date | None) -> str | None:
    """A date as stores keep it."""
    return day.isoformat() if day else None


def edge(source: str, target: str, origin: Origin, confidence: float = BY_NAME, **more: Value) -> Row:
    """An edge between two ids; where it comes from and how sure it is stand on every edge."""
    return {"source": source, "target": target, "origin": str(origin), "confidence": confidence, **more}


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows in order, ``size`` at a time, the last ones fewer."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def present(row: Row) -> dict[str, object]:
    """The row as engines take it: without None, sequences as lists."""
    return {
        key: list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value
        for key, value in row.items()
        if value is not None
    }


def with_ends(row: Row) -> dict[str, object]:
    """A row of an edge with its properties apart."""
    properties = {key: value for key, value in present(row).items() if key not in {"source", "target"}}
    return {"source": row["source"], "target": row["target"], "properties": properties}


def own_properties(row: Mapping[str, Any]) -> dict[str, Any]:
    """The properties in a row of a node or an edge that were merged.

    The embedded engine answers ``type`` of its own (see graph/schema.py).
    """
    return {key: value for key, value in row["properties"].items() if key != "type" and value is not None}
