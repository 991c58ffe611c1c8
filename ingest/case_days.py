"""Days that a published case prints, as precise as they are printed, and which of them is that of the decision."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingest.case_fields import ELSEWHERE, clause_before, sentences_in
from ingest.readers.lines import half_width

_DAY = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)年|(?P<word>当年|同年|次年|翌年|今年|去年))?(?:(?P<month>1[0-2]|0?[1-9])月(?!份?至|末?期)(?:份)?)?(?:(?P<day>3[01]|[12]\d|0?[1-9])(?:日|号(?!楼|线|机|炉|井|库|车|罐|塔|门|文|决)))?"
)
_ISO_DAY = re.compile(r"(?<!\d)(?P<year>20\d\d)[-./](?P<month>1[0-2]|0?[1-9])[-./](?P<day>3[01]|[12]\d|0?[1-9])(?!\d)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day, month or year as printed; ``iso`` is as precise as the text (2023-05)."""

    iso: str
    start: int
    end: int


def find_days(text: str) -> list[Day]:
    """Days in reading order; one without its year takes that of the day before it in the text."""
    plain = half_width(text)
    found: list[Day] = []
    year: int | None = None
    month: int | None = None
    matches: Iterable[re.Match[str]] = sorted(
        [m for m in _DAY.finditer(plain) if m.group()] + list(_ISO_DAY.finditer(plain)), key=lambda m: m.start()
    )
    for match in matches:
        groups = match.groupdict()
        if groups["year"]:
            year, month = int(groups["year"]), None
            if re.match(r"[)〕\]]", plain[match.end() :]) or plain[match.start() - 1 : match.start()] in tuple("〔[("):
                continue
        elif groups.get("word") and year is not None:
            year += 1 if groups["word"] in ("次年", "翌年") else 0
        elif groups.get("word"):
            continue
        if groups["month"]:
            month = int(groups["month"])
        elif groups["day"] is None and not groups["year"]:
            continue  # 当年 alone
        if year is None or (groups["day"] and month is None):
            continue
        parts = (
            year,
            month if groups["month"] or groups["day"] else None,
            int(groups["day"]) if groups["day"] else None,
        )
        if (iso := _iso(*parts)) is not None:
            found.append(Day(iso, match.start(), match.end()))
    return found


def _iso(year: int, month: int | None, day: int | None) -> str | None:
    try:
        full = date(year, month or 1, day or 1)
    except ValueError:
        return None
    return full.isoformat() if day else full.isoformat()[:7] if month else str(year)


_DECISION = re.compile(
    r"处罚决定(?!书?(?:后|前|被))|行政处罚(?!事先|告知|法|决定)|罚款|罚单|拘留|决定[,，]|停产停业|吊销|作出[^,。;]{0,8}决定|罚\d|依法(?:处罚|查处)"
)


def decision_day(text: str, start: int = 0, end: int | None = None) -> Day | None:
    """The day printed in the sentence of the decision, before its words; None where there is none."""
    plain = half_width(text)
    stop = len(text) if end is None else end
    days = [d for d in find_days(text[:stop]) if d.start >= start]
    for first, last in sentences_in(plain, start, stop):
        for found in _DECISION.finditer(plain, first, last):
            if ELSEWHERE.search(clause_before(plain[:last], found.start())):
                continue
            before = [d for d in days if first <= d.start < found.start()]
            before = [
                d
                for d in before
                if not re.match(
                    r"[^,。;]{0,12}(?:告知书|告知事项|申请复议|起诉|整改|复查|前|施行|起施行|修[订正])", plain[d.end :]
                )
            ]
            if before:
                return before[-1]
            break
    return None
