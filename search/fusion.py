"""One ranking out of two: standardised scores, added.

Reciprocal rank fusion was measured beside it and lost (docs/results.md): on findings the lexical scores are far apart
where it is sure and close where it is not, and ranks throw that away.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray


def standardised(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Scores with mean 0 and deviation 1; all zeros where they do not differ."""
    if not len(scores):
        return np.zeros(0)
    spread = scores.std(dtype=np.float64)
    centred = scores - scores.mean(dtype=np.float64)
    return centred / spread if spread > 0 else np.zeros_like(centred)


def blend(
    candidates: NDArray[np.int64], lexical: NDArray[np.float32], dense: NDArray[np.float32], dense_weight: float
) -> dict[int, float]:
    """Score of every candidate; both kinds of score are standardised over the candidates first.

    Args:
        candidates: passage numbers, shape (n,).
        lexical: BM25 of each, shape (n,).
        dense: cosine of each, shape (n,).
        dense_weight: weight of the dense part against 1 for the lexical.
    """
    if not len(candidates):
        return {}
    scores = standardised(lexical) + dense_weight * standardised(dense)
    return {int(number): float(score) for number, score in zip(candidates, scores, strict=True)}


def ranked(scores: Mapping[int, float]) -> list[int]:
    """Items by falling score; ties by number, so that the same index gives the same answer."""
    return sorted(scores, key=lambda item: (-scores[item], item))
