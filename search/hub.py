"""What the hub adds to a ranking: clauses of the violations and precedents that tell what the question tells.

Plain search over clauses compares the words of a workshop with the words of the law. The catalogue of violations has
the words of the workshop, and each entry knows its clauses; so do cases. Both vote for clauses, as much as the
question is a finding at all. The votes fade where it is nearer to a clause than to any violation: in meaning, as
questions about procedure are, or in wording, as a remembered line of a law or a notice is.
The figures below are round ones, looked at on the development cases and on STARD's questions (docs/results.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from corpus.cases import EnforcementCase
from corpus.violations import Violation
from search.encoder import Encoder
from search.fusion import standardised
from search.lexical import coverage
from search.statements import StatementIndex, Told

#: How many violations and cases vote, and what the one at rank r (from 0) is worth: 1 / (r + _FLATTEN), shares of 1.
_VIOLATIONS, _CASES, _FLATTEN = 20, 10, 2
#: Vote of the cases against 1 of the violations.
_CASE_WEIGHT = 0.5
#: The clause at place k (from 0) of those that a violation names counts 1 / (1 + k * this).
_FADING_BY_PLACE = 0.5
#: How fast the votes fade where a clause is nearer to the question than any spoken variant is, and how much nearer it
#: may be: in cosine, and in the share of the question's words.
_STEEPNESS, _COSINE_MARGIN, _WORDS_MARGIN = 20.0, 0.05, 0.3


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near the nearest of some texts is to a question.

    Attributes:
        cosine: of the nearest in meaning, -1 to 1.
        coverage: share of the question's words in the nearest in wording, 0 to 1.
    """

    cosine: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A violation or case found for a question.

    Attributes:
        id: of the violation or case.
        statement: its statement that is nearest to the question.
        cosine: of that statement.
        share: its share of the vote, all shares together 1.
    """

    id: str
    statement: str
    cosine: float
    share: float


@dataclass(frozen=True, slots=True)
class Votes:
    """What violations and cases say to one question.

    Attributes:
        gate: 0 to 1, how much the question is a finding.
        violations: best first.
        cases: best first.
        clauses: vote for each provision; ``gate`` is in it already.
        because: for each provision, the violation that gave it most.
    """

    gate: float
    violations: tuple[Ranked, ...]
    cases: tuple[Ranked, ...]
    clauses: Mapping[str, float]
    because: Mapping[str, str]


NO_VOTES = Votes(0.0, (), (), {}, {})


@dataclass(frozen=True, slots=True)
class Hub:
    """The catalogue and the cases, ready to vote."""

    violations: StatementIndex
    cases: StatementIndex

    @classmethod
    def build(cls, violations: tuple[Violation, ...], cases: tuple[EnforcementCase, ...], encoder: Encoder) -> Self:
        """Index violations by their spoken variants and cases by their facts."""
        return cls(
            StatementIndex.build([_violation(violation) for violation in violations], encoder),
            StatementIndex.build([_case(case) for case in cases], encoder),
        )

    def save(self, folder: Path) -> None:
        """Write both indexes into ``folder``."""
        self.violations.save(folder / "violations")
        self.cases.save(folder / "cases")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open saved indexes; raises like :meth:`StatementIndex.load`."""
        return cls(StatementIndex.load(folder / "violations"), StatementIndex.load(folder / "cases"))

    def votes(
        self, text: str, vector: NDArray[np.float32], nearest: Nearness, without: frozenset[str] = frozenset()
    ) -> Votes:
        """The votes for a question.

        Args:
            text: the question.
            vector: its unit vector, shape (dimension,).
            nearest: how near the clauses come to it.
            without: ids of violations and cases that have no vote, to measure what they add.
        """
        shares = 1.0 / (np.arange(max(_VIOLATIONS, _CASES)) + _FLATTEN)
        by_words = self.violations.lexical_scores(text)
        gate = _gate(self._spoken_nearness(text, vector, by_words), nearest) if len(by_words) else 1.0
        sharing = np.where(by_words > 0, by_words, -np.inf)  # one without a word of the question has nothing to say
        violations = _ranked(self.violations, sharing, vector, shares[:_VIOLATIONS], without)
        alike = standardised(self.cases.lexical_scores(text)) + standardised(self.cases.cosines(vector))
        cases = _ranked(self.cases, alike, vector, shares[:_CASES], without)
        clauses: dict[str, float] = {}
        because: dict[str, str] = {}
        for found, index, weight in ((violations, self.violations, 1.0), (cases, self.cases, _CASE_WEIGHT)):
            for number, ranked in found:
                for clause, meant in index.told[number].clauses.items():
                    if index is self.violations:
                        because.setdefault(clause, ranked.id)  # the first one has the largest share
                    clauses[clause] = clauses.get(clause, 0.0) + gate * weight * meant * ranked.share
        return Votes(gate, tuple(r for _, r in violations), tuple(r for _, r in cases), clauses, because)

    def _spoken_nearness(self, text: str, vector: NDArray[np.float32], by_words: NDArray[np.float32]) -> Nearness:
        best = np.argsort(-by_words, kind="stable")[:_VIOLATIONS]
        statements = (statement for number in best for statement in self.violations.told[number].statements)
        return Nearness(float(self.violations.cosines(vector).max(initial=-1.0)), coverage(text, statements))


def _violation(violation: Violation) -> Told:
    clauses: dict[str, float] = {}
    for named in (violation.penalties, violation.duties):  # the main one first, those of other documents last
        for place, clause in enumerate(named):
            clauses[clause] = max(clauses.get(clause, 0.0), 1.0 / (1.0 + _FADING_BY_PLACE * place))
    return Told(violation.id, (violation.name, *violation.spoken), violation.evidence, clauses)


def _case(case: EnforcementCase) -> Told:
    clauses = {clause.current: 1.0 for clause in case.clauses if clause.current}
    return Told(case.id, (case.facts or case.text,), clauses=clauses)


def _gate(spoken: Nearness, clause: Nearness) -> float:
    by_meaning = _fading(spoken.cosine - clause.cosine + _COSINE_MARGIN)
    return by_meaning * _fading(spoken.coverage - clause.coverage + _WORDS_MARGIN)


def _fading(ahead: float) -> float:
    return float(1.0 / (1.0 + np.exp(-_STEEPNESS * ahead)))


def _ranked(
    index: StatementIndex,
    scores: NDArray[np.floating],
    vector: NDArray[np.float32],
    shares: NDArray[np.float64],
    without: frozenset[str],
) -> list[tuple[int, Ranked]]:
    """The best owners with their numbers; fewer where ``without`` or scores of minus infinity leave fewer."""
    order = (int(i) for i in np.argsort(-scores, kind="stable"))
    chosen = list(islice((i for i in order if scores[i] > -np.inf and index.told[i].id not in without), len(shares)))
    total = float(shares[: len(chosen)].sum()) or 1.0
    made = []
    for rank, number in enumerate(chosen):
        statement, cosine = index.nearest_statement(number, vector)
        made.append((number, Ranked(index.told[number].id, statement, cosine, float(shares[rank]) / total)))
    return made
