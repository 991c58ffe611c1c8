"""The body that decided a published case, its level and its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.cases import AgencyLevel
from corpus.regions import NATIONAL, find_region, province_of, provinces
from ingest.segment import words

_HAN = r"[\u4e00-\u9fff]"
#: What a body is called after its place; longest first where one begins another.
_CORE = re.compile(
    r"应急管理(?:综合)?(?:行政)?执法(?:监督)?(?:总队|支队|大队|局)|应急管理(?:委员会|部门|总局|局|厅|部)|应急(?=局)局"
    r"|安全生产(?:监督管理|监察)(?:总局|局)|安监(?:总局|局)|市场监督管理(?:总局|局)|市场监管(?:总局|部门|局)"
    r"|质量技术监督局|质监局|消防救援(?:总队|支队|大队|局|站)|公安消防(?:总队|支队|大队)|消防(?:总队|支队|大队|部门)"
    r"|住房(?:和|与)?城乡建设(?:委员会|局|厅|部|委)|住建(?:局|厅|部|委)|城乡建设(?:委员会|局|委)"
    r"|交通运输(?:综合)?(?:行政)?执法(?:总队|支队|大队|部门|局)|交通(?:综合)?(?:行政)?执法(?:总队|支队|大队|局)"
    r"|交通运输(?:委员会|局|厅|部|委)|(?:国家)?(?:矿山|煤矿)安全监察局|矿山安监局|煤矿安监局|公安(?:分局|局|厅|部|机关)|派出所|海事局"
    r"|生态环境(?:局|厅|部)|水利(?:局|厅|部)|水务局|农业农村(?:局|厅|部)|卫生健康(?:委员会|局|委)|城市管理(?:综合)?(?:行政)?(?:执法)?局"
    r"|综合(?:行政)?执法(?:总队|支队|大队|局)|能源局|铁路监督管理局|民用?航空?地区管理局|邮政管理局|文化和旅游(?:局|厅)|港(?:口|航)管理局"
    r"|(?<=[，。；,;])(?:(?![该由经被本])[\u4e00-\u9fff]){2,3}(?<!公安)分局(?=依|对|作|以|给|根据|按)"
)
#: Units within a body, or a branch of it in a place: 虎门分局, 山西局, 高速公路第五支队二大队, 官大海派出所.
_NOT_JOINED = r"(?!联合|会同|和|与|及|对|在|到|依|责|检|查|接|根|按|将|给|稽查发)"
_UNIT = re.compile(
    rf"{_NOT_JOINED}(?:(?:执法(?:监察|监督)?|监察|特勤|直属|高速(?:公路)?)?第?[一二三四五六七八九十]{{0,2}}(?:总队|支队|大队|中队)"
    rf"|(?:(?!局|和|与|及|对|联合){_HAN}){{2,8}}?(?:分局|派出所)|(?:高速(?:公路)?)第?[一二三四五六七八九十](?:支队|大队))"
)
_AREA = "省市县区旗州盟镇乡"
_AREA_WORD = re.compile(
    rf"{_HAN}{{0,12}}(?:自治区|自治州|自治县|地区|开发区|高新区|经开区|保税区|新区|示范区|管委会|林区|园区|街道|[{_AREA}])$"
)
#: Words that end like a place and are none.
_NO_PLACE = re.compile(
    r"(?:.*(?:小区|厂区|矿区|社区|库区|辖区|城区|景区|山区|校区|超市|门市|夜市|集市|上市|全.|各.|本.|该.|同.|外.|两.|多.|每.|.{0,2}部门|城市))$"
)
_GENERIC = re.compile(r"[省市县区州旗]|自治区")
#: A bare short form that points to a body named before.
_BACK = re.compile(
    r"(?:该|本)(?:局|厅|队|支队|大队|总队|委|机关|分局|所)|(?<![\u4e00-\u9fff]{2}应急管理)[省市县区]局|省厅|分局|执法人员|监督员"
)
_PUBLISHED = re.compile(
    r"列(?:为|入)|选(?:为|入|作)|收入|公布|曝光|发布|通报|刊发|典型(?:执法)?案(?:例|件)|公开了|(?:作为|列作).{0,20}案例"
)
_DECIDES = re.compile(
    r"罚款|罚\d|处罚|责令|拘留|罚单|查封|暂扣|吊销|取缔|关闭|没收|停产|停业|停电|立案|作出|降为|强制措施|查处"
)
_INSPECTS = re.compile(r"检查|巡查|抽查|核查|查获|发现|接到|接举报|根据|依法|查明|认定|调查|带队|行动|执法")
#: Bodies whose decision is under review are not found among the courts; courts and reviewers decide no penalty.
_HELPS = re.compile(r"(?:联合|会同|配合|协助|移送|移交|报告|通报|抄送|交由|转|申请|请求|向)$")
_FULL = {
    "应急局": "应急管理局",
    "市场监管局": "市场监督管理局",
    "市场监管总局": "市场监督管理总局",
    "质监局": "质量技术监督局",
    "住建局": "住房和城乡建设局",
    "住建厅": "住房和城乡建设厅",
    "住建部": "住房和城乡建设部",
    "安监局": "安全生产监督管理局",
    "安监总局": "安全生产监督管理总局",
    "矿山安监局": "矿山安全监察局",
    "煤矿安监局": "煤矿安全监察局",
}


@dataclass(frozen=True, slots=True)
class Agency:
    """A body as named at one place of a text.

    Attributes:
        name: in full: 县应急局 after 临沭县 is 临沭县应急管理局.
        start: offset where it is printed.
        end: offset one past its last character.
        level: None where the name does not tell it.
    """

    name: str
    start: int
    end: int
    level: AgencyLevel | None


def find_agencies(text: str) -> list[Agency]:
    """Every enforcement body named in ``text``, in reading order; a body named short takes its place from before."""
    found: list[Agency] = []
    done = 0
    for match in _CORE.finditer(text):
        if match.start() < done:
            continue
        start = _place_start(text, match.start(), done)
        end = _unit_end(text, match.end(), match.group())
        place, body = text[start : match.start()], text[match.start() : end]
        core = match.group()
        for short, full in _FULL.items():
            if core == short:
                body = full + body[len(core) :]
        name = _whole_place(text, start, place, found) + body
        found.append(Agency(name, start, end, level_of(name)))
        done = end
    return found


def deciding_agency(text: str, begin: int = 0, title: str = "") -> Agency | None:
    """The body that took the measures.

    It is the last one named before the first words of a measure in the same sentence, or that these words point back
    to; else the first that inspects. Bodies that only publish the case do not count.

    Args:
        text: the case.
        begin: offset where to begin, behind the title.
        title: title of the case, asked last.
    """
    agencies = [a for a in find_agencies(text) if a.start >= begin and not _publishes(text, a)]
    scored = [(score, -at) for at, a in enumerate(agencies) if (score := _score(text, a, agencies)) > 0]
    if scored:
        best = agencies[-max(scored)[1]]
        return _fullest(best, agencies)
    if title and (named := find_agencies(title)):
        at = text.find(title)
        return replace(named[0], start=named[0].start + at, end=named[0].end + at) if at >= 0 else None
    return _fullest(agencies[0], agencies) if agencies else None


def _fullest(agency: Agency, agencies: Sequence[Agency]) -> Agency:
    """The same body as it was first printed, if more fully."""
    for other in agencies:
        if other.name.endswith(agency.name) and len(other.name) > len(agency.name):
            return other
    return agency


def _score(text: str, agency: Agency, agencies: Sequence[Agency]) -> int:
    """How much speaks for this body: it fines, it takes another measure, it inspects."""
    sentence = re.split(r"[。！？\n]", text[agency.end : agency.end + 200])[0]
    following = next((a.start - agency.end for a in agencies if a.start >= agency.end), len(sentence))
    own = sentence[:following]
    if _HELPS.search(text[max(0, agency.start - 4) : agency.start]):
        return 1
    fines = re.search(r"罚款|罚\d|(?<!行政)处罚(?!告知)|行政处罚(?!告知)|拘留|罚单|吊销|停产停业|降为", own)
    score = 8 if fines else 5 if _DECIDES.search(own) else 3 if _INSPECTS.search(own) else 1
    if score == 3 and re.match(r".{0,14}接", own):
        score = 2  # who takes the call need not be who goes there
    if agency.level is None:
        score = min(score, 2)
    # 该局, 区局, 分局 and the like in later sentences point back to the last body named.
    behind = (
        text[agency.end : agencies[nxt].start]
        if (nxt := agencies.index(agency) + 1) < len(agencies)
        else text[agency.end :]
    )
    for back in _BACK.finditer(behind):
        clause = re.split(r"[。！？\n]", behind[back.end() :])[0]
        decides = re.search(r"罚款|处罚(?!告知)|拘留|罚单|吊销", clause) and not _PUBLISHED.search(clause[:30])
        if decides and (back.group() != "省厅" or agency.level is AgencyLevel.PROVINCE):
            score = max(score, 7)
    return score


def _publishes(text: str, agency: Agency) -> bool:
    clause = re.split(r"[。！？\n]", text[agency.end : agency.end + 80])[0]
    before = re.split(r"[。！？\n]", text[: agency.start])[-1]
    published = _PUBLISHED.search(clause)
    decides = _DECIDES.search(clause)
    if re.search(r"(?:被|由|经)$", before) and published:
        return True
    return bool(published and not (decides and decides.start() < published.start()))


# --- the name --------------------------------------------------------------------------------------------------------


def _place_start(text: str, core: int, floor: int) -> int:
    """Where the place before a body's name begins: words of the run that are places, from the right."""
    run_start = core
    while run_start > floor and "\u4e00" <= text[run_start - 1] <= "\u9fff":
        run_start -= 1
    if run_start and text[run_start - 1].isdigit() and text[run_start] in "年月日":
        run_start += 1
    start, first = core, True
    for word in reversed(words(text[run_start:core])):
        at_opening = start - len(word) == run_start
        place = bool(_AREA_WORD.match(word)) and not _NO_PLACE.match(word)
        named = find_region(word) is not None and (find_region(word) != NATIONAL or word in ("国家", "国务院"))
        bare = (
            first
            and at_opening
            and len(word) in (2, 3)
            and not re.search(r"[的由被和与]|人员|部门|当地|属地|上级", word)
        )
        suffix = first and word in ("省", "市", "县", "区", "州", "某", "某市", "某县", "某区", "分局")
        if not (place or named or bare or suffix or (word == "某" and start < core)):
            break
        start, first = start - len(word), False
    return start


