"""A library's records on a Neo4j server."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from corpus.shelf import ProvisionRow, Record
from graph import neo4j_cypher as cypher
from graph.neo4j_cypher import Slot
from graph.neo4j_store import Neo4jStore


class ServedShelf:
    """The records in one slot of a server; a ``corpus.shelf.Shelf``."""

    def __init__(self, store: Neo4jStore, slot: Slot) -> None:
        self._store = store
        self._slot = slot

    def documents(self) -> list[str]:
        """Bodies of all documents, in library order."""
        return list(self.bodies("documents"))

    def provisions(self, document_id: str) -> Iterable[ProvisionRow]:
        """Rows of one version's provisions in reading order."""
        return _rows(self._bodies(cypher.records_of(self._slot), owner=document_id))

    def provisions_by_id(self, ids: Sequence[str]) -> Iterable[ProvisionRow]:
        """Rows of those of ``ids`` that exist."""
        return _rows(self._by_key("provisions", ids))

    def bodies(self, kind: str) -> list[str]:
        """Bodies of one kind, in library order."""
        return self._bodies(cypher.records(self._slot), kind=kind)

    def body(self, kind: str, key: str) -> str | None:
        """One body; None where there is none."""
        return next(iter(self._by_key(kind, [key])), None)

    def units(self) -> dict[str, int]:
        """How many provisions there are of each unit."""
        rows = self._store.query(cypher.tally(self._slot))
        return {str(row["unit"]): int(str(row["amount"])) for row in rows if row["kind"] == "provisions"}

    def _by_key(self, kind: str, keys: Sequence[str]) -> list[str]:
        return self._bodies(cypher.records_by_key(self._slot), keys=[_key(kind, key) for key in keys])

    def _bodies(self, statement: str, **parameters: object) -> list[str]:
        return [str(row["body"]) for row in self._store.query(statement, parameters)]


def write_records(store: Neo4jStore, slot: Slot, records: Iterable[Record]) -> int:
    """Write records into an empty slot; gives how many there were."""
    store.define(*cypher.record_indexes(slot))
    return store.write(cypher.write_records(slot), map(_properties, records))


def _properties(record: Record) -> dict[str, object]:
    return {
        "key": _key(record.kind, record.key),
        "kind": record.kind,
        "position": record.position,
        "body": record.body,
        "owner": record.owner,
        "unit": record.unit,
    }


def _key(kind: str, key: str) -> str:
    return f"{kind}:{key}"


def _rows(bodies: Iterable[str]) -> Iterator[ProvisionRow]:
    return map(json.loads, bodies)
