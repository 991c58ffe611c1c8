"""One ranking out of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: Cormack, Clarke, Büttcher, SIGIR 2009: the constant that damps the weight of the first ranks.
_DAMPING = 60


def reciprocal_rank(rankings: Sequence[tuple[Sequence[int], float]]) -> dict[int, float]:
    """Weighted reciprocal rank fusion.

    Args:
        rankings: pairs of (item numbers, best first; weight).

    Returns:
        Score of every item named by any ranking; higher is better.
    """
    scores: dict[int, float] = {}
    for ranking, weight in rankings:
        for rank, item in enumerate(ranking, 1):
            scores[item] = scores.get(item, 0.0) + weight / (_DAMPING + rank)
    return scores


def ranked(scores: Mapping[int, float]) -> list[int]:
    """Items by falling score; ties by number, so that the same index gives the same answer."""
    return sorted(scores, key=lambda item: (-scores[item], item))
