"""The shipped cases: real published ones, restated in our words, ``corpus/cases/*.yaml``.

One file a batch::

    split: dev                    # optional: the evaluation set that these cases are
    checked: 2026-11-25           # the day they were last compared with their sources
    cases:
      - key: c0026                # stable, unique over all files
        name: 某公司特种作业人员无证上岗案
        source: 鄞州区应急管理局（https://…）
        published: 2025-01-15     # optional, as precise as known
        agency: 宁波市鄞州区应急管理局     # optional, with agency_level 部/省/市/县
        agency_level: 县
        place: 浙江宁波            # optional, as corpus.regions writes it
        date: "2024-02-27"        # optional: decided, as precise as known: "2024", "2024-02", "2024-02-27"
        industries: [machinery]
        facts: ...                # our words
        violated: ["安全生产法#30.1"]      # as published, in the numbering of that day
        penalized_under: ["安全生产法#97.1.7"]
        outcome: 罚款3万元          # optional: what was decided, our words
        fine_unit: 30000          # optional, 元, together
        fine_person: [7000]       # optional, 元 each
        criminal_transfer: false  # optional
        violations: [work-safety/special-operation-uncertified]   # optional: links made by a person
        notes: [...]              # optional: warnings beside the case
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import cn2an

from corpus.cases import AgencyLevel, CaseClause, EnforcementCase, FieldSpan
from corpus.datafile import BreachError, Fields, read_data_file
from corpus.errors import CorpusError
from corpus.model import Wording
from corpus.regions import province_of

FOLDER = Path(__file__).resolve().parent

_ADVICE = "请对照 corpus/cases/authored.py 开头的格式说明改正这个文件"
_KEY = re.compile(r"[a-z]+\d+(?:-\d+)?")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_REFERENCE = re.compile(r"([^#@\s]+)(?:#([1-9]\d*)(?:-([1-9]\d*))?(?:\.([1-9]\d*))?(?:\.([1-9]\d*))?)?")


@cache
def load_cases(folder: Path = FOLDER) -> tuple[EnforcementCase, ...]:
    """Every case of a folder, by file name and then in file order; the shipped ones by default.

    Raises:
        CorpusError: a file breaks the form, or two cases share a key or their facts.
    """
    cases: list[EnforcementCase] = []
    for path in sorted(folder.glob("*.yaml")):
        cases.extend(read_data_file(path, _cases, _ADVICE))
    for what, values in (("编号", [c.id for c in cases]), ("案情", [c.facts for c in cases])):
        seen: set[str] = set()
        for value in values:
            if value in seen:
                raise CorpusError(f"案例的{what}重复：{value[:40]}", _ADVICE)
            seen.add(value)
    return tuple(cases)


def _cases(fields: Fields) -> list[EnforcementCase]:
    split, checked = fields.take("split", str, optional=True), fields.take("checked", date)
    return [_case(entry, split, checked) for entry in fields.entries("cases")]


def _case(entry: Fields, split: str | None, checked: date) -> EnforcementCase:
    key = _formed(entry, "key", _KEY)
    place = entry.take("place", str, optional=True)
    if place is not None and province_of(place) is None:
        raise BreachError(f"{entry.at('place')} 不认识：{place}")
    published = entry.take("published", str, date, optional=True)
    decided = _formed(entry, "date", _DATE, optional=True)
    name, facts, outcome = entry.take("name", str), entry.take("facts", str), entry.take("outcome", str, optional=True)
    _refuse_turned_days(entry, decided, str(published) if published else None, checked)
    story = _Story()
    story.write("name", name)
    story.write("facts", facts)
    violated = story.clauses("violated", "认定违反：", entry.texts("violated", optional=True), entry)
    applied = story.clauses("penalized_under", "处罚依据：", entry.texts("penalized_under", optional=True), entry)
    story.write("outcome", outcome or "")
    source = entry.take("source", str) + (f"，{published}发布" if published else "")
    made = EnforcementCase(
        name=name,
        text="\n".join(story.lines),
        source=f"{source}；{checked}核对",
        agency=entry.take("agency", str, optional=True),
        agency_level=entry.choice("agency_level", AgencyLevel, optional=True),
        place=place,
        date=decided,
        industries=entry.texts("industries", optional=True),
        facts=facts,
        violated=violated,
        penalized_under=applied,
        fine_unit=_yuan(entry, entry.take("fine_unit", int, optional=True)),
        fine_person=tuple(_yuan(entry, each) or 0 for each in entry.take("fine_person", list, optional=True) or []),
        outcome=outcome or "",
        criminal_transfer=entry.take("criminal_transfer", bool, optional=True),
        spans=tuple(story.spans),
        wording=Wording.DIGEST,
        notes=entry.texts("notes", optional=True),
        key=key,
        violations=entry.texts("violations", optional=True),
        split=split,
        checked=str(checked),
    )
    entry.done()
    return made


def _refuse_turned_days(entry: Fields, decided: str | None, published: str | None, checked: date) -> None:
    """A case is decided, then published, then compared with its source; days are compared as far as both are known."""
    days = (("date", decided), ("published", published), ("checked", str(checked)))
    for (before, first), (after, then) in combinations(days, 2):
        if first and then and then[: len(first)] < first[: len(then)]:
            raise BreachError(f"{entry.at(before)}（{first}）晚于 {after}（{then}）")


def _formed(entry: Fields, key: str, form: re.Pattern[str], *, optional: bool = False) -> str | None:
    value: str | None = entry.take(key, str, optional=optional)
    if value is not None and not form.fullmatch(value):
        raise BreachError(f"{entry.at(key)} 写法不对：{value}")
    return value


def _yuan(entry: Fields, value: object) -> int | None:
    if value is None or (type(value) is int and value > 0):
        return value
    raise BreachError(f"{entry.where}的罚款应是大于 0 的整数（元）：{value!r}")


class _Story:
    """The text of a case put together of its fields, with where each stands."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.spans: list[FieldSpan] = []
        self._length = 0

    def write(self, field: str, text: str) -> int:
        """Add a line; where it begins."""
        start = self._length
        if text:
            self.lines.append(text)
            self.spans.append(FieldSpan(field, start, start + len(text)))
            self._length += len(text) + 1
        return start

    def clauses(self, field: str, lead: str, references: tuple[str, ...], entry: Fields) -> tuple[CaseClause, ...]:
        """A line that names the clauses as laws are cited."""
        made, line = [], lead
        for reference in references:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise BreachError(f"{entry.at(field)} 应写成 文件名#条.款.项：{reference}")
            law, *numbers = match.groups()
            article, sub, paragraph, item = (int(n) if n else None for n in numbers)
            printed = f"《{law}》" + _printed(article, sub, paragraph, item)
            line += "" if line == lead else "、"
            start = self._length + len(line)
            made.append(CaseClause(printed, start, start + len(printed), law, article, sub, paragraph, item))
            line += printed
        if made:
            self.lines.append(line)
            self.spans += [FieldSpan(field, clause.start, clause.end) for clause in made]
            self._length += len(line) + 1
        return tuple(made)


def _printed(article: int | None, sub: int | None, paragraph: int | None, item: int | None) -> str:
    numbered = [(article, "条"), (paragraph, "款"), (item, "项")]
    words = [f"第{cn2an.an2cn(n)}{unit}" for n, unit in numbered if n is not None]
    if words and sub is not None:
        words[0] += f"之{cn2an.an2cn(sub)}"
    return "".join(words)
