"""A question in; ranked clauses out, each with document, exact provision, version and standing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryError, QueryError
from corpus.lexicon import load_lexicon
from corpus.library import Library
from corpus.model import Document, Provision, Status
from search.candidates import Asked, Candidates, PassageSearch, Place
from search.encoder import Encoder, load_encoder
from search.filters import Filters, Scope
from search.fusion import blend
from search.gathering import Group, gather
from search.highlight import spans
from search.hub import NO_VOTES, Hub, Nearness, Votes
from search.index import SearchIndex
from search.lexical import coverage

#: Longest question taken; a finding is a few sentences, not a case file.
MAX_QUERY = 2000
#: Weight of the standardised cosine against 1 for BM25: equal say, not tuned (docs/results.md shows others).
DENSE_WEIGHT = 1.0
#: How many of the best candidates by words are read for how much of the question stands in one.
_READ = 20
#: Further provisions of the same article that a hit names.
_ALSO = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """One clause of the answer.

    Attributes:
        provision: the best-matching provision.
        anchor: its article or measure.
        document: the version it stands in.
        status: standing of the provision on the day asked about.
        score: fused score; only the order means anything.
        highlights: (start, end) offsets into ``provision.full_text``.
        also: the next best provisions under the same anchor, in reading order.
        because: id of the violation that led here; None where the words alone did.
    """

    provision: Provision
    anchor: Provision
    document: Document
    status: Status
    score: float
    highlights: tuple[tuple[int, int], ...]
    also: tuple[Provision, ...] = ()
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits for one question, and how it was read.

    Attributes:
        query: the question as taken.
        filters: the limits applied.
        legal_terms: terms of law added for spoken words.
        hits: best first, one an article or measure.
        votes: the violations and cases that tell the like, and how far they were heard.
    """

    query: str
    filters: Filters
    legal_terms: tuple[str, ...]
    hits: tuple[Hit, ...]
    votes: Votes


