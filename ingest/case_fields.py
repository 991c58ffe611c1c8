"""What a published case prints in figures and fixed words: amounts, fines, measures, days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import cn2an

from ingest.numerals import to_int
from ingest.readers.lines import half_width

# --- amounts ---------------------------------------------------------------------------------------------------------

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬"
_AMOUNT = re.compile(
    rf"(?:(?P<arabic>{_ARABIC})\s*(?P<scale>[十百千万亿]{{0,2}})(?P<rest>\d千|(?<=万)\d{4})?|(?P<han>[{_HAN}]+))\s*(?P<vague>余|多|来)?\s*(?P<yuan>元|圆|块)?(?P<late>余|多)?"
)
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_LARGE = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬", "一二三四五六七八九十百千万")
_ABOUT = re.compile(r"(?:约|近|逾|超过?|不低于|不少于|至少|最高|不超过|接近)(?:人民币)?$")
_OPEN_END = re.compile(r"\s*(?:以上|以下|以内|左右|上下|至|到|-|—|~|～|的?倍|起步)")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money as printed; ``yuan`` is None where it is not exact (5000余元, 二万元以上…) or not whole."""

    start: int
    end: int
    yuan: int | None


def find_money(text: str) -> list[Money]:
    """Amounts with their unit, in reading order: 4.9万元, 20,000元, 三万元, 贰万元整, 1万5千元, 5万 (after 罚款)."""
    plain = half_width(text)
    found = []
    for match in _AMOUNT.finditer(plain):
        scaled = bool(match["scale"]) or bool(match["han"] and match["han"][-1] in "万亿")
        if not match["yuan"] and not scaled:
            continue
        if (
            not match["yuan"]
            and re.match(r"[^,。;:、元\s]", plain[match.end() :])
            and not _PENAL_BEFORE.search(plain[: match.start()])
        ):
            continue  # 5万立方米
        exact = not (match["vague"] or match["late"]) and not _ABOUT.search(plain[: match.start()])
        exact = exact and not _OPEN_END.match(plain, match.end())
        found.append(Money(match.start(), match.end(), _yuan(match) if exact else None))
    return found


_PENAL_BEFORE = re.compile(r"罚款?(?:人民币)?\s*$")


def amounts_in(text: str) -> list[tuple[int, int, int]]:
    """(start, end, 元) of every exact amount of money in ``text``."""
    return [(m.start, m.end, m.yuan) for m in find_money(text) if m.yuan is not None]


def _yuan(match: re.Match[str]) -> int | None:
    try:
        if match["han"]:
            value = Decimal(str(cn2an.cn2an(match["han"].translate(_LARGE), "smart")))
        else:
            value = Decimal(match["arabic"].replace(",", ""))
            for char in match["scale"]:
                value *= _SCALES[char]
            if match["rest"]:
                value += int(match["rest"].replace("千", "000"))
    except (ValueError, InvalidOperation):
        return None
    return int(value) if value == value.to_integral_value() else None


# --- fines -----------------------------------------------------------------------------------------------------------

