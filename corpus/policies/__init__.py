"""What policy documents make enforcement bodies do, as facts: who, what, how often, by when, measured how.

One file a document, ``corpus/policies/*.yaml``, in our own words; only numbers, dates and names carry over::

    title: 应急管理部关于加强安全生产执法工作的意见
    number: 应急〔2021〕23号       # null when there is none
    issuers: [应急管理部]
    region: 全国                   # where it holds: 全国, 江苏, 四川达州
    version: 2021-03-29            # day of the document; null when no source says
    in_force: {as_of: 2021-03-30, basis: ...}   # optional: who last called it 有效
    applies_from: 2021-04-01       # optional: first day the duties bind, where the text itself says so
    applies_to: 2023-12-31         # optional: last day, for the plan of one year
    completeness: full             # or partial, with missing: what is not there
    checked: 2026-11-25
    source: readable citation
    duties:
      - locator: "3.5"             # as the outline of the ingested document numbers it
        key: 省级报送               # tells apart the duties of one provision
        subject: 省级应急管理部门    # who
        force: 应当                 # or 可以, 不得
        action: 直接向部里报执法案例  # what, our wording
        cycle: 每半年               # how often; see Cycle
        deadline: 2023-01-31       # optional: a day, or one of Due
        measures: [{quantity: 案例, is: 达到, value: 1, unit: 件}]   # optional: all of them count
        conditions:                # optional: any one of them is enough
          - {text: 近三年出过亡人事故, measures: [...]}
        applies_from, applies_to, source, note: ...   # optional, of this duty alone

Identifiers are those the document gets when it is ingested, followed by the key. A bare number of pieces in a plan
(办1件) is a quota and is written 达到.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from corpus.datafile import BreachError, Fields, read_data_folder
from corpus.model import document_id, provision_id
from corpus.regions import NATIONAL, find_region
from corpus.thresholds import Comparison, Threshold, read_threshold

FOLDER = Path(__file__).resolve().parent

_ADVICE = "请对照 corpus/policies/__init__.py 开头的格式说明改正这个文件"
_LOCATOR = re.compile(r"[1-9]\d*(?:\.[1-9]\d*)*(?:\.p[1-9]\d*)?|[hpt][1-9]\d*")
_KEY = re.compile(r"[^\s#/@]+")


class Force(StrEnum):
    """Whether the document orders, allows or forbids."""

    MUST = "应当"
    MAY = "可以"
    MUST_NOT = "不得"


class Cycle(StrEnum):
    """How often."""

    YEAR = "每年"
    HALF_YEAR = "每半年"
    QUARTER = "每季度"
    TWO_MONTHS = "每两个月"
    ODD_MONTH = "每单月"
    PERIODIC = "定期"
    ALWAYS = "经常"
    EVENT = "遇有情形"
    ONCE = "一次"

    @property
    def months(self) -> int | None:
        """Length of one period; None where the document names none."""
        return _MONTHS.get(self)


_MONTHS = {Cycle.YEAR: 12, Cycle.HALF_YEAR: 6, Cycle.QUARTER: 3, Cycle.TWO_MONTHS: 2, Cycle.ODD_MONTH: 2}


class Due(StrEnum):
    """By when, where the document names no day."""

    PERIOD_END = "期末前"
    PROMPTLY = "及时"
    BEFORE = "检查前"
    DURING = "检查中"
    AFTER = "检查后"


@dataclass(frozen=True, slots=True)
class Condition:
    """A situation in which the duty arises, with the figures in it."""

    text: str
    measures: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyDuty:
    """One thing that a policy document makes somebody do.

    Attributes:
        id: ``name@version#locator/key``.
        number: 文号 of the document; None where it has none.
        title: title of the document.
        issuers: issuing bodies.
        region: where it holds.
        version: day of the document; None where no source says.
        provision: id of the provision in the ingested document.
        locator: number of the provision in it.
        subject: who.
        force: whether it is an order, a permission or a ban.
        action: what, in our words.
        cycle: how often.
        deadline: by when; None where the document does not say.
        measures: the figures it is measured by, all of which count.
        conditions: situations in which it arises, any of which is enough; empty where it always holds.
        applies_from: first day it binds; None where the document does not say.
        applies_to: last day it binds; None where the document sets no end.
        status_as_of: the day on which a source last called the document 有效.
        missing: what of the document is not here; None where all of it is.
        source: where the facts were read.
        checked: the day they were compared with it.
        note: what a reader should know beside it.
    """

    id: str
    number: str | None
    title: str
    issuers: tuple[str, ...]
    region: str
    version: date | None
    provision: str
    locator: str
    subject: str
    force: Force
    action: str
    cycle: Cycle
    deadline: date | Due | None
    measures: tuple[Threshold, ...]
    conditions: tuple[Condition, ...]
    applies_from: date | None
    applies_to: date | None
    status_as_of: date | None
    missing: str | None
    source: str
    checked: date
    note: str | None

    @property
    def document(self) -> str:
        """Id of the document."""
        return self.provision.partition("#")[0]

    def binds_on(self, day: date) -> bool:
        """Whether ``day`` lies between the first and the last day; the document's own day where no first is named."""
        begins = self.applies_from or self.version
        return (begins is None or begins <= day) and (self.applies_to is None or day <= self.applies_to)


