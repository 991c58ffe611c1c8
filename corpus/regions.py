"""Where a body or a document belongs: 全国, a province (江苏), or province and city (四川达州)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

NATIONAL = "全国"

# Bodies and titles that speak for the whole country when the text opens with them.
_NATIONAL_BODY = re.compile(
    r"(?:中共中央|中华人民共和国|国务院|全国人民代表大会|全国人大|全国|最高人民(?:法院|检察院)|中国|国家"
    r"|应急管理部|公安部|司法部|财政部|交通运输部|住房和?城乡建设部|人力资源(?:和)?社会保障部"
    r"|工业和信息化部|生态环境部|自然资源部|农业农村部|教育部|水利部|商务部|文化和旅游部|中央)[^，。；《》\s]{0,12}?"
)
# What a place name can run into and then is no place: a street, a county or a district of that name.
_NOT_A_CITY = "区县旗镇乡村路街道巷桥"
# A bare province name behind one of these is half of another word (黄河南岸, 中山东路, 九江西岸).
_HALF = {
    "河南": "黄淮运漯渭洛沿",
    "河北": "黄淮运漯渭洛沿",
    "山东": "中佛黄泰",
    "山西": "中佛黄泰",
    "江西": "九长珠浙丽湘",
    "湖南": "太洞",
    "湖北": "太洞",
    "海南": "青上北渤黄东",
    "海东": "上北",
    "广西": "两",
}
_LOCAL_BRANCH = re.compile(r"局|总队|支队|监管办|专员办|办事处|厅|站|大队")
# A 文号 opens with the abbreviation and the short name of the organ: 苏应急, 川府发, 京安办. With 市 or 州 behind the
# first character it is a city's (达市应急, 吉市政发); only 市监 is a province's market regulator.
_ORGAN = re.compile(r"应|安|政|消|建|交|发|质|人|卫|公|工|环|水|教|财|煤|能|办|委|厅|矿|经|司|法|府|市监")
# 苏府, 吉府, 云府, 鄂府 and 内府 are 苏州, 吉安, 云浮, 鄂尔多斯 and 内江.
_CITY_GOVERNMENTS = frozenset({"苏府", "吉府", "云府", "鄂府", "内府"})


@dataclass(frozen=True, slots=True)
class _Place:
    """One way to write a place; a bare name is one without 省, 市, 州 and needs care."""

    written: str
    province: str
    city: str = ""
    bare: bool = False

    @property
    def label(self) -> str:
        return self.province + self.city


@cache
def _table() -> list[dict[str, Any]]:
    raw = yaml.safe_load((Path(__file__).resolve().parent / "regions.yaml").read_text(encoding="utf-8"))
    provinces: list[dict[str, Any]] = raw["provinces"]
    return provinces


def _units(entry: dict[str, Any], key: str) -> Iterator[tuple[str, str]]:
    """(full name, short name) of the cities of a province."""
    for unit in entry.get(key, ()):
        if isinstance(unit, dict):
            yield from unit.items()
        else:
            yield unit, re.sub(r"(?:市|地区|盟|林区)$", "", unit)


@cache
def _places() -> tuple[dict[str, tuple[_Place, ...]], re.Pattern[str]]:
    """Every way to write a place, and one expression for all of them, longest first."""
    places: dict[str, list[_Place]] = {}

    def add(place: _Place) -> None:
        places.setdefault(place.written, []).append(place)

    for entry in _table():
        province = entry["short"]
        add(_Place(entry["name"], province))
        add(_Place(province, province, bare=True))
        for full, short in _units(entry, "direct"):
            add(_Place(full, province, short))  # never bare: 东方, 新星 and 白杨 are also firms
        for full, short in _units(entry, "cities"):
            add(_Place(full, province, short))
            add(_Place(short, province, short, bare=True))
            if full.endswith("自治州"):
                add(_Place(short + "州", province, short))
            else:
                add(_Place(short + "地区", province, short))  # many a city was one until a few years ago
        for written, short in entry.get("also", {}).items():
            add(_Place(written, province, short))
    names = sorted(places, key=len, reverse=True)
    return {k: tuple(v) for k, v in places.items()}, re.compile("|".join(map(re.escape, names)))


def _readings(text: str) -> Iterator[tuple[int, int, tuple[_Place, ...]]]:
    """Place names in reading order with what each may mean; look-alikes are left out."""
    places, pattern = _places()
    opened = _opening(text)
    last: str | None = None
    behind = -1
    for match in pattern.finditer(text):
        start, end = match.span()
        after = text[end : end + 1]
        kept = []
        for place in places[match.group()]:
            if place.bare:
                if after and after in _NOT_A_CITY:
                    continue
                if start and text[start - 1] in _HALF.get(place.written, ""):
                    continue
                # A bare city is only sure at the opening or right behind its own province.
                if place.city and start != opened and not (start == behind and place.province == last):
                    continue
            elif after == "区" and place.written[-1] == "州":
                continue  # 巴州区 is not 巴州
            kept.append(place)
        if kept:
            yield start, end, tuple(kept)
            last, behind = kept[0].province, end


def _opening(text: str) -> int:
    """Offset of the first character behind marks that only introduce a name."""
    match = re.match(r"[\s《〈“（(【]*(?:中共|关于)?", text)
    return match.end() if match else 0


def find_region(text: str) -> str | None:
    """Region of an issuer or a title, or None when it names neither a known place nor a national body.

    The first place named decides; a city behind its province makes it narrower. A national body that opens the
    text makes it 全国, unless the place follows at once and it is that body's local branch
    (国家矿山安全监察局山西局). Counties and districts are not in the table: 昆山市应急管理局 gives None.
    """
    opened = _opening(text)
    national = _NATIONAL_BODY.match(text, opened)
    readings = list(_readings(text))
    if national is not None and not _is_local_branch(text, opened, readings):
        return NATIONAL
    if not readings:
        return None
    _, end, first = readings[0]
    # 吉林 and 海南 bare are the provinces; the table gives provinces first.
    place = next((p for p in first if not p.city), first[0])
    if place.city:
        return place.label
    if len(readings) > 1:
        start, _, second = readings[1]
        inside = next((p for p in second if p.province == place.province and p.city), None)
        if inside is not None and start == end:
            return inside.label
    return place.label


def _is_local_branch(text: str, opened: int, readings: list[tuple[int, int, tuple[_Place, ...]]]) -> bool:
    """国家矿山安全监察局山西局, 国家税务总局江苏省税务局: a body of the state that sits in the place it names."""
    if not readings:
        return False
    start, end, _ = readings[0]
    body = text[opened:start]
    ends_as_body = re.search(r"(?:局|署|总队|委员会|中华人民共和国|中国民用航空|中国)$", body)
    return (
        ends_as_body is not None and _LOCAL_BRANCH.search(re.split(r"[，。；、《（\s]|关于", text[end:])[0]) is not None
    )


def region_of(text: str) -> str:
    """``find_region``, with 全国 for a text that names no place at all (工贸企业粉尘防爆安全规定)."""
    return find_region(text) or NATIONAL


def provinces() -> tuple[str, ...]:
    """Short names: the 34 province-level units in official order, then 新疆兵团."""
    return tuple(entry["short"] for entry in _table())


def full_province(short: str) -> str:
    """Full name of a province-level unit: 浙江 -> 浙江省, 广西 -> 广西壮族自治区.

    Raises:
        KeyError: no such unit.
    """
    return {str(entry["short"]): str(entry["name"]) for entry in _table()}[short]


def province_of(region: str) -> str | None:
    """Province of a region as this module writes it: 四川达州 -> 四川; None for 全国 and unknown ones."""
    known = [name for name in provinces() if region.startswith(name)]
    return max(known, key=len) if known else None


def province_of_number(number: str) -> str | None:
    """Province that a 文号 or 令号 belongs to: 苏应急〔2021〕18号 -> 江苏; None when it does not say.

    Cities' numbers (达市应急〔2023〕7号) and national ones (应急〔2021〕23号) give None, and so do the characters two
    authorities share: 宁 (宁夏, 南京), 青 (青海, 青岛), 贵 (贵港; 贵州 writes 黔).
    """
    number = number.strip()
    named = find_region(number)
    if named is not None:
        return province_of(named)
    opening = [(mark, entry["short"]) for entry in _table() for mark in entry.get("numbers", ())]
    for mark, province in sorted(opening, key=lambda pair: -len(pair[0])):
        if not number.startswith(mark):
            continue
        if number[:2] not in _CITY_GOVERNMENTS and _ORGAN.match(number, len(mark)):
            return str(province)
    return None
