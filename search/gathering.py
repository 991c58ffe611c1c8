"""From scored passages and votes to articles, best first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from search.fusion import ranked

#: Weight of the ranking by clauses, 0 to 1, against the votes, whose shares of violations sum to 1 a clause each.
CLAUSE_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Group:
    """The passages of one article or measure that answer.

    Attributes:
        anchor: id of the article.
        score: of the article.
        passages: numbers of its passages, the best first.
    """

    anchor: str
    score: float
    passages: tuple[int, ...]


def gather(own: Mapping[int, float], votes: Mapping[int, float], anchors: Mapping[int, str]) -> list[Group]:
    """Articles by the best of their passages and all the votes for any of their provisions.

    Args:
        own: scores of passages by words and vectors, by passage number; at least one.
        votes: for passages, by number.
        anchors: id of the article or measure of every passage of both.
    """
    low, high = min(own.values()), max(own.values())
    plain = {i: CLAUSE_WEIGHT * (score - low) / ((high - low) or 1.0) for i, score in own.items()}
    scores = dict(plain)
    voted: dict[str, float] = {}
    for passage, vote in votes.items():
        scores[passage] = scores.get(passage, 0.0) + vote
        voted[anchors[passage]] = voted.get(anchors[passage], 0.0) + vote
    passages: dict[str, list[int]] = {}
    for passage in ranked(scores):
        passages.setdefault(anchors[passage], []).append(passage)
    groups = [
        Group(anchor, voted.get(anchor, 0.0) + max(plain.get(i, 0.0) for i in members), tuple(members))
        for anchor, members in passages.items()
    ]
    return sorted(groups, key=lambda group: (-group.score, min(group.passages)))
