"""References of the catalogue and of cases, made ids of provisions that a library holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from corpus.cases import CaseClause, EnforcementCase
from corpus.errors import NotFoundError
from corpus.hazards import HazardCriterion
from corpus.library import Library
from corpus.model import Status
from corpus.violations import LawCatalogue, Prevailing, Violation
from ingest.citation_grammar import Parts
from ingest.citation_lookup import Law, Shelf
from ingest.counterparts import counterpart


@dataclass(frozen=True, slots=True)
class Dangling:
    """A reference that leads nowhere in this library.

    Attributes:
        violation: id of the entry.
        field: ``duties``, ``penalties``, ``crimes`` or ``criteria``.
        reference: as written.
        reason: in Chinese.
    """

    violation: str
    field: str
    reference: str
    reason: str


def join_violations(
    catalogue: Iterable[LawCatalogue], library: Library, criteria: Sequence[HazardCriterion]
) -> tuple[tuple[Violation, ...], tuple[Dangling, ...]]:
    """The catalogue with ids for references, and the references that lead nowhere, which are left out.

    A reference to the law of its file means the version the file was read in; another one, the version that stood on
    the day of checking. A criterion means the text of that title that stood on the day of checking, failing that
    the newest; one with points below it means all of them.
    """
    known = _criteria_by_reference(criteria)
    joined: list[Violation] = []
    dangling: list[Dangling] = []
    for violation in (v for each in catalogue for v in each.violations):
        duties, penalties, crimes = (
            tuple(_provisions(violation, field, library, dangling)) for field in ("duties", "penalties", "crimes")
        )
        met: list[str] = []
        for reference in violation.criteria:
            found = [c for key, cs in known.items() if key == reference or key.startswith(f"{reference}.") for c in cs]
            standing = [c for c in found if c.status_on(violation.checked) in (Status.IN_FORCE, Status.UNVERIFIED)]
            last = max((c.version or date.min for c in found), default=None)
            met.extend(c.id for c in standing or [c for c in found if (c.version or date.min) == last])
            if not found:
                dangling.append(Dangling(violation.id, "criteria", reference, "没有这一判定情形"))
        joined.append(
            replace(
                violation,
                duties=duties,
                penalties=penalties,
                crimes=crimes,
                criteria=tuple(dict.fromkeys(met)),
                prevails=tuple(_prevailing(violation, library)),
            )
        )
    return tuple(joined), tuple(dangling)


def join_exclusions(catalogue: Iterable[LawCatalogue], library: Library) -> dict[str, str]:
    """Reasons for the penalty clauses left out on purpose, by id; those that the library lacks are left out."""
    reasons = {
        f"{each.law}@{each.version}#{exclusion.provision.partition('#')[2]}": exclusion.reason
        for each in catalogue
        for exclusion in each.out_of_scope
    }
    held = library.provisions_by_id(reasons)
    return {provision: reason for provision, reason in reasons.items() if provision in held}


def _criteria_by_reference(criteria: Iterable[HazardCriterion]) -> dict[str, list[HazardCriterion]]:
    known: dict[str, list[HazardCriterion]] = {}
    for criterion in sorted(criteria, key=lambda c: (c.version or date.min, c.id), reverse=True):
        known.setdefault(criterion.reference, []).append(criterion)
    return known


def _provisions(violation: Violation, field: str, library: Library, dangling: list[Dangling]) -> Iterable[str]:
    for reference in getattr(violation, field):
        try:
            yield _resolve(violation, reference, library)
        except NotFoundError as error:
            dangling.append(Dangling(violation.id, field, reference, error.problem))


def _prevailing(violation: Violation, library: Library) -> Iterator[Prevailing]:
    for prevailing in violation.prevails:
        with suppress(NotFoundError):  # told among the penalties already
            yield replace(prevailing, penalty=_resolve(violation, prevailing.penalty, library))


def _resolve(violation: Violation, reference: str, library: Library) -> str:
    name, _, locator = reference.partition("#")
    full = f"{violation.law}@{violation.version}#{locator}" if name == violation.law else reference
    return library.resolve(full, violation.checked).id


class CaseJoiner:
    """Finds the provisions that cases cite, in the version that stood when each was decided.

    Args:
        library: the documents held.
        today: cases without a date are read as of this day; counterparts are those of this day.
    """

    def __init__(self, library: Library, today: date) -> None:
        self._library = library
        self._today = today
        self._shelves: dict[date, Shelf] = {}

    def join(self, case: EnforcementCase) -> EnforcementCase:
        """The case with ``provision`` and ``today`` of each clause filled in as far as the library can tell."""
        shelf = self._shelf(first_day(case.date) or self._today)
        return replace(
            case,
            violated=tuple(self._clause(shelf, clause) for clause in case.violated),
            penalized_under=tuple(self._clause(shelf, clause) for clause in case.penalized_under),
        )

    def _shelf(self, day: date) -> Shelf:
        if day not in self._shelves:
            self._shelves[day] = Shelf(self._library, day, self._today)
        return self._shelves[day]

    def _clause(self, shelf: Shelf, clause: CaseClause) -> CaseClause:
        if clause.law is None or clause.article is None:
            return clause
        name = shelf.resolve(clause.law)
        law = Law(name or clause.law, name is not None)
        parts = Parts(clause.article, clause.sub, clause.paragraph, clause.item)
        status, provision, _ = shelf.look_up(law, parts)
        if provision is None:
            return replace(clause, today=shelf.counterpart(law, parts, None) if status == "other_version" else None)
        today = counterpart(self._library, provision.id, self._today)
        return replace(clause, provision=provision.id, today=today if today != provision.id else None)


def first_day(printed: str | None) -> date | None:
    """The first day that ``2021-07-05``, ``2021-07`` or ``2021`` can mean; None for anything else."""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", printed or "")
    if found is None:
        return None
    year, month, day = (int(n or 1) for n in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
