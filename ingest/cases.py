"""Published case texts to enforcement cases: five fields in 【】, or a free narrative."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from corpus.cases import EnforcementCase, FieldSpan
from corpus.errors import IngestError
from corpus.industries import industry_lexicon
from ingest.articles import is_article_text
from ingest.case_agency import deciding_agency, find_agencies, place_of
from ingest.case_clauses import CitationFinder, find_clauses, part_clauses
from ingest.case_days import decision_day, find_days
from ingest.case_fields import find_fines, is_about_unit, tells_of_others
from ingest.case_measures import criminal_transfer, find_measures
from ingest.case_names import mask_persons
from ingest.case_split import LABEL, NUMBER, is_title, sections, split_cases, trim
from ingest.clean import clean
from ingest.readers import read_raw
from ingest.readers.lines import half_width, texts

# --- one file --------------------------------------------------------------------------------------------------------


def read_cases(data: bytes, name: str, find_citations: CitationFinder = find_clauses) -> list[EnforcementCase]:
    """Cases of a file's content, in printed order.

    Args:
        data: the content.
        name: file name with its suffix, which tells the format.
        find_citations: finder of citations.

    Raises:
        IngestError: the file cannot be read, or tells of no enforcement case; says why and what to do.
    """
    lines = texts(clean(read_raw(data, name)).lines)
    if is_article_text(lines):
        raise IngestError(f"“{name}”是条文，不是执法案例", "请去掉 --as case 按文件导入")
    # Who is named in the text may be named by the file too.
    source = mask_persons("\n".join([name, *lines]))[0].split("\n")[0]
    cases: list[EnforcementCase] = []
    parts = split_cases(lines)
    notice = len(parts) == 1 and sum(bool(_NOTICE.match(line)) for line in lines) >= 3 and not LABEL.search(parts[0][1])
    for title, text in () if notice else parts:
        case = read_case(text, source, title=title, find_citations=find_citations)
        if case is not None:
            cases.append(case)
    if not cases:
        raise IngestError(
            f"“{name}”里没有认出执法案例", "请确认文中写有执法机关、违法事实和处理结果；法规和文件请去掉 --as case 导入"
        )
    return cases


# --- one case --------------------------------------------------------------------------------------------------------

_OUTCOME = re.compile(
    r"罚款|罚单|立案(?:调查|查处)|行政处罚(?!法|案件|典型)|处罚决定|责令|查封|扣押|没收|行政拘留|拘留[\d一二三四五六七八九十]|吊销|停产断电|停产停业|取缔|移送(?:公安|司法|检察)|不予(?:行政)?处罚|撤销"
)
_PUBLISHED = re.compile(
    r"典型(?:执法)?(?:案例|个案|案件)?|列为|列入|选为|选入|公布此案|公布.{0,20}案例|提醒|警示|启示|曝光|意在|以案"
)
_OVERTURNED = re.compile(
    r"(?:判决|裁定|复议|法院|检察|二审|再审|自行)[^。]{0,60}?(?:撤销|变更|确认[^。]{0,12}违法|不予行政处罚)|没有[^。]{0,20}职权|(?:撤销|变更)[^。，,]{0,20}(?:处罚|决定)"
)
_PROPOSED = re.compile(r"(?:建议|拟)(?:对|给予|处|作出)[^。]{0,30}罚款")
_CASE_SIGNS = re.compile(
    r"检查|抽查|抽点|查处|查获|查到|查实|查明|发现|核查|核实|立案|举报|事故|火灾|火情|起火|当事人|认定|违法|仍在生产|隐患"
)
_NAMED_CASE = re.compile(r"(?<![修正方预草备档答议提])案(?:例|件)?$")
_AMENDMENT = re.compile(r"修正案|修改.{0,40}的决定$")
_INSPECTED = re.compile(r"(?:检查|核查|抽查|查处)[^。]{0,60}(?:发现|查明|确认|仍|没有)")
#: What notices have and stories have not: an addressee, measures numbered （一） or 第一条.
_NOTICE = re.compile(r"\s*(?:各[^。，,]{2,60}[:：]$|[（(][一二三四五六七八九]{1,2}[）)]|第[一二三四五六七八九十]+条)")
_LONGEST_UNMARKED = 8000
#: Words of case stories that name a sector; ``corpus.industries`` has the words of the law.
_STORY_WORDS = (
    ("coal-mine", re.compile(r"煤业|煤炭有限|井下采煤|采煤工作面")),
    (
        "non-coal-mine",
        re.compile(r"(?<!煤)矿业(?:公司|有限)|(?:花岗岩|石灰岩|石英|铁|金|铜|铅锌|萤石|大理石)矿(?!泉)|采场"),
    ),
    ("metallurgy", re.compile(r"特殊钢|钢铁|炼钢|钢水")),
    ("special-equipment", re.compile(r"叉车|充装|过山车|游乐设施|电梯|维保|未检|特种设备")),
    ("hazardous-chemicals", re.compile(r"甲苯|乙酸乙酯|溶解乙炔|油漆.{0,12}生产|剧毒")),
    ("road-transport", re.compile(r"危货运输|危险货物运输|货车违法装载")),
    ("combustible-dust", re.compile(r"粉尘|除尘系统")),
    ("fire-safety", re.compile(r"疏散通道|安全出口|灭火器|飞线充电|电动自行车.{0,16}充电")),
)
MASKED_NOTE = "个人姓名已隐去，只留姓氏"


@dataclass(slots=True)
class _Reading:
    """Values and spans of one case while it is read."""

    values: dict[str, Any] = field(default_factory=dict)
    spans: list[FieldSpan] = field(default_factory=list)

    def put(self, key: str, value: object, *spans: tuple[int, int]) -> None:
        self.values[key] = value
        self.spans += [FieldSpan(key, start, end) for start, end in spans]


def read_case(
    text: str, source: str, *, title: str = "", find_citations: CitationFinder = find_clauses
) -> EnforcementCase | None:
    """One case; None where the text tells of no enforcement.

    Args:
        text: the text of one case, its title first where it has one.
        source: where it came from.
        title: the title as printed in the text; "" where there is none.
        find_citations: finder of citations.
    """
    masked_title = mask_persons(title)[0] if title else ""
    text, masked = mask_persons(text)
    if not masked_title or masked_title not in text:
        masked_title = _title_in(text)
    parts = sections(text)
    free = "facts" not in parts and "outcome" not in parts
    reading = _Reading()
    body = _name(reading, text, source, masked_title, parts)
    if free:
        _free_parts(parts, text, body)
    told_until = parts["significance"][0] if "significance" in parts and not free else len(text)
    for key in ("facts", "outcome", "significance"):
        if key in parts:
            start, end = parts[key]
            reading.put(key, text[start:end], (start, end))
    if "keywords" in parts:
        _keywords(reading, text, parts["keywords"])
    begin, result = (body, len(text)) if free else _decided(parts, body, told_until)
    _agency(reading, text, body, told_until, parts)
    _date(reading, text, begin, result, body, told_until, parts)
    _industries(reading, text, told_until)
    _fines(reading, text, begin, result, body, told_until)
    _law(reading, text, told_until, find_citations)
    measures = find_measures(text, begin, result)
    reading.put("measures", tuple(name for name, _, _ in measures), *((start, end) for _, start, end in measures))
    if (transfer := criminal_transfer(text, body, told_until)) is not None:
        reading.put("criminal_transfer", transfer[0], transfer[1:])
    if not _is_case(reading, text, free):
        return None
    notes = _notes(text, masked)
    spans = tuple(sorted(reading.spans, key=lambda span: (span.start, span.end, span.field)))
    return EnforcementCase(text=text, source=source, spans=spans, notes=notes, **reading.values)


def _title_in(text: str) -> str:
    first = text.split("\n", 1)[0].strip()
    return first if "\n" in text and is_title(first) and not LABEL.match(text) else ""


def _name(reading: _Reading, text: str, source: str, title: str, parts: dict[str, tuple[int, int]]) -> int:
    """Put the name; where the text behind it begins."""
    if "name" in parts:
        start, end = parts["name"]
        name = text[start:end].split("\n")[0]
        reading.put("name", name, (start, start + len(name)))
        return end
    if title:
        start = text.index(title)
        name = re.sub(rf"^(?:(?:典型)?案例{NUMBER}[:：、.\s]*|{NUMBER}[、.．]\s*|[（(]{NUMBER}[）)]\s*)", "", title)
        start += len(title) - len(name)
        reading.put("name", name, (start, start + len(name)))
        return start + len(name)
    reading.put("name", PurePath(source).stem)
    return 0


def _free_parts(parts: dict[str, tuple[int, int]], text: str, body: int) -> None:
    """Facts up to the first clause of a measure, then the outcome; sentences on why it was published last."""
    sentences = list(_sentences(text, body))
    published = [(a, b) for a, b in sentences if _PUBLISHED.search(text, a, b) and not _OUTCOME.search(text, a, b)]
    told = [span for span in sentences if span not in published]
    deciding = [(a, b) for a, b in told if _first_measure(text, a, b) >= 0]
    if published:
        parts["significance"] = trim(text, published[0][0], published[-1][1])
    if deciding:
        first = deciding[0]
        clause = max(text.rfind(mark, first[0], _first_measure(text, *first)) for mark in "，,；;：:") + 1
        start = max(clause, first[0])
        if start <= body:  # the decision opens the text: the facts are behind it
            start = deciding[1][0] if len(deciding) > 1 else body
        last = deciding[-1][1]
        later = [a for a, _ in published if start < a < last]
        parts["outcome"] = trim(text, start, min([last, *later]))
        end = start if start > body else last
    else:
        end = next((a for a, _ in published if a > body), len(text))
    if body < end:
        parts["facts"] = trim(text, body, end)


def _first_measure(text: str, start: int, end: int) -> int:
    """Offset of the first words of a measure that is of this case, or -1."""
    return next((m.start() for m in _OUTCOME.finditer(text, start, end) if not tells_of_others(text, m.start())), -1)


def _sentences(text: str, start: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in re.finditer(r"[。！？\n]+", text[start:]):
        yield at, start + match.end()
        at = start + match.end()
    if text[at:].strip():
        yield at, len(text)


def _decided(parts: dict[str, tuple[int, int]], body: int, told_until: int) -> tuple[int, int]:
    """Where the decision is told: its own field, else everything before the significance."""
    return parts.get("outcome", (body, told_until))


def _keywords(reading: _Reading, text: str, span: tuple[int, int]) -> None:
    words = [word for word in re.split(r"[\s/／、，,；;|]+", text[slice(*span)].strip("。")) if word]
    reading.put("keywords", tuple(words), span)


def _agency(reading: _Reading, text: str, body: int, told_until: int, parts: dict[str, tuple[int, int]]) -> None:
    if "agency" in parts:
        named = [a for a in find_agencies(text) if parts["agency"][0] <= a.start < parts["agency"][1]]
        agency = named[0] if named else None
    else:
        agency = deciding_agency(text[:told_until], body, reading.values["name"])
    if agency is not None:
        span = (agency.start, agency.end)
        reading.put("agency", agency.name, span)
        if agency.level is not None:
            reading.put("agency_level", agency.level, span)
    place = place_of(agency, text[:told_until])
    if place is not None:
        reading.put("place", place.region, (place.start, place.end))


def _date(
    reading: _Reading, text: str, begin: int, end: int, body: int, told_until: int, parts: dict[str, tuple[int, int]]
) -> None:
    days = find_days(text[:told_until])
    own = [d for d in days if "date" in parts and parts["date"][0] <= d.start < parts["date"][1]]
    day = own[0] if own else decision_day(text, begin, end)
    day = day or decision_day(text, body, told_until) or next((d for d in days if d.start >= body), None)
    if day is not None:
        reading.put("date", day.iso, (day.start, day.end))


def _industries(reading: _Reading, text: str, told_until: int) -> None:
    """Sectors by the words of the law, then by those of case stories, each at its first place."""
    told = text[:told_until]
    for agency in find_agencies(told):  # 消防救援大队 does not make a case one of fire safety
        told = told[: agency.start] + " " * (agency.end - agency.start) + told[agency.end :]
    lexicon = industry_lexicon()
    named = set(lexicon.find(told))
    first: dict[str, tuple[int, int]] = {}
    for industry in lexicon.industries:
        if industry.id in named:
            first[industry.id] = min((told.index(w), told.index(w) + len(w)) for w in industry.words if w in told)
    for identifier, pattern in _STORY_WORDS:
        if match := pattern.search(told):
            first[identifier] = min(first.get(identifier, match.span()), match.span())
    ordered = sorted(first.items(), key=lambda row: row[1])
    reading.put("industries", tuple(row[0] for row in ordered), *(row[1] for row in ordered))


def _fines(reading: _Reading, text: str, begin: int, end: int, body: int, told_until: int) -> None:
    first = _first_measure(text, body, told_until)
    unit = is_about_unit(text[: first if first >= 0 else told_until])
    fines = find_fines(text, begin, end, unit) or find_fines(text, body, told_until, unit)
    units = [fine for fine in fines if not fine.person]
    persons = [fine for fine in fines if fine.person]
    if units:
        total = sum(fine.yuan * fine.times for fine in units)
        reading.put("fine_unit", total, *((fine.start, fine.end) for fine in units))
    if persons:
        each = tuple(fine.yuan for fine in persons for _ in range(fine.times))
        reading.put("fine_person", each, *((fine.start, fine.end) for fine in persons))


def _law(reading: _Reading, text: str, told_until: int, find: CitationFinder) -> None:
    for key, clauses in zip(("violated", "penalized_under"), part_clauses(text, find, told_until), strict=True):
        reading.put(key, clauses, *((clause.start, clause.end) for clause in clauses))


def _is_case(reading: _Reading, text: str, free: bool) -> bool:
    """The form says so; a free text must tell of something found and of something done about it."""
    values = reading.values
    if not free:
        return True
    if _AMENDMENT.search(values["name"]):
        return False
    decided = values["measures"] or values.get("criminal_transfer") or values["violated"] or values.get("outcome")
    decided = decided or _INSPECTED.search(text) or _NAMED_CASE.search(values["name"])
    dated = "date" in values or "fine_unit" in values or "fine_person" in values
    involved = "agency" in values or "当事人" in text or (is_about_unit(text) and dated)
    return bool(decided and involved and _CASE_SIGNS.search(text) and len(text) <= _LONGEST_UNMARKED)


def _notes(text: str, masked: bool) -> tuple[str, ...]:
    plain = half_width(text)
    notes = []
    if masked:
        notes.append(MASKED_NOTE)
    if _PROPOSED.search(plain):
        notes.append("文中罚款含建议或拟处数额，是否作出决定待核")
    if _OVERTURNED.search(plain):
        notes.append("文中写有撤销、变更或确认违法，所列处罚未必最终生效")
    return tuple(notes)
