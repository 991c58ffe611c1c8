"""Reading the shipped YAML files: strict about keys and types, and every refusal names file, line and reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

import yaml

from corpus.errors import CorpusError

T = TypeVar("T")


class Identified(Protocol):
    """What has an identifier that nothing else in its folder may have."""

    @property
    def id(self) -> str: ...  # noqa: D102


Listed = TypeVar("Listed", bound=Identified)


class BreachError(Exception):
    """What is wrong, in Chinese, before the file is named."""


class Fields:
    """A mapping of the file whose keys are taken one by one, so that none is left over unread.

    Args:
        raw: what stands in the file at this place.
        where: how a reader finds it; the line is added where it is known.
    """

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, dict):
            raise BreachError(f"{where}应是“键: 值”")
        self._raw: dict[Any, Any] = dict(raw)
        self._name = where
        self._lines: Mapping[Any, int] = getattr(raw, "lines", {})
        line = getattr(raw, "line", None)
        self.where = f"第 {line} 行，{where}" if line and where != "文件" else where

    def at(self, key: str) -> str:
        """How a reader finds the value of ``key``, with its own line where it is known."""
        line = self._lines.get(key)
        if line is None:
            return f"{self.where}的 {key}"
        return f"第 {line} 行的 {key}" if self._name == "文件" else f"第 {line} 行，{self._name}的 {key}"

    def take(self, key: str, *types: type, optional: bool = False) -> Any:
        """Value of ``key``, of one of ``types`` (an empty text counts as missing); None where it may be absent."""
        if key not in self._raw:
            if optional:
                return None
            raise BreachError(f"{self.where}缺少 {key}")
        value = self._raw.pop(key)
        if not any(type(value) is each or (each is dict and isinstance(value, dict)) for each in types):
            raise BreachError(f"{self.at(key)} 类型不对：{value!r}")
        if isinstance(value, str):
            value = value.strip()
            if not value:
                raise BreachError(f"{self.at(key)} 是空的")
        return value

    def choice(
        self, key: str, kind: type[StrEnum], *, among: Sequence[StrEnum] | None = None, optional: bool = False
    ) -> Any:
        """Value of ``key`` as a member of an enumeration, one of ``among`` where not all of them will do."""
        value = self.take(key, str, optional=optional)
        return None if value is None else self._member(key, among or tuple(kind), value)

    def choices(self, key: str, kind: type[StrEnum]) -> tuple[Any, ...]:
        """Values of ``key`` as members of an enumeration, at least one."""
        return tuple(self._member(key, tuple(kind), value) for value in self.texts(key))

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """Value of ``key`` as texts, none empty."""
        values = self.take(key, list, optional=optional) or []
        if not all(isinstance(value, str) and value.strip() for value in values) or not (values or optional):
            raise BreachError(f"{self.at(key)} 应是不空的文字列表")
        stripped = tuple(value.strip() for value in values)
        if len(set(stripped)) != len(stripped):
            raise BreachError(f"{self.at(key)} 有重复")
        return stripped

    def entries(self, key: str, *, optional: bool = False) -> Iterator[Fields]:
        """The mappings listed under ``key``."""
        for position, raw in enumerate(self.take(key, list, optional=optional) or [], 1):
            yield Fields(raw, f"{key} 第 {position} 项")

    def part(self, key: str) -> Fields | None:
        """The mapping under ``key``, which may be absent."""
        raw = self.take(key, dict, optional=True)
        return None if raw is None else Fields(raw, f"{key} ")

    def day(self, key: str, *, optional: bool = False) -> date | None:
        """Value of ``key`` as a date; null where nobody knows it."""
        value: date | None = self.take(key, date, type(None), optional=optional)
        return value

    def in_force(self) -> date | None:
        """The day of ``in_force: {as_of, basis}``: who last called a text 现行有效; None where nobody is named."""
        vouched = self.part("in_force")
        if vouched is None:
            return None
        day: date = vouched.take("as_of", date)
        vouched.take("basis", str)
        vouched.done()
        return day

    def completeness(self) -> str | None:
        """What ``completeness: partial`` says in ``missing``; None for ``full``."""
        said, missing = self.take("completeness", str), self.take("missing", str, optional=True)
        if said not in {"full", "partial"} or (said == "partial") != (missing is not None):
            raise BreachError(f"{self.at('completeness')} 应是 full，或 partial 并在 missing 写明缺什么")
        written: str | None = missing
        return written

    def in_order(self, *days: tuple[str, date | None]) -> None:
        """Refuse days, each named by its key, of which a later named one lies before an earlier one."""
        earlier: tuple[str, date] | None = None
        for key, day in days:
            if day is None:
                continue
            if earlier is not None and day < earlier[1]:
                raise BreachError(f"{self.at(key)}（{day}）早于 {earlier[0]}（{earlier[1]}）")
            earlier = key, day

    def one_state(self, ended: date | None, vouched: date | None) -> None:
        """Refuse a text that ended (``ended``) and is called 现行有效 on or after that day (``in_force``)."""
        if ended is not None and vouched is not None and vouched >= ended:
            raise BreachError(f"{self.at('in_force')} 说 {vouched} 现行有效，ended 却说 {ended} 起失效，只能有一个对")

    def done(self) -> None:
        """Refuse what was not taken."""
        if self._raw:
            line = self._lines.get(next(iter(self._raw)))
            place = self.where if line is None or self._name != "文件" else f"第 {line} 行"
            raise BreachError(f"{place}有不认识的键：{'、'.join(map(str, self._raw))}")

    def _member(self, key: str, members: Sequence[StrEnum], value: str) -> Any:
        if value not in members:
            raise BreachError(f"{self.at(key)} 不认识：{value}（可用：{'、'.join(members)}）")
        return members[members.index(value)]


def read_data_file(path: Path, parse: Callable[[Fields], T], advice: str) -> T:
    """What ``parse`` makes of the mapping in a YAML file.

    Args:
        path: the file.
        parse: takes every key; may raise :class:`BreachError`.
        advice: what the user can do about a broken file.

    Raises:
        CorpusError: naming the file, the line where it is known, and what is wrong.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
        fields = Fields(raw, "文件")
        made = parse(fields)
        fields.done()
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path.name}：不是 UTF-8 编码的合法 YAML{_place(error)}", advice) from error
    except BreachError as breach:
        raise CorpusError(f"{path.name}：{breach}", advice) from None
    except ValueError as error:  # YAML reads 2020-02-30 as a date and fails on it
        raise CorpusError(f"{path.name}：里面有不存在的日期（{error}）", advice) from error
    return made


