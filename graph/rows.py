"""Rows of nodes and edges as stores take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import TypeVar

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
