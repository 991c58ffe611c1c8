"""The document that stands before 第X条: a 《title》, a name without marks, a 文号, 本法, 同法."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ingest.mentions import find_mentions, title_key

#: Width of characters made one, length kept: positions in the folded text are positions in the text.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}

KINDS = (
    r"宪法|法典|通则|(?<=民法)总则|法|条例|规定|办法|细则|规则|规程|标准|准则|导则|规范|解释|决定|意见|通知|批复|修正案|章程|公约|协定"
    r"|制度|方案|指南|基准"
)
_TITLE = re.compile(r"《(?:[^《》\n]|《[^《》\n]{1,80}》){1,160}》|[‹〈][^‹›〈〉《》<>＞\n]{1,80}[›〉>＞]")
_BRACKET = re.compile(r"\s*[（(][^（()）\n]{0,80}(?:[（(][^（()）\n]{0,40}[）)][^（()）\n]{0,80})?[）)]")
_ALIAS = re.compile(r"简称(?:为)?\s*[：:]?\s*[“\"《‹〈]*([^“”\"《》‹›〈〉（）()，。、；;]{2,30})")
_YEAR = re.compile(
    r"(?:[（(]\s*((?:19|20)\d\d)\s*年?(?:第[一二三四五六七八九十]+次)?(?:修正|修订|修改|版|本|文本)*\s*[）)])$"
)
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)\s*年?(?:版|修正版?|修订版?|修改版?)(?:的|本)?\s*$")
_OLD_BEFORE = re.compile(r"(?:原|旧|修[正订改]前的?)\s*$")
#: Between a document and the number: 《…》的第三条, 《…》（第三条）, 《…》中第三条.
_JOINER = re.compile(r"(?:的|中|之|里|文件?|[（(])?\s*$")
_OWN = re.compile(
    rf"(?<![基根样])本(?:实施|暂行|试行|特别|若干|管理|补充|判定|裁量|适用|监督|工作|具体|技术){{0,3}}(?:{KINDS})$|本[编章节](?:的|中)?$"
)
_SAME = re.compile(
    rf"(?:该|(?<![合共协不相雷陪视等])同一?|上述|前述)(?:实施|暂行|管理|特别|若干){{0,2}}(?:{KINDS})$|(?:其|该|该法)?(?:新法|旧法)$"
)

# A name without marks is read back to a word of the running sentence.
_RUN = re.compile(r"[\u3400-\u9fffA-Za-z0-9（）()“”〔〕、]{2,70}$")
_ENDS_AS_NAME = re.compile(rf"(?:{KINDS})(?:[（(][^（()）]{{1,14}}[）)])*$")
_CUT = re.compile(
    r"违反了?|违背了?|触犯了?|根据|依据|依照|按照|遵照|参照|对照|比照|适用|援引|引用|符合|构成|涉嫌|以及|或者|同时|其中|属于|其他"
    r"|执行|落实|规定(?=[的和与及、])|要求|[依按照]|(?<![数证])据|由|对(?!外)|或|[是了将把、]|有(?!限|关|毒|色)|现行|我国"
    r"|和(?!调查|管理|监督|处置|应急|有色|安全|危险|使用|危险化学品|国|控制|保护|国家)|及(?!其|时)|与(?!罚款|监督|管理|控制)"
    r"|的(?=[\u3400-\u9fff]{0,30}法(?:[（(]|$))|(?<!共)和(?=[\u3400-\u9fff]{1,12}法$)"
)
#: In front of an issuer: 违反国务院关于…的规定, whose name may hold every other word.
_VERB = re.compile(
    r"违反了?|违背了?|触犯了?|根据|依据|依照|按照|遵照|参照|对照|比照|适用|援引|引用|符合|构成|涉嫌|以及|执行|落实|[依按将把由是]"
)
_GENERIC = re.compile(
    rf"(?:有关|相关|前款|前条|前项|本条|本款|上述|前述|下列|以下|新|旧|该|本|其|这|此|上|之|方)*(?:法律|法规|规章|立法|司法|执法|违法|依法|{KINDS})$"
)
#: What may stand directly before a short name that is known.
_BOUNDARY = re.compile(
    r"(?:违反了?|违背了?|依据|依照|按照|根据|适用|参照|触犯|构成|符合|涉嫌|援引|执行|落实|修改|实施|贯彻|对应|删去|删除|以及|我国|国家|现行|或者|对照|比照"
    r"|[将在对把由以与和及或的了是即按依据照新旧原该其有于为如因并除经被从到至犯受引后])$"
)
#: Directly before a known name these make it another document: 山东省消防条例 is not 消防条例.
_OTHER = re.compile(r"(?:[省市县区州盟]|反|非)$")
_SHORT = 4
#: Short, but no other law's name ends in them.
_ALONE = frozenset({"刑法", "宪法", "民法典"})
#: Papers of a workplace, not of a lawgiver.
_HOUSE = re.compile(
    r"岗位|操作规程|(?:本|该|我|贵|全)?(?:公司|厂|车间|班组|单位|企业|项目部)(?:的|内部|自[编定订])|内部|员工手册|自[编定订]"
)
#: 这里的安全法指《安全生产法》.
_MEANT = re.compile(r"(?:这里的|所称的?|所说的)([\u4e00-\u9fff]{2,12}?)，?(?:是指|系指|指的是|即|指)$")


class Sort(StrEnum):
    """How a document is named."""

    TITLE = "title"
    NAME = "name"
    NUMBER = "number"
    OWN = "own"
    SAME = "same"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Named:
    """A document as it is named in the text.

    Attributes:
        text: as printed, from ``start`` to ``end``.
        start: offset of the first character.
        end: offset behind the last one, brackets included.
        sort: how it is named; OWN is 本法, SAME is 同法 (the document named before), HOUSE a paper of a workplace.
        year: of a revision named with it, （2014修正） or 2014年版.
        old: called 原 or 旧.
        stands_for: the title that the text itself gives for this short name （以下简称《条例》）.
    """

    text: str
    start: int
    end: int
    sort: Sort
    year: int | None = None
    old: bool = False
    stands_for: str | None = None


class Names:
    """The documents named in one text, found by where the name ends.

    Args:
        text: any text.
        known: names and titles of known documents, normalised by :func:`ingest.mentions.title_key`.
    """

    def __init__(self, text: str, known: Iterable[str] = ()) -> None:
        self._text = text
        self._folded = text.translate(_FOLD)
        self._aliases: dict[str, str] = {}
        self._titles: list[tuple[int, int, int]] = []  # start, end, end with brackets
        self._ends: dict[int, int] = {}
        self._seen = 0
        self._latest: Named | None = None
        for match in _TITLE.finditer(text):
            self._take_title(match.start(), match.end())
        self._known: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        for name in {*known, *self._aliases}:
            if len(name) > 1:
                self._known[name[-2:]][len(name)].add(name)

    def _take_title(self, start: int, end: int) -> None:
        if meant := _MEANT.search(self._text[max(0, start - 24) : start]):
            self._aliases.setdefault(title_key(meant.group(1)), self._text[start:end])
        self._ends[end] = start
        last = end
        for _ in range(2):
            bracket = _BRACKET.match(self._text, last)
            if bracket is None:
                break
            last = bracket.end()
            self._ends[last] = start
            if alias := _ALIAS.search(bracket.group()):
                self._aliases.setdefault(title_key(alias.group(1)), self._text[start:end])
        self._titles.append((start, end, last))

    def before(self, position: int) -> Named | None:
        """The document whose name ends directly before ``position``."""
        floor = max(0, position - 90)
        window = self._text[floor:position].rstrip()
        joiner = _JOINER.search(window)
        for stop in {len(window), len(window[: joiner.start()].rstrip()) if joiner else len(window)}:
            if stop and (found := self._ending_at(floor, floor + stop)):
                return found
        return None

    def last(self, position: int, floor: int) -> Named | None:
        """The last 《title》 or known name that ends at ``position`` or before and begins at ``floor`` or later.

        To be asked in reading order: what was looked through once is not looked through again.
        """
        for end in range(max(self._seen, floor) + 1, position + 1):
            if self._folded[end - 2 : end] in self._known and (name := self._known_name(end)):
                self._latest = name
        self._seen = max(self._seen, position)
        best = self._latest if self._latest and self._latest.start >= floor else None
        index = bisect_left(self._titles, (position, 0, 0)) - 1
        if index >= 0:
            start, _, end = self._titles[index]
            if start >= floor and end <= position and (best is None or best.end < end):
                return self._named(start, end, Sort.TITLE)
        return best

    def _ending_at(self, floor: int, end: int) -> Named | None:
        text = self._text
        if (start := self._ends.get(end)) is not None:
            return self._named(start, end, Sort.TITLE)
        window = text[floor:end]
        if own := _OWN.search(window):
            return Named(own.group(), floor + own.start(), end, Sort.OWN)
        if same := _SAME.search(window):
            return Named(same.group(), floor + same.start(), end, Sort.SAME, old="旧法" in same.group())
        if window[-1:] in "号令告" and (mentions := find_mentions(window)) and mentions[-1].end == len(window):
            return Named(mentions[-1].text, floor + mentions[-1].start, end, Sort.NUMBER)
        year = _YEAR.search(window)
        bare = floor + len(window[: year.start()].rstrip()) if year else end
        return self._known_name(bare, end) or self._guess(floor, end)

    def _known_name(self, end: int, last: int | None = None) -> Named | None:
        """The longest known name that ends at ``end``."""
        lengths = self._known.get(self._folded[max(0, end - 2) : end])
        for length in sorted(lengths or (), reverse=True):
            start = end - length
            if start < 0 or lengths is None or self._folded[start:end] not in lengths[length]:
                continue
            before = self._text[max(0, start - 12) : start]
            if before.endswith("中华人民共和国"):
                start, before = start - 7, before[:-7]
            if _OTHER.search(before) and not before.endswith(("违反", "全省", "全市")):
                return None
            known = self._folded[end - length : end]
            if (
                length <= _SHORT
                and known not in _ALONE
                and re.search(r"[\u3400-\u9fff]$", before)
                and not _BOUNDARY.search(before)
            ):
                return None
            return self._named(start, last or end, Sort.NAME)
        return None

    def _guess(self, floor: int, end: int) -> Named | None:
        """A name nobody knows: what ends like a title, back to the last word of the running sentence."""
        run = _RUN.search(self._text[floor:end])
        if run is None or not _ENDS_AS_NAME.search(run.group()):
            return None
        name = run.group()
        about = name.find("关于")
        cut = max((m.end() for m in _VERB.finditer(name, 0, about)), default=0) if about > 0 else -1
        if cut < 0:
            cuts = (m.end() for m in _CUT.finditer(name))
            cut = max((end for end in cuts if _ENDS_AS_NAME.search(name[end:])), default=0)
        name = name[cut:].lstrip("）)”、")
        bare = re.sub(r"[（(][^（()）]*[）)]", "", name)
        if len(bare) < 3 or _GENERIC.fullmatch(bare):
            return None
        return self._named(end - len(name), end, Sort.HOUSE if _HOUSE.search(bare) else Sort.NAME)

    def _named(self, start: int, end: int, sort: Sort) -> Named:
        text = self._text
        before = text[max(0, start - 12) : start]
        year = _YEAR.search(text[start:end].rstrip("》›〉>＞")) or _YEAR_BEFORE.search(before)
        old = bool(_OLD_BEFORE.search(before))
        alias = self._aliases.get(title_key(text[start:end])) if self._aliases else None
        return Named(text[start:end], start, end, sort, int(year[1]) if year else None, old, alias)
