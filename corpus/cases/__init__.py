"""Published enforcement cases (执法案例): what was found, who decided what, on which clauses."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from corpus.model import Wording


class AgencyLevel(StrEnum):
    """Level of government that an agency works at."""

    MINISTRY = "部"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"


@dataclass(frozen=True, slots=True)
class FieldSpan:
    """Where a field of a case was read: ``case.text[start:end]``.

    Attributes:
        field: name of the attribute of ``EnforcementCase``, for example ``fine_unit``.
        start: offset of the first character.
        end: offset one past the last character.
    """

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CaseClause:
    """A clause that a case cites; numbers are None where the text does not print them.

    Attributes:
        text: as printed, for example ``《安全生产法》第九十七条第七项``; in a list only the part of its own.
        start: offset of ``text`` in the text of the case.
        end: offset one past its last character.
        law: name of the document, without 中华人民共和国.
        article: 条.
        sub: the N of 之N.
        paragraph: 款.
        item: 项.
        provision: id of the provision once resolved, in the version that stood when the case was decided.
        today: id of the provision that stands in its place today; None where it is the same one or nobody knows.
    """

    text: str
    start: int
    end: int
    law: str | None = None
    article: int | None = None
    sub: int | None = None
    paragraph: int | None = None
    item: int | None = None
    provision: str | None = None
    today: str | None = None

    @property
    def current(self) -> str | None:
        """Id of the provision to be read today; None where the library cannot tell."""
        return self.today or self.provision


@dataclass(frozen=True, slots=True)
class EnforcementCase:
    """One published case. Everything is read from ``text``, in which private persons have lost their names.

    Attributes:
        name: title without its number; of a text without one, the name of the file.
        text: the published text, persons masked (吕某); all spans refer to it.
        source: where it came from, readable by a user.
        agency: the body that decided, its place in full where the text tells it (县应急管理局 -> 临沭县应急管理局).
        agency_level: 部, 省, 市 or 县.
        place: region as ``corpus.regions`` writes it (江苏, 四川达州); None where no known place is named.
        date: ISO, as precise as printed: ``2023``, ``2023-05`` or ``2023-05-23``. The day of the decision; where
            the text does not print it, the first day it tells of.
        industries: ids of ``corpus.industries``, in the order of their first word.
        facts: what was found.
        violated: clauses said to be breached, and criteria that the facts are said to meet.
        penalized_under: clauses on which the measures rest.
        fine_unit: fine on the unit or units in 元, together; None where no exact fine on a unit is printed.
        fine_person: fine on each person in 元, in printed order.
        measures: kinds of measure taken (罚款, 责令限期改正, 行政拘留…), in printed order.
        outcome: what was decided, as printed.
        criminal_transfer: True where the case went to the police or the courts as a crime, False where the text
            says that it did not, None where it says nothing.
        keywords: of the field 【关键词】.
        significance: of the field 【典型意义】, or the sentences that say why the case was published.
        spans: where each field was read, in the order of the text.
        wording: the published words, or ours.
        notes: warnings a reader must see beside the case, in Chinese.
        key: stable id of a shipped case, without its prefix; None for the user's own.
        violations: ids of the violations that a person linked it to; empty where nobody has.
        split: name of the evaluation set it belongs to, so that a measurement can leave it out.
        checked: ISO day on which a shipped case was last compared with its source; None for the user's own.
    """

    name: str
    text: str
    source: str
    agency: str | None = None
    agency_level: AgencyLevel | None = None
    place: str | None = None
    date: str | None = None
    industries: tuple[str, ...] = ()
    facts: str = ""
    violated: tuple[CaseClause, ...] = ()
    penalized_under: tuple[CaseClause, ...] = ()
    fine_unit: int | None = None
    fine_person: tuple[int, ...] = ()
    measures: tuple[str, ...] = ()
    outcome: str = ""
    criminal_transfer: bool | None = None
    keywords: tuple[str, ...] = ()
    significance: str = ""
    spans: tuple[FieldSpan, ...] = ()
    wording: Wording = Wording.OFFICIAL
    notes: tuple[str, ...] = ()
    key: str | None = None
    violations: tuple[str, ...] = ()
    split: str | None = None
    checked: str | None = None

    @property
    def id(self) -> str:
        """``案例-`` and the key, or a hash of the text: the same publication has the same id wherever it was found."""
        return f"案例-{self.key or hashlib.sha256(self.text.encode()).hexdigest()[:10]}"

    @property
    def clauses(self) -> tuple[CaseClause, ...]:
        """What it cites as breached, then what it was punished under."""
        return self.violated + self.penalized_under

    @property
    def fine(self) -> int | None:
        """All fines together in 元; None where no exact fine is printed."""
        return (self.fine_unit or 0) + sum(self.fine_person) or None

    def quotes(self, field: str) -> tuple[str, ...]:
        """The printed words from which ``field`` was read, in the order of the text."""
        return tuple(self.text[span.start : span.end] for span in self.spans if span.field == field)


def case_to_json(case: EnforcementCase) -> dict[str, Any]:
    """A case as plain data, with its id."""
    return {"id": case.id, **asdict(case)}


@dataclass(frozen=True, slots=True)
class CaseLink:
    """A case is an instance of a violation of the catalogue.

    Attributes:
        case: id of the case.
        violation: id of the violation.
        confidence: 1 where a person said so, less where words and clauses suggest it.
        authored: whether a person said so.
        reason: why, in Chinese, for a reader.
    """

    case: str
    violation: str
    confidence: float
    authored: bool
    reason: str
