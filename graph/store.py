"""What a graph store must do; the embedded one and a served one are used alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from graph.schema import Edge, Label

#: A property value that every store keeps unchanged. Dates are ISO strings.
Value = str | int | float | bool | None | Sequence[str]
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Counts:
    """Nodes by label and edges by type, each in alphabetical order."""

    nodes: Mapping[str, int]
    edges: Mapping[str, int]

    @property
    def total_nodes(self) -> int:
        """All nodes."""
        return sum(self.nodes.values())

    @property
    def total_edges(self) -> int:
        """All edges."""
        return sum(self.edges.values())


@runtime_checkable
class GraphStore(Protocol):
    """A labelled property graph that is merged into by key and read by Cypher.

    Merging the same rows again changes nothing. All methods raise ``GraphError`` when the store refuses.
    """

    def merge_nodes(self, label: Label, rows: Sequence[Row]) -> None:
        """Create or update nodes; each row has a string ``id``, a property None is left out."""

    def merge_edges(self, edge: Edge, source: Label, target: Label, rows: Sequence[Row]) -> None:
        """Create or update edges, one per pair of ends; rows have ``source`` and ``target`` ids, and properties.

        Raises:
            GraphError: an end does not exist, or the edge may not run between these labels.
        """

    def query(
        self,
        statement: str,
        parameters: Mapping[str, object] | None = None,
        *,
        seconds: float | None = None,
        rows: int | None = None,
    ) -> list[dict[str, object]]:
        """Rows of a reading statement; a writing one is refused.

        Args:
            statement: Cypher.
            parameters: values for its ``$names``.
            seconds: give up after so long; None for the store's own limit.
            rows: hand over no more than so many; None for all.
        """

    def counts(self) -> Counts:
        """How much there is of what."""

    def save(self, path: Path) -> None:
        """Write the whole graph to ``path``, all or nothing; a served store has nothing to write."""

    def close(self) -> None:
        """Give up the graph; a second call does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