_TRIGGER = re.compile(
    r"罚没款|罚款|罚单|处罚金额|(?:各|并|合|再|被|开)罚|罚(?=(?:人民币)?\s*[\d一二三四五六七八九十两壹贰叁肆伍陆柒捌玖])|(?<=[^惩])处(?=(?:人民币)?\s*[\d一二三四五六七八九十两壹贰叁肆伍陆柒捌玖])"
)
_PERSON = re.compile(
    r"法定代表人|负责人|实际控制人|实控人|安全总监|总经理|经理|矿长|厂长|站长|店长|董事长|主管人员|管理人员|责任人员?|从业人员|作业人员"
    r"|操作人员|安全员|工人|员工|电工|焊工|司机|驾驶员|个人|住户|村民|居民|房东|租户|租客|业主|店主|经营者|承包人|[\u4e00-\u9fff]某(?![市县区省州公企单工场加矿厂])[甲-癸某]?"
)
_UNIT = re.compile(
    r"公司|企业|该?单位|[工矿钢纸药木食]厂|该厂|[家鞋革电气配油砖具料器]厂|煤矿|该矿|矿业|矿山|加油站|加气站|气站|酒店|商场|购物中心|超市|医院|学校|幼儿园|合作社|经营部|门市部"
    r"|该店|饭店|网吧|网咖|物业|商行|机构|中心|医药|合作社|冷库|服务部|该院|该校|商店|店铺|宾馆|餐厅|浴室|作坊|加工点|个体工商户|公园|乐园|山庄|景区|集团|该[站所园]|该行(?!为)"
)
#: Money of another time, place or kind: statistics, rewards, what the law threatens, another case of the series.
_ELSEWHERE = re.compile(
    r"累计|全[省市县区年]|今年以来|去年|上半年|前三季度|前\S季度|共立案|另一[件起家]|同批|同一类|另有|其余[^罚]{0,4}案|曾(?:因|被|受)|此前曾|加处"
    r"|可(?:以)?(?:并)?处|应当?处|将(?:被)?处|可能|面临|最高(?:可)?|拟(?:对|处|罚|作出)|可罚|规定[:,].{0,4}处|的[,，](?:可以)?处|罚金"
)
_TOTAL = re.compile(
    r"(?:合计|共计|总计|合并|合并执行|合并处罚|累计|一共|共)(?:处以?|给予)?(?:罚款|罚没款?|处罚|执行)?(?:金额)?(?:人民币|:|为)*$"
)
_EACH = re.compile(r"(?:各|分别|每人|每家|均)(?:被|给予|处以?|作出)?(?:罚款|罚|处)?(?:人民币)?$")
_COUNT = re.compile(r"([两二三四五六七八九十\d]+)(?:名|人|位|家|项|个|类|起|种)")


@dataclass(frozen=True, slots=True)
class Fine:
    """One fine of a case.

    Attributes:
        yuan: amount in 元.
        person: on a person; else on a unit.
        start: offset of the amount.
        end: offset one past its last character.
        times: on how many it was laid each (各罚).
    """

    yuan: int
    person: bool
    start: int
    end: int
    times: int = 1


def find_fines(text: str, start: int = 0, end: int | None = None, unit_by_default: bool = True) -> list[Fine]:
    """Fines imposed in ``text[start:end]``, in reading order; approximate ones and those of other cases are left out.

    Args:
        text: the case.
        start: offset where to begin.
        end: offset where to stop; None is the end of the text.
        unit_by_default: whom a fine hits that names nobody (the case tells of a firm).
    """
    plain = half_width(text)
    stop = len(text) if end is None else end
    fines: list[Fine] = []
    totals: list[tuple[Fine, bool]] = []
    for first, last in _sentences(plain, start, stop):
        sentence = plain[first:last]
        money = find_money(sentence)
        fined = _fined(sentence, money)
        done = 0
        targets: list[bool] = []
        for at, amount in enumerate(money):
            if at not in fined or amount.yuan is None:
                continue
            lead = sentence[done : amount.start]
            if _ELSEWHERE.search(_clause_before(sentence, amount.start)):
                continue
            tail = re.split(r"[,。;、]", sentence[amount.end :])[0]
            if re.search(r"以[上下]", tail):
                continue
            new = _targets(_last_clauses(lead))
            targets = new or _named_before(plain, first, first + amount.start, bool(done)) or targets
            together = _same_list(sentence, money, at, fined)
            person = _target(targets, together, unit_by_default)
            times = _times(sentence[: amount.start], lead, new)
            fine = Fine(amount.yuan, person, first + amount.start, first + amount.end, times)
            if _TOTAL.search(sentence[: amount.start]) and (fines or _EACH.search(lead) is None):
                totals.append((fine, bool(new)))
            else:
                fines.append(fine)
            done = amount.end
    return _settled(_once(plain, fines), totals)