def read_data_folder(
    folder: Path, parse: Callable[[Fields], Iterable[Listed]], what: str, advice: str
) -> tuple[Listed, ...]:
    """What ``parse`` makes of every YAML file of a folder, by file name and then in file order.

    Args:
        folder: where the files are.
        parse: as for :func:`read_data_file`, giving things with identifiers.
        what: what these are called, in Chinese.
        advice: what the user can do about a broken file.

    Raises:
        CorpusError: a file breaks the form, or two things have one identifier.
    """
    made: dict[str, Listed] = {}
    for path in sorted(folder.glob("*.yaml")):
        for each in read_data_file(path, parse, advice):
            if each.id in made:
                raise CorpusError(f"{path.name}：{what}重复 {each.id}", advice)
            made[each.id] = each
    return tuple(made.values())


def entry_lines(path: Path, *keys: str) -> tuple[dict[str, Any], dict[str, int]]:
    """What stands in a data file, and the line of each listed entry by the text that it has under one of ``keys``."""
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    listed = (entry for values in raw.values() if isinstance(values, list) for entry in values)
    entries = (entry for entry in listed if isinstance(entry, _Entry))
    return raw, {str(entry[key]): entry.line for entry in entries for key in keys if key in entry}


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"（第 {mark.line + 1} 行）" if mark is not None else ""


class _Entry(dict[Any, Any]):
    """A mapping that knows the lines on which it and its keys begin."""

    line: int
    lines: dict[Any, int]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # the C one where it is built
    """Safe, with lines, and strict about keys written twice."""


def _mapping(loader: Any, node: yaml.MappingNode) -> Iterator[_Entry]:
    entry = _Entry()
    entry.line = node.start_mark.line + 1
    entry.lines = {key.value: key.start_mark.line + 1 for key, _ in node.value}
    yield entry
    values = loader.construct_mapping(node)
    if len(values) != len(node.value):
        raise BreachError(f"第 {entry.line} 行起的一项里有键写了两次")
    entry.update(values)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
