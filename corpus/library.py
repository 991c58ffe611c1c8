"""The library on disk: every document and provision of one build, in one read-only SQLite file."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, fields
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from corpus.cases import CaseLink, EnforcementCase
from corpus.errors import LibraryError, NotFoundError
from corpus.hazards import HazardCriterion
from corpus.model import Document, DocumentText, Kind, Outline, Provision, Role, Status, Unit, Wording, short_title
from corpus.shelf import ProvisionRow, Record, Shelf, SqliteShelf
from corpus.violations import Violation

T = TypeVar("T")

_SCHEMA = """
CREATE TABLE documents (id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, number TEXT,
                        position INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX documents_name ON documents (name);
CREATE TABLE provisions (id TEXT PRIMARY KEY, document_id TEXT NOT NULL, "order" INTEGER NOT NULL, parent_id TEXT,
                         unit TEXT NOT NULL, locator TEXT NOT NULL, label TEXT NOT NULL, marker TEXT NOT NULL,
                         heading TEXT NOT NULL, text TEXT NOT NULL, wording TEXT NOT NULL, source TEXT,
                         checked TEXT, ended TEXT, note TEXT, role TEXT) WITHOUT ROWID;
CREATE UNIQUE INDEX provisions_order ON provisions (document_id, "order");
CREATE TABLE cases (id TEXT PRIMARY KEY, position INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE violations (id TEXT PRIMARY KEY, position INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE criteria (id TEXT PRIMARY KEY, position INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE links (id TEXT PRIMARY KEY, position INTEGER NOT NULL, body BLOB NOT NULL);
"""
_PROVISION_FIELDS = [f.name for f in fields(Provision)]
_COLUMNS = ", ".join(f'"{name}"' for name in _PROVISION_FIELDS)
_INSERT = f"INSERT INTO provisions ({_COLUMNS}) VALUES ({', '.join('?' * len(_PROVISION_FIELDS))})"


def write_library(path: Path, texts: Iterable[DocumentText]) -> None:
    """Write all texts to a new SQLite file at ``path``, in the given order.

    Raises:
        LibraryError: two texts share an identifier.
    """
    with sqlite3.connect(path) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        try:
            for position, text in enumerate(texts):
                document = text.document
                body = json.dumps(asdict(document), ensure_ascii=False, default=_plain)
                row = (document.id, document.name, document.title, document.number, position, body)
                connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)", row)
                connection.executemany(_INSERT, (_provision_row(p) for p in text.provisions))
        except sqlite3.IntegrityError as error:
            raise LibraryError(
                f"编号重复：{document.id}（{error}）", "请检查是否把同一文件的两个文本放进了同一个库"
            ) from error
    connection.close()


def write_catalogue(
    path: Path,
    *,
    violations: Iterable[Violation] = (),
    criteria: Iterable[HazardCriterion] = (),
    cases: Iterable[EnforcementCase] = (),
    links: Iterable[CaseLink] = (),
) -> None:
    """Add what joins the texts to a file made by :func:`write_library`; a case found twice is one.

    References are expected to be ids of provisions, as :mod:`ingest.joining` makes them.
    """
    rows: dict[str, list[tuple[str, object]]] = {
        "violations": [(each.id, each) for each in violations],
        "criteria": [(each.id, each) for each in criteria],
        "cases": [(each.id, each) for each in cases],
        "links": [(f"{each.case} {each.violation}", each) for each in links],
    }
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for table, entries in rows.items():
            connection.executemany(
                f"INSERT OR IGNORE INTO {table} VALUES (?, ?, ?)",
                ((key, position, msgspec.json.encode(body)) for position, (key, body) in enumerate(entries)),
            )
    connection.close()


def read_records(path: Path) -> Iterator[Record]:
    """Every record of a file made by :func:`write_library`."""
    return SqliteShelf(path, _PROVISION_FIELDS).records()


class Library:
    """Read side of a library; safe to share between threads.

    Args:
        source: a file made by :func:`write_library`, or another shelf of records.

    Raises:
        LibraryError: the file is absent or damaged.
    """

    def __init__(self, source: Path | Shelf) -> None:
        self._shelf: Shelf = SqliteShelf(source, _PROVISION_FIELDS) if isinstance(source, Path) else source
        self._documents = {d.id: d for d in (_document(json.loads(body)) for body in self._shelf.documents())}

    def documents(self) -> tuple[Document, ...]:
        """All versions of all documents, in library order."""
        return tuple(self._documents.values())

    def document(self, document_id: str) -> Document:
        """The version with this id.

        Raises:
            NotFoundError: no such version here.
        """
        try:
            return self._documents[document_id]
        except KeyError:
            raise NotFoundError(
                f"库中没有文件 {document_id}", "请用 anfa status 查看已有文件；库中没有不等于不存在"
            ) from None

    def versions(self, name: str) -> tuple[Document, ...]:
        """All versions of a document by name, full title or number, newest first."""
        wanted = short_title(name.strip().strip("《》"))
        found = [d for d in self._documents.values() if wanted in (d.name, short_title(d.title), d.number)]
        return tuple(sorted(found, key=lambda d: d.version or date.min, reverse=True))

    def version_on(self, name: str, day: date) -> Document:
        """The version of ``name`` that stands on ``day``; failing that, the newest one.

        Raises:
            NotFoundError: no version of such a document here.
        """
        versions = self.versions(name)
        if not versions:
            raise NotFoundError(f"库中没有文件 {name}", "请用 anfa status 查看已有文件；库中没有不等于不存在")
        standing = (Status.IN_FORCE, Status.UNVERIFIED)
        return next((d for d in versions if d.status_on(day) in standing), versions[0])

    def find(self, reference: str, day: date) -> Document:
        """A version by id, or the version of that name, title or number that stands on ``day``.

        Raises:
            NotFoundError: no such document, or not in that version.
        """
        if found := self._documents.get(reference):
            return found
        name, _, version = reference.partition("@")
        document = self.version_on(name, day)
        if version:
            held = "、".join(d.id for d in self.versions(name))
            raise NotFoundError(f"库中没有文件版本 {reference}", f"库中有：{held}")
        return document

    def text(self, document_id: str) -> DocumentText:
        """A whole document in reading order."""
        return DocumentText(self.document(document_id), self.provisions(document_id))

    def texts(self) -> Iterator[DocumentText]:
        """Every document in library order."""
        return (self.text(document_id) for document_id in self._documents)

    def provisions(self, document_id: str) -> tuple[Provision, ...]:
        """All provisions of a version in reading order."""
        return tuple(_provision(row) for row in self._shelf.provisions(document_id))

    def provisions_by_id(self, ids: Iterable[str]) -> dict[str, Provision]:
        """Those of ``ids`` that exist."""
        return {p.id: p for p in map(_provision, self._shelf.provisions_by_id(list(ids)))}

    def resolve(self, reference: str, day: date) -> Provision:
        """A provision by id, with or without its version: ``安全生产法@2021-06-10#97.1.7`` or ``安全生产法#97.1.7``.

        Raises:
            NotFoundError: the document is not here, or has no such provision.
        """
        name, _, locator = reference.strip().partition("#")
        document = self.find(name, day)
        locator = re.sub(r"\s", "", locator)
        found = self.provisions_by_id([f"{document.id}#{locator}"])
        if not found:
            raise NotFoundError(
                f"《{document.title}》（{document.version or '未载日期'}）中没有 #{locator or '（空）'}",
                "写法示例：安全生产法#97.1.7 指第九十七条第一款第七项；可用 anfa show 安全生产法 查看全文",
            )
        return next(iter(found.values()))

    def cases(self) -> tuple[EnforcementCase, ...]:
        """All published cases, in library order."""
        return self._all("cases", EnforcementCase)

    def case(self, case_id: str) -> EnforcementCase:
        """The case with this id.

        Raises:
            NotFoundError: no such case here.
        """
        return self._one("cases", case_id, EnforcementCase, "案例")

    def violations(self) -> tuple[Violation, ...]:
        """The catalogue of violations; their references are ids of provisions and criteria."""
        return self._all("violations", Violation)

    def violation(self, violation_id: str) -> Violation:
        """The violation with this id.

        Raises:
            NotFoundError: no such violation here.
        """
        return self._one("violations", violation_id, Violation, "违法行为")

    def criteria(self) -> tuple[HazardCriterion, ...]:
        """All criteria of major hazards."""
        return self._all("criteria", HazardCriterion)

    def links(self) -> tuple[CaseLink, ...]:
        """Which cases are instances of which violations."""
        return self._all("links", CaseLink)

    def _all(self, table: str, kind: type[T]) -> tuple[T, ...]:
        return tuple(msgspec.json.decode(body, type=kind) for body in self._shelf.bodies(table))

    def _one(self, table: str, identifier: str, kind: type[T], called: str) -> T:
        body = self._shelf.body(table, identifier)
        if body is None:
            raise NotFoundError(
                f"库中没有{called} {identifier}", "请用 anfa status 查看库里有什么；库中没有不等于不存在"
            )
        return msgspec.json.decode(body, type=kind)

    def outline(self, document_id: str) -> Outline:
        """Parent and child lookup over a document."""
        return Outline(self.provisions(document_id))

    def counts(self) -> dict[str, int]:
        """Number of documents, provisions, articles, cases, violations and criteria."""
        units = self._shelf.units()
        return {
            "documents": len(self._documents),
            "provisions": sum(units.values()),
            "articles": units.get(Unit.ARTICLE.value, 0),
            **{kind: len(list(self._shelf.bodies(kind))) for kind in ("cases", "violations", "criteria")},
        }


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _provision_row(provision: Provision) -> tuple[object, ...]:
    values = (getattr(provision, name) for name in _PROVISION_FIELDS)
    return tuple(v.isoformat() if isinstance(v, date) else v.value if isinstance(v, Enum) else v for v in values)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _role(value: str | None) -> Role | None:
    return Role(value) if value else None


_PARSERS: dict[str, Callable[[Any], Any]] = {
    "unit": Unit,
    "wording": Wording,
    "checked": _day,
    "ended": _day,
    "role": _role,
}


def _provision(row: ProvisionRow) -> Provision:
    values = dict(zip(_PROVISION_FIELDS, row, strict=True))
    return Provision(**{k: _PARSERS[k](v) if k in _PARSERS else v for k, v in values.items()})


def _document(body: dict[str, Any]) -> Document:
    for name in ("version", "published", "effective", "ended", "status_as_of", "checked"):
        body[name] = _day(body[name])
    for name in ("issuers", "notes"):
        body[name] = tuple(body[name])
    body["kind"], body["wording"] = Kind(body["kind"]), Wording(body["wording"])
    body["ended_as"] = Status(body["ended_as"]) if body["ended_as"] else None
    return Document(**body)