def tells_of_others(text: str, at: int) -> bool:
    """Whether the clause before this offset speaks of other cases, of statistics, or of what the law threatens."""
    return bool(_ELSEWHERE.search(_clause_before(half_width(text), at)))


def is_about_unit(text: str) -> bool:
    """Whether the text names a firm or other unit at all."""
    return bool(_UNIT.search(half_width(text)))


def _fined(sentence: str, money: list[Money]) -> set[int]:
    """Which amounts are fines: 罚款…5万元, 5万元罚款, and the amounts listed with them."""
    fined: set[int] = set()
    for at, amount in enumerate(money):
        before = sentence[money[at - 1].end if at else 0 : amount.start]
        behind = sentence[amount.end :]
        trigger = [m for m in _TRIGGER.finditer(sentence, 0, amount.start) if m.start() >= amount.start - len(before)]
        # 处 itself may stand at the very end of what is before the amount.
        direct = trigger and not re.search(
            r"[,。;]|没收|奖|损失|违法所得|造成|价值|货值", sentence[trigger[-1].end() : amount.start]
        )
        direct = direct or bool(re.search(r"(?:罚|处)(?:以|人民币)*$", before))
        if (
            re.match(r"(?:整|人民币|\([^()]*\)|的|行政)*罚[款单]", behind)
            or direct
            or (
                at - 1 in fined
                and re.fullmatch(r"(?:整|\([^()]*\)|、|和|与|及|以及|,)*", before)
                and "(" not in before[-2:]
            )
        ):
            fined.add(at)
    # 给予公司5万元、负责人2万元的罚款: the word behind the last serves all.
    for at in range(len(money) - 2, -1, -1):
        between = sentence[money[at].end : money[at + 1].start]
        if (
            at + 1 in fined
            and at not in fined
            and re.fullmatch(r"(?:整)?[、和及](?:对|给予)?[^,。;、没收奖]{0,16}", between)
        ):
            lead = sentence[max(0, money[at].start - 12) : money[at].start]
            if re.search(r"处|给予|对", lead) and not re.search(r"没收|违法所得|奖", lead):
                fined.add(at)
    return fined


def _last_clauses(lead: str) -> str:
    """The clauses that can name whom the fine hits."""
    return lead[-60:]


def _clause_before(sentence: str, at: int) -> str:
    return ",".join(re.split(r"[,;]", re.split(r"[。\n]", sentence[:at])[-1])[-2:]) if at else ""


def _named_before(plain: str, first: int, at: int, listed: bool) -> list[bool]:
    """撤销了对个人的处罚。该局重新罚款…: whom the sentence before speaks of punishing."""
    if listed:
        return []
    before = plain[max(0, first - 60) : first]
    matches = list(re.finditer(r"对([^,。;]{1,20}?)(?:的处罚|处罚|罚款)", before))
    return _targets(matches[-1].group(1))[-1:] if matches else []


def _targets(lead: str) -> list[bool]:
    """Kinds of those named, in order, True for a person: 该公司主要负责人 is a person, 该公司及其主要负责人 are both."""
    marks = sorted(
        [(m.start(), m.end(), True) for m in _PERSON.finditer(lead)]
        + [(m.start(), m.end(), False) for m in _UNIT.finditer(lead)]
    )
    found: list[bool] = []
    for at, (_, end, person) in enumerate(marks):
        following = marks[at + 1] if at + 1 < len(marks) else None
        if following is not None:
            between = lead[end : following[0]]
            if not re.search(r"[、,;和与及]|以及|处|罚|对", between):
                continue  # of the next: 公司负责人, 负责人吕某, 吕某经营的加油站
        found.append(person)
    return found


