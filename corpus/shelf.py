"""Where the records of a library lie: as JSON bodies by kind and key, in a file or on a server."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from corpus.errors import LibraryError

#: Values of a provision's fields in the order of their declaration; dates and enumerations as text.
ProvisionRow = Sequence[Any]
#: Kinds of record beside documents and provisions.
KINDS = ("cases", "violations", "criteria", "links")


@dataclass(frozen=True, slots=True)
class Record:
    """One record with all that finds it again.

    Attributes:
        kind: ``documents``, ``provisions`` or one of ``KINDS``.
        key: unique within its kind.
        position: in the order of its kind or, of a provision, of its version.
        body: JSON; of a provision its row.
        owner: id of the version that a provision stands in.
        unit: of a provision.
    """

    kind: str
    key: str
    position: int
    body: str
    owner: str | None = None
    unit: str | None = None


class Shelf(Protocol):
    """Read side of a library's records."""

    def documents(self) -> list[str]:
        """Bodies of all documents, in library order."""

    def provisions(self, document_id: str) -> Iterable[ProvisionRow]:
        """Rows of one version's provisions in reading order."""

    def provisions_by_id(self, ids: Sequence[str]) -> Iterable[ProvisionRow]:
        """Rows of those of ``ids`` that exist, in any order."""

    def bodies(self, kind: str) -> Iterable[str | bytes]:
        """Bodies of one of ``KINDS``, in library order."""

    def body(self, kind: str, key: str) -> str | bytes | None:
        """One of these bodies; None where there is none."""

    def units(self) -> dict[str, int]:
        """How many provisions there are of each unit."""


class SqliteShelf:
    """The records in a file made by :func:`corpus.library.write_library`; safe to share between threads.

    Args:
        path: of the file.
        columns: names of the columns of a provision.
    """

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._path = path
        self._columns = ", ".join(f'"{name}"' for name in columns)
        self._local = threading.local()

    def documents(self) -> list[str]:
        """Bodies of all documents, in library order.

        Raises:
            LibraryError: the file is absent or damaged.
        """
        try:
            rows = self._connection().execute("SELECT body FROM documents ORDER BY position").fetchall()
        except sqlite3.DatabaseError as error:
            raise LibraryError(f"法规库文件无法读取：{self._path.name}（{error}）", "请运行 anfa build 重建") from error
        return [row[0] for row in rows]

    def provisions(self, document_id: str) -> Iterable[ProvisionRow]:
        """Rows of one version's provisions in reading order."""
        query = f'SELECT {self._columns} FROM provisions WHERE document_id = ? ORDER BY "order"'
        return self._connection().execute(query, (document_id,))

    def provisions_by_id(self, ids: Sequence[str]) -> Iterable[ProvisionRow]:
        """Rows of those of ``ids`` that exist."""
        query = f"SELECT {self._columns} FROM provisions WHERE id IN ({', '.join('?' * len(ids))})"
        return self._connection().execute(query, ids)

    def bodies(self, kind: str) -> Iterable[str | bytes]:
        """Bodies of one of ``KINDS``, in library order."""
        return (row[0] for row in self._connection().execute(f"SELECT body FROM {kind} ORDER BY position"))

    def body(self, kind: str, key: str) -> str | bytes | None:
        """One of these bodies; None where there is none."""
        row = self._connection().execute(f"SELECT body FROM {kind} WHERE id = ?", (key,)).fetchone()
        return row[0] if row else None

    def units(self) -> dict[str, int]:
        """How many provisions there are of each unit."""
        return dict(self._connection().execute("SELECT unit, count(*) FROM provisions GROUP BY unit").fetchall())

    def records(self) -> Iterator[Record]:
        """Everything, to be put on another shelf."""
        rows = self._connection()
        for kind in ("documents", *KINDS):
            for key, position, body in rows.execute(f"SELECT id, position, body FROM {kind} ORDER BY position"):
                yield Record(kind, key, position, body if isinstance(body, str) else body.decode())
        query = f'SELECT id, "order", document_id, unit, {self._columns} FROM provisions ORDER BY document_id, "order"'
        for key, position, owner, unit, *row in rows.execute(query):
            yield Record("provisions", key, position, json.dumps(row, ensure_ascii=False), owner, unit)

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            self._local.connection = connection
        return connection
