"""The search index of one generation on disk: passage table, BM25, vectors."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryError
from search.candidates import EXPANSION_WEIGHT, NO_CANDIDATES, POOL, Asked, Candidates, Place
from search.dense import DenseIndex
from search.encoder import Encoder
from search.filters import Scope
from search.lexical import LexicalIndex
from search.passages import Passage

_NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class PassageTable:
    """What the ranking must know of every passage; row i everywhere is passage i.

    Attributes:
        provisions: provision ids.
        anchors: numbers into ``anchor_ids``.
        anchor_ids: ids of articles and measures.
        documents: numbers into ``document_ids``.
        document_ids: version ids.
        ended: ordinal of the first day a provision no longer stands; the largest date when it does.
    """

    provisions: list[str]
    anchors: NDArray[np.int32]
    anchor_ids: list[str]
    documents: NDArray[np.int32]
    document_ids: list[str]
    ended: NDArray[np.int32]
    _numbers: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        # Here and not at the first question: threads that ask at once must not see half of it.
        for number in range(len(self.provisions) - 1, -1, -1):
            self._numbers[self.anchor_ids[self.anchors[number]]] = number
        self._numbers.update({identifier: number for number, identifier in enumerate(self.provisions)})

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> PassageTable:
        """The table of these passages."""
        anchors: dict[str, int] = {}
        documents: dict[str, int] = {}
        return cls(
            [p.provision_id for p in passages],
            np.array([anchors.setdefault(p.anchor_id, len(anchors)) for p in passages], np.int32),
            list(anchors),
            np.array([documents.setdefault(p.document_id, len(documents)) for p in passages], np.int32),
            list(documents),
            np.array([p.ended.toordinal() if p.ended else _NEVER for p in passages], np.int32),
        )

    def placed(self, clauses: Collection[str], allowed: NDArray[np.bool_]) -> dict[str, int]:
        """Number of the passage with each provision's words, where it is allowed.

        Args:
            clauses: provision ids; an article without words of its own is found by its first passage.
            allowed: mask over passages, shape (passages,).
        """
        found = ((clause, self._numbers.get(clause)) for clause in clauses)
        return {clause: number for clause, number in found if number is not None and allowed[number]}

    def save(self, folder: Path) -> None:
        """Write ``passages.json`` and ``passages.npz``."""
        names = {"provisions": self.provisions, "anchors": self.anchor_ids, "documents": self.document_ids}
        (folder / "passages.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "passages.npz", anchors=self.anchors, documents=self.documents, ended=self.ended)

    @classmethod
    def load(cls, folder: Path) -> PassageTable:
        """Read what :meth:`save` wrote."""
        names = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
        with np.load(folder / "passages.npz") as arrays:
            return cls(
                names["provisions"],
                arrays["anchors"],
                names["anchors"],
                arrays["documents"],
                names["documents"],
                arrays["ended"],
            )


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The passages of one generation in files; a ``PassageSearch``."""

    table: PassageTable
    lexical: LexicalIndex
    dense: DenseIndex

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self.dense.dimension

    def candidates(self, asked: Asked, scope: Scope) -> Candidates:
        """The best passages by words and by vectors."""
        words = self.lexical.scores(asked.text)
        lexical = self._with_terms(words, asked.terms)
        if not lexical.any():
            return NO_CANDIDATES
        allowed = self.allowed(scope)
        nearest, _ = self.dense.nearest(asked.vector, min(POOL, len(allowed)), allowed)
        numbers = np.union1d(best(np.where(allowed, lexical, 0.0), POOL), nearest)
        return Candidates(numbers, words[numbers], lexical[numbers], self.dense.cosines(asked.vector, numbers))

    def placed(self, clauses: Collection[str], scope: Scope) -> dict[str, int]:
        """Numbers of the passages of these provisions."""
        return self.table.placed(clauses, self.allowed(scope))

    def places(self, numbers: Collection[int]) -> dict[int, Place]:
        """Where these passages stand."""
        table = self.table
        return {
            i: Place(table.provisions[i], table.anchor_ids[table.anchors[i]], table.document_ids[table.documents[i]])
            for i in numbers
        }

    def allowed(self, scope: Scope) -> NDArray[np.bool_]:
        """Mask over passages: those in scope, shape (passages,)."""
        admitted = np.array([document in scope.documents for document in self.table.document_ids])
        allowed: NDArray[np.bool_] = admitted[self.table.documents]
        if scope.standing_on is not None:
            allowed &= self.table.ended > scope.standing_on.toordinal()
        return allowed

    def lexical_scores(self, text: str, terms: tuple[str, ...]) -> NDArray[np.float32]:
        """BM25 of every passage for the words and, at less weight, the legal terms, shape (passages,)."""
        return self._with_terms(self.lexical.scores(text), terms)

    def _with_terms(self, words: NDArray[np.float32], terms: tuple[str, ...]) -> NDArray[np.float32]:
        return words + np.float32(EXPANSION_WEIGHT) * self.lexical.scores(" ".join(terms)) if terms else words

    @classmethod
    def build(
        cls,
        passages: Sequence[Passage],
        encoder: Encoder,
        folder: Path,
        *,
        batch: int = 512,
        progress: Callable[[int], None] = lambda _: None,
    ) -> SearchIndex:
        """Index the passages and write everything into ``folder``.

        Args:
            passages: at least one.
            encoder: makes the vectors.
            folder: an existing folder.
            batch: passages encoded at a time.
            progress: called with the number of passages just encoded.
        """
        if not passages:
            raise LibraryError("没有可检索的条款", "请检查所选法律或收录的文件是否为空")
        vectors = np.empty((len(passages), encoder.dimension), np.float32)
        for start in range(0, len(passages), batch):
            part = passages[start : start + batch]
            vectors[start : start + len(part)] = encoder.encode_passages([p.dense_text for p in part])
            progress(len(part))
        index = cls(
            PassageTable.of(passages),
            LexicalIndex.build(p.lexical_text for p in passages),
            DenseIndex.build(vectors),
        )
        index.table.save(folder)
        index.lexical.save(folder / "bm25")
        index.dense.save(folder / "vectors.faiss")
        return index

    @classmethod
    def load(cls, folder: Path) -> SearchIndex:
        """Open an index.

        Raises:
            LibraryError: a part is absent or damaged.
        """
        try:
            return cls(
                PassageTable.load(folder),
                LexicalIndex.load(folder / "bm25"),
                DenseIndex.load(folder / "vectors.faiss"),
            )
        except (OSError, EOFError, ValueError, KeyError, RuntimeError) as error:
            raise LibraryError(f"检索索引无法读取（{error}）", "请运行 anfa build 重建") from error


def best(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Numbers of the ``count`` best passages that scored at all, in no order."""
    pool = min(count, len(scores))
    numbers: NDArray[np.int64] = np.argpartition(-scores, pool - 1)[:pool]
    return numbers[scores[numbers] > 0]
