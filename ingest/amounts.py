"""Amounts as laws print them: 五万元以上十万元以下, 不满1.5万元, 二倍以上五倍以下, 百分之四十, 三千至五千元."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import cn2an

_DIGIT = "0-9０-９"
_HAN = "零〇○一二三四五六七八九十百千万亿两"
_NUMBER = rf"(?:[{_DIGIT}]+(?:[,，][{_DIGIT}]{{3}})*(?:[.．][{_DIGIT}]+)?[百千万亿]*|[{_HAN}]+(?:点[{_HAN}]+)?)"
_UNIT = r"(?:元|倍|个月|月|周年|年|日|天|小时)"
#: One quantity: 百分之四十, 千分之三, 40%, 等值, or a number with or without its unit.
_QUANTITY = rf"(?:[百千万]分之{_NUMBER}|{_NUMBER}[%％]|等值|等额|{_NUMBER}\s*(?:人民币)?\s*{_UNIT}?)"
_TO = r"(?:至|到|[-－—–~～]+)"

#: Every printed form of an amount; named groups tell which.
AMOUNT = (
    rf"(?:(?P<low>{_QUANTITY})(?:以上|起)[，、]?(?:(?P<open>不满|不足|低于)(?P<below>{_QUANTITY})|(?P<high>{_QUANTITY})(?:以下|以内))"
    rf"|超过(?P<over>{_QUANTITY})[，、]?(?:不满|不足|低于)(?P<under>{_QUANTITY})"
    rf"|(?P<from>{_QUANTITY}){_TO}(?P<to>{_QUANTITY})(?:以下|以内)?"
    rf"|(?P<least>{_QUANTITY})以上"
    rf"|(?:不超过|不高于|最高(?:不超过)?|至多)(?P<cap>{_QUANTITY})"
    rf"|(?:不满|不足|低于)(?P<short>{_QUANTITY})"
    rf"|(?:不低于|不少于|至少)(?P<floor>{_QUANTITY})"
    rf"|(?:超过|高于)(?P<above>{_QUANTITY})"
    rf"|(?P<most>{_QUANTITY})(?:以下|以内)"
    rf"|(?P<exact>{_QUANTITY}))"
)
_AMOUNT = re.compile(AMOUNT)
_SPLIT = re.compile(rf"(?:(?P<part>[百千万])分之)?(?P<number>{_NUMBER})?\s*(?:人民币)?\s*(?P<unit>[%％]|{_UNIT})?")
_SCALES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
#: What a fraction of a unit is written in, and how many of it the unit has.
_FINER = {"倍": ("%", 100), "%": ("‰", 10)}
_PLAIN_UNIT = {"天": "日", "月": "个月", "周年": "年", "％": "%"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A range in whole units.

    Attributes:
        low: lower end; None where there is none.
        high: upper end; None where there is none.
        unit: ``元``, ``倍``, ``%``, ``‰``, ``‱``, ``年``, ``个月``, ``日``, ``小时``, or ``""`` for a bare number.
        low_open: the lower end itself is not included (超过).
        high_open: the upper end itself is not included (不满, 不足, 低于).
    """

    low: int | None
    high: int | None
    unit: str
    low_open: bool = False
    high_open: bool = False


@lru_cache(maxsize=4096)
def to_decimal(text: str) -> Decimal | None:
    """Value of a printed number (``十万``, ``1.5万``, ``10,000``, ``百``); None where it is none."""
    plain = "".join(unicodedata.normalize("NFKC", text).replace("，", "").split()).replace(",", "").replace("○", "〇")
    scale = Decimal(1)
    if plain[:1].isdecimal():
        while plain and plain[-1] in _SCALES:
            scale *= _SCALES[plain[-1]]
            plain = plain[:-1]
        try:
            return Decimal(plain) * scale
        except InvalidOperation:
            return None
    if plain.startswith(tuple(_SCALES)):
        plain = "一" + plain
    try:
        return Decimal(str(cn2an.cn2an(plain, "smart")))
    except (ValueError, KeyError):  # 亿〇
        return None


def parse_amount(text: str) -> Amount | None:
    """The amount that is the whole of ``text``; None where it is none, is not whole, or runs backwards."""
    match = _AMOUNT.fullmatch(text.strip())
    return read_amount(match) if match else None


