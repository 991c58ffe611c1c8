"""What a ranking needs of an index of passages, embedded or served."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.filters import Scope

#: Candidates that the ranking by words and the one by vectors each put forward.
POOL = 300
#: Weight of the legal terms that spoken words stand for, beside the words themselves.
EXPANSION_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as an index takes it.

    Attributes:
        text: the question.
        terms: legal terms that its spoken words stand for.
        vector: unit vector of both, shape (dimension,).
    """

    text: str
    terms: tuple[str, ...]
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages that words or vectors put forward; row i of every array is one passage.

    Attributes:
        numbers: of the passages in library order, shape (n,).
        words: BM25 of the question's own words.
        lexical: the same with its legal terms.
        cosines: with the question's vector.
    """

    numbers: NDArray[np.int64]
    words: NDArray[np.float32]
    lexical: NDArray[np.float32]
    cosines: NDArray[np.float32]


#: Of a question with no word that stands in the library: nearness would be chance.
NO_CANDIDATES = Candidates(np.zeros(0, np.int64), *(np.zeros(0, np.float32) for _ in range(3)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands: ids of its provision, of its article or measure, of its version."""

    provision: str
    anchor: str
    document: str


class PassageSearch(Protocol):
    """An index of passages, numbered from 0 in library order."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def candidates(self, asked: Asked, scope: Scope) -> Candidates:
        """The ``POOL`` best passages in scope by words, and as many by vectors; empty when no word is known at all."""

    def placed(self, clauses: Collection[str], scope: Scope) -> dict[str, int]:
        """The passage of each provision, where it is in scope; of an article without words of its own, its first one's."""

    def places(self, numbers: Collection[int]) -> dict[int, Place]:
        """Where these passages stand."""