def _unit_end(text: str, end: int, core: str) -> int:
    """Where the units and branches behind the core end."""
    if core.endswith(("监察局", "安监局")):
        branch = re.match(rf"({'|'.join(provinces())}|新疆兵团)局", text[end:])
        if branch:
            return end + branch.end()
    if core == "派出所":
        return end
    while unit := _UNIT.match(text, end):
        end = unit.end()
    return end


def _whole_place(text: str, start: int, place: str, found: Sequence[Agency]) -> str:
    """The place in full where only 县 or nothing is printed."""
    if not (place == "" or _GENERIC.fullmatch(place)):
        return place
    if place and place in "省市县区州旗":
        runs = reversed(re.findall(rf"{_HAN}{{2,}}", text[:start]))
        return next((named for run in runs if (named := _last_place(run, place))), place)
    return place


def _last_place(run: str, suffix: str) -> str | None:
    """The last word of the run that is a place of that kind: 临沭县 for 县."""
    for word in reversed(words(run)):
        if word.endswith(suffix) and len(word) > 1 and not _NO_PLACE.match(word) and not word.startswith("某"):
            return word
    return None


# --- level and place -------------------------------------------------------------------------------------------------


def level_of(name: str) -> AgencyLevel | None:
    """Level of a body by its name; None where the name alone does not tell it (应急管理局)."""
    if re.search(r"监察局.{2,4}局$|监察.{0,4}局.{2,4}局$", name):
        return AgencyLevel.PROVINCE
    if re.match(
        r"国家|国务院|中华人民共和国|(?:应急管理|住房和城乡建设|交通运输|公安|水利|生态环境|农业农村)部(?!门)|(?:市场监督管理|安全生产监督管理)总局",
        name,
    ):
        return AgencyLevel.MINISTRY
    areas = re.sub(r"自治区", "省", name)
    core = _CORE.search(areas)
    place, body = (areas[: core.start()], areas[core.start() :]) if core else (areas, "")
    municipality = re.match(r"(?:北京|天津|上海|重庆)(?:市)?", place)
    if re.search(r"分局|派出所|消防救援站", body) or (core and core.group().endswith("大队")):
        return AgencyLevel.COUNTY
    if re.search(r"[县旗镇乡]|(?<!地)区|街道|新区|保税区", place):
        return AgencyLevel.COUNTY
    if re.search(r"支队", body):
        return AgencyLevel.CITY
    if re.search(r"[州盟]$|地区$", place) and len(place) > 1:
        return AgencyLevel.CITY
    cities = re.findall(rf"{_HAN}+?市", place.split("省")[-1])
    if len(cities) > 1:
        return AgencyLevel.COUNTY  # 苏州市昆山市…
    if municipality or body.endswith("总队") or re.match(rf"{_HAN}+厅", body) or place.endswith("省"):
        return AgencyLevel.PROVINCE
    if place in provinces():
        return AgencyLevel.PROVINCE
    if not place:
        return None
    if place.endswith("市"):
        return (
            AgencyLevel.CITY
            if place in ("市", "某市") or place.endswith("某市") or _is_city(cities[-1] if cities else place)
            else AgencyLevel.COUNTY
        )
    return AgencyLevel.CITY if _is_city(place) else AgencyLevel.COUNTY


def _is_city(place: str) -> bool:
    """Whether the name is that of a prefecture-level unit."""
    region = find_region(place)
    return region is not None and region not in (NATIONAL, province_of(region))


@dataclass(frozen=True, slots=True)
class Place:
    """A region as ``corpus.regions`` writes it, and where it was read."""

    region: str
    start: int
    end: int


def place_of(agency: Agency | None, text: str) -> Place | None:
    """Region of a case: of its agency, else of the first known place in the text; never 全国.

    Counties are not in the table: 泗阳县 alone gives None.
    """
    if agency is not None:
        region = find_region(agency.name)
        if region is not None and region != NATIONAL:
            return Place(region, agency.start, agency.end)
    for run in re.finditer(rf"{_HAN}+", text):
        start = run.start()
        if start and text[start - 1].isdigit() and text[start] in "年月日":
            start += 1
        region = find_region(text[start : run.end()])
        if region is not None and region != NATIONAL:
            return Place(region, start, run.end())
    return None
