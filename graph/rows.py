"""Rows of nodes and edges as stores take them."""

from __future__ import annotations

from datetime import date

from graph.schema import Origin
from graph.store import Row, Value

BY_NAME, BY_ALIAS, BY_WORD = 1.0, 0.9, 0.7


def iso(day: date | None) -> str | None:
    """A date as stores keep it."""
    return day.isoformat() if day else None


def edge(source: str, target: str, origin: Origin, confidence: float = BY_NAME, **more: Value) -> Row:
    """An edge between two ids; where it comes from and how sure it is stand on every edge."""
    return {"source": source, "target": target, "origin": str(origin), "confidence": confidence, **more}
