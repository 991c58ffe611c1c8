"""The default selection of national statutes and the dates that the data package does not carry (statutes.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import CorpusError
from corpus.model import Status, document_id

FILE = Path(__file__).with_name("statutes.yaml")

_ENDINGS = {"已修改": Status.AMENDED, "已废止": Status.REPEALED}


@dataclass(frozen=True, slots=True)
class Statute:
    """One law of the default selection, in the version now in the package.

    Attributes:
        name: short title, the ``name`` of its Document.
        why: what work-safety enforcement uses it for, in a few Chinese words.
        version: day on which this text was adopted or last amended.
        effective: first day on which this text is in force.
        basis: where ``effective`` was read.
        aliases: other names in daily use.
    """

    name: str
    why: str
    version: date
    effective: date
    basis: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A date of one version that the package lacks or has wrong."""

    document: str
    basis: str
    effective: date | None = None
    ended: date | None = None
    ended_as: Status | None = None


@dataclass(frozen=True, slots=True)
class Supersession:
    """Provisions of a document that a later amendment replaced, while the consolidated text is not at hand.

    Attributes:
        document: the document that stays in force, ``刑法@2020-12-26``.
        by: the amending document, ``刑法修正案（十二）@2023-12-29``.
        effective: first day of the new wording.
        locators: what was replaced, ``387.1`` for one paragraph, ``390`` for a whole article.
        basis: where this was read.
    """

    document: str
    by: str
    effective: date
    locators: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Selection:
    """What the default library holds of the package, with every curated date."""

    statutes: tuple[Statute, ...]
    corrections: tuple[Correction, ...] = ()
    supersessions: tuple[Supersession, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Short titles in file order."""
        return tuple(statute.name for statute in self.statutes)

    def aliases(self) -> dict[str, str]:
        """Other name -> short title."""
        return {alias: statute.name for statute in self.statutes for alias in statute.aliases}

    def effective(self, document: str) -> date | None:
        """Curated first day in force of ``name@version``."""
        for statute in self.statutes:
            if document_id(statute.name, statute.version) == document:
                return statute.effective
        return next((c.effective for c in self.corrections if c.document == document and c.effective), None)

    def ending(self, document: str) -> Correction | None:
        """Curated end of ``name@version``."""
        return next((c for c in self.corrections if c.document == document and c.ended), None)


def load_selection(file: Path = FILE) -> Selection:
    """The selection as shipped, or another file of the same schema.

    Raises:
        CorpusError: if the file cannot be read or breaks the schema; the message names the entry and the reason.
    """
    return _load(file.resolve())


@lru_cache(maxsize=4)
def _load(file: Path) -> Selection:
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise _broken(file, "文件无法读取", str(error)) from error
    if not isinstance(data, dict) or not set(data) <= {"statutes", "corrections", "supersessions"}:
        raise _broken(file, "顶层", "只能有 statutes、corrections、supersessions 三项")
    selection = Selection(
        statutes=tuple(_statute(file, entry) for entry in _entries(file, data, "statutes")),
        corrections=tuple(_correction(file, entry) for entry in _entries(file, data, "corrections")),
        supersessions=tuple(_supersession(file, entry) for entry in _entries(file, data, "supersessions")),
    )
    if not selection.statutes:
        raise _broken(file, "statutes", "不能为空")
    spoken = [*selection.names(), *(alias for statute in selection.statutes for alias in statute.aliases)]
    if twice := sorted({name for name in spoken if spoken.count(name) > 1}):
        raise _broken(file, "statutes", f"名称或别名重复：{'、'.join(twice)}")
    return selection


def _statute(file: Path, entry: Mapping[str, Any]) -> Statute:
    where = _checked(file, entry, {"name", "why", "version", "effective", "basis"}, {"aliases"})
    statute = Statute(
        name=_text(file, where, entry, "name"),
        why=_text(file, where, entry, "why"),
        version=_date(file, where, entry, "version"),
        effective=_date(file, where, entry, "effective"),
        basis=_text(file, where, entry, "basis"),
        aliases=_texts(file, where, entry, "aliases"),
    )
    if statute.effective < statute.version:
        raise _broken(file, where, "effective 早于 version")
    return statute


def _correction(file: Path, entry: Mapping[str, Any]) -> Correction:
    where = _checked(file, entry, {"document", "basis"}, {"effective", "ended", "ended_as"})
    if ("ended" in entry) != ("ended_as" in entry) or not ({"effective", "ended"} & set(entry)):
        raise _broken(file, where, "须有 effective，或者 ended 和 ended_as")
    if "ended" in entry and entry["ended_as"] not in _ENDINGS:
        raise _broken(file, where, "ended_as 只能是 已修改 或 已废止")
    return Correction(
        document=_document(file, where, entry, "document"),
        basis=_text(file, where, entry, "basis"),
        effective=_date(file, where, entry, "effective") if "effective" in entry else None,
        ended=_date(file, where, entry, "ended") if "ended" in entry else None,
        ended_as=_ENDINGS[entry["ended_as"]] if "ended" in entry else None,
    )


def _supersession(file: Path, entry: Mapping[str, Any]) -> Supersession:
    where = _checked(file, entry, {"document", "by", "effective", "locators", "basis"}, set())
    locators = _texts(file, where, entry, "locators")
    if not locators:
        raise _broken(file, where, "locators 不能为空")
    return Supersession(
        document=_document(file, where, entry, "document"),
        by=_document(file, where, entry, "by"),
        effective=_date(file, where, entry, "effective"),
        locators=locators,
        basis=_text(file, where, entry, "basis"),
    )


# Schema


def _entries(file: Path, data: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    entries = data.get(key) or []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise _broken(file, key, "应是条目的列表")
    return entries


def _checked(file: Path, entry: Mapping[str, Any], needed: set[str], optional: set[str]) -> str:
    where = str(entry.get("name") or entry.get("document") or "无名条目")
    if missing := needed - set(entry):
        raise _broken(file, where, f"缺少 {'、'.join(sorted(missing))}")
    if unknown := set(entry) - needed - optional:
        raise _broken(file, where, f"不认识的字段 {'、'.join(sorted(map(str, unknown)))}")
    return where


def _text(file: Path, where: str, entry: Mapping[str, Any], key: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise _broken(file, where, f"{key} 应是非空文字")
    return value.strip()


def _texts(file: Path, where: str, entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    values = entry.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
        raise _broken(file, where, f"{key} 应是文字的列表（数字要加引号）")
    return tuple(value.strip() for value in values)


def _date(file: Path, where: str, entry: Mapping[str, Any], key: str) -> date:
    value = entry[key]
    if type(value) is not date:
        raise _broken(file, where, f"{key} 应是日期（如 2021-09-01）")
    return value


def _document(file: Path, where: str, entry: Mapping[str, Any], key: str) -> str:
    value = _text(file, where, entry, key)
    name, _, version = value.rpartition("@")
    try:
        date.fromisoformat(version)
    except ValueError as error:
        raise _broken(file, where, f"{key} 应写作 名称@版本日期") from error
    if not name:
        raise _broken(file, where, f"{key} 应写作 名称@版本日期")
    return value


def _broken(file: Path, where: str, reason: str) -> CorpusError:
    return CorpusError(f"数据文件 {file.name} 有误（{where}）：{reason}", "请改正该条目，或恢复随程序提供的文件")