def _same_list(sentence: str, money: list[Money], at: int, fined: set[int]) -> tuple[int, int]:
    """(place, length) of an amount in 分别罚款5万元、2万元."""
    first = last = at
    joint = re.compile(r"(?:元整|整|\([^()]*\))*(?:、|和|与|及|以及)(?:人民币)?")
    while first - 1 in fined and joint.fullmatch(sentence[money[first - 1].end : money[first].start]):
        first -= 1
    while last + 1 in fined and joint.fullmatch(sentence[money[last].end : money[last + 1].start]):
        last += 1
    return at - first, last - first + 1


def _target(targets: list[bool], place: tuple[int, int], unit_by_default: bool) -> bool:
    if not targets:
        return not unit_by_default
    index, length = place
    if length > 1:
        listed = targets[-length:]
        return listed[index] if index < len(listed) else targets[-1]
    return targets[-1]


def _times(before: str, lead: str, targets: list[bool]) -> int:
    """On how many a fine is laid each: 两名责任人各罚5万元, 对甲公司、乙公司各罚款3万元."""
    if not _EACH.search(before[-12:]):
        return 1
    clause = re.split(r"[;。]", lead)[-1]
    counts = _COUNT.findall(clause)
    if counts and (number := to_int(counts[-1].replace("两", "二"))):
        return number
    same = 0
    for person in reversed(targets):
        if person != targets[-1]:
            break
        same += 1
    return max(same, 1)


def _once(plain: str, fines: list[Fine]) -> list[Fine]:
    """A fine told again in a later sentence is the same fine: same amount, same kind, no other person named."""
    kept: list[Fine] = []
    for fine in fines:
        again = next((f for f in kept if (f.yuan, f.person) == (fine.yuan, fine.person)), None)
        if again is not None and re.search(r"[。;\n]", plain[again.end : fine.start]):
            named = [set(_names(plain, f.start)) for f in (again, fine)]
            if not fine.person or named[0] & named[1] or not named[1]:
                continue
        kept.append(fine)
    return kept


def _names(plain: str, at: int) -> list[str]:
    return re.findall(r"[\u4e00-\u9fff]某[甲-癸某]?", re.split(r"[。;\n]", plain[:at])[-1])


def _settled(fines: list[Fine], totals: list[tuple[Fine, bool]]) -> list[Fine]:
    """Parts and their printed total: the parts where they add up, else the total."""
    if not totals:
        return fines
    total, aimed = max(totals, key=lambda pair: pair[0].yuan)
    persons = [f for f in fines if f.person]
    units = [f for f in fines if not f.person]
    parts = sum(f.yuan * f.times for f in fines)
    own = sum(f.yuan * f.times for f in units)
    if total.yuan in (parts, own):
        return fines
    if not fines or (aimed and total.person):
        return [*units, total] if total.person else [*persons, total]
    rest = total.yuan - (0 if aimed else sum(f.yuan * f.times for f in persons))
    if rest > 0 and total.yuan >= max(f.yuan for f in fines):
        return [*persons, Fine(rest, False, total.start, total.end)]
    return fines


