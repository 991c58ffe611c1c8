"""What one stretch between two commas demands: the consequences of a penalty clause, read whole or not at all.

A segment is understood when leads (由某机关, 对某人, 可以, 依照…), measures (处…罚款, 责令…, 吊销…) and joints
(并, 或者, 直至) cover every character of it. Anything else is left to the caller, who says so to the user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.amounts import AMOUNT, Amount, read_amount

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


_JOINT = re.compile(
    r"(?:、|并且|并|或者|或|以及|及|和|同时|直至|且|也|还|另|应当|应|可以|可|必须|有权|依法|分别|一律|相应|酌情|随即|立即|予以(?=取缔|关闭|没收|公告|通报|警告|拘留|撤销|吊销|追缴|收缴|扣留)"
    r"|实施(?=代履行|强制)|决定(?=责令|由|予以|吊销|给予|没收|关闭|处)|将(?!来)|直接|一次性|单独)+"
)
_VERB = r"(?:并处或者单处|处或者单处|单处或者并处|并处或者单处|并处以?|单处|判处|可处|加处|处以|处|给予|予以|罚)"
_YEARS = re.compile(AMOUNT)
_FINE = re.compile(rf"{_VERB}?(?P<base>(?:（[^（）]*）|[^，；。：（）处由]){{0,40}}?){AMOUNT}的?(?P<what>罚款|罚金|滞纳金)")
_RATED = re.compile(rf"(?:按照?|以)(?P<base>每[^，；。\d]{{1,8}}?){AMOUNT}的标准(?:{_VERB}|收取)?(?P<what>罚款|罚金)")
_MULTIPLE = re.compile(
    rf"(?:按照?|以)(?P<base>[^，；。]{{0,20}}?罚款(?:数额|金额|幅度|标准)?)的?{AMOUNT}(?:的幅度|的标准)?"
    rf"(?:对(?P<who>[^，；。]{{1,30}}?))?{_VERB}?(?P<what>罚款)"
)
_ADDED = re.compile(rf"每日按(?:照)?(?P<base>罚款数额)的{AMOUNT}加处(?P<what>罚款)")
_BARE = re.compile(rf"{_VERB}?(?P<what>罚款|罚金|加处罚款)(?:处罚)?")
_DAILY = re.compile(r"(?:按照?原处罚数额)?按日连续(?:处罚|处以罚款|罚款)")
_TERM = re.compile(rf"(?:{_VERB}以?)?{AMOUNT}的?(?P<what>有期徒刑|拘役|管制|行政拘留|拘留|剥夺政治权利)")
_TERMLESS = re.compile(
    rf"(?:{_VERB})?(?P<what>有期徒刑|拘役|管制|行政拘留|拘留|剥夺政治权利(?:终身)?|无期徒刑|死刑|警告|通报批评|没收财产|驱逐出境)(?:处罚|处分)?"
    r"(?![的])"
)
_BASE = re.compile(
    r"(?:所得|收入|金额|价额|数额|价值|价款|价格|费用|费|税额|税款|损失额?|产值|电费|成本|总额|资金|款项|造价|投资额?|保费|收费|部分|代价|份额)(?:的|总额)?$"
)
_EACH = re.compile(r"每(?!日|年|月)[\u4e00-\u9fff]{1,5}$")

_ORDER = re.compile(r"责令|勒令")
_CARRIED_ORDER = re.compile(
    r"停止|停产|停业|停建|停工|停用|暂停|限期|恢复|退还|退回|退赔|提供|拆除|采取|消除|补办|补种|补缴|召回|收回|清除|清理|改正|改进|治理|赔礼道歉|支付|缴纳|补足|办理"
    r"|重新|纠正|离开|撤离|迁出|迁移|封闭|重建|修复|关闭|更换|交还|予以纠正|具结悔过|追回|返还|公开|交出|撤销(?!.{0,8}许可)"
)
_HALT = re.compile(r"停产|停业|停工整顿|停建")
_TAKE = re.compile(
    r"(?:并处|处以?|给予|予以)?(?:吊销|暂扣|吊扣|暂停|撤销|撤回|注销|收回|扣留|取消|降低|收缴|追缴|扣押|查封|公告|宣布)"
    r"(?:(?:或者|、|并|和)(?:吊销|暂扣|暂停|撤销|撤回|注销|收回|扣留|取消|降低|收缴|追缴|扣押|查封))*"
)
_HEADS = re.compile(r"吊销|暂扣|吊扣|暂停|撤销|撤回|注销|收回|扣留|取消|降低|收缴|追缴|扣押|查封|公告|宣布")
_CONFISCATE = re.compile(r"(?:予以|处以?|判处)?没收")
_ILLEGAL_GAIN = re.compile(r"违法所得|非法所得|违法收入|非法收入")
_DISCIPLINE = re.compile(
    r"(?:给予|予以|作出)[^，；。]{0,30}?(?:处分|处理)"
    r"|(?:给予|予以)(?:(?:警告|记过|记大过|降级|撤职|开除|降职|免职|诫勉)(?:、|或者|直至)?)+"
    r"|(?:行政|政务)?处分|(?:降级|撤职|记过|记大过|开除|降职|免职)(?:处分|的处分)?"
)
_CRIMINAL = re.compile(r"追究[^，；。]{0,8}?刑事责任|追究刑事责任")
_LIABLE = re.compile(r"追究[^，；。]{0,20}?(?:法律|行政|行政法律|纪律|党纪政务|相应|相关|领导)?责任")
_PUNISHED = re.compile(r"(?:给予|予以)?(?:从重|从轻|减轻|加重|合并|行政|治安管理|治安|相应)*(?:给予|予以)?(?:行政|治安管理)?处罚")
_LENIENT = re.compile(
    r"(?:给予|予以)?(?:不予|从轻|减轻|免除|免予|从宽)(?:或者|、|及|和)?(?:减轻|免除|从轻|免予|不予)*(?:行政|刑事)?处罚|免予处分|可以免除处罚"
)
_OFFENCE = re.compile(r"以[^，；。]{1,20}罪?论处|实行数罪并罚|数罪并罚|定罪处罚")
_BAN = re.compile(
    r"(?:(?P<life>终身|终生)|(?P<term>[^，；。]{1,8}?)(?:年|个月|日)(?:之?内|以内|内))?"
    r"(?:不得(?:再次|再|重新)?(?:从事|担任|申请|取得|参加|受聘|录用|进入|录取|聘用|任用|办理|许可)|不予受理|禁止(?:其)?(?:从事|进入|担任|参加|申请)|不受理)"
)
_BANNED = re.compile(r"(?:实行|采取|依法实施|依法)?(?:终身)?[^，；。]{0,14}?禁入(?:措施)?")
_SIMPLE = (
    ("取缔", re.compile(r"(?:予以)?取缔")),
    ("关闭", re.compile(r"(?:予以|责令|实行)?关闭")),
    ("批评教育", re.compile(r"(?:给予|进行|予以)?批评教育|训诫|责令具结悔过|予以训诫|谈话提醒|诫勉")),
    ("通报批评", re.compile(r"(?:予以|给予)?通报批评")),
    ("强制拆除", re.compile(r"(?:强制|组织(?:强制)?)(?:拆除|清除|排除)(?:障碍|[^，；。]{0,6}设施)?")),
    ("限期拆除", re.compile(r"限期(?:拆除|清除)")),
    ("强制执行", re.compile(r"强制(?:执行|拆除|清除|报废|带离|遣送|传唤|整顿|离境)|强行带离|代履行|代为[^，；。]{1,12}|组织代为")),
    ("限期出境", re.compile(r"限期出境|遣送出境")),
    ("扣分", re.compile(r"记分|扣分")),
)
_MOVED = re.compile(r"移送|移交")
_RECORD = re.compile(r"记入[^，；。]{0,20}(?:信用|档案|记录)|纳入|向社会公布|予以公告|予以公示|实施联合惩戒|实施惩戒|通报|公示")
#: What no object of a measure contains: then the words tell of something else (吊销驾驶证后重新申请的期限).
_NO_OBJECT = re.compile(r"后|决定|期限(?!内)|期间|之日|时候|种类|处罚(?!$)|罚款|拒不|仍不|而不|的$")
_THING = re.compile(r"(?:建筑物|设施|构筑物|物品|工具|设备|产品|车辆|房屋|材料|场所|土地|证件|资料|部分)$")
#: Consequences that are no penalty: understood, and not listed.
_CIVIL = re.compile(
    r"(?:应当|依法)?(?:由[^，；。]{1,30})?(?:与[^，；。]{1,40})?(?:各自)?(?:依法)?(?:承担|负|负担)[^，；。]{0,20}?(?:责任|费用|后果)|(?:依法)?(?:给予|予以|负责)?(?:赔偿|补偿)[^，；。]{0,20}"
    r"|[^，；。]{0,14}(?:费用|开支)由[^，；。]{1,30}(?:承担|负担)|(?:依照|按照)下列规定(?:分别)?(?:处以?|给予|予以)?(?:罚款|处罚)?"
    r"|(?:该|其)[^，；。]{1,12}无效"
)
_LEADS = (
    re.compile(r"(?:由|责成|提请|报请|报经|移送|交由|转由|建议|通知|提交)(?=[\u4e00-\u9fff])"),
    re.compile(r"(?:依照|按照|依据|根据|比照|参照|适用|视|在|除|以|于|按|结合|区别)(?=[\u4e00-\u9fff\d（《〈])"),
)
_SINCE = re.compile(r"(?:自|从)[^，；。]{2,40}?起")
#: No lead reaches over a measure.
_SWALLOWED = re.compile(r"(?<!被)(?:责令|没收|吊销|暂扣|并处|取缔)|罚款(?!处罚|决定)|处分(?!决定)")
_TO = re.compile(r"对于?(?=[\u4e00-\u9fff])")
_AGENCY = re.compile(
    r"(?:(?!责令|没收|吊销|或者|由)[^，；。对处]){2,40}?(?:机关|部门|机构|政府|局|委员会|法院|检察院|院|所)(?:及其[^，；。]{2,12}部门)?(?=可以|应当|有权|必须|依法|责令|给予|予以|将|可|根据|没收|吊销)"
)
_LEAD_ALONE = re.compile(
    r"(?:自|从)[^，；。]{2,60}起|(?:并|同时)?(?:由|对于?|除|依照|按照|根据|视)[^，；。]{0,80}?(?:外|内|情节轻重|情节|以后|之后|后|规定|人员|人|者|单位|机构|部门|机关|政府|分子|企业|罪犯|分工|职权|权限)"
)
_TO_ALONE = re.compile(r"(?:并|同时)?对[^，；。]{2,60}(?<!的)(?<!行为)")
_END_JOINT = re.compile(r"并|或者|直至|以及|和|、|同时|由|及|后")


class _Reader:
    """One segment; ``failed`` remembers where nothing fits, so that reading stays quadratic at worst."""

    def __init__(self, text: str, end: int) -> None:
        self.text = text
        self.end = end
        self.failed: set[tuple[int, bool, bool]] = set()

    def read(self, pos: int, subject: str | None, ordering: bool, ruled: bool) -> Reading | None:
        """The rest of the segment from ``pos``; ``ruled``: 依照… stands before."""
        if joint := _JOINT.match(self.text, pos, self.end):
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
        if match := _CIVIL.match(self.text, pos, self.end):
            yield (), match.end()
        yield from self._amounts(pos)
        yield from self._punishments(pos, ruled)
        if match := _CONFISCATE.match(self.text, pos, self.end):
            for stop in self._objects(match.end()):
                yield _confiscated(self.text[match.end() : stop], pos, stop), stop
        if match := _TAKE.match(self.text, pos, self.end):
            for stop in self._objects(match.end()):
                if stop > match.end() or stop == self.end:
                    yield _taken(match.group(), self.text[match.end() : stop], pos, stop), stop
        order = _ORDER.match(self.text, pos, self.end)
        begin = order.end() if order else pos
        if order or (ordering and _CARRIED_ORDER.match(self.text, pos, self.end)):
            for stop in self._objects(begin):
                yield (_ordered(self.text[begin:stop], pos, stop),), stop
        elif match := re.compile(r"停产停业整顿|停业整顿|限期改正").match(self.text, pos, self.end):
            yield (_ordered(match.group(), pos, match.end()),), match.end()
        for name, pattern in (("移送", _MOVED), ("信用惩戒", _RECORD)):
            if match := pattern.match(self.text, pos, self.end):
                yield (Draft(name, pos, self.end),), self.end

    def _amounts(self, pos: int) -> Iterator[tuple[tuple[Draft, ...], int]]:
        for pattern in (_MULTIPLE, _ADDED, _RATED, _FINE, _TERM):
            match = pattern.match(self.text, pos, self.end)
            draft = _measured(match, pattern) if match else None
            if match and draft:
                yield (draft,), match.end()
        if match := _DAILY.match(self.text, pos, self.end):
            yield (Draft("按日连续处罚", pos, match.end(), unit="元每日"),), match.end()
        for pattern in (_BARE, _TERMLESS):
            if match := pattern.match(self.text, pos, self.end):
                yield (Draft(match["what"], pos, match.end()),), match.end()

    def _punishments(self, pos: int, ruled: bool) -> Iterator[tuple[tuple[Draft, ...], int]]:
        for name, pattern in (("追究刑事责任", _CRIMINAL), ("从宽处罚", _LENIENT), *_SIMPLE):
            if match := pattern.match(self.text, pos, self.end):
                yield (Draft(name, pos, match.end()),), match.end()
        if match := _PUNISHED.match(self.text, pos, self.end):
            name = "治安管理处罚" if "治安" in match.group() else "依照规定处罚" if ruled else "行政处罚"
            if ruled or match.group() != "处罚":
                yield (Draft(name, pos, match.end()),), match.end()
        if match := _DISCIPLINE.match(self.text, pos, self.end):
            yield (Draft("处分", pos, match.end()),), match.end()
        if match := _OFFENCE.match(self.text, pos, self.end):
            yield (Draft("定罪处罚", pos, match.end()),), match.end()
        if match := _LIABLE.match(self.text, pos, self.end):
            yield (Draft("追究责任", pos, match.end()),), match.end()
        if match := _BANNED.match(self.text, pos, self.end):
            life = "终身" in match.group()
            yield (Draft("禁入", pos, match.end(), unit="终身" if life else None),), match.end()
        if match := _BAN.match(self.text, pos, self.end):
            for draft in _barred(match, self.end):
                yield (draft,), self.end

    def _stops(self, begin: int) -> Iterator[int]:
        """Where an object may end: before a joint, or with the segment."""
        for joint in _END_JOINT.finditer(self.text, begin + 1, self.end):
            yield joint.start()
        yield self.end

    def _objects(self, begin: int) -> Iterator[int]:
        return (stop for stop in self._stops(begin) if not _NO_OBJECT.search(self.text[begin:stop]))

    # Leads

    def _lead(self, pos: int, subject: str | None, ordering: bool, ruled: bool) -> Reading | None:
        if match := _TO.match(self.text, pos, self.end):
            for stop in range(match.end() + 1, min(self.end, match.end() + 60)):
                if not _may_begin(self.text, stop, self.end):
                    continue
                who = self.text[match.end() : stop]
                if _SWALLOWED.search(who):
                    break
                if who.endswith("的"):  # 对逃匿的处…: a case, not another person
                    rest = self.read(stop, subject, ordering, ruled)
                    if rest is not None and rest.tells:
                        return replace(rest, drafts=tuple(replace(d, condition=d.condition or who) for d in rest.drafts))
                    continue
                rest = self.read(stop, subject if _THING.search(who) else printed_subject(who), ordering, ruled)
                if rest is not None and rest.tells:
                    return rest
        if match := _SINCE.match(self.text, pos, self.end):
            rest = self.read(match.end(), subject, ordering, ruled)
            if rest is not None:
                return rest
        for pattern in _LEADS:
            if match := pattern.match(self.text, pos, self.end):
                by_rule = ruled or self.text[pos] in "依按根比参适"
                for stop in range(match.end() + 1, min(self.end, match.end() + 80)):
                    if _SWALLOWED.search(self.text, match.end(), stop):
                        break
                    if _may_begin(self.text, stop, self.end):
                        rest = self.read(stop, subject, ordering, by_rule)
                        if rest is not None and rest.tells:
                            return rest
        if match := _AGENCY.match(self.text, pos, self.end):
            rest = self.read(match.end(), subject, ordering, ruled)
            if rest is not None:
                return rest
        return self._banned_person(pos)

    def _banned_person(self, pos: int) -> Reading | None:
        """主要负责人五年内不得担任…: the person stands before the ban."""
        for match in re.compile(r"(?:[^，；。]{0,6}年内|终身)不得").finditer(self.text, pos + 2, self.end):
            for start in range(pos + 2, match.end() - 3):
                ban = _BAN.match(self.text, start, self.end)
                if ban is None or not (ban["life"] or ban["term"]):
                    continue
                for draft in _barred(ban, self.end):
                    who = printed_subject(self.text[pos:start])
                    return Reading((replace(draft, subject=who),), who, False, topic=True)
        return None


#: How a measure or another lead can begin; keeps the search for the end of a lead short.
_BEGINNING = re.compile(
    rf"{_VERB}|责令|勒令|没收|吊销|暂扣|暂停|撤销|撤回|注销|收回|扣留|取消|降低|收缴|追缴|取缔|关闭|追究|从重|从轻|减轻|免予|定罪|数罪|停产|停业|限期"
    r"|由|对|可以|应当|依法|依照|按照|按日|根据|并|单|不予|不得|禁止|终身|强制|强行|代|移送|通报|记入|纳入|批评|训诫|分别|赔偿|承担|公告|实行|采取|[一二三四五六七八九十]+年内|拘留|罚款|警告|向社会|组织|决定|实施|有权|必须|给|提请|报请|宣布|加处|每日|免除|扣|查封|公示"
)


def _may_begin(text: str, pos: int, end: int) -> bool:
    return _BEGINNING.match(text, pos, end) is not None


def read_segment(
    text: str, start: int, end: int, *, ordering: bool = False, told: bool = False
) -> Reading | None:
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
    if _LEAD_ALONE.fullmatch(text, start, end) or (told and _TO_ALONE.fullmatch(text, start, end)):
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
    if pattern is _TERM:
        if amount.unit not in {"年", "个月", "日"}:
            return None
        return Draft(match["what"], match.start(), match.end(), amount.low, amount.high, _month(amount.unit))
    unit = _fine_unit(match["base"], amount, pattern)
    if unit is None:
        return None
    who = match.groupdict().get("who")
    return Draft(
        match["what"] if pattern is not _ADDED else "加处罚款",
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
        return "元" if not base else f"元{base}" if _EACH.match(base) else None
    base = re.sub(r"^.*年收入$", "年收入", base)  # 上一年, 上一年度: the same year in all of them
    if pattern is _MULTIPLE:
        base = re.sub(r"(?:数额|金额|幅度|标准)$", "", base)
    name = {"倍": "倍", "%": "百分比", "‰": "千分比", "‱": "万分比"}.get(amount.unit)
    if name is None or (base and pattern is _FINE and not _BASE.search(base)):
        return None
    return name + base + ("每日" if pattern is _ADDED else "")


def _confiscated(what: str, start: int, end: int) -> tuple[Draft, ...]:
    gain = _ILLEGAL_GAIN.search(what)
    rest = re.sub(r"^(?:其|全部|的)+", "", _ILLEGAL_GAIN.sub("", what)).strip("、和及以并的")
    drafts = [Draft("没收违法所得", start, end)] if gain else []
    if not gain or rest:
        drafts.append(Draft("没收财产" if what == "财产" else "没收", start, end))
    return tuple(drafts)


def _taken(heads: str, what: str, start: int, end: int) -> tuple[Draft, ...]:
    amount = next((a for m in _YEARS.finditer(what) if (a := read_amount(m)) and a.unit in {"年", "个月", "日"}), None)
    drafts = []
    for head in _HEADS.findall(heads):
        name = {"降低": "降低资质等级", "取消": "取消资格"}.get(head, head)
        timed = amount if head in {"暂扣", "吊扣", "暂停"} else None
        drafts.append(
            Draft(name, start, end, timed.low, timed.high, _month(timed.unit)) if timed else Draft(name, start, end)
        )
    return tuple(drafts)


def _ordered(what: str, start: int, end: int) -> Draft:
    subject = "生产经营单位" if what.startswith("生产经营单位") else None
    if _HALT.search(what) or re.search(r"停止(?:生产|经营|营业)(?:整顿)?$", what):
        name = "责令停产停业整顿" if "停止" not in what else "责令停止"
    elif re.match(r"(?:限期|立即|其|予以|限定期限|当场)*(?:改正|纠正|改进|整改)|(?:限期|立即)(?:消除|治理|排除)$", what):
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
        amount = _YEARS.fullmatch(match["term"] + unit)
        read = read_amount(amount) if amount else None
        if read is not None and read.unit == unit:
            yield Draft("禁入", match.start(), end, read.low, read.high, _month(unit))
    else:
        yield Draft("禁入", match.start(), end)


def _month(unit: str) -> str:
    return "月" if unit == "个月" else unit
