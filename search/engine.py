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
from search.encoder import Encoder, load_encoder
from search.filters import Filters
from search.fusion import blend
from search.gathering import Group, gather
from search.highlight import spans
from search.hub import NO_VOTES, Hub, Nearness, Votes
from search.index import SearchIndex
from search.lexical import coverage

#: Longest question taken; a finding is a few sentences, not a case file.
MAX_QUERY = 2000
#: Candidates that each ranking puts forward.
_POOL = 300
#: Weight of the standardised cosine against 1 for BM25: equal say, not tuned (docs/results.md shows others).
DENSE_WEIGHT = 1.0
#: How many of the best candidates by words are read for how much of the question stands in one.
_READ = 20
#: Further provisions of the same article that a hit names.
_ALSO = 4
#: Weight of the legal terms that spoken words stand for, beside the words themselves.
_EXPANSION_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as both rankings see it; scores of every passage, shape (passages,).

    Attributes:
        text: the question.
        words: BM25 of its own words.
        lexical: the same with the legal terms.
        vector: unit vector with the legal terms, shape (dimension,).
    """

    text: str
    words: NDArray[np.float32]
    lexical: NDArray[np.float32]
    vector: NDArray[np.float32]


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

    def __init__(self, library: Library, index: SearchIndex, hub: Hub, encoder: Encoder) -> None:
        if index.dense.dimension != encoder.dimension:
            raise LibraryError(
                f"索引向量为 {index.dense.dimension} 维，当前编码器为 {encoder.dimension} 维",
                "请运行 anfa build 用当前编码器重建，或改回原来的 ANFA_ENCODER",
            )
        self.library = library
        self.index = index
        self.hub = hub
        self._encoder = encoder
        self._documents = [library.document(i) for i in index.table.document_ids]

    @classmethod
    def open(cls, generation: Path, encoder_name: str | None = None) -> SearchEngine:
        """Open the library and indexes of a generation.

        Args:
            generation: folder given by ``Home.current``.
            encoder_name: identity of the encoder that made the vectors; a different one is refused.
        """
        encoder = load_encoder()
        if encoder_name is not None and encoder.name != encoder_name:
            raise LibraryError(
                f"索引由编码器 {encoder_name} 建成，当前设置为 {encoder.name}",
                "请运行 anfa build 用当前编码器重建，或改回原来的 ANFA_ENCODER",
            )
        folder = generation / "search"
        return cls(Library(generation / "library.sqlite"), SearchIndex.load(folder), Hub.load(folder / "hub"), encoder)

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
        asked, allowed = self._asked(text, terms), self.allowed(filters)
        own = self._own_scores(asked, allowed)
        if not own:
            return NO_VOTES, []
        votes = self.hub.votes(text, asked.vector, self._nearness(asked, own), without)
        return votes, gather(own, votes.clauses, self.index.table, allowed)

    def scores(self, text: str, terms: tuple[str, ...], filters: Filters) -> dict[int, float]:
        """Scores by words and vectors alone, by passage number, for the candidates that either puts forward."""
        return self._own_scores(self._asked(text, terms), self.allowed(filters))

    def lexical_scores(self, text: str, terms: tuple[str, ...]) -> NDArray[np.float32]:
        """BM25 of every passage for the words and, at half weight, the legal terms, shape (passages,)."""
        return self._with_terms(self.index.lexical.scores(text), terms)

    def _with_terms(self, words: NDArray[np.float32], terms: tuple[str, ...]) -> NDArray[np.float32]:
        return words + np.float32(_EXPANSION_WEIGHT) * self.index.lexical.scores(" ".join(terms)) if terms else words

    def _asked(self, text: str, terms: tuple[str, ...]) -> _Asked:
        words = self.index.lexical.scores(text)
        return _Asked(text, words, self._with_terms(words, terms), self.query_vector(text, terms))

    def _own_scores(self, asked: _Asked, allowed: NDArray[np.bool_]) -> dict[int, float]:
        if not asked.lexical.any():  # no word of it stands anywhere in the library: nearness would be chance
            return {}
        nearest, _ = self.index.dense.nearest(asked.vector, min(_POOL, len(allowed)), allowed)
        candidates = np.union1d(_best(np.where(allowed, asked.lexical, 0.0)), nearest)
        cosines = self.index.dense.cosines(asked.vector, candidates)
        return blend(candidates, asked.lexical[candidates], cosines, DENSE_WEIGHT)

    def _nearness(self, asked: _Asked, own: Mapping[int, float]) -> Nearness:
        """How near the candidates come to the words and the meaning of the question."""
        numbers = np.fromiter(own, np.int64)
        best = numbers[np.argsort(-asked.words[numbers], kind="stable")[:_READ]]
        read = self.library.provisions_by_id([self.index.table.provisions[i] for i in best])
        cosine = self.index.dense.cosines(asked.vector, numbers).max()
        return Nearness(float(cosine), coverage(asked.text, (provision.full_text for provision in read.values())))

    def query_vector(self, text: str, terms: tuple[str, ...]) -> NDArray[np.float32]:
        """Unit vector of the words with their legal terms, shape (dimension,)."""
        vector: NDArray[np.float32] = self._encoder.encode_queries([" ".join([text, *terms])])[0]
        return vector

    def allowed(self, filters: Filters) -> NDArray[np.bool_]:
        """Mask over passages: those the filters admit, shape (passages,)."""
        table = self.index.table
        admitted = np.array([filters.admits(d) for d in self._documents])
        allowed: NDArray[np.bool_] = admitted[table.documents]
        if filters.standing_only:
            allowed &= table.ended > filters.day.toordinal()
        return allowed

    def _hits(
        self, text: str, terms: tuple[str, ...], filters: Filters, votes: Votes, groups: list[Group]
    ) -> tuple[Hit, ...]:
        table = self.index.table
        ids = {table.provisions[i] for group in groups for i in group.passages[: 1 + _ALSO]}
        anchors = [table.anchor_ids[group.anchor] for group in groups]
        provisions = self.library.provisions_by_id({*ids, *anchors})
        hits = []
        for group, anchor in zip(groups, anchors, strict=True):
            first, *others = group.passages[: 1 + _ALSO]
            best, document = provisions[table.provisions[first]], self._documents[table.documents[first]]
            also = sorted((provisions[table.provisions[i]] for i in others), key=lambda p: p.order)
            ended = best.ended is not None and filters.day >= best.ended
            hits.append(
                Hit(
                    provision=best,
                    anchor=provisions[anchor],
                    document=document,
                    status=Status.AMENDED if ended else document.status_on(filters.day),
                    score=group.score,
                    highlights=spans(best.full_text, text, terms),
                    also=tuple(also),
                    because=votes.because.get(best.id) or votes.because.get(anchor),
                )
            )
        return tuple(hits)


def _best(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Numbers of the ``_POOL`` best passages that scored at all, in no order."""
    pool = min(_POOL, len(scores))
    best: NDArray[np.int64] = np.argpartition(-scores, pool - 1)[:pool]
    return best[scores[best] > 0]


def _checked(query: str) -> str:
    text = query.strip()
    if not text:
        raise QueryError("没有输入检索内容", "请用一两句话写下检查发现的事实，例如：电焊工没有证就上岗")
    if len(text) > MAX_QUERY:
        raise QueryError(f"检索内容有 {len(text)} 字，超过上限 {MAX_QUERY} 字", "请只保留与违法事实有关的几句话")
    if not re.search(r"\w", text):
        raise QueryError("检索内容里没有文字", "请用文字描述检查发现的事实")
    return text
