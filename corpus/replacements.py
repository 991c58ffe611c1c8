"""Versions known only by their dates (replacements.yaml): what they end, and what a reader must be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import CorpusError
from corpus.model import Document, DocumentText, Status, document_id

FILE = Path(__file__).with_name("replacements.yaml")

_ENDINGS = {"已修改": Status.AMENDED, "已废止": Status.REPEALED}
_KEYS = {"number", "basis", "amended_by", "version", "effective", "seen", "ends"}


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """One text of a document, whether or not it is at hand.

    Attributes:
        name: the ``name`` of its Document.
        number: 文号 under which it is cited.
        basis: where these facts were read.
        version: day of publication or adoption; None where no source says.
        effective: first day in force; None where no source says.
        seen: where ``version`` is unknown, the day on which a source first showed it.
        ends: what it makes of the text before it.
        amended_by: the order that made this text out of the one before, where ``number`` is an earlier one's.
    """

    name: str
    number: str
    basis: str
    version: date | None = None
    effective: date | None = None
    seen: date | None = None
    ends: Status = Status.AMENDED
    amended_by: str | None = None

    @property
    def id(self) -> str | None:
        """The id that its Document has or would have; None while its day is unknown."""
        return document_id(self.name, self.version) if self.version else None

    @property
    def order(self) -> str:
        """The order to name when speaking of this text."""
        return self.amended_by or self.number

    @property
    def begins(self) -> date | None:
        """First day in force; failing that its own day, as elsewhere in the library."""
        return self.effective or self.version

    @property
    def placed(self) -> date | None:
        """The day by which it stands among the others."""
        return self.version or self.seen or self.effective

    def described(self) -> str:
        """Order and days in a few Chinese words."""
        said = f"{self.version}公布" if self.version else f"不晚于{self.seen}公布" if self.seen else "公布日期没有查到"
        return f"{self.order}（{said}，{f'{self.effective}起施行' if self.effective else '施行日期没有查到'}）"


Replacements = Mapping[str, tuple[KnownVersion, ...]]


def load_replacements(file: Path = FILE) -> Replacements:
    """Known versions by document name, oldest first.

    Raises:
        CorpusError: if the file cannot be read or breaks the schema; the message names the document.
    """
    return _load(file.resolve())


@lru_cache(maxsize=4)
def _load(file: Path) -> Replacements:
    try:
        entries = list(yaml.safe_load(file.read_text(encoding="utf-8"))["documents"])
    except (OSError, yaml.YAMLError, TypeError, KeyError) as error:
        raise _broken(file, "文件无法读取", str(error)) from error
    known: dict[str, tuple[KnownVersion, ...]] = {}
    for entry in entries:
        name = str(entry.get("name", ""))
        versions = tuple(_version(file, name, version) for version in entry.get("versions", ()))
        placed = [v.placed for v in versions]
        if not name or name in known or not versions or None in placed or placed != sorted(placed, key=str):
            raise _broken(file, name or "未写 name", "每个文件写一次，各版本都有日期，由旧到新")
        known[name] = versions
    return known


def _version(file: Path, name: str, entry: Mapping[str, Any]) -> KnownVersion:
    if not set(entry) <= _KEYS or not all(isinstance(entry.get(k), str) and entry[k] for k in ("number", "basis")):
        raise _broken(file, name, f"须有 number 和 basis，此外只能有 {'、'.join(sorted(_KEYS))}")
    days = [entry[key] for key in ("version", "effective", "seen") if key in entry]
    if any(type(day) is not date for day in days) or entry.get("ends", "已修改") not in _ENDINGS:
        raise _broken(file, name, "日期写作 2026-02-01，ends 写已修改或已废止")
    values = {**entry, "basis": " ".join(entry["basis"].split()), "ends": _ENDINGS[entry.get("ends", "已修改")]}
    return KnownVersion(name=name, **values)


def with_replacements(texts: Iterable[DocumentText], replacements: Replacements | None = None) -> list[DocumentText]:
    """The same texts in the same order; one that was replaced ends then, though its successor be missing.

    An end that comes earlier is kept. Where nobody knows since when the successor is in force, the text is not ended
    but no longer called 现行有效. The notes name the text in force and say whether it is at hand.

    Args:
        texts: every text of the library, after :func:`corpus.versions.chained`.
        replacements: the shipped ones by default.
    """
    listed = list(texts)
    known = load_replacements() if replacements is None else replacements
    held: dict[str, list[Document]] = {}
    for text in listed:
        held.setdefault(text.document.name, []).append(text.document)
    return [
        replace(text, document=_placed(text.document, known[text.document.name], held[text.document.name]))
        if text.document.name in known
        else text
        for text in listed
    ]


def successors(document: Document, known: Sequence[KnownVersion]) -> tuple[KnownVersion, ...]:
    """The versions of the same document that came after this text, next first; none for a text without a date."""
    if document.version is None:
        return ()
    return tuple(
        k for k in known if k.placed is not None and k.placed > document.version and not is_text_of(document, k)
    )


def is_text_of(document: Document, known: KnownVersion) -> bool:
    """Whether ``document`` is the text of that version; where its day is unknown, the number decides."""
    if document.name != known.name:
        return False
    return document.version == known.version if known.version else document.number == known.number


def _placed(document: Document, known: Sequence[KnownVersion], held: Sequence[Document]) -> Document:
    own = next((k for k in known if is_text_of(document, k)), None)
    if own is not None and document.effective is None:
        document = replace(document, effective=own.effective)
    later = successors(document, known)
    if not later:
        return document
    next_one, last = later[0], later[-1]
    end = next_one.begins
    if end is not None and (document.ended is None or end <= document.ended):
        document = replace(document, ended=end, ended_as=next_one.ends, status_as_of=_vouched(document, own, end))
    elif end is None and document.ended is None:
        document = replace(document, status_as_of=None)
    return replace(document, notes=(*document.notes, _note(next_one, last, held)))


def _vouched(document: Document, own: KnownVersion | None, end: date) -> date | None:
    """The order that ended a text vouches that it was in force until then, where none came between."""
    until = end - timedelta(days=1)
    if document.status_as_of is not None:
        return min(document.status_as_of, until)
    return until if own is not None and own.begins is not None and own.begins <= until else None


def _note(next_one: KnownVersion, last: KnownVersion, held: Sequence[Document]) -> str:
    verb = "废止" if next_one.ends is Status.REPEALED else "修改"
    since = f"自{next_one.begins}起" if next_one.begins else ""
    ended = f"{since}已被{next_one.described()}{verb}"
    missing = not any(is_text_of(document, last) for document in held)
    if next_one is last:
        return f"{ended}；其文本没有收录，请核对官方原文" if missing else ended
    return f"{ended}；最新文本是{last.described()}" + ("，没有收录，请核对官方原文" if missing else "")


def _broken(file: Path, where: str, reason: str) -> CorpusError:
    return CorpusError(f"数据文件 {file.name} 有误（{where}）：{reason}", "请改正该条目，或恢复随程序提供的文件")