@cache
def load_policy_duties(folder: Path = FOLDER) -> tuple[PolicyDuty, ...]:
    """All duties of a folder, by file name and then in file order; the shipped ones by default.

    Raises:
        CorpusError: a file breaks the form, or two duties are the same one.
    """
    return read_data_folder(folder, _duties, "职责", _ADVICE)


def _duties(fields: Fields) -> list[PolicyDuty]:
    title, number = fields.take("title", str), fields.take("number", str, type(None))
    issuers, region = fields.texts("issuers"), fields.take("region", str)
    if region != NATIONAL and find_region(region) != region:
        raise BreachError(f"{fields.at('region')} 不认识：{region}")
    version = fields.day("version")
    document = document_id(number or title, version)
    status_as_of, missing = fields.in_force(), fields.completeness()
    checked, source = fields.take("checked", date), fields.take("source", str)
    fields.in_order(("version", version), ("in_force", status_as_of), ("checked", checked))
    usual_from, usual_to = _span(fields, version, (None, None))
    made: dict[str, PolicyDuty] = {}
    for entry in fields.entries("duties"):
        locator, key = entry.take("locator", str), entry.take("key", str)
        if not _LOCATOR.fullmatch(locator):
            raise BreachError(f"{entry.at('locator')} 不对：{locator}")
        if not _KEY.fullmatch(key):
            raise BreachError(f"{entry.at('key')} 不能有空格和 # / @：{key}")
        provision = provision_id(document, locator)
        applies_from, applies_to = _span(entry, version, (usual_from, usual_to))
        cycle = entry.choice("cycle", Cycle)
        duty = PolicyDuty(
            id=f"{provision}/{key}",
            number=number,
            title=title,
            issuers=issuers,
            region=region,
            version=version,
            provision=provision,
            locator=locator,
            subject=entry.take("subject", str),
            force=entry.choice("force", Force),
            action=entry.take("action", str),
            cycle=cycle,
            deadline=_deadline(entry, cycle, version, applies_to),
            measures=_measures(entry),
            conditions=tuple(_condition(each) for each in entry.entries("conditions", optional=True)),
            applies_from=applies_from,
            applies_to=applies_to,
            status_as_of=status_as_of,
            missing=missing,
            source=entry.take("source", str, optional=True) or source,
            checked=checked,
            note=entry.take("note", str, optional=True),
        )
        entry.done()
        if duty.id in made:
            raise BreachError(f"{entry.where}与前面重复：{duty.id}")
        made[duty.id] = duty
    if not made:
        raise BreachError(f"{fields.at('duties')} 是空的")
    return list(made.values())


def _span(
    fields: Fields, version: date | None, usual: tuple[date | None, date | None]
) -> tuple[date | None, date | None]:
    begins = fields.take("applies_from", date, optional=True) or usual[0]
    ends = fields.take("applies_to", date, optional=True) or usual[1]
    fields.in_order(("version", version), ("applies_from", begins), ("applies_to", ends))
    return begins, ends


def _deadline(entry: Fields, cycle: Cycle, version: date | None, ends: date | None) -> date | Due | None:
    raw: date | str | None = entry.take("deadline", date, str, optional=True)
    if isinstance(raw, date):
        if cycle is not Cycle.ONCE:
            raise BreachError(f"{entry.at('deadline')} 是某一天，cycle 应是“{Cycle.ONCE}”")
        entry.in_order(("version", version), ("deadline", raw), ("applies_to", ends))
        return raw
    if raw is None:
        return None
    try:
        due = Due(raw)
    except ValueError:
        raise BreachError(f"{entry.at('deadline')} 不认识：{raw}（可用：日期、{'、'.join(Due)}）") from None
    if due is Due.PERIOD_END and cycle.months is None:
        raise BreachError(f"{entry.at('deadline')} 是“{due}”，cycle 却没有期")
    return due


def _condition(entry: Fields) -> Condition:
    made = Condition(entry.take("text", str), _measures(entry))
    entry.done()
    return made


_MINIMA = (Comparison.AT_LEAST, Comparison.MORE, Comparison.EQUAL)
_MAXIMA = (Comparison.AT_MOST, Comparison.LESS, Comparison.EQUAL)
_STRICT = (Comparison.MORE, Comparison.LESS)


def _measures(fields: Fields) -> tuple[Threshold, ...]:
    """The figures listed under ``measures``: for one quantity in one unit a minimum and a maximum that leave room."""
    lows: dict[tuple[str, str], Threshold] = {}
    highs: dict[tuple[str, str], Threshold] = {}
    made = []
    for entry in fields.entries("measures", optional=True):
        measure = _measure(entry)
        of = measure.quantity, measure.unit
        for bounds, kinds in ((lows, _MINIMA), (highs, _MAXIMA)):
            if measure.comparison in kinds and bounds.setdefault(of, measure) is not measure:
                raise BreachError(f"{entry.where}与前面对“{measure.quantity}”的要求重复")
        low, high = lows.get(of), highs.get(of)
        if low is not None and high is not None:
            strict = low.comparison in _STRICT or high.comparison in _STRICT
            if low.value > high.value or (strict and low.value == high.value):
                raise BreachError(
                    f"{entry.where}：“{measure.quantity}”下限（{low.value:g}）高于上限（{high.value:g}）或不留余地"
                )
        made.append(measure)
    return tuple(made)


def _measure(entry: Fields) -> Threshold:
    made = read_threshold(entry)
    if not (math.isfinite(made.value) and made.value >= 0):
        raise BreachError(f"{entry.at('value')} 应是不小于 0 的数：{made.value}")
    return made
