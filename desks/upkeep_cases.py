"""What may be wrong with the shipped cases: their dates, links and sectors, and the clauses they cite."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from corpus.cases import CaseClause, EnforcementCase
from corpus.hazards import HazardCriterion
from corpus.industries import IndustryLexicon
from corpus.library import Library
from corpus.model import Status, Wording
from desks.upkeep_entries import Problem, ProblemKind
from ingest.citation_grammar import Parts
from ingest.citation_lookup import Law, Shelf, Standing
from ingest.joining import first_day

#: What problems of cases are filed under.
CASES = "案例"

_EARLIEST_YEAR = 1990
#: A note that tells the reader of the end of a text.
_SAID_TO_END = re.compile(r"废止|取代|失效")


@dataclass(frozen=True, slots=True)
class CaseCount:
    """How many clauses the cases cite, and what became of them.

    Attributes:
        cases: how many.
        clauses: cited by them all together.
        found: in the text that stood on the day of the case.
        absent: not in that text though it is held.
        other_version: the text of that day is not held.
        renumbered: of these, the ones whose counterpart of today is known.
        unheld: the document is not held, or only a digest that does not reach so far.
        criteria: of these, the ones that are points of a standard which is held as criteria of hazards.
    """

    cases: int = 0
    clauses: int = 0
    found: int = 0
    absent: int = 0
    other_version: int = 0
    unheld: int = 0
    renumbered: int = 0
    criteria: int = 0

    @property
    def shown(self) -> int:
        """For how many a reader is shown what is cited, or what stands in its place today."""
        return self.found + self.renumbered + self.criteria


def check_cases(
    library: Library,
    cases: Sequence[EnforcementCase],
    violations: frozenset[str],
    industries: IndustryLexicon,
    criteria: Sequence[HazardCriterion],
    day: date,
) -> tuple[CaseCount, list[Problem]]:
    """Try every case.

    Args:
        library: the documents to check against.
        cases: as loaded.
        violations: ids of the catalogue.
        industries: the sectors known.
        criteria: of major hazards.
        day: today; cases without a date are read as of this day.
    """
    problems: list[Problem] = []
    shelves: dict[date, Shelf] = {}
    outcomes: Counter[Standing | Literal["renumbered", "criteria"]] = Counter()
    standards = frozenset(criterion.title for criterion in criteria)
    for case in cases:
        bad = _bad_facts(case, violations, industries, day)
        problems.extend(Problem(ProblemKind.CASE, "error", CASES, case.id, "", reason) for reason in bad)
        decided = first_day(case.date) or day
        if decided not in shelves:
            shelves[decided] = Shelf(library, decided)
        for clause in case.clauses:
            standing, counterpart, note = _look_up(shelves[decided], clause)
            outcomes[standing] += 1
            outcomes["renumbered"] += counterpart is not None
            outcomes["criteria"] += standing == "unknown_document" and clause.law in standards
            if standing == "no_provision" and not _admitted(case, clause.text):
                reason = f"所引条款在当时的文本中没有：{note}；来源如此的，在 notes 里写明{_article(clause.text)}的错处"
                problems.append(Problem(ProblemKind.CASE, "error", CASES, case.id, clause.text, reason))
            if standing == "other_version" and not _SAID_TO_END.search("".join(case.notes)):
                ended = _repealed(shelves[decided], clause, decided)
                reason = f"所引文件在办案时已经失效：{ended}；来源如此的，在 notes 里写明它已废止或者被什么取代"
                problems += [Problem(ProblemKind.CASE, "error", CASES, case.id, clause.text, reason)] if ended else []
    counted = CaseCount(
        cases=len(cases),
        clauses=sum(outcomes[standing] for standing in get_args(Standing)),
        found=outcomes["found"],
        absent=outcomes["no_provision"],
        other_version=outcomes["other_version"],
        unheld=outcomes["unknown_document"],
        renumbered=outcomes["renumbered"],
        criteria=outcomes["criteria"],
    )
    return counted, problems


def _article(printed: str) -> str:
    """第九十八条 of 《安全生产法》第九十八条第二款."""
    return printed.partition("》")[2].partition("条")[0] + "条"


def _admitted(case: EnforcementCase, printed: str) -> bool:
    """Whether a note of the case says what is wrong with the clause."""
    return any(_article(printed) in note for note in case.notes)


def _repealed(shelf: Shelf, clause: CaseClause, day: date) -> str | None:
    """What was repealed on that day of all versions held of the document cited; None where one stands or was amended."""
    name = shelf.resolve(clause.law) if clause.law else None
    versions = shelf.held(name) if name else ()
    past = next((d for d in versions if d.status_on(day) is not Status.NOT_YET), None)
    if past is None or shelf.standing(versions) is not None or past.status_on(day) is not Status.REPEALED:
        return None
    return f"{past.id} 自 {past.ended} 起已废止"


def _bad_facts(
    case: EnforcementCase, violations: frozenset[str], industries: IndustryLexicon, day: date
) -> Iterator[str]:
    decided = first_day(case.date)
    if case.date is not None and decided is None:
        yield f"没有 {case.date} 这一天"
    elif decided is not None and decided > day:
        yield f"日期 {case.date} 还没有到"
    elif decided is not None and decided.year < _EARLIEST_YEAR:
        yield f"日期 {case.date} 早于 {_EARLIEST_YEAR} 年"
    yield from (f"违法行为 {each} 不在目录里" for each in case.violations if each not in violations)
    yield from (f"行业 {each} 不在行业词表里" for each in case.industries if each not in industries)


def _look_up(shelf: Shelf, clause: CaseClause) -> tuple[Standing, str | None, str | None]:
    """How a clause stands on its day, its counterpart of today if that day's text is not held, and what to say."""
    name = shelf.resolve(clause.law) if clause.law else None
    if name is None:
        return "unknown_document", None, None
    if clause.article is None:
        return "found", None, None
    law, parts = Law(name, held=True), Parts(clause.article, clause.sub, clause.paragraph, clause.item)
    standing, provision, note = shelf.look_up(law, parts)
    if standing == "other_version":
        return standing, shelf.counterpart(law, parts, provision), note
    document = shelf.standing(shelf.held(name))
    if standing == "no_provision" and document is not None and document.wording is Wording.DIGEST:
        return "unknown_document", None, None  # a digest need not reach so far
    return standing, None, note
