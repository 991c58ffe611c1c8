"""Which violations a case is an instance of, and which cases are alike: by clauses cited and by words, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from corpus.cases import CaseClause, CaseLink, EnforcementCase
from corpus.violations import Violation
from search.encoder import Encoder
from search.fusion import standardised
from search.hub import Hub
from search.statements import StatementIndex

#: What an exact clause counts, and one that only contains the other (第一百零二条 of its 第一款).
_EXACT, _CONTAINS = 1.0, 0.6
#: A clause that punishes tells more than one that bids: many acts breach one duty.
_PENALTY, _DUTY = 1.0, 0.7
#: Least score of a link with a clause behind it, and of one by words alone.
_LEAST, _LEAST_BY_WORDS = 0.5, 0.65
#: A link must be this near to the best of its case; how many a case has at most.
_NEAR_BEST, _MOST = 0.85, 3
#: What parts the facts of a case: several findings in one case are several violations.
_PARTS = re.compile("[；。：]")
_SHORTEST_PART = 6
#: How many similar cases each case names, and the least likeness.
_ALIKE, _LEAST_ALIKE = 5, 0.45


@dataclass(frozen=True, slots=True)
class Alike:
    """Two cases that tell the like; ``score`` 0 to 1."""

    one: str
    other: str
    score: float


def link_cases(
    cases: Iterable[EnforcementCase],
    violations: Sequence[Violation],
    hub: Hub,
    encoder: Encoder,
    labels: Mapping[str, str],
) -> tuple[CaseLink, ...]:
    """Links of every case; where a person made links, those alone.

    Args:
        cases: with their clauses resolved.
        violations: the catalogue that ``hub`` was built of, in the same order.
        hub: of violations.
        encoder: that made the hub's vectors.
        labels: how provisions are cited, by id, for the reasons.
    """
    known = {violation.id for violation in violations}
    made: list[CaseLink] = []
    for case in cases:
        if authored := [v for v in case.violations if v in known]:
            made += [CaseLink(case.id, v, 1.0, True, "人工认定") for v in authored]
        else:
            made += _links(case, violations, hub, encoder, labels)
    return tuple(made)


def _links(
    case: EnforcementCase, violations: Sequence[Violation], hub: Hub, encoder: Encoder, labels: Mapping[str, str]
) -> Iterator[CaseLink]:
    facts = case.facts or case.text
    if not violations or not facts.strip():
        return
    told = [facts, *(part for part in _PARTS.split(facts) if len(part) >= _SHORTEST_PART)]
    vectors = encoder.encode_queries(told)
    words = np.max([_likeness(hub.violations, part, v) for part, v in zip(told, vectors, strict=True)], axis=0)
    punished = [clause for clause in case.penalized_under if clause.current]
    breached = [clause for clause in case.violated if clause.current]
    scored = []
    for number, violation in enumerate(violations):
        by_penalty, penalty = _clause(punished, violation.penalties)
        by_duty, duty = _clause(breached, violation.duties)
        clauses = max(_PENALTY * by_penalty, _DUTY * by_duty, min(1.0, 0.7 * by_penalty + 0.5 * by_duty))
        score = 0.5 * clauses + 0.5 * float(words[number]) if clauses else float(words[number])
        scored.append((score, clauses > 0, number, penalty, duty))
    scored.sort(key=lambda row: (-row[1], -row[0], row[2]))
    best = scored[0]
    for score, by_clause, number, penalty, duty in islice(scored, _MOST):
        if by_clause is not best[1] or score < max(_NEAR_BEST * best[0], _LEAST if by_clause else _LEAST_BY_WORDS):
            return
        statement, cosine = max(
            (hub.violations.nearest_statement(number, v) for v in vectors), key=lambda near: near[1]
        )
        reasons = [
            f"处罚依据{_named(penalty, labels)}是其罚则" if penalty else "",
            f"违反的{_named(duty, labels)}是其义务条款" if duty else "",
            f"案情与“{statement}”相近（{cosine:.2f}）",
        ]
        yield CaseLink(case.id, violations[number].id, round(score, 3), False, "；".join(filter(None, reasons)))
        if not by_clause:
            return  # words alone are trusted with one link


def _likeness(index: StatementIndex, text: str, vector: NDArray[np.float32]) -> NDArray[np.float64]:
    """Likeness 0 to 1 of each violation: its share of the best BM25, and its cosine where that is above chance."""
    lexical, cosines = index.lexical_scores(text), index.cosines(vector)
    top = float(lexical.max(initial=0.0))
    shares = lexical / top if top > 0 else lexical
    near = np.clip((cosines - 0.2) / 0.5, 0.0, 1.0)
    both: NDArray[np.float64] = 0.5 * shares + 0.5 * near
    return both


def _clause(cited: Sequence[CaseClause], of_violation: Sequence[str]) -> tuple[float, str | None]:
    """How well a cited clause fits one of the violation's, and which one."""
    best: tuple[float, str | None] = (0.0, None)
    for clause in cited:
        current = clause.current or ""
        for reference in of_violation:
            if current == reference:
                return _EXACT, reference
            if reference.startswith(f"{current}.") or current.startswith(f"{reference}."):
                best = max(best, (_CONTAINS, reference), key=lambda pair: pair[0])
    return best


def _named(provision: str, labels: Mapping[str, str]) -> str:
    return f"《{provision.partition('@')[0]}》{labels.get(provision, '')}"


def alike_cases(cases: Sequence[EnforcementCase], hub: Hub, encoder: Encoder) -> tuple[Alike, ...]:
    """Each case with its nearest others by facts, every pair once.

    Args:
        cases: those that ``hub`` was built of, in the same order.
        hub: of the cases.
        encoder: that made its vectors.
    """
    found: dict[tuple[str, str], float] = {}
    for number, case in enumerate(cases):
        facts = case.facts or case.text
        vector = encoder.encode_queries([facts])[0]
        cosines = hub.cases.cosines(vector)
        scores = standardised(hub.cases.lexical_scores(facts)) + standardised(cosines)
        scores[number] = -np.inf
        for other in (int(i) for i in np.argsort(-scores, kind="stable")[:_ALIKE]):
            score = min(1.0, float(cosines[other]))  # half floats are a little longer than 1
            if other != number and score >= _LEAST_ALIKE:
                one, two = sorted((case.id, cases[other].id))
                found[one, two] = max(found.get((one, two), 0.0), score)
    return tuple(Alike(one, two, score) for (one, two), score in sorted(found.items()))
