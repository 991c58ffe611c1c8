"""How long ago the shipped data files were compared with their sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.cases import EnforcementCase
from corpus.cases.authored import load_cases
from corpus.digests import Digest, load_digests
from corpus.hazards import HazardCriterion, load_criteria
from corpus.policies import PolicyDuty, load_policy_duties
from corpus.violations import LawCatalogue, load_catalogue

#: After so many days an entry should be compared with its source again.
MOST_DAYS = 365


@dataclass(frozen=True, slots=True)
class Age:
    """Entries of one document that were compared with their source on one day.

    Attributes:
        kind: 违法行为, 判定情形, 要点, 任务 or 案例.
        file: the law, the standard, the policy document; the version of a rule (``name@day``); ``案例`` for cases.
        checked: when they were last compared.
        entries: how many they are.
    """

    kind: str
    file: str
    checked: date
    entries: int

    def days(self, day: date) -> int:
        """How many days before ``day`` that was."""
        return (day - self.checked).days


def ages(
    catalogue: Iterable[LawCatalogue] = (),
    criteria: Iterable[HazardCriterion] = (),
    digests: Iterable[Digest] = (),
    duties: Iterable[PolicyDuty] = (),
    cases: Iterable[EnforcementCase] = (),
) -> tuple[Age, ...]:
    """The ages of what is given, the oldest first; digests and cases without a day are not among them."""
    counted: Counter[tuple[str, str, date]] = Counter()
    counted.update(("违法行为", v.law, v.checked) for law in catalogue for v in law.violations)
    counted.update(("判定情形", criterion.title, criterion.checked) for criterion in criteria)
    counted.update(("任务", duty.title, duty.checked) for duty in duties)
    counted.update(("案例", "案例", date.fromisoformat(case.checked)) for case in cases if case.checked)
    for digest in digests:
        document, entries = digest.text.document, sum(bool(p.text) for p in digest.text.provisions)
        if document.checked:
            counted["要点", document.id, document.checked] += entries
    made = (Age(kind, file, checked, entries) for (kind, file, checked), entries in counted.items())
    return tuple(sorted(made, key=lambda age: age.checked))


def shipped_ages() -> tuple[Age, ...]:
    """:func:`ages` of everything shipped.

    Raises:
        CorpusError: a data file breaks its form.
    """
    return ages(load_catalogue(), load_criteria(), load_digests(), load_policy_duties(), load_cases())


def overdue(listed: Sequence[Age], day: date, days: int = MOST_DAYS) -> Iterator[Age]:
    """Those that are more than ``days`` days old."""
    return (age for age in listed if age.days(day) > days)
