"""The graph's rows as they go out of it: all of them, or those that stood on a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from corpus.model import Document, Kind, Status, Wording
from graph import cypher
from graph.rows import own_properties
from graph.schema import Edge, Label
from graph.store import GraphStore

#: Statuses with which a text is taken for one that stood: nobody vouches for the second, nobody denies it.
_STANDING = frozenset({Status.IN_FORCE, Status.UNVERIFIED})


#: Restated by us, whatever text they go back to.
_RESTATED = frozenset({Label.VIOLATION, Label.CRITERION})


class Force(StrEnum):
    """Legal force of a text on a day."""

    IN = "有效"
    PARTLY = "部分有效"
    NOT = "未施行或已失效"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Rows in a stable order.

    Attributes:
        store: where they come from.
        day: the day that legal force refers to.
        only_standing: leave out what did not stand on ``day``: versions not in force yet or no longer, with what hangs
            on them; provisions ended before their version; criteria; policy duties; cases decided later.
    """

    store: GraphStore
    day: date
    only_standing: bool
    _status: Mapping[str, Status]
    _ended: frozenset[str]
    _partly: frozenset[str]
    _dropped: Mapping[Label, frozenset[str]]

    @classmethod
    def of(cls, store: GraphStore, day: date, *, only_standing: bool = False) -> Self:
        """Ask the store once what stood on ``day``.

        Raises:
            GraphError: the store cannot be read.
        """
        status = {str(row["id"]): _document(row).status_on(day) for row in _rows(store, cypher.nodes_of(Label.VERSION))}
        on = {"day": day.isoformat()}
        ended = frozenset(str(row["id"]) for row in store.query(cypher.ENDED_PROVISIONS, on))
        partly = frozenset(str(row["id"]) for row in store.query(cypher.PARTLY_ENDED, on)) - ended
        whole = cls(store, day, False, status, ended, partly, {})
        if not only_standing:
            return whole
        return cls(store, day, True, status, ended, partly, whole._not_standing())

    def nodes(self, label: Label) -> Iterator[dict[str, Any]]:
        """Properties of every node of ``label``, by id.

        Beside its own, a version or provision whose standing is vouched for has ``force``, and what we restated has
        ``wording`` 要点.
        """
        dropped = self._dropped.get(label, frozenset())
        for row in _rows(self.store, cypher.nodes_of(label)):
            if row["id"] in dropped:
                continue
            if label in _RESTATED or (label is Label.DUTY and "action" in row):
                row["wording"] = str(Wording.DIGEST)
            if label in (Label.VERSION, Label.PROVISION) and (force := self._force(row["id"])) is not None:
                row["force"] = str(force)
            yield row

    def edges(self, edge: Edge, source: Label, target: Label) -> Iterator[dict[str, Any]]:
        """``source`` and ``target`` ids with the other properties of every edge, by ids; both ends are among the nodes."""
        no_source, no_target = (self._dropped.get(label, frozenset()) for label in (source, target))
        for row in self.store.query(cypher.edges_of(edge, source, target)):
            if row["source"] not in no_source and row["target"] not in no_target:
                yield {"source": row["source"], "target": row["target"], **own_properties(row)}

    def _force(self, text: str) -> Force | None:
        status = self._status.get(text) or self._status[text.rpartition("#")[0]]
        if status not in _STANDING or text in self._ended:
            return Force.NOT
        if status is Status.UNVERIFIED:
            return None
        return Force.PARTLY if text in self._partly else Force.IN

    def _not_standing(self) -> dict[Label, frozenset[str]]:
        day = self.day.isoformat()
        versions = frozenset(key for key, status in self._status.items() if status not in _STANDING)
        provisions = self._ended | {row["id"] for row in self.nodes(Label.PROVISION) if row["version"] in versions}
        dropped = {
            Label.VERSION: versions,
            Label.PROVISION: provisions,
            Label.CRITERION: frozenset(
                row["id"]
                for row in self.nodes(Label.CRITERION)
                if (row.get("effective") or row.get("version") or day) > day or (row.get("ended") or "9") <= day
            ),
            # A month or a year alone is later only where all of it is.
            Label.CASE: frozenset(
                row["id"] for row in self.nodes(Label.CASE) if (when := row.get("date") or "") > day[: len(when)]
            ),
        }
        for label in (Label.DUTY, Label.PENALTY):
            kept = {
                row["target"]
                for row in self.edges(Edge.IMPOSES, Label.PROVISION, label)
                if row["source"] not in provisions
            }
            dropped[label] = frozenset(
                row["id"] for row in self.nodes(label) if row["id"] not in kept or not _applies(row, day)
            )
        return dropped


def _applies(duty: Mapping[str, Any], day: str) -> bool:
    """Whether the days for which a policy sets a duty, both included, take in ``day``."""
    return (duty.get("applies_from") or "") <= day <= (duty.get("applies_to") or "9")


def _rows(store: GraphStore, statement: str) -> Iterator[dict[str, Any]]:
    return (own_properties(row) for row in store.query(statement))


def _document(version: Mapping[str, Any]) -> Document:
    def day(name: str) -> date | None:
        return date.fromisoformat(version[name]) if version.get(name) else None

    return Document(
        id=version["id"],
        name=version["document"],
        title=version["title"],
        kind=Kind(version["kind"]),
        version=day("version"),
        source=version["source"],
        published=day("published"),
        effective=day("effective"),
        ended=day("ended"),
        ended_as=Status(version["ended_as"]) if version.get("ended_as") else None,
        status_as_of=day("status_as_of"),
    )
