"""Which agency stands above another, as far as their names and places tell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.cases import AgencyLevel
from corpus.regions import find_region, full_province, province_of
from ingest.case_agency import level_of


@dataclass(frozen=True, slots=True)
class _System:
    """One line of administration: how its bodies are called at each level."""

    pattern: re.Pattern[str]
    ministry: str
    province: str
    city: str


#: Lines that decide most published cases; others are left without a superior rather than guessed.
_SYSTEMS = (
    _System(re.compile(r"应急管理(?:局|厅|委员会)?$|应急局$"), "应急管理部", "应急管理厅", "应急管理局"),
    _System(re.compile(r"消防救援(?:支队|大队|总队|站|局)$"), "国家消防救援局", "消防救援总队", "消防救援支队"),
    _System(re.compile(r"市场监督管理局$"), "国家市场监督管理总局", "市场监督管理局", "市场监督管理局"),
    _System(re.compile(r"矿山安全监察局"), "国家矿山安全监察局", "", ""),
)
_CITY = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区))?([\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟))(?=[\u4e00-\u9fff])"
)


def superior(name: str, place: str | None = None) -> str | None:
    """The nearest agency above that name and place tell; None for a ministry and where nothing tells.

    Of a county whose city is not in its name that is the agency of the province.

    Args:
        name: the agency, 宁波市鄞州区应急管理局.
        place: its region as ``corpus.regions`` writes it, for names without their province.
    """
    system = next((s for s in _SYSTEMS if s.pattern.search(name)), None)
    if system is None or name == system.ministry:
        return None
    level = level_of(name)
    if not system.province or level is AgencyLevel.PROVINCE:
        return system.ministry
    province = province_of(find_region(name) or "") or province_of(place or "")
    full = full_province(province) if province else ""
    city = _CITY.match(name)
    if (
        level is AgencyLevel.COUNTY
        and city is not None
        and city[1] != full
        and len(name) > city.end() + len(system.city)
    ):
        above = f"{city[1]}{system.city}"
        if above != name and not _is_county_city(name, city.end()):
            return above
    if not full or level is None:
        return None
    # The four municipalities and the 兵团 have a 局 of provincial rank.
    ending = system.city if full.endswith(("市", "兵团")) and system.province.endswith("厅") else system.province
    above = f"{full}{ending}"
    return system.ministry if above == name else above


def line_above(name: str, place: str | None = None) -> tuple[str, ...]:
    """The agencies above, nearest first, as far as :func:`superior` tells."""
    line: list[str] = []
    above = superior(name, place)
    while above is not None and above not in line:
        line.append(above)
        above = superior(above, place)
    return tuple(line)


def _is_county_city(name: str, end: int) -> bool:
    """昆山市应急管理局: the 市 is the whole place, no city above it is named."""
    return re.match(r"[\u4e00-\u9fff]{1,7}(?:市|区|县|旗)", name[end:]) is None
