"""The sectors of safety enforcement and the words that name them: a SKOS scheme, ``industries.ttl``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import CorpusError

if TYPE_CHECKING:
    from rdflib import Graph, Literal, URIRef

FILE = Path(__file__).with_name("industries.ttl")
PREFIX = "urn:anfa:industry:"

_ADVICE = "请按文件开头的说明改正，或重新安装 anfa"


@dataclass(frozen=True, slots=True)
class Industry:
    """One sector (行业领域).

    Attributes:
        id: stable slug, for example ``coal-mine``.
        name: as shown, for example 煤矿.
        words: what names it in texts.
        broader: id of the sector it belongs to, or None.
        unless: longer phrases that contain one of the words and name something else.
        labels: other names to show, spoken ones too.
        english: name in English.
        codes: codes of GB/T 4754-2017 that lie in it.
    """

    id: str
    name: str
    words: tuple[str, ...]
    broader: str | None = None
    unless: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    english: str = ""
    codes: tuple[str, ...] = ()


class IndustryLexicon:
    """Finds the sectors named in a text: one pattern over all words, the longest first."""

    def __init__(self, industries: Iterable[Industry]) -> None:
        self.industries = tuple(industries)
        self._by_id = {industry.id: industry for industry in self.industries}
        meaning: dict[str, str | None] = {}
        for industry in self.industries:
            meaning.update(dict.fromkeys(industry.unless))
        for industry in self.industries:
            meaning.update(dict.fromkeys(industry.words, industry.id))
        self._meaning: Mapping[str, str | None] = meaning
        longest_first = sorted(meaning, key=lambda word: (-len(word), word))
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._by_id

    def __getitem__(self, identifier: str) -> Industry:
        return self._by_id[identifier]

    def find(self, text: str) -> tuple[str, ...]:
        """Ids of the sectors that ``text`` names, each once, in the order of their first word.

        A narrower sector does not bring its broader one along: follow ``broader`` where that is wanted.
        """
        found: dict[str, None] = {}
        for match in self._pattern.finditer(text):
            if (industry := self._meaning[match.group()]) is not None:
                found.setdefault(industry)
        return tuple(found)

    def with_broader(self, identifiers: Iterable[str]) -> frozenset[str]:
        """The sectors and all that they belong to."""
        found: set[str] = set()
        for identifier in identifiers:
            above: str | None = identifier
            while above is not None and above not in found:
                found.add(above)
                above = self._by_id[above].broader if above in self._by_id else None
        return frozenset(found)


@cache
def industry_lexicon() -> IndustryLexicon:
    """The shipped sectors.

    Raises:
        CorpusError: the data file is damaged.
    """
    return IndustryLexicon(read_industries(FILE))


def read_industries(path: Path) -> tuple[Industry, ...]:
    """The sectors of a data file by id, checked: one name, unique words, known broader ones, no circle.

    Raises:
        CorpusError: what is wrong, and in which sector.
    """
    from rdflib import RDF, SKOS, Graph, URIRef

    try:
        graph = Graph().parse(path, format="turtle")
    except (OSError, UnicodeDecodeError, SyntaxError) as error:
        raise CorpusError(f"行业词表 {path.name} 读不出来：{str(error).partition(chr(10))[0]}", _ADVICE) from error
    concepts = sorted(c for c in graph.subjects(RDF.type, SKOS.Concept) if isinstance(c, URIRef))
    if not concepts:
        raise _bad(path, "里面没有 skos:Concept")
    industries = tuple(_industry(path, graph, concept) for concept in concepts)
    _check(path, industries)
    return industries


def _industry(path: Path, graph: Graph, concept: URIRef) -> Industry:
    from rdflib import SKOS, Namespace

    ours = Namespace("urn:anfa:")
    identifier = str(concept).removeprefix(PREFIX)
    names = {str(label.language): str(label) for label in _literals(graph, concept, SKOS.prefLabel)}
    if not str(concept).startswith(PREFIX) or "zh" not in names:
        raise _bad(path, f"{concept} 应以 {PREFIX} 开头，并有一个 @zh 的 skos:prefLabel")
    labels = tuple(sorted(map(str, _literals(graph, concept, SKOS.altLabel))))
    hidden = sorted(map(str, _literals(graph, concept, SKOS.hiddenLabel)))
    display_only = any(literal.toPython() is True for literal in _literals(graph, concept, ours.displayOnly))
    above = sorted(str(each).removeprefix(PREFIX) for each in graph.objects(concept, SKOS.broader))
    if len(above) > 1:
        raise _bad(path, f"{identifier} 有几个上级")
    words = (*(() if display_only else (names["zh"],)), *labels, *hidden)
    if not words:
        raise _bad(path, f"{identifier} 没有可供识别的词")
    return Industry(
        id=identifier,
        name=names["zh"],
        words=words,
        broader=above[0] if above else None,
        unless=tuple(sorted(map(str, _literals(graph, concept, ours.exceptLabel)))),
        labels=labels,
        english=names.get("en", ""),
        codes=tuple(sorted(map(str, _literals(graph, concept, SKOS.notation)))),
    )


def _literals(graph: Graph, concept: URIRef, predicate: URIRef) -> list[Literal]:
    from rdflib import Literal

    return [each for each in graph.objects(concept, predicate) if isinstance(each, Literal)]


def _check(path: Path, industries: tuple[Industry, ...]) -> None:
    by_id = {industry.id: industry for industry in industries}
    owner: dict[str, str] = {}
    for industry in industries:
        for word in (*industry.words, *industry.unless):
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
    return CorpusError(f"行业词表 {path.name} 有误：{what}", _ADVICE)
