"""Dates as official texts print them, and the history that a law prints under its title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from ingest.numerals import to_int
from ingest.readers.lines import half_width

#: Official China has one time zone and no summer time.
CHINA = timezone(timedelta(hours=8))

_HAN = "〇○零一二三四五六七八九十"
_DATE = re.compile(
    rf"(?P<y>(?:19|20)\s*\d\s*\d|[一二][{_HAN}]{{3}})\s*(?:年|[-/.](?=\d{{1,2}}[-/.]\d))\s*"
    rf"(?P<m>\d{{1,2}}|[{_HAN}]{{1,2}})\s*(?:月|[-/.])\s*(?P<d>\d{{1,2}}|[{_HAN}]{{1,3}})(?:\s*日|(?!\d))"
)
_MAIL = re.compile(r"[A-Z][a-z]{2},\s*\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}\s+\d\d:\d\d(?::\d\d)?\s+\S+")
_ISO_ZONE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)")


def find_dates(text: str) -> list[tuple[int, int, date]]:
    """(start, end, day) of every date printed in ``text``; impossible ones (2月30日) are passed over."""
    found = []
    for match in _DATE.finditer(half_width(text)):
        year = _year(match["y"])
        month, day = to_int(match["m"]), to_int(match["d"])
        try:
            found.append((match.start(), match.end(), date(year, month or 0, day or 0)))
        except ValueError:
            continue
    return found


def _year(text: str) -> int:
    digits = "".join(text.split()).replace("○", "〇").replace("零", "〇")
    return int(digits if digits.isdecimal() else "".join(str("〇一二三四五六七八九".index(char)) for char in digits))


def parse_date(text: str) -> date | None:
    """First date in ``text``; an instant with a time zone becomes the day in China."""
    instant: datetime | None = None
    if match := _MAIL.search(text):
        instant = parsedate_to_datetime(match.group())
    elif match := _ISO_ZONE.search(text):
        instant = datetime.fromisoformat(match.group().replace("Z", "+00:00"))
    if instant is not None:
        return instant.astimezone(CHINA).date() if instant.tzinfo else instant.date()
    dates = find_dates(text)
    return dates[0][2] if dates else None


def has_zone(text: str) -> bool:
    """Whether ``text`` is an instant with a time zone rather than a day."""
    return bool(_MAIL.search(text) or _ISO_ZONE.search(text))


_CHECKED = re.compile(
    r"(?:截至|截止|核到|核至|抓取于|检索于|查询于)\s*(?P<after>(?:19|20)\d\d\s*[-年.]\s*\d{1,2}(?:\s*[-月.]\s*\d{1,2})?)"
    r"|(?P<before>(?:19|20)\d\d\s*[-年.]\s*\d{1,2}(?:\s*[-月.]\s*\d{1,2}\s*日?)?)\s*(?:核验|核对|核查|标注|抓取|查询|检索)"
)


def checked_on(text: str) -> date | None:
    """The day on which a source checked what it says (截至…, …核验); of a month alone its first day, the earliest."""
    match = _CHECKED.search(half_width(text))
    if match is None:
        return None
    numbers = [int(number) for number in re.findall(r"\d+", match["after"] or match["before"])]
    try:
        return date(*[*numbers, 1][:3])
    except ValueError:
        return None


def is_date_line(text: str) -> bool:
    """Whether the line is a date and nothing else."""
    dates = find_dates(text)
    return len(dates) == 1 and not (text[: dates[0][0]] + text[dates[0][1] :]).strip(" （）()\u3000")


@dataclass(frozen=True, slots=True)
class History:
    """What the lines under a title say of a text's life.

    Attributes:
        made: days on which it was adopted, published, approved or amended, as printed.
        effective: days named as first in force.
        amended: one of these days changed an older text.
    """

    made: tuple[date, ...] = ()
    effective: tuple[date, ...] = ()
    amended: bool = False

    @property
    def last(self) -> date | None:
        """The day this text got its present wording, as far as it says."""
        return max(self.made, default=None)


_CHANGED = re.compile(r"修正|修订|修改")
_MADE = re.compile(r"通过|公布|发布|颁布|批准|印发|会议|公告|修正|修订|修改|制定|令第")
_FORCE = re.compile(r"\s*(?:起)?\s*(?:施行|实施|生效|执行)")
_HEADER = re.compile(r"\s*[（(]?\s*(?:根据|自|经)?\s*(?:(?:19|20)\d\d\s*[年\-]|[一二][〇○零一二三四五六七八九]{3}年)")


def is_history_line(text: str) -> bool:
    """Whether the line belongs to the history under a title: it begins with a date and says what happened."""
    plain = half_width(text)
    return bool(_HEADER.match(plain) and find_dates(text) and (_MADE.search(plain) or re.search(r"施行|实施", plain)))


def read_history(lines: Sequence[str]) -> History:
    """History of the lines given, each date taken with the words up to the next one."""
    made: list[date] = []
    effective: list[date] = []
    amended = False
    for line in lines:
        dates = find_dates(line)
        for index, (start, end, day) in enumerate(dates):
            words = line[end : dates[index + 1][0] if index + 1 < len(dates) else len(line)]
            if _FORCE.match(words) or (line[:start].endswith("自") and re.search(r"^.{0,4}起(?:施行|实施)", words)):
                effective.append(day)
            elif _MADE.search(words):
                made.append(day)
                amended |= bool(_CHANGED.search(words))
    return History(tuple(made), tuple(effective), amended)


_COMES_INTO_FORCE = re.compile(r"自\s*(?P<date>[^。；，]{6,16}?)\s*起(?:施行|实施|执行|生效)")
_AT_ONCE = re.compile(r"自(?:公布|发布|印发|颁布)之日起(?:施行|实施|执行|生效)")


def effective_in(lines: Sequence[str]) -> tuple[date, ...]:
    """Days in 自…起施行 of the lines given, in reading order."""
    matches = (_COMES_INTO_FORCE.search(line) for line in lines)
    return tuple(day for match in matches if match and (day := parse_date(match["date"])))


def at_once(lines: Sequence[str]) -> bool:
    """Whether one of the lines says 自公布之日起施行."""
    return any(_AT_ONCE.search(line) for line in lines)