class SearchEngine:
    """Answers from one generation; safe to share between threads."""

    def __init__(self, library: Library, index: PassageSearch, hub: Hub, encoder: Encoder) -> None:
        if index.dimension != encoder.dimension:
            raise LibraryError(
                f"索引向量为 {index.dimension} 维，当前编码器为 {encoder.dimension} 维",
                "请运行 anfa build 用当前编码器重建，或改回原来的 ANFA_ENCODER",
            )
        self.library = library
        self.index = index
        self.hub = hub
        self._encoder = encoder

    @classmethod
    def open(cls, generation: Path, encoder_name: str | None = None, library: Library | None = None) -> SearchEngine:
        """Open the library and indexes of a generation.

        Args:
            generation: folder given by ``Home.current``.
            encoder_name: identity of the encoder that made the vectors; a different one is refused.
            library: that of the generation, where it is open already.
        """
        encoder = encoder_of(encoder_name)
        folder = generation / "search"
        held = library or Library(generation / "library.sqlite")
        return cls(held, SearchIndex.load(folder), Hub.load(folder / "hub"), encoder)

    def search(self, query: str, filters: Filters, count: int = 10, without: frozenset[str] = frozenset()) -> Answer:
        """Clauses for a finding or question in the user's own words.

        Args:
            query: 1 to ``MAX_QUERY`` characters.
            filters: limits and the day asked about.
            count: how many hits at most.
            without: ids of violations and cases that are not to help, for measuring.

        Raises:
            QueryError: the text is empty, too long or has no word in it.
        """
        text = _checked(query)
        terms = load_lexicon().expand(text)
        votes, groups = self.ranking(text, terms, filters, without)
        return Answer(text, filters, terms, self._hits(text, terms, filters, votes, groups[:count]), votes)

    def ranking(
        self, text: str, terms: tuple[str, ...], filters: Filters, without: frozenset[str] = frozenset()
    ) -> tuple[Votes, list[Group]]:
        """Articles and measures, best first, with the votes that helped; see :meth:`search`."""
        asked = Asked(text, terms, self.query_vector(text, terms))
        scope = self.scope(filters)
        found = self.index.candidates(asked, scope)
        own = blend(found.numbers, found.lexical, found.cosines, DENSE_WEIGHT)
        if not own:
            return NO_VOTES, []
        places = self.index.places(own)
        votes = self.hub.votes(text, asked.vector, self._nearness(text, found, places), without)
        voted: dict[int, float] = {}
        for clause, number in self.index.placed(votes.clauses, scope).items():
            voted[number] = voted.get(number, 0.0) + votes.clauses[clause]
        places |= self.index.places(voted.keys() - own.keys())
        return votes, gather(own, voted, {number: place.anchor for number, place in places.items()})

    def scores(self, text: str, terms: tuple[str, ...], filters: Filters) -> dict[int, float]:
        """Scores by words and vectors alone, by passage number, for the candidates that either puts forward."""
        found = self.index.candidates(Asked(text, terms, self.query_vector(text, terms)), self.scope(filters))
        return blend(found.numbers, found.lexical, found.cosines, DENSE_WEIGHT)

    def scope(self, filters: Filters) -> Scope:
        """What the filters leave of this library."""
        return filters.scope(self.library.documents())

    def _nearness(self, text: str, found: Candidates, places: Mapping[int, Place]) -> Nearness:
        """How near the candidates come to the words and the meaning of the question."""
        best = found.numbers[np.argsort(-found.words, kind="stable")[:_READ]]
        read = self.library.provisions_by_id([places[int(number)].provision for number in best])
        return Nearness(float(found.cosines.max()), coverage(text, (p.full_text for p in read.values())))

    def query_vector(self, text: str, terms: tuple[str, ...]) -> NDArray[np.float32]:
        """Unit vector of the words with their legal terms, shape (dimension,)."""
        vector: NDArray[np.float32] = self._encoder.encode_queries([" ".join([text, *terms])])[0]
        return vector

    def _hits(
        self, text: str, terms: tuple[str, ...], filters: Filters, votes: Votes, groups: list[Group]
    ) -> tuple[Hit, ...]:
        places = self.index.places([i for group in groups for i in group.passages[: 1 + _ALSO]])
        provisions = self.library.provisions_by_id(
            {*(place.provision for place in places.values()), *(group.anchor for group in groups)}
        )
        hits = []
        for group in groups:
            first, *others = (places[i] for i in group.passages[: 1 + _ALSO])
            best, document = provisions[first.provision], self.library.document(first.document)
            also = sorted((provisions[place.provision] for place in others), key=lambda p: p.order)
            ended = best.ended is not None and filters.day >= best.ended
            hits.append(
                Hit(
                    provision=best,
                    anchor=provisions[group.anchor],
                    document=document,
                    status=Status.AMENDED if ended else document.status_on(filters.day),
                    score=group.score,
                    highlights=spans(best.full_text, text, terms),
                    also=tuple(also),
                    because=votes.because.get(best.id) or votes.because.get(group.anchor),
                )
            )
        return tuple(hits)


def encoder_of(name: str | None) -> Encoder:
    """The configured encoder.

    Args:
        name: identity of the encoder that made an index; None to take any.

    Raises:
        LibraryError: another one is configured.
    """
    encoder = load_encoder()
    if name is not None and encoder.name != name:
        raise LibraryError(
            f"索引由编码器 {name} 建成，当前设置为 {encoder.name}",
            "请运行 anfa build 用当前编码器重建，或改回原来的 ANFA_ENCODER",
        )
    return encoder


def _checked(query: str) -> str:
    text = query.strip()
    if not text:
        raise QueryError("没有输入检索内容", "请用一两句话写下检查发现的事实，例如：电焊工没有证就上岗")
    if len(text) > MAX_QUERY:
        raise QueryError(f"检索内容有 {len(text)} 字，超过上限 {MAX_QUERY} 字", "请只保留与违法事实有关的几句话")
    if not re.search(r"\w", text):
        raise QueryError("检索内容里没有文字", "请用文字描述检查发现的事实")
    return text
