"""The sectors of safety enforcement and the words that name them (``industries.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from corpus.errors import CorpusError

_FILE = Path(__file__).with_name("industries.yaml")
_KEYS = frozenset({"id", "name", "words", "broader", "unless"})


@dataclass(frozen=True, slots=True)
class Industry:
    """One sector (行业领域).

    Attributes:
        id: stable slug, for example ``coal-mine``.
        name: as shown, for example 煤矿.
        words: what names it in texts.
        broader: id of the sector it belongs to, or None.
        unless: longer phrases that contain one of the words and name something else.
    """

    id: str
    name: str
    words: tuple[str, ...]
    broader: str | None = None
    unless: tuple[str, ...] = ()


class IndustryLexicon:
    """Finds the sectors named in a text: one pattern over all words, the longest first."""

    def __init__(self, industries: Iterable[Industry]) -> None:
        self.industries = tuple(industries)
        meaning: dict[str, str | None] = {}
        for industry in self.industries:
            meaning.update(dict.fromkeys(industry.unless))
        for industry in self.industries:
            meaning.update(dict.fromkeys(industry.words, industry.id))
        self._meaning: Mapping[str, str | None] = meaning
        longest_first = sorted(meaning, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the sectors that ``text`` names, each once, in the order of their first word.

        A narrower sector does not bring its broader one along: follow ``broader`` where that is wanted.
        """
        found: dict[str, None] = {}
        for match in self._pattern.finditer(text):
            if (industry := self._meaning[match.group()]) is not None:
                found.setdefault(industry)
        return tuple(found)


@cache
def industry_lexicon() -> IndustryLexicon:
    """The shipped sectors.

    Raises:
        CorpusError: the data file is damaged.
    """
    return IndustryLexicon(read_industries(_FILE))


def read_industries(path: Path) -> tuple[Industry, ...]:
    """The sectors of a data file, checked: unique ids and words, known broader ones, no circle.

    Raises:
        CorpusError: what is wrong, and in which entry.
    """
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CorpusError(f"行业词表 {path.name} 读不出来：{type(error).__name__}", "请重新安装 anfa") from error
    entries = data.get("industries") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise _bad(path, "缺少 industries 列表")
    industries = tuple(_industry(path, entry) for entry in entries)
    _check(path, industries)
    return industries


def _industry(path: Path, entry: object) -> Industry:
    if not isinstance(entry, dict) or not entry.keys() <= _KEYS:
        raise _bad(path, f"条目格式不对：{entry!r}")
    identifier, name, broader = entry.get("id"), entry.get("name"), entry.get("broader")
    words, unless = entry.get("words"), entry.get("unless", [])
    if not (isinstance(identifier, str) and isinstance(name, str) and isinstance(broader, str | None)):
        raise _bad(path, f"id、name、broader 须为文字：{entry!r}")
    for listed in (words, unless):
        if not isinstance(listed, list) or not all(isinstance(word, str) and word for word in listed):
            raise _bad(path, f"{identifier} 的 words、unless 须为词的列表")
    if not words:
        raise _bad(path, f"{identifier} 没有 words")
    return Industry(identifier, name, tuple(words), broader, tuple(unless))


def _check(path: Path, industries: tuple[Industry, ...]) -> None:
    by_id = {industry.id: industry for industry in industries}
    if len(by_id) != len(industries):
        raise _bad(path, "id 有重复")
    owner: dict[str, str] = {}
    for industry in industries:
        for word in industry.words + industry.unless:
            if owner.setdefault(word, industry.id) != industry.id:
                raise _bad(path, f"“{word}”同属 {owner[word]} 和 {industry.id}")
        seen = {industry.id}
        above = industry.broader
        while above is not None:
            if above not in by_id:
                raise _bad(path, f"{industry.id} 的上级 {above} 不存在")
            if above in seen:
                raise _bad(path, f"{industry.id} 的上级成环")
            seen.add(above)
            above = by_id[above].broader


def _bad(path: Path, what: str) -> CorpusError:
    return CorpusError(f"行业词表 {path.name} 有误：{what}", "请改正该文件，或重新安装 anfa")
