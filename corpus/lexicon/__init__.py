"""The words of the field: terms that stay whole, what the workshop calls them, and words a search ignores.

``terms.txt`` is a jieba user dictionary, one ``word frequency tag`` a line. Tags: ``law`` names of laws, ``post``
people, ``body`` authorities and units, ``system`` duties, papers and permits, ``equip`` equipment and places,
``work`` work and processes, ``hazard``, ``substance``, ``act`` unlawful acts, measures and procedure, ``industry``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import yaml

from corpus.errors import CorpusError

_HERE = Path(__file__).resolve().parent
_ADVICE = "请按文件开头的说明改正，或重新安装本软件"
TAGS = frozenset({"law", "post", "body", "system", "equip", "work", "hazard", "substance", "act", "industry"})
_TERM = re.compile(r"(\S+) ([1-9][0-9]*) ([a-z]+)")


@dataclass(frozen=True, slots=True)
class Term:
    """One word of the dictionary; ``frequency`` is a count in the scale of jieba's own dictionary."""

    word: str
    frequency: int
    tag: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All three lists.

    Attributes:
        terms: in file order, each word once.
        synonyms: spoken words -> terms of the law, longest spoken form first. A key with a space in it
            applies when all its parts occur; a key without terms only keeps shorter ones inside it from applying.
        stopwords: words that carry nothing in a search.
    """

    terms: tuple[Term, ...]
    synonyms: Mapping[str, tuple[str, ...]]
    stopwords: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """The terms without frequency and tag."""
        return frozenset(term.word for term in self.terms)

    def expand(self, query: str) -> tuple[str, ...]:
        """Terms of the law for the spoken words found in ``query``, each once.

        The longest spoken form wins: where 无证上岗 applies, the 无证 inside it is not looked up again.
        """
        taken = [False] * len(query)
        found: dict[str, None] = {}
        for spoken, legal in self.synonyms.items():
            if _claim(query, spoken, taken):
                found.update(dict.fromkeys(legal))
        return tuple(found)


def _claim(query: str, spoken: str, taken: list[bool]) -> bool:
    """Whether ``spoken`` stands in ``query`` outside longer forms; marks what it covers."""
    parts = spoken.split()
    if len(parts) > 1:
        return all(part in query for part in parts)
    if spoken not in query:  # nearly always; and there are more of them than ``re`` keeps compiled
        return False
    free = [
        match.start() for match in re.finditer(re.escape(spoken), query) if not all(taken[match.start() : match.end()])
    ]
    for start in free:
        taken[start : start + len(spoken)] = [True] * len(spoken)
    return bool(free)


def _read_terms(path: Path) -> tuple[Term, ...]:
    terms: dict[str, Term] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = _TERM.fullmatch(line)
        if match is None or match[3] not in TAGS:
            raise CorpusError(f"{path.name} 第 {number} 行不是“词 词频 标签”：{line}", _ADVICE)
        if match[1] in terms:
            raise CorpusError(f"{path.name} 第 {number} 行重复：{match[1]}", _ADVICE)
        terms[match[1]] = Term(match[1], int(match[2]), match[3])
    return tuple(terms.values())


def _read_synonyms(path: Path) -> Mapping[str, tuple[str, ...]]:
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CorpusError(f"{path.name} 不是合法的 YAML", _ADVICE) from error
    if not isinstance(raw, dict):
        raise CorpusError(f"{path.name} 应是“口语: [法律用语]”的对照", _ADVICE)
    synonyms: dict[str, tuple[str, ...]] = {}
    for spoken in sorted(raw, key=lambda key: (-len(str(key)), str(key))):
        legal = raw[spoken]
        if not isinstance(spoken, str) or not isinstance(legal, list):
            raise CorpusError(f"{path.name} 的“{spoken}”没有对应的法律用语（不需要时写 []）", _ADVICE)
        if not all(isinstance(term, str) and term.strip() for term in legal):
            raise CorpusError(f"{path.name} 的“{spoken}”含有空的或不是文字的用语", _ADVICE)
        synonyms[spoken] = tuple(legal)
    return MappingProxyType(synonyms)


@cache
def load_lexicon(folder: Path = _HERE) -> Lexicon:
    """The shipped lexicon, read once; ``folder`` is for tests.

    Raises:
        CorpusError: a file breaks its form.
    """
    stopwords = (folder / "stopwords.txt").read_text(encoding="utf-8").split()
    return Lexicon(
        terms=_read_terms(folder / "terms.txt"),
        synonyms=_read_synonyms(folder / "synonyms.yaml"),
        stopwords=frozenset(stopwords),
    )


def expand(query: str) -> tuple[str, ...]:
    """``load_lexicon().expand(query)``."""
    return load_lexicon().expand(query)
