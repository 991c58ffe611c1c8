"""The embedded graph: kglite, in this process, one file on disk.

A new store is written by its one owner and saved; ``open`` reads a saved file without taking any lock, so any number
of processes and threads may read the same file.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self

from corpus.errors import GraphError
from graph import cypher
from graph.rows import batches, present, with_ends
from graph.schema import ENDS, Edge, Label
from graph.store import Counts, Row

#: Rows a statement: big enough that parsing does not count, small enough to bound memory.
BATCH = 10_000

_REBUILD = "请运行 anfa build 重建"


class KgliteStore:
    """A graph in memory; see ``GraphStore`` for the methods."""

    def __init__(self) -> None:
        kglite = _engine()
        self._graph: Any = kglite.KnowledgeGraph()
        self._reader: Any = None
        self._writable = True
        for label in Label:
            self._run(cypher.unique_id(label), {})

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read a saved graph; nothing can be merged into it.

        Raises:
            GraphError: the file is absent, or not a graph of this engine.
        """
        if not path.is_file():
            raise GraphError(f"图谱文件不存在：{path}", _REBUILD)
        kglite = _engine()
        store = cls.__new__(cls)
        try:
            # Nothing is written, so the secondary indexes need not be built: less memory, quicker start.
            store._graph = kglite.load(str(path), defer_index_rebuild=True)
        except (kglite.KgError, OSError, ValueError) as error:
            raise GraphError(f"图谱文件打不开：{path}（{_first_line(error)}）", _REBUILD) from error
        store._reader = store._graph.freeze()
        store._writable = False
        return store

    def merge_nodes(self, label: Label, rows: Sequence[Row]) -> None:
        """Create or update nodes in batches."""
        statement = cypher.merge_nodes(label)
        for batch in batches(map(present, rows), BATCH):
            self._write(statement, batch)

    def merge_edges(self, edge: Edge, source: Label, target: Label, rows: Sequence[Row]) -> None:
        """Create or update edges in batches."""
        if (source, target) not in ENDS[edge]:
            raise GraphError(f"边 {edge} 不能从 {source} 连到 {target}", "请按 graph/schema.py 的 ENDS 连边")
        statement = cypher.merge_edges(edge, source, target)
        for payload in batches(map(with_ends, rows), BATCH):
            merged = self._write(statement, payload)[0]["merged"]
            if merged != len(payload):
                raise GraphError(f"{len(payload)} 条 {edge} 边中只有 {merged} 条两端节点齐全", "请先合并节点，再合并边")

    def query(
        self,
        statement: str,
        parameters: Mapping[str, object] | None = None,
        *,
        seconds: float | None = None,
        rows: int | None = None,
    ) -> list[dict[str, object]]:
        """Rows of a reading statement; a writing one is refused."""
        if self._graph is None:
            raise GraphError("图谱已关闭", "请重新打开")
        if self._reader is None:
            self._reader = self._graph.freeze()
        limits = {"timeout_ms": max(1, int(seconds * 1000)) if seconds is not None else None, "row_limit": rows}
        return self._run(statement, parameters or {}, reader=self._reader, limits=limits)

    def counts(self) -> Counts:
        """How much there is of what."""
        nodes, edges = self.query(cypher.NODE_COUNTS), self.query(cypher.EDGE_COUNTS)
        return Counts(*({str(row["kind"]): int(str(row["amount"])) for row in rows} for rows in (nodes, edges)))

    def save(self, path: Path) -> None:
        """Write one file; the engine replaces an existing one only when the new one is complete."""
        if self._graph is None:
            raise GraphError("图谱已关闭", "请重新打开")
        kglite = _engine()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with warnings.catch_warnings():
                # Columns without a mapped form are read into memory, which is what we do with the whole file.
                warnings.simplefilter("ignore", kglite.MappedFallbackWarning)
                self._graph.save(str(path))
        except (kglite.KgError, OSError) as error:
            raise GraphError(
                f"图谱写不到 {path}：{_first_line(error)}", "请检查该文件夹是否可写、磁盘是否已满"
            ) from error

    def close(self) -> None:
        """Give up the graph."""
        self._graph = self._reader = None
        self._writable = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, statement: str, rows: list[dict[str, object]]) -> list[dict[str, object]]:
        if not self._writable:
            raise GraphError("图谱是只读打开的", f"要改动图谱，{_REBUILD}")
        self._reader = None
        return self._run(statement, {"rows": rows})

    def _run(
        self,
        statement: str,
        parameters: Mapping[str, object],
        reader: Any = None,
        limits: Mapping[str, int | None] = MappingProxyType({}),
    ) -> list[dict[str, object]]:
        kglite = _engine()
        try:
            engine = reader if reader is not None else self._graph
            return [dict(row) for row in engine.cypher(statement, params=dict(parameters), **limits)]
        except kglite.CypherTimeoutError as error:
            raise GraphError("图查询超时", "请缩小范围（加 WHERE 或 LIMIT），或放宽时间上限") from error
        except (kglite.KgError, ValueError, TypeError, OverflowError) as error:
            raise GraphError(f"图查询失败：{_first_line(error)}", "请检查查询语句和参数") from error


def _engine() -> Any:
    import kglite

    # A label without nodes yet is normal here; the engine would print a warning for each.
    kglite.set_query_warning_policy("silent")
    return kglite


def _first_line(error: BaseException) -> str:
    return str(error).partition("\n")[0]
