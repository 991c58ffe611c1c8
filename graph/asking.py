"""Cypher typed by a user: reading only, within limits of time and rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.errors import GraphError
from graph.store import GraphStore

#: Text, quoted names and comments; what is left are words of the language.
_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`|//[^\n]*|/\*.*?\*/", re.DOTALL)
#: Reads files or addresses instead of the graph.
_OUTSIDE = re.compile(r"\bLOAD\s+CSV\b|\bCALL\b(?!\s+db\.)", re.IGNORECASE)
_WRITES = re.compile(r"\b(?:CREATE|MERGE|DELETE|DETACH|SET|REMOVE|DROP|FOREACH)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of an answer; ``cut`` where there were more than were asked for."""

    rows: tuple[dict[str, object], ...]
    cut: bool


def ask(
    store: GraphStore,
    statement: str,
    parameters: Mapping[str, object] | None = None,
    *,
    seconds: float = 10,
    rows: int = 1000,
) -> Table:
    """The answer to a statement.

    Args:
        store: the graph.
        statement: one reading statement.
        parameters: values for its ``$names``.
        seconds: most time it may take.
        rows: most rows handed over.

    Raises:
        GraphError: it writes, reads outside the graph, is wrong, or took too long.
    """
    words = _QUOTED.sub(" ", statement)
    if not words.strip():
        raise GraphError("没有查询语句", "例如：MATCH(v:Violation) RETURN v.id, v.title LIMIT 10")
    if found := _WRITES.search(words):
        raise GraphError(f"图谱只读，不能执行 {found.group().upper()}", "请只用 MATCH … RETURN；图谱由 anfa build 建立")
    if _OUTSIDE.search(words):
        raise GraphError("查询只能读图谱，不能读文件、网址或调用过程", "请去掉 LOAD CSV 和 CALL")
    found_rows = store.query(statement, parameters, seconds=seconds, rows=rows + 1)
    return Table(tuple(found_rows[:rows]), len(found_rows) > rows)
