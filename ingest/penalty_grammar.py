"""What one stretch between two commas demands: the consequences of a penalty clause, read whole or not at all.

A segment is understood when leads (由某机关, 对某人, 可以, 依照…), measures (处…罚款, 责令…, 吊销…) and joints
(并, 或者, 直至) cover every character of it. Anything else is left to the caller, who says so to the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.amounts import Amount, read_amount
from ingest.penalty_words import (
    ADDED,
    AGENCY,
    BAN,
    BANNED,
    BARE,
    BASE,
    BEGINNING,
    CARRIED_ORDER,
    CIVIL,
    COMPUTED,
    CONFISCATE,
    CRIMINAL,
    DAILY,
    DISCIPLINE,
    EACH,
    END_JOINT,
    FINE,
    FIRST_OF_TWO,
    HALT,
    HEADS,
    ILLEGAL_GAIN,
    JOINT,
    LEAD_ALONE,
    LEADS,
    LENIENT,
    LIABLE,
    MOVED,
    MULTIPLE,
    NO_OBJECT,
    OFFENCE,
    ORDER,
    PUNISHED,
    RATED,
    RECORD,
    SIMPLE,
    SINCE,
    SWALLOWED,
    TAKE,
    TERM,
    TERMLESS,
    THING,
    TO,
    TO_ALONE,
    YEARS,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One measure with the place where it is printed; ``subject`` None means whoever the clause is about."""

    measure: str
    start: int
    end: int
    low: int | None = None
    high: int | None = None
    unit: str | None = None
    subject: str | None = None
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A segment that is understood.

    Attributes:
        drafts: its measures in order; none for a lead that stands alone (对直接责任人员，).
        subject: whom the following segments hit too, where the segment says so.
        ordering: it ends in an order (责令…), which the next segment may carry on (，限期改正).
        civil: it says what is no penalty (承担赔偿责任) and is complete with that.
        topic: its subject is the grammatical one and stays for the sentence (主要负责人五年内不得担任…).
    """

    drafts: tuple[Draft, ...]
    subject: str | None
    ordering: bool
    civil: bool = False
    topic: bool = False

    @property
    def tells(self) -> bool:
        """There is a consequence in it, not only a lead."""
        return bool(self.drafts) or self.civil


class _Reader:
    """One segment; ``failed`` remembers where nothing fits, so that reading stays quadratic at worst."""

    def __init__(self, text: str, end: int) -> None:
        self.text = text
        self.end = end
        self.failed: set[tuple[int, bool, bool]] = set()

    def read(self, pos: int, subject: str | None, ordering: bool, ruled: bool) -> Reading | None:
        """The rest of the segment from ``pos``; ``ruled``: 依照… stands before."""
        if joint := JOINT.match(self.text, pos, self.end):
            pos = joint.end()
        if pos >= self.end:
            return Reading((), subject, ordering)
        key = (pos, ordering, ruled)
        if key in self.failed:
            return None
        for drafts, stop in self._measures(pos, ordering, ruled):
            rest = self.read(stop, subject, _is_order(drafts, ordering), False)
            if rest is not None:
                own = tuple(draft if draft.subject is not None else replace(draft, subject=subject) for draft in drafts)
                return replace(rest, drafts=own + rest.drafts, civil=rest.civil or not drafts)
        found = self._lead(pos, subject, ordering, ruled)
        if found is None:
            self.failed.add(key)
        return found

    # Measures

    def _measures(self, pos: int, ordering: bool, ruled: bool) -> Iterator[tuple[tuple[Draft, ...], int]]:
        if match := CIVIL.match(self.text, pos, self.end):
            yield (), match.end()
        yield from self._amounts(pos)
        yield from self._punishments(pos, ruled)
        if match := CONFISCATE.match(self.text, pos, self.end):
            for stop in self._objects(match.end()):
                yield _confiscated(self.text[match.end() : stop], pos, stop), stop
        if match := TAKE.match(self.text, pos, self.end):
            for stop in self._objects(match.end()):
                if stop > match.end() or stop == self.end:
                    yield _taken(match.group(), self.text[match.end() : stop], pos, stop), stop
        order = ORDER.match(self.text, pos, self.end)
        begin = order.end() if order else pos
        if order or (ordering and CARRIED_ORDER.match(self.text, pos, self.end)):
            for stop in self._objects(begin):
                yield (_ordered(self.text[begin:stop], pos, stop),), stop
        elif match := re.compile(r"停产停业整顿|停业整顿|限期改正").match(self.text, pos, self.end):
            yield (_ordered(match.group(), pos, match.end()),), match.end()
        for name, pattern in (("移送", MOVED), ("信用惩戒", RECORD)):
            if self.text[self.end - 1] != "的" and (match := pattern.match(self.text, pos, self.end)):
                yield (Draft(name, pos, self.end),), self.end

    def _amounts(self, pos: int) -> Iterator[tuple[tuple[Draft, ...], int]]:
        for pattern in (COMPUTED, MULTIPLE, ADDED, RATED, FIRST_OF_TWO, FINE, TERM):
            match = pattern.match(self.text, pos, self.end)
            draft = _measured(match, pattern) if match else None
            if match and draft:
                yield (draft,), match.end()
        if match := DAILY.match(self.text, pos, self.end):
            yield (Draft("按日连续处罚", pos, match.end(), unit="元每日"),), match.end()
        for pattern in (BARE, TERMLESS):
            if match := pattern.match(self.text, pos, self.end):
                yield (Draft(match["what"], pos, match.end()),), match.end()

    def _punishments(self, pos: int, ruled: bool) -> Iterator[tuple[tuple[Draft, ...], int]]:
        for name, pattern in (("追究刑事责任", CRIMINAL), ("从宽处罚", LENIENT), *SIMPLE):
            if match := pattern.match(self.text, pos, self.end):
                yield (Draft(name, pos, match.end()),), match.end()
        if match := PUNISHED.match(self.text, pos, self.end):
            name = "治安管理处罚" if "治安" in match.group() else "依照规定处罚" if ruled else "行政处罚"
            if ruled or match.group() != "处罚":
                yield (Draft(name, pos, match.end()),), match.end()
        if match := DISCIPLINE.match(self.text, pos, self.end):
            yield (Draft("处分", pos, match.end()),), match.end()
        if match := OFFENCE.match(self.text, pos, self.end):
            yield (Draft("定罪处罚", pos, match.end()),), match.end()
        if match := LIABLE.match(self.text, pos, self.end):
            yield (Draft("追究责任", pos, match.end()),), match.end()
        if match := BANNED.match(self.text, pos, self.end):
            life = "终身" in match.group()
            yield (Draft("禁入", pos, match.end(), unit="终身" if life else None),), match.end()
        if match := BAN.match(self.text, pos, self.end):
            for draft in _barred(match, self.end):
                yield (draft,), self.end

    def _stops(self, begin: int) -> Iterator[int]:
        """Where an object may end: before a joint, or with the segment."""
        for joint in END_JOINT.finditer(self.text, begin + 1, self.end):
            yield joint.start()
        yield self.end

    def _objects(self, begin: int) -> Iterator[int]:
        return (stop for stop in self._stops(begin) if not NO_OBJECT.search(self.text[begin:stop]))

    # Leads

    def _lead(self, pos: int, subject: str | None, ordering: bool, ruled: bool) -> Reading | None:
        if match := TO.match(self.text, pos, self.end):
            for stop in range(match.end() + 1, min(self.end, match.end() + 60)):
                if not _may_begin(self.text, stop, self.end):
                    continue
                who = self.text[match.end() : stop]
                if SWALLOWED.search(who):
                    break
                if who.endswith("的"):  # 对逃匿的处…: a case, not another person
                    if _SWALLOWED_FINE.search(who) or self.text.startswith(_NOUNS, stop):
                        continue
                    rest = self.read(stop, subject, ordering, ruled)
                    if rest is not None and rest.tells:
                        return replace(
                            rest, drafts=tuple(replace(d, condition=d.condition or who) for d in rest.drafts)
                        )
                    continue
                rest = self.read(stop, subject if THING.search(who) else printed_subject(who), ordering, ruled)
                if rest is not None and rest.tells:
                    return rest
        if match := SINCE.match(self.text, pos, self.end):
            rest = self.read(match.end(), subject, ordering, ruled)
            if rest is not None:
                return rest
        for pattern in LEADS:
            if match := pattern.match(self.text, pos, self.end):
                by_rule = ruled or self.text[pos] in "依按根比参适"
                for stop in range(match.end() + 1, min(self.end, match.end() + 80)):
                    if SWALLOWED.search(self.text, match.end(), stop):
                        break
                    if _may_begin(self.text, stop, self.end):
                        rest = self.read(stop, subject, ordering, by_rule)
                        if rest is not None and rest.tells:
                            return rest
        if match := AGENCY.match(self.text, pos, self.end):
            rest = self.read(match.end(), subject, ordering, ruled)
            if rest is not None:
                return rest
        return self._banned_person(pos)

    def _banned_person(self, pos: int) -> Reading | None:
        """主要负责人五年内不得担任…: the person stands before the ban."""
        for match in re.compile(r"(?:[^，；。]{0,6}年内|终身)不得").finditer(self.text, pos + 2, self.end):
            for start in range(pos + 2, match.end() - 3):
                ban = BAN.match(self.text, start, self.end)
                if ban is None or not (ban["life"] or ban["term"]):
                    continue
                for draft in _barred(ban, self.end):
                    who = printed_subject(self.text[pos:start])
                    return Reading((replace(draft, subject=who),), who, False, topic=True)
        return None


#: 对单位处年收入百分之五以下的|罚款 and 对行人的|罚款 (a noun): no case ends there.
_SWALLOWED_FINE = re.compile(r"处.*(?:以[上下]|百分之|[元倍])")
_NOUNS = ("罚款", "处罚", "拘留", "警告", "处分")


def _may_begin(text: str, pos: int, end: int) -> bool:
    return BEGINNING.match(text, pos, end) is not None


def read_segment(text: str, start: int, end: int, *, ordering: bool = False, told: bool = False) -> Reading | None:
    """What ``text[start:end]``, a stretch without commas of its own clause, demands; None where it is not understood.

    Args:
        text: the paragraph.
        start: first character of the segment.
        end: one past its last character.
        told: the conduct is told before, so that 对… can only open a measure.
        ordering: the segment before ended in an order that this one may carry on (责令停产，限期改正).
    """
    beside = text[end - 1 : end] == "外"  # 除要求其承担赔偿责任外
    reading = None if beside else _Reader(text, end).read(start, None, ordering, False)
    if reading is not None:
        return reading
    if LEAD_ALONE.fullmatch(text, start, end) or (told and TO_ALONE.fullmatch(text, start, end)):
        match = re.compile("(?:并|同时)?对于?").match(text, start, end)
        who = text[match.end() : end] if match else ""
        who = who if re.search(r"[人员者位业构门关府子犯外]$", who) else ""
        return Reading((), printed_subject(who.partition("除")[0]) if who else None, ordering)
    return None


def printed_subject(who: str) -> str:
    """Whom 对… names, without what only points back: 其, 有前款违法行为的."""
    who = re.sub(r"^(?:其(?!他)|该|本)", "", who.strip("，、 "))
    return re.sub(r"^有(?:前款|本条)[^，]{0,20}?(?:行为|情形)的", "", who)


def _is_order(drafts: tuple[Draft, ...], ordering: bool) -> bool:
    return drafts[-1].measure.startswith("责令") if drafts else ordering


def _measured(match: re.Match[str], pattern: re.Pattern[str]) -> Draft | None:
    amount = read_amount(match)
    if amount is None:
        return None
    if pattern is TERM:
        if amount.unit not in {"年", "个月", "日"}:
            return None
        return Draft(match["what"], match.start(), match.end(), amount.low, amount.high, _month(amount.unit))
    unit = _fine_unit(match["base"], amount, pattern)
    if unit is None:
        return None
    who = match.groupdict().get("who")
    return Draft(
        match["what"] if pattern is not ADDED else "加处罚款",
        match.start(),
        match.end(),
        amount.low,
        amount.high,
        unit,
        subject=printed_subject(who) if who else None,
    )


def _fine_unit(base: str, amount: Amount, pattern: re.Pattern[str]) -> str | None:
    """元, 元每人, 倍违法所得, 百分比上一年年收入; None where base and amount do not belong together."""
    base = re.sub(r"（[^（）]*）", "", base).removesuffix("的")
    if amount.unit == "元":
        if EACH.match(base):
            return "元每次" if base.startswith("每次") else f"元{base}"
        return None if base else "元"
    # 上一年, 上一年度从本单位取得的收入: the same year in all of them
    base = re.sub(r"^.*年收入$|^上一年度?[^，]{0,14}收入$", "年收入", base)
    base = re.sub(r"^(?:按照)?(?:事故)?(?:所)?造成的?(?=直接)", "", base)
    if pattern in {MULTIPLE, ADDED}:
        base = re.sub(r"(?:数额|金额|幅度|标准)$", "", base)
    name = {"倍": "倍", "%": "百分比", "‰": "千分比", "‱": "万分比"}.get(amount.unit)
    if name is None or (base and pattern in {FINE, FIRST_OF_TWO, COMPUTED} and not BASE.search(base)):
        return None
    return name + base + ("每日" if pattern is ADDED else "")


def _confiscated(what: str, start: int, end: int) -> tuple[Draft, ...]:
    gain = ILLEGAL_GAIN.search(what)
    rest = re.sub(r"^(?:其|全部|的)+", "", ILLEGAL_GAIN.sub("", what)).strip("、和及以并的")
    drafts = [Draft("没收违法所得", start, end)] if gain else []
    if not gain or rest:
        drafts.append(Draft("没收财产" if what == "财产" else "没收", start, end))
    return tuple(drafts)


def _taken(heads: str, what: str, start: int, end: int) -> tuple[Draft, ...]:
    amount = next((a for m in YEARS.finditer(what) if (a := read_amount(m)) and a.unit in {"年", "个月", "日"}), None)
    drafts = []
    for head in HEADS.findall(heads):
        name = {"降低": "降低资质等级", "取消": "取消资格"}.get(head, head)
        timed = amount if head in {"暂扣", "吊扣", "暂停"} else None
        drafts.append(
            Draft(name, start, end, timed.low, timed.high, _month(timed.unit)) if timed else Draft(name, start, end)
        )
    return tuple(drafts)


def _ordered(what: str, start: int, end: int) -> Draft:
    subject = "生产经营单位" if what.startswith("生产经营单位") else None
    if HALT.search(what) or re.search(r"停止(?:生产|经营|营业)(?:整顿)?$", what):
        name = "责令停产停业整顿" if "停止" not in what else "责令停止"
    elif re.match(
        r"(?:限期|立即|其|予以|限定期限|当场)*(?:改正|纠正|改进|整改)|(?:限期|立即)(?:消除|治理|排除)$", what
    ):
        name = "责令改正"
    elif "停止" in what[:4] or "暂停" in what[:4]:
        name = "责令停止"
    elif "关闭" in what:
        name = "关闭"
    else:
        name = "责令" + re.sub(r"^(?:限期|立即|其|期限内)+", "", what)
    return Draft(name, start, end, subject=subject)


def _barred(match: re.Match[str], end: int) -> Iterator[Draft]:
    if match["life"]:
        yield Draft("禁入", match.start(), end, unit="终身")
    elif match["term"]:
        unit = "年" if "年" in match.group().partition("不得")[0] else "个月" if "个月" in match.group() else "日"
        amount = YEARS.fullmatch(match["term"] + unit)
        read = read_amount(amount) if amount else None
        if read is not None and read.unit == unit:
            yield Draft("禁入", match.start(), end, read.low, read.high, _month(unit))
    else:
        yield Draft("禁入", match.start(), end)


def _month(unit: str) -> str:
    return "月" if unit == "个月" else unit
