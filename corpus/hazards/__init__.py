"""Criteria of major accident hazards (重大事故隐患判定情形), structured, in our own words.

One file a published text, ``corpus/hazards/*.yaml``; only numbers, thresholds and item numbers carry over::

    title: 工贸企业重大事故隐患判定标准
    number: 应急管理部令第10号    # null when there is none
    issuers: [应急管理部]
    version: 2023-04-14           # null when no source says
    effective: 2023-05-15         # null when no source says
    ended: 2026-07-01             # optional: first day no longer in force
    superseded_by: title          # optional: what took its place; needs ended
    in_force: {as_of: 2026-09-09, basis: ...}   # optional: who last called it 现行有效
    completeness: full            # or partial, with missing: what is not there
    industries: [industry-trade]  # of every criterion that names none
    checked: 2026-11-25
    source: readable citation
    criteria:
      - locator: "3.1.2"          # as the outline of the official text numbers it
        object: 动火作业           # what is looked at
        condition: 未审批就动火     # what makes it a major hazard, our wording
        thresholds: [{quantity: 安全出口, is: 少于, value: 2, unit: 个}]   # optional
        industries: [metallurgy]  # optional

Identifiers are those the official text gets when it is ingested, so that its wording can stand beside ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from corpus.datafile import BreachError, Fields, read_data_folder
from corpus.model import Status, document_id, provision_id
from corpus.thresholds import Comparison, Threshold, read_threshold

FOLDER = Path(__file__).resolve().parent

_ADVICE = "请对照 corpus/hazards/__init__.py 开头的格式说明改正这个文件"
_LOCATOR = re.compile(r"[1-9]\d*(?:\.(?:[1-9]\d*|[a-z]))*")
#: None of them names an exact number.
_COMPARISONS = (Comparison.LESS, Comparison.AT_MOST, Comparison.MORE, Comparison.AT_LEAST)


@dataclass(frozen=True, slots=True)
class HazardCriterion:
    """One situation that counts as a major accident hazard.

    Attributes:
        id: ``title@version#locator``, the id of the provision in the official text.
        title: title of the document.
        locator: number in the document.
        object: what is looked at.
        condition: what makes it a major hazard, in our words.
        thresholds: the figures in it.
        industries: ids of the sectors it holds for.
        number: 文号 or 令号 of the document.
        issuers: issuing bodies.
        version: day of publication; None where no source says.
        effective: first day in force; None where no source says.
        ended: first day no longer in force.
        superseded_by: title of what took its place.
        status_as_of: the day on which a source last called it 现行有效.
        missing: what of the document is not here; None where all of it is.
        source: where the facts were read.
        checked: the day they were compared with it.
    """

    id: str
    title: str
    locator: str
    object: str
    condition: str
    thresholds: tuple[Threshold, ...]
    industries: tuple[str, ...]
    number: str | None
    issuers: tuple[str, ...]
    version: date | None
    effective: date | None
    ended: date | None
    superseded_by: str | None
    status_as_of: date | None
    missing: str | None
    source: str
    checked: date

    @property
    def reference(self) -> str:
        """``title#locator``, as the catalogue of violations writes it."""
        return f"{self.title}#{self.locator}"

    def status_on(self, day: date) -> Status:
        """Standing on ``day``, from dates alone, as documents have it."""
        begins = self.effective or self.version
        if begins is not None and day < begins:
            return Status.NOT_YET
        if self.ended is not None and day >= self.ended:
            return Status.REPEALED
        return Status.IN_FORCE if self.status_as_of is not None else Status.UNVERIFIED


@cache
def load_criteria(folder: Path = FOLDER) -> tuple[HazardCriterion, ...]:
    """All criteria of a folder, by file name and then in file order; the shipped ones by default.

    Raises:
        CorpusError: a file breaks the form, or two criteria are the same one.
    """
    return read_data_folder(folder, _criteria, "判定情形", _ADVICE)


def _criteria(fields: Fields) -> list[HazardCriterion]:
    title, version = fields.take("title", str), fields.day("version")
    document = document_id(title, version)
    number, issuers = fields.take("number", str, type(None)), fields.texts("issuers", optional=True)
    effective, ended = fields.day("effective"), fields.day("ended", optional=True)
    superseded_by = fields.take("superseded_by", str, optional=True)
    status_as_of = fields.in_force()
    missing = fields.completeness()
    if superseded_by is not None and ended is None:
        raise BreachError(f"{fields.at('superseded_by')}（被谁取代）写了，就要写 ended（从哪天起）")
    if ended is not None and effective is not None and ended <= effective:
        raise BreachError(f"{fields.at('ended')}（{ended}）不晚于 effective（{effective}）")
    usual, checked = fields.texts("industries"), fields.take("checked", date)
    fields.in_order(("version", version), ("in_force", status_as_of))
    fields.in_order(("version", version), ("checked", checked))
    fields.one_state(ended, status_as_of)
    source = fields.take("source", str)
    made = []
    for entry in fields.entries("criteria"):
        locator = entry.take("locator", str)
        if not _LOCATOR.fullmatch(locator):
            raise BreachError(f"{entry.at('locator')} 不对：{locator}")
        made.append(
            HazardCriterion(
                id=provision_id(document, locator),
                title=title,
                locator=locator,
                object=entry.take("object", str),
                condition=entry.take("condition", str),
                thresholds=tuple(
                    read_threshold(each, _COMPARISONS) for each in entry.entries("thresholds", optional=True)
                ),
                industries=entry.texts("industries", optional=True) or usual,
                number=number,
                issuers=issuers,
                version=version,
                effective=effective,
                ended=ended,
                superseded_by=superseded_by,
                status_as_of=status_as_of,
                missing=missing,
                source=source,
                checked=checked,
            )
        )
        entry.done()
    if not made:
        raise BreachError(f"{fields.at('criteria')} 是空的")
    return made