def _sentences(plain: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in re.finditer(r"[。！？!?\n]", plain[:stop]):
        if match.start() < start:
            continue
        if match.end() > at:
            yield at, match.end()
        at = match.end()
    if at < stop:
        yield at, stop


# --- measures --------------------------------------------------------------------------------------------------------

_MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("罚款", r"罚款|罚单|[并各]罚\d|处(?:人民币)?\s*[\d.]+万?元"),
        ("警告", r"(?:给予|予以|处|处以|作出)[^,。;]{0,12}警告|[、,]警告"),
        ("通报批评", r"通报批评"),
        ("没收违法所得", r"没收[^,。;]{0,8}(?:违法|非法)所得"),
        ("没收非法财物", r"没收[^,。;所]{0,12}(?:财物|设备|产品|器材|烟花|爆竹|气瓶|危险化学品|工具)"),
        ("责令停产停业", r"责令[^。;]{0,16}(?:停产|停业|停止(?:建设|施工|生产|经营))|停产停业|停产整顿|停业整顿"),
        ("责令停止违法行为", r"责令[^。;]{0,8}(?:停止(?!建设|施工|生产|经营)|停用|停运)|暂停使用"),
        ("责令改正", r"责令[^。;]{0,16}(?:改正|整改|清理|排除|消除)|限期(?:改正|整改)"),
        ("查封扣押", r"查封|扣押"),
        ("停止供电", r"停产断电|停止供电|停止供应"),
        ("吊销许可证件", r"吊销"),
        ("暂扣许可证件", r"暂扣"),
        ("降低资质等级", r"降低资质|资质[^。;]{0,8}降为"),
        ("关闭取缔", r"予以(?:关闭|取缔)|依法(?:关闭|取缔)|关闭取缔|责令关闭"),
        ("行政拘留", r"行政拘留|拘留[一二三四五六七八九十\d]+[日天]"),
        ("行业禁入", r"(?:终身|[一二三四五\d]+年内)不得(?:担任|从事)"),
        ("联合惩戒", r"联合惩戒|失信(?:名单|主体)"),
        ("移送公安机关", r"移送[^。;]{0,12}(?:公安|司法|检察)"),
        ("立案查处", r"立案(?:查处|调查)|(?:当日|当天|据此|日)立案"),
        ("行政处罚", r"(?:作出|给予|予以|处以)[^,。;]{0,8}行政处罚(?!告知)|作出处罚决定|出具处罚决定|开出处罚"),
    )
)
_NEGATED = re.compile(r"(?:未|不予|免于|没有|撤销|不再|可|或者?)(?:行政|被|作出)?$")


def find_measures(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """(kind, start, end) of each kind of measure taken, at its first words, in printed order."""
    plain = half_width(text)
    found = []
    for name, pattern in _MEASURES:
        for match in pattern.finditer(plain, start, end):
            clause = _clause_before(plain[:end], match.end())
            if not _NEGATED.search(plain[: match.start()]) and not _ELSEWHERE.search(clause):
                found.append((name, match.start(), match.end()))
                break
    return sorted(found, key=lambda row: row[1])


_TRANSFER = re.compile(
    r"移送(?:至|给|到)?[^,。;]{0,14}(?:公安|司法|检察|监察委)[^,。;]{0,10}|移送[^,。;]{0,6}(?:立案侦查|审查起诉)|(?:公安机关|公安局|警方)[^,。;]{0,12}(?:刑事立案|立案侦查)"
    r"|刑事(?:拘留|立案|强制措施)|追究(?:其|相关人员)?(?:的)?刑事责任|采取(?:了)?刑事|被?判处|以危险作业罪|提起公诉|批准逮捕|依法逮捕|判(?:刑|处有期)"
)
_CONDITIONAL = re.compile(r"可|应当|如|将|若|要|须|构成犯罪的|不|未|没有|尚|或|建议|依法依规")
_NO_TRANSFER = re.compile(
    r"(?:不|未|尚未|尚不|没有)(?:构成|涉嫌|够成)犯罪|(?:未|没有|不予)(?:移送|追究刑事责任)|不需要?移送"
)


def criminal_transfer(text: str, start: int = 0, end: int | None = None) -> tuple[bool, int, int] | None:
    """(answer, start, end): whether the case went on as a crime; None where the text says nothing of it."""
    plain = half_width(text)
    stop = len(text) if end is None else end
    for match in _TRANSFER.finditer(plain, start, stop):
        before = re.split(r"[,。;\n]", plain[: match.start()])[-1]
        if not _CONDITIONAL.search(before[-14:]) and not re.match(r"的[,，]", plain[match.end() :]):
            return True, match.start(), match.end()
    none = _NO_TRANSFER.search(plain, start, stop)
    return (False, none.start(), none.end()) if none else None


# --- days ------------------------------------------------------------------------------------------------------------

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
    for first, last in _sentences(plain, start, stop):
        for found in _DECISION.finditer(plain, first, last):
            if _ELSEWHERE.search(_clause_before(plain[:last], found.start())):
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
