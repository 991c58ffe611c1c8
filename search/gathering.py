"""From scored passages and votes to articles, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.fusion import ranked
from search.index import PassageTable

#: Weight of the ranking by clauses, 0 to 1, against the votes, whose shares of violations sum to 1 a clause each.
CLAUSE_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Group:
    """The passages of one article or measure that answer.

    Attributes:
        anchor: number of the article in the passage table.
        score: of the article.
        passages: numbers of its passages, the best first.
    """

    anchor: int
    score: float
    passages: tuple[int, ...]


def gather(
    own: Mapping[int, float], votes: Mapping[str, float], table: PassageTable, allowed: NDArray[np.bool_]
) -> list[Group]:
    """Articles by the best of their passages and all the votes for any of their provisions.

    Args:
        own: scores of passages by words and vectors, by passage number; at least one.
        votes: for provisions, by id; those with no allowed passage are not counted.
        table: of the passages.
        allowed: mask over passages, shape (passages,).
    """
    low, high = min(own.values()), max(own.values())
    plain = {i: CLAUSE_WEIGHT * (score - low) / ((high - low) or 1.0) for i, score in own.items()}
    scores = dict(plain)
    voted: dict[int, float] = {}
    for clause, vote in votes.items():
        passage = table.passage_of(clause)
        if passage is not None and allowed[passage]:
            scores[passage] = scores.get(passage, 0.0) + vote
            anchor = int(table.anchors[passage])
            voted[anchor] = voted.get(anchor, 0.0) + vote
    passages: dict[int, list[int]] = {}
    for passage in ranked(scores):
        passages.setdefault(int(table.anchors[passage]), []).append(passage)
    groups = [
        Group(anchor, voted.get(anchor, 0.0) + max(plain.get(i, 0.0) for i in members), tuple(members))
        for anchor, members in passages.items()
    ]
    return sorted(groups, key=lambda group: (-group.score, min(group.passages)))