def read_amount(match: re.Match[str]) -> Amount | None:
    """The amount of a match whose pattern contains ``AMOUNT``; None as for :func:`parse_amount`."""
    made = _read(match)
    return None if made is None or _runs_backwards(made) else made


def backward_amounts(text: str) -> tuple[str, ...]:
    """Amounts in a text whose lower end is above the upper one (五万元以上三万元以下), as printed."""
    read = ((match[0], _read(match)) for match in _AMOUNT.finditer(text))
    return tuple(printed for printed, amount in read if amount is not None and _runs_backwards(amount))


def _runs_backwards(amount: Amount) -> bool:
    return amount.low is not None and amount.high is not None and amount.low > amount.high


def _read(match: re.Match[str]) -> Amount | None:
    g = match.groupdict()
    if g["exact"]:
        low = high = g["exact"]
    else:
        low = g["low"] or g["over"] or g["from"] or g["least"] or g["floor"] or g["above"]
        high = g["below"] or g["high"] or g["under"] or g["to"] or g["cap"] or g["short"] or g["most"]
    first, second = _quantity(low), _quantity(high)
    if (low and first is None) or (high and second is None):
        return None
    if first and second:
        if low != high:
            first = _shared_scale(low or "", high or "", first, second)
        both = _one_unit(first, second)
        if both is None:
            return None
        first, second = both
    unit = (second or first or (Decimal(0), ""))[1]
    ends = [_whole(each[0]) if each else None for each in (first, second)]
    if (first and ends[0] is None) or (second and ends[1] is None):
        if unit not in _FINER:
            return None
        unit, factor = _FINER[unit]  # 一点五倍, 百分之零点五
        ends = [_whole(each[0] * factor) if each else None for each in (first, second)]
        if (first and ends[0] is None) or (second and ends[1] is None):
            return None
    return Amount(
        ends[0],
        ends[1],
        unit,
        low_open=bool(g["over"] or g["above"]),
        high_open=bool(g["below"] or g["under"] or g["short"]),
    )


def _quantity(text: str | None) -> tuple[Decimal, str] | None:
    if not text:
        return None
    if text in {"等值", "等额"}:
        return Decimal(1), "倍"
    match = _SPLIT.fullmatch(text)
    value = to_decimal(match["number"]) if match and match["number"] else None
    if match is None or value is None:
        return None
    if match["part"]:
        return value, {"百": "%", "千": "‰", "万": "‱"}[match["part"]]
    unit = match["unit"] or ""
    return value, _PLAIN_UNIT.get(unit, unit)


def _shared_scale(low: str, high: str, first: tuple[Decimal, str], second: tuple[Decimal, str]) -> tuple[Decimal, str]:
    """二至五万元, 2-5万元: the 万 stands once and is meant twice; 五千至一万元 is complete as printed."""
    match = _SPLIT.fullmatch(high)
    number = match["number"] if match else ""
    if first[1] or not number or number[-1] not in _SCALES or low.strip()[-1] in _SCALES:
        return first
    scale = _SCALES[number[-1]]
    return (first[0] * scale, "") if first[0] * scale <= second[0] else first


def _one_unit(
    first: tuple[Decimal, str], second: tuple[Decimal, str]
) -> tuple[tuple[Decimal, str], tuple[Decimal, str]] | None:
    """Both ends in the same unit: 二以上五倍以下, 百分之五十以上三倍以下 (50 to 300 per cent), 六个月至一年."""
    if first[1] == second[1]:
        return first, second
    if not first[1] and second[1] != "%":
        return (first[0], second[1]), second
    for fine, coarse, factor in (("%", "倍", 100), ("个月", "年", 12)):
        if {first[1], second[1]} == {fine, coarse}:
            return _refined(first, coarse, fine, factor), _refined(second, coarse, fine, factor)
    return None


def _refined(quantity: tuple[Decimal, str], coarse: str, fine: str, factor: int) -> tuple[Decimal, str]:
    return (quantity[0] * factor, fine) if quantity[1] == coarse else quantity


def _whole(value: Decimal) -> int | None:
    return int(value) if value == value.to_integral_value() else None
