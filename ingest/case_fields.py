"""Amounts of money in a published case, and which of them are fines on whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import cn2an

from ingest.numerals import to_int
from ingest.readers.lines import half_width

# --- amounts ---------------------------------------------------------------------------------------------------------

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = "零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬"
_AMOUNT = re.compile(
    rf"(?:(?P<arabic>{_ARABIC})\s*(?P<scale>[十百千万亿]{{0,2}})(?P<rest>\d千|(?<=万)\d{{4}})?|(?P<han>[{_HAN}]+))\s*(?P<vague>余|多|来)?\s*(?P<yuan>元|圆|块)?(?P<late>余|多)?"
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
    r"公司|企业|该?单位|厂(?![长房区内里外])|(?<!商)店(?![长主员铺])|[采石养料砂林农牧]场|煤矿|该矿|矿业|矿山|加油站|加气站|气站|酒店|商场|购物中心|超市|医院|学校|幼儿园|合作社|经营部|门市部"
    r"|网吧|网咖|物业|商行|机构|中心|医药|合作社|冷库|服务部|该院|该校|店铺|宾馆|餐厅|浴室|作坊|加工点|个体工商户|公园|乐园|山庄|景区|集团|该[站所园]|该行(?!为)"
)
#: Money of another time, place or kind: statistics, rewards, what the law threatens, another case of the series.
ELSEWHERE = re.compile(
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
    for first, last in sentences_in(plain, start, stop):
        sentence = plain[first:last]
        money = find_money(sentence)
        fined = _fined(sentence, money)
        done = 0
        targets: list[bool] = []
        for at, amount in enumerate(money):
            if at not in fined or amount.yuan is None:
                continue
            lead = sentence[done : amount.start]
            if ELSEWHERE.search(clause_before(sentence, amount.start)):
                continue
            tail = re.split(r"[,。;、]", sentence[amount.end :])[0]
            if re.search(r"以[上下]", tail):
                continue
            new = _aimed(lead)
            targets = new or _named_before(plain, first, first + amount.start, bool(done)) or targets
            together = _same_list(sentence, money, at, fined)
            person = _target(targets, together, unit_by_default)
            times = 1 if together[1] > 1 else _times(sentence[: amount.start], lead)
            fine = Fine(amount.yuan, person, first + amount.start, first + amount.end, times)
            if _TOTAL.search(sentence[: amount.start]) and (fines or _EACH.search(lead) is None):
                totals.append((fine, bool(new)))
            else:
                fines.append(fine)
            done = amount.end
    return _settled(_once(plain, fines), totals)


def tells_of_others(text: str, at: int) -> bool:
    """Whether the clause before this offset speaks of other cases, of statistics, or of what the law threatens."""
    return bool(ELSEWHERE.search(clause_before(half_width(text), at)))


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


def _aimed(lead: str) -> list[bool]:
    """Kinds of those whom the words before an amount aim at: those of its own clause, else of the last 对….

    Others are only told of (电工无证，决定罚款…).
    """
    clauses = re.split(r"[,;]", lead)
    if own := _targets(clauses[-1]):
        return own
    aims = (aim.group() for clause in reversed(clauses) if (aim := re.search(r"(?:对|责令|给予)(?!.*对).*", clause)))
    return next((found for aim in aims if (found := _targets(aim))), [])


def clause_before(sentence: str, at: int) -> str:
    """The last two clauses of the sentence before this offset, where it says of which case and when it speaks."""
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


def _times(before: str, lead: str) -> int:
    """On how many a fine is laid each: 两名责任人各罚5万元, 对甲公司、乙公司各罚款3万元."""
    if not _EACH.search(before[-12:]):
        return 1
    clause = re.split(r"[,;]", lead)[-1]
    counts = _COUNT.findall(clause)
    if counts and (number := to_int(counts[-1].replace("两", "二"))):
        return number
    return max(len(_targets(clause)), 1)


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


def sentences_in(plain: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the sentences of ``plain[start:stop]``, their full stop included."""
    at = start
    for match in re.finditer(r"[。！？!?\n]", plain[:stop]):
        if match.start() < start:
            continue
        if match.end() > at:
            yield at, match.end()
        at = match.end()
    if at < stop:
        yield at, stop
