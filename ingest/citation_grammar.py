"""Finding: which words of a text cite a provision, and their parts; nothing is looked up here.

A reference is read from its number on: 第九十七条第（七）项, 第一、三项, 前两款. The document before the number is read
by :mod:`ingest.citation_names`, the lists and ranges behind it are taken apart, one reference for every provision.
Every pattern is bounded, so that the time grows with the text and not faster.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from ingest.citation_names import Named, Names, Sort
from ingest.citation_places import Line, Place, read_places
from ingest.numerals import DIGITS, to_int

#: 条, 款, 项, 目 from the outside in.
UNITS = "条款项目"
ARTICLE, PARAGRAPH, ITEM, POINT = range(4)


@dataclass(frozen=True, slots=True)
class Parts:
    """Numbers of a cited provision, None where the text gives none.

    Attributes:
        back: for 本款 and 前款, (unit, how many before, 0 for this one); further numbers lie below it.
        same: 该条, 同条: the unit is that of the reference before, not of the place where the text stands.
    """

    article: int | None = None
    sub: int | None = None
    paragraph: int | None = None
    item: int | None = None
    point: int | None = None
    back: tuple[int, int] | None = None
    same: bool = False

    def at(self, unit: int, number: int, sub: int | None = None) -> Parts:
        """These parts down to the unit above, then ``number``."""
        if unit == ARTICLE:
            return Parts(number, sub)
        parts = replace(self, point=number)
        if unit == ITEM:
            parts = replace(self, item=number, point=None)
        elif unit == PARAGRAPH:
            parts = replace(self, paragraph=number, item=None, point=None)
        if parts.back and parts.back[0] >= unit:
            parts = replace(parts, back=None)
        return parts

    def number(self, unit: int) -> int | None:
        """The number given for a unit."""
        return (self.article, self.paragraph, self.item, self.point)[unit]


@dataclass(frozen=True, slots=True)
class Reference:
    """One provision as a text refers to it; ``text`` stands at ``start:end``.

    Attributes:
        document: the document printed with it or at the head of its list; None where there is none.
        carried: where no document is printed (or it is 同法): the last one named shortly before.
        parts: the numbers.
        unit: the innermost unit named.
        place: what the text itself says about the place of this line.
        sentence: number of the sentence; equal for references of one sentence.
        headless: neither a document nor a 条 was printed (第一项, 第二款).
        tied: headless and 其, 其中 before it: a part of the reference before.
        in_list: goes on with the reference before.
    """

    text: str
    start: int
    end: int
    document: Named | None
    carried: Named | None
    parts: Parts
    unit: int
    place: Place
    sentence: int
    headless: bool
    tied: bool
    in_list: bool


@dataclass(slots=True)
class _Element:
    start: int
    end: int
    parts: Parts
    unit: int
    ranged: bool = False


_D = f"[{DIGITS}]"
_N = rf"{_D}(?:\s{{0,2}}{_D}){{0,11}}"
_NUMBER = rf"(?:[（(]\s{{0,2}}{_N}\s{{0,2}}[）)]|{_N})"
_RANGE = "至|到|－|-|—|–|～|~"
_AND = rf"、|和|及|以及|与|或者?|{_RANGE}"
_STOP = {"条": "[例件款目幅文龙约理码纹]", "款": "[项式待额物]", "项": "目", "目": "[标录前]|的(?!规)"}
_UNIT = "(?:" + "|".join(f"(?P<u{i}>{unit})(?!{_STOP[unit]})" for i, unit in enumerate(UNITS)) + ")"
_SUB = rf"(?:\s{{0,2}}之\s{{0,2}}(?P<sub>{_N})(?![般切定致样直些种类个方起律次级线面]))?"
_GROUP = re.compile(
    rf"(?P<di>第\s{{0,3}})?(?P<numbers>{_NUMBER}(?:(?:\s{{0,3}}(?:{_AND})\s{{0,3}}(?:第\s{{0,2}})?|(?=[（(])){_NUMBER}){{0,30}})"
    rf"\s{{0,3}}{_UNIT}(?(u0){_SUB})"
)
_EACH = re.compile(rf"(?P<sep>{_AND})?\s*(?P<di>第\s*)?[（(]?\s*(?P<n>{_N})\s*[）)]?")
_MORE_SUB = re.compile(rf"\s{{0,2}}(?:{_AND})\s{{0,2}}之\s{{0,2}}(?P<sub>{_N})")
_BARE_ITEM = re.compile(rf"[（(]\s{{0,2}}(?P<n>{_N})\s{{0,2}}[）)](?![\u3400-\u9fff])")
_BACK = re.compile(
    r"(?P<which>本|上|(?<!各)该|同|(?<![目之以此提当事日生先从年月面])前)(?P<n>[一二两三四五六七八九]?)"
    r"(?P<unit>条(?![例件目幅文龙约理码纹]|款(?!第))|款(?![式待额物]|项(?!第))|项(?!目)|目(?![标录前]|的(?!规)))"
)
_SPACER = re.compile(r"\s{0,3}(?:所列的?|规定的?|中的?|之|的|内|\s)?\s{0,3}")
#: A gloss between two of a list: 第六项“醉酒”、第七项.
_GLOSS = r"(?:“[^“”\n]{1,40}”|[（(][^（()）\n]{1,40}[）)])?"
_SEPARATOR = re.compile(rf"\s{{0,3}}{_GLOSS}\s{{0,3}}(?P<sep>[，,；;/]|并|暨|{_AND})\s{{0,3}}(?:其|的)?\s{{0,2}}")
_HEAD = re.compile(
    rf"第(?=\s{{0,3}}[（(]?\s{{0,2}}{_D})|(?<![{DIGITS}第.．:：/\-A-Za-z])(?={_D}(?:[{DIGITS}、和及至到\-]){{0,24}}条){_D}|[本上该同前](?=[一二两三四五六七八九]?[条款项目])"
)
#: What follows a count, never a citation: 第三条生产线, 3条隐患, 第一项工作.
_COUNTED = (
    re.compile(
        r"生产(?!经营)|[一-龥]{0,3}线|[一-龥]{0,2}皮带|[一-龥]{0,3}[街路巷沟渠绳链带船轨]|输送|传送|管|电?缆|航|跑道|隧|河|高铁|地铁|公交"
        r"|[一二三四五六七八九两]条|安全绳|措施|隐患|意见|建议|经验|消息|新闻|评论|理由|原因|问题|信息|记录|标语|钢|腿|裤|毛巾|杠|红线|禁令|报警"
    ),
    re.compile(r"产品|手机|车|机|软件|应用|游戏|设备|装备|式"),
    re.compile(
        r"工[作程序]|任务|措施|制度|指标|活动|业务|技术|成果|改革|议[程题]|隐患|问题|检[查测验]|计划|标准|服务|职能|重点|[“\"]|已"
    ),
    re.compile(r"$^"),
)
#: What follows a citation that stands without its document.
_FORMULA = re.compile(
    r"(?:之|的|所)?(?:规定|情形|情况|行为|要求|内容|罪|处罚|职责|义务|权利|条件|程序|期限|标准|设?定)|所[列称述指规]|[的中内外和及与或至到后等]|以外|有关"
    r"|关于|违法|违反|处|予以|给予|罚|修改|增加|删|作出|进行|实施|执行|以及|并处?|责令|追究|移送|应[予当]|前段|后段|但书|立案|办理|、"
)
#: What follows 本项, 该款; without it they are an item or a product spoken of.
_NAMED_ITEM = re.compile(r"[的之]?规定|所[列称述指]|第|情形|中的|的情形|行为|罪|[，。；、]?$|[，。；]")
_CUE = re.compile(
    r"(?:依据|依照|按照|根据|违反了?|适用|符合|触犯|参照|对照|援引|引用|属于|涉嫌|构成|除|作为|[依按据犯有将在照至由经]|本[编章节]的?)\s*$"
)
_TIED = re.compile(r"(?:其中?|该条)的?$")
_SENTENCE = re.compile(r"[。！？!?\n]")
_LONGEST_RANGE = 300
_REACH = 400


def find_references(text: str, known: Collection[str] = ()) -> tuple[Reference, ...]:
    """Every reference to a provision, in reading order; lists and ranges give one each.

    Args:
        text: any text.
        known: normalised names (``title_key``) of documents that are also recognised without 《》.

    Never raises; ``text[r.start:r.end] == r.text`` holds. The first of a list starts with its document, a range
    第九十条至第九十二条 gives 第九十条, the whole for what lies between, and 第九十二条.
    """
    return tuple(_Finder(text, Names(text, known)).run())


class _Finder:
    def __init__(self, text: str, names: Names) -> None:
        self.text = text
        self.names = names
        self.lines: list[Line] = read_places(text)
        self.starts = [line.start for line in self.lines]
        self.ends = [match.start() for match in _SENTENCE.finditer(text)]
        self.last: Named | None = None  # the last document printed with a reference
        self.counted = False  # the list just read ends in a count: 第2条、第4条两条皮带

    def run(self) -> Iterator[Reference]:
        position = 0
        while head := _HEAD.search(self.text, position):
            position = max(head.end(), self._line(head.start()).text_start)
            if position > head.end():
                continue  # the number of a heading
            document = self.names.before(head.start()) if head.group() not in "本上该同前" else None
            elements = self._elements(head.start(), document)
            if not elements or (document and document.sort is Sort.HOUSE):
                continue
            if not self._is_citation(head.start(), elements, document):
                continue
            position = max(elements[-1].end, head.end())
            yield from self._references(head.start(), elements, document)

    def _line(self, position: int) -> Line:
        return self.lines[bisect_right(self.starts, position) - 1]

    # Reading numbers

    def _elements(self, start: int, document: Named | None) -> list[_Element]:
        """The list of provisions that begins at ``start``; empty where there is none."""
        elements, self.counted = self._back(start), False
        if not elements:
            group = _GROUP.match(self.text, start)
            if group is None or not (elements := self._group(group, Parts(), start)):
                return []
        for _ in range(1000):
            if deeper := self._deeper(elements[-1]):
                elements[-1:] = deeper
            elif more := self._more(elements):
                elements += more
            else:
                break
        return elements

    def _back(self, start: int) -> list[_Element]:
        match = _BACK.match(self.text, start)
        if match is None:
            return []
        unit, which, count = UNITS.index(match["unit"][0]), match["which"], to_int(match["n"]) if match["n"] else 1
        if which in "本该同":
            if match["n"]:
                return []
            parts = Parts(back=(unit, 0), same=which != "本")
            inner = _BACK.match(self.text, match.end())
            if inner and inner["which"] == "前" and UNITS.index(inner["unit"][0]) > unit:
                return [_begun(e, start) for e in self._back(match.end())]  # 本条前两款
            return [_Element(start, match.end(), parts, unit)]
        return [_Element(start, match.end(), Parts(back=(unit, n)), unit) for n in range(count or 1, 0, -1)]

    def _group(self, match: re.Match[str], parent: Parts, start: int) -> list[_Element]:
        """One element for every number of 第一、三项; the first one starts at ``start``."""
        unit = next(i for i in range(4) if match[f"u{i}"])
        base = match.start("numbers")
        elements: list[_Element] = []
        for each in _EACH.finditer(match["numbers"]):
            number = to_int(each["n"])
            if not number:
                return []
            at = base + (each.end("sep") if each["sep"] else each.start())
            at += len(self.text[at : base + each.end()]) - len(self.text[at : base + each.end()].lstrip())
            ranged = bool(each["sep"]) and each["sep"] in _RANGE
            elements.append(
                _Element(at if elements else start, base + each.end(), parent.at(unit, number), unit, ranged)
            )
        last = elements[-1]
        last.end = match.end()
        if unit == ARTICLE and match["sub"] and last.parts.article:
            last.parts = Parts(last.parts.article, to_int(match["sub"]))
            while more := _MORE_SUB.match(self.text, elements[-1].end):
                parts = Parts(last.parts.article, to_int(more["sub"]))
                ranged = self.text[more.start() : more.start("sub")].strip()[:1] in _RANGE.split("|")
                elements.append(_Element(more.start("sub") - 1, more.end(), parts, unit, ranged))
        return elements

    def _deeper(self, last: _Element) -> list[_Element]:
        """款 or 项 that follows its 条 directly; the element it belongs to is taken up in the first."""
        spacer = _SPACER.match(self.text, last.end)
        at = spacer.end() if spacer else last.end
        if "\n" in self.text[last.end : at] and self._line(at).text_start > at:
            return []
        group = _GROUP.match(self.text, at)
        if group and any(group[f"u{i}"] for i in range(last.unit + 1, 4)):
            plain = not group["di"] and group["numbers"][0] not in "（("
            counted = plain and (at > last.end or group["numbers"][0] == "两")  # 第九条规定的两项义务
            return [] if counted else self._group(group, last.parts, last.start)
        bare = _BARE_ITEM.match(self.text, last.end)
        if bare and last.unit <= PARAGRAPH and (number := to_int(bare["n"])):
            return [_Element(last.start, bare.end(), last.parts.at(ITEM, number), ITEM)]
        return []

    def _more(self, elements: list[_Element]) -> list[_Element]:
        """What a list goes on with: 、第四十条 or 、（五）项 or 至第九十二条."""
        last = elements[-1]
        separator = _SEPARATOR.match(self.text, last.end)
        group = _GROUP.match(self.text, separator.end()) if separator else None
        if separator is None or group is None or self._line(group.start()).text_start > group.start():
            return []
        unit = next(i for i in range(4) if group[f"u{i}"])
        weak = separator["sep"] in "，,；;/并暨"
        if not group["di"]:
            numbered = unit == last.unit and not weak and group["numbers"][0] != "两"
            if not numbered or not self._closes(group.end(), unit):
                return []
        elif self._counts(unit, group.end()) and not (unit and last.unit):
            self.counted = True
            return []
        more = self._group(group, last.parts, group.start())
        if more and separator["sep"] in _RANGE.split("|"):
            more[0].ranged = True
        return more

    # Citation or count

    def _counts(self, unit: int, end: int) -> bool:
        return bool(_COUNTED[unit].match(self.text, end)) and not _FORMULA.match(self.text, end)

    def _closes(self, end: int, unit: int) -> bool:
        after = self.text[end : end + 1]
        if not after or not "\u3400" <= after <= "\u9fff":
            return True
        return bool(_FORMULA.match(self.text, end)) or (unit < 3 and after == "第")

    def _is_citation(self, start: int, elements: list[_Element], document: Named | None) -> bool:
        first, last = elements[0], elements[-1]
        counted = self.counted or any(self._counts(e.unit, e.end) for e in (first, last))
        glossed = self.text[first.end : first.end + 1] in ("“", '"')
        if counted and first.parts.article is None and not first.parts.back and not glossed:  # 《意见》第一项重点任务
            return False
        if document and (document.sort is not Sort.NAME or not counted):
            if self.text[start] == "第" or first.parts.back:
                return not (counted and document.sort is not Sort.TITLE)
            deep = any(e.unit > ARTICLE for e in elements)
            return not counted and (deep or self._closes(last.end, last.unit))
        if counted:
            return False
        if first.parts.back:
            strict = first.parts.back[0] > PARAGRAPH or (self.text[start] != "前" and first.parts.back[0] == PARAGRAPH)
            return not strict or last.end > first.end or bool(_NAMED_ITEM.match(self.text, last.end))
        cue = bool(_CUE.search(self.text, max(0, start - 6), start))
        depth = last.unit > ARTICLE and last.parts.article is not None
        closes = self._closes(last.end, last.unit)
        if self.text[start] != "第":
            return cue and (depth or closes)
        after = self.text[last.end : last.end + 1]
        if first.parts.article is not None:
            return depth or cue or closes
        return closes and (cue or "\u3400" <= after <= "\u9fff" or len(elements) > 1)

    # References

    def _references(self, start: int, elements: list[_Element], document: Named | None) -> Iterator[Reference]:
        begin = document.start if document else start
        for element in elements:
            if element.start == start:
                element.start = begin
        carried = self._carried(start) if document is None or document.sort is Sort.SAME else None
        if document and document.sort not in (Sort.OWN, Sort.SAME):
            self.last = document
        place = self._line(start).place
        sentence = bisect_right(self.ends, start)
        head = elements[0].parts
        headless = document is None and head.article is None and head.back is None
        tied = headless and bool(_TIED.search(self.text, max(0, start - 3), start))
        for index, element in enumerate(_expanded(elements)):
            yield Reference(
                self.text[element.start : element.end],
                element.start,
                element.end,
                document,
                carried,
                element.parts,
                element.unit,
                place,
                sentence,
                headless and element.parts.article is None,
                tied,
                index > 0,
            )

    def _carried(self, position: int) -> Named | None:
        floor = max(0, position - _REACH)
        found = self.names.last(position, floor)
        if self.last and self.last.start >= floor and (found is None or self.last.end >= found.end):
            return self.last
        return found


def _begun(element: _Element, start: int) -> _Element:
    """The element begun earlier."""
    return _Element(start, element.end, element.parts, element.unit, element.ranged)


def _expanded(elements: list[_Element]) -> Iterator[_Element]:
    """What lies between the ends of a range, each with the span of the whole range."""
    for index, element in enumerate(elements):
        if element.ranged and index:
            before = elements[index - 1]
            for parts in _between(before, element):
                yield _Element(before.start, element.end, parts, element.unit)
        yield element


def _between(first: _Element, last: _Element) -> Iterator[Parts]:
    a, b = first.parts, last.parts
    if first.unit != last.unit:
        return
    if first.unit == ARTICLE and a.article == b.article:
        low, high = a.sub or 0, b.sub or 0
        if high - low <= _LONGEST_RANGE:
            yield from (Parts(a.article, n) for n in range(low + 1, high))
        return
    low, high = a.number(first.unit) or 0, b.number(first.unit) or 0
    if high - low <= _LONGEST_RANGE:
        stop = high + (1 if first.unit == ARTICLE and b.sub else 0)
        yield from (a.at(first.unit, n) for n in range(low + 1, stop))
