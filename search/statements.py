"""An index over things told in several short statements: violations by their spoken variants, cases by their facts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryError
from search.dense import DenseIndex
from search.encoder import Encoder
from search.lexical import LexicalIndex

#: How many statements a question is compared with by vectors.
_NEAREST = 400


@dataclass(frozen=True, slots=True)
class Told:
    """One owner and what is said of it.

    Attributes:
        id: of the violation or case.
        statements: each a sentence of its own, at least one; vectors are made of these.
        more: further words that only BM25 sees.
        clauses: ids of the provisions it leads to, with how much each is meant, 0 to 1.
    """

    id: str
    statements: tuple[str, ...]
    more: tuple[str, ...] = ()
    clauses: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatementIndex:
    """BM25 over owners, exact nearest neighbours over statements.

    Attributes:
        told: the owners; row i of every array over owners is ``told[i]``.
        owner_of: number of the owner of each statement, shape (statements,).
        lexical: over all words of each owner; None of an empty index.
        dense: over the statements; None of an empty index.
    """

    told: tuple[Told, ...]
    owner_of: NDArray[np.int64]
    lexical: LexicalIndex | None
    dense: DenseIndex | None

    @classmethod
    def build(cls, told: Sequence[Told], encoder: Encoder) -> StatementIndex:
        """Index the owners in the order given; none is fine."""
        owner_of = np.array([i for i, each in enumerate(told) for _ in each.statements], np.int64)
        if not len(owner_of):
            return cls((), owner_of, None, None)
        statements = [statement for each in told for statement in each.statements]
        lexical = LexicalIndex.build(" ".join((*each.statements, *each.more)) for each in told)
        return cls(tuple(told), owner_of, lexical, DenseIndex.build(encoder.encode_passages(statements)))

    def save(self, folder: Path) -> None:
        """Write everything into ``folder``, which is made."""
        folder.mkdir(parents=True)
        rows = [[t.id, t.statements, t.more, dict(t.clauses)] for t in self.told]
        (folder / "told.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        if self.lexical is not None and self.dense is not None:
            self.lexical.save(folder / "bm25")
            self.dense.save(folder / "vectors.faiss")

    @classmethod
    def load(cls, folder: Path) -> StatementIndex:
        """Open a saved index.

        Raises:
            LibraryError: a part is absent or damaged.
        """
        try:
            rows = json.loads((folder / "told.json").read_text(encoding="utf-8"))
            told = tuple(Told(i, tuple(said), tuple(more), dict(clauses)) for i, said, more, clauses in rows)
            owner_of = np.array([i for i, each in enumerate(told) for _ in each.statements], np.int64)
            if not told:
                return cls((), owner_of, None, None)
            return cls(told, owner_of, LexicalIndex.load(folder / "bm25"), DenseIndex.load(folder / "vectors.faiss"))
        except (OSError, EOFError, ValueError, TypeError, KeyError, RuntimeError) as error:
            raise LibraryError(f"违法行为和案例的索引无法读取（{error}）", "请运行 anfa build 重建") from error

    def lexical_scores(self, text: str) -> NDArray[np.float32]:
        """BM25 of every owner, shape (owners,)."""
        return self.lexical.scores(text) if self.lexical is not None else np.zeros(0, np.float32)

    def cosines(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """Best cosine of each owner's statements with a unit vector, shape (owners,).

        Only the ``_NEAREST`` nearest statements are looked at; an owner with none among them has the least of these.
        """
        if self.dense is None:
            return np.zeros(0, np.float32)
        everything = np.ones(len(self.owner_of), bool)
        numbers, cosines = self.dense.nearest(vector, min(_NEAREST, len(self.owner_of)), everything)
        best = np.full(len(self.told), cosines.min(), np.float32)
        np.maximum.at(best, self.owner_of[numbers], cosines)
        return best

    def nearest_statement(self, owner: int, vector: NDArray[np.float32]) -> tuple[str, float]:
        """The statement of one owner that is nearest to a unit vector, with its cosine."""
        first = int(np.searchsorted(self.owner_of, owner))
        numbers = np.arange(first, first + len(self.told[owner].statements), dtype=np.int64)
        assert self.dense is not None  # an owner exists, so there are vectors
        cosines = self.dense.cosines(vector, numbers)
        best = int(np.argmax(cosines))
        return self.told[owner].statements[best], float(cosines[best])
