"""Documents named inside a text: 《title》, 文号, and which of them the text names as its ground.

Citations down to the article are another matter and are not read here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.model import Document, Mention

# --- titles in marks -------------------------------------------------------------------------------------------------

#: A title longer than this is an unclosed mark.
_LONGEST_TITLE = 160
#: Marks that open a title on their own, and those that only do so inside one (a bare < may be "less than").
_OUTER = {"《": "》", "‹": "›>〉》", "〈": "〉›>》"}
_INNER = frozenset("〈‹＜<《")
_INNER_CLOSE = frozenset("〉›＞>")
_TRIAL = re.compile(r"\s*[（(]\s*(?:试行|暂行|修订|修正|草案|征求意见稿)\s*[）)]")
_REVISION = re.compile(r"(?:19|20)\d\d年?(?:第[一二三四五六七八九十]+次)?(?:修正|修订|修改|版|本|文本)*")

# --- document numbers ------------------------------------------------------------------------------------------------

_HAN = r"\u3400-\u9fff"
_DIGITS = r"[0-9０-９]"
_CODE_YEAR = re.compile(
    rf"[〔﹝［\[（(【]\s*(?:[1１]\s*[9９]|[2２]\s*[0０])\s*{_DIGITS}\s*{_DIGITS}\s*(?:年\s*)?[〕﹞］\]）)】]\s*第?\s*{_DIGITS}{{1,5}}\s*号"
)
_ORDER_NO = rf"第\s*(?:{_DIGITS}{{1,4}}|[〇零一二三四五六七八九十百]{{1,6}})\s*号"
_ORDER = re.compile(
    rf"(?:(?<![命指口禁司法])令|公告)\s*(?:[（(〔]?\s*{_DIGITS}{{4}}\s*年?\s*[）)〕]?\s*)?{_ORDER_NO}"
    rf"|(?:{_DIGITS}{{4}}\s*年\s*)?{_ORDER_NO}\s*(?:令|公告)"
)
_RUN = re.compile(rf"[{_HAN}A-Za-z]{{1,40}}\s*$")
#: The body that gave an order: the end of a run of characters, as short as its last known word allows.
_BODY = re.compile(
    r"(?:中华人民共和国)?(?:(?:国家|原)?[\u3400-\u9fff]{0,20}?"
    r"(?:国务院|国家主席|主席|人民政府|政府|办公厅|办公室|委员会|委|总局|局|署|厅|部|银行|检察院|法院|海关))$"
)
#: Words of the running sentence that stand before a number and are no part of it.
_BEFORE_NUMBER = re.compile(
    r"根据|依据|依照|按照|遵照|参照|贯彻|落实|执行|转发|印发|发布|公布|颁布|通过|修订|修改|废止|下发|制定|明确|规定|文件"
    r"|以及|或者|其中|同时|参见|详见|违反|包括|适用|取代|代替|替代|作为|属于|对于|关于|通知|意见|办法|条例"
    r"|(?<!共)和(?!改革|城乡|信息化|社会保障|旅游|计划生育|自然资源)|[的与及或见以在对由将按被年月日号即为是因从向]|经(?!贸|信|济)"
)
#: A body printed in full before its own code: 国家矿山安监局矿安〔2022〕88号.
_BODY_BEFORE_CODE = re.compile(
    r"^[\u3400-\u9fff]{2,}(?:局|委员会|办公室|办公厅|人民政府|管理部|建设部|信息化部|运输部|保障部|公安部|财政部)(?=[\u3400-\u9fff]{2})"
)
#: Orders of nobody in particular: every body numbers its own from 1.
_ANONYMOUS = re.compile(r"(?:总局|部|局|委|省?政府|人民政府)?(?:令|公告)")

# --- grounds ---------------------------------------------------------------------------------------------------------

_GROUND = re.compile(r"根据|依据|依照|按照|遵照")
_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_OWN_KIND = (
    r"法|条例|规定|办法|细则|规则|意见|标准|规程|准则|方案|目录|决定|解释|通知|制度|指南|导则|清单|基准|计划|规划|纲要"
    r"|章程|公约|指引|要点|规范|令"
)
_ENACTS = re.compile(
    rf"(?:制定|制订|拟定|编制|修订)(?:了)?本(?:实施|暂行|管理|工作|判定|裁量)*(?:{_OWN_KIND})"
    r"|(?<![发出实表体呈再])现(?:就|将|对|提出|予|作出|做出|制定)|特(?:制定|作出?如下|通知如下|提出)|提出(?:以下|如下)"
    r"|(?:作出?|做出)(?:以下|如下)(?:决定|规定|解释|批复|修改)"
    r"|(?:通知|意见|解释|规定|决定|批复|答复|公告|通告)如下"
)

_ALIAS = re.compile(
    r"(?:以下(?:统一)?|下(?:统)?)简称(?:为)?\s*[：:]?\s*[“\"《‹〈]*([^“”\"《》‹›〈〉（）()，。、；;]{2,30})"
)


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Every document named in ``text`` by 《title》 or 文号, in reading order, without overlaps.

    A 文号, a revision year or （试行） printed directly behind a title belongs to the same mention. Journals and
    newspapers stand in the same marks: a mention is only a mention. ``text[m.start:m.end] == m.text`` always holds.
    """
    numbers = list(_numbers(text))
    found: list[Mention] = []
    for start, end in _titles(text):
        if found and start < found[-1].end:
            continue  # a 简称 inside the brackets of the mention before
        title = text[start + 1 : end - 1].strip()
        if (start + 1, end - 1) in numbers:
            found.append(_mention(text, start, end, None, title))
            continue
        number, begins, ends = None, start, end
        if trial := _TRIAL.match(text, end):
            title += re.sub(r"\s", "", trial.group())
            ends = trial.end()
        before = next((n for n in numbers if n[1] <= start and _joins(text[n[1] : start])), None)
        behind = _number_behind(text, ends, numbers)
        if behind is not None:
            number, ends = behind
        elif before is not None:
            number, begins = text[before[0] : before[1]], before[0]
        else:
            ends = _revision_behind(text, ends)
        if title or number:  # 《 》 names nothing
            found.append(_mention(text, begins, ends, title or None, number))
    covered = [(m.start, m.end) for m in found]
    found += [
        _mention(text, start, end, None, text[start:end])
        for start, end in numbers
        if not any(a < end and start < b for a, b in covered)
    ]
    return tuple(_with_basis(text, sorted(found, key=lambda m: m.start)))


def find_aliases(text: str) -> dict[str, Mention]:
    """Short names that the text gives to documents: （以下简称《执法意见》） -> the mention it stands for."""
    mentions = find_mentions(text)
    aliases: dict[str, Mention] = {}
    for match in _ALIAS.finditer(text):
        named = [m for m in mentions if m.start < match.start() and m.title and _within_reach(text, m, match.start())]
        if named:
            aliases.setdefault(match.group(1).strip(), named[-1])
    return aliases


def _within_reach(text: str, mention: Mention, position: int) -> bool:
    """Only brackets and other numbers stand between a title and its 简称."""
    between = text[mention.end : position]
    return position <= mention.end or (len(between) <= 40 and not re.search(r"[。；;《]", between))


def _titles(text: str) -> Iterator[tuple[int, int]]:
    """Spans of outermost title marks, marks included."""
    position = 0
    while position < len(text):
        if text[position] in _OUTER and (end := _closing(text, position)) is not None:
            yield position, end
            position = end
        else:
            position += 1


def _closing(text: str, start: int) -> int | None:
    """One past the mark that closes the title opened at ``start``; None where it is never closed."""
    outer = text[start]
    depth = alike = 0
    for i in range(start + 1, min(len(text), start + _LONGEST_TITLE)):
        char = text[i]
        if char == "\n":
            return None
        if char in _INNER and char != outer:
            depth += 1
        elif char == outer:
            alike += 1
        elif depth and char in _INNER_CLOSE:
            depth -= 1
        elif alike and char in _OUTER[outer] and _more_closing(text, i):
            alike -= 1
        elif char in _OUTER[outer]:
            # 《…《…》 without a second 》 is an opening mark too many, not a nested title.
            return i + 1 if i > start + 1 and not alike else None
    return None


def _more_closing(text: str, position: int) -> bool:
    """Another 》 follows before a new title opens: the one at ``position`` closes an inner title."""
    following = re.search(r"[《》〉›。\n]", text[position + 1 : position + _LONGEST_TITLE])
    return following is not None and following.group() in "》〉›"


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """Spans of document numbers."""
    spans: list[tuple[int, int]] = []
    for match in _CODE_YEAR.finditer(text):
        run = _RUN.search(text, 0, match.start())
        code = _BODY_BEFORE_CODE.sub("", _tail(run.group())) if run else ""
        if code.strip():
            spans.append((match.start() - len(code), match.end()))
    for match in _ORDER.finditer(text):
        start = match.start()
        run = _RUN.search(text, 0, start)
        body = _BODY.search(_tail(run.group()).rstrip()) if run else None
        if body and run:
            gap = len(run.group()) - len(run.group().rstrip())
            start -= len(body.group()) + gap
        elif not match.group().startswith("令"):
            continue  # 第3号公告 without a body names nothing
        spans.append((start, match.end()))
    yield from sorted(spans)


def _tail(run: str) -> str:
    """What follows the last word of the running sentence."""
    cut = 0
    for word in _BEFORE_NUMBER.finditer(run):
        cut = word.end()
    return run[cut:].lstrip()


def _joins(between: str) -> bool:
    return re.fullmatch(r"\s*(?:文件?)?\s*", between) is not None


def _number_behind(text: str, position: int, numbers: list[tuple[int, int]]) -> tuple[str, int] | None:
    """The 文号 printed behind a title, with or without brackets, and where the mention then ends."""
    opening = re.match(r"\s*[（(]", text[position : position + 4])
    if opening:
        inside = position + opening.end()
        closing = _bracket_end(text, inside)
        within = [n for n in numbers if closing is not None and inside <= n[0] and n[1] < closing]
        return (text[within[0][0] : within[0][1]], closing) if within and closing is not None else None
    direct = next((n for n in numbers if n[0] >= position and not text[position : n[0]].strip()), None)
    return (text[direct[0] : direct[1]], direct[1]) if direct else None


def _bracket_end(text: str, position: int) -> int | None:
    """One past the bracket that closes what was opened just before ``position``, nesting minded."""
    depth = 1
    for i in range(position, min(len(text), position + 120)):
        if text[i] in "（(":
            depth += 1
        elif text[i] in "）)":
            depth -= 1
            if depth == 0:
                return i + 1
    return None


def _revision_behind(text: str, position: int) -> int:
    """The end of （2021修正） behind a title, or ``position``."""
    match = re.compile(r"\s*[（(]([^（()）]{4,14})[）)]").match(text, position)
    return match.end() if match and _REVISION.fullmatch(re.sub(r"\s", "", _plain(match.group(1)))) else position


def _mention(text: str, start: int, end: int, title: str | None, number: str | None) -> Mention:
    return Mention(text=text[start:end], title=title, number=number, start=start, end=end)


def _with_basis(text: str, mentions: list[Mention]) -> Iterator[Mention]:
    """Mark what stands between a word of ground and the words by which the text enacts itself.

    A sentence that opens with 根据… counts also where the enacting words come in a later sentence of the same text
    (policy preambles); words inside quotation marks are another text's.
    """
    enacting = [m.start() for m in _ENACTS.finditer(text) if not _quoted(text, m.start())]
    for mention in mentions:
        opening = max((m.end() for m in _SENTENCE_END.finditer(text, 0, mention.start)), default=0)
        closing = _SENTENCE_END.search(text, mention.end)
        sentence_end = closing.start() if closing else len(text)
        ground = _GROUND.search(text, opening, mention.start)
        leads = ground is not None and not text[opening : ground.start()].strip(" \u3000\t")
        basis = ground is not None and any(mention.end <= e and (e < sentence_end or leads) for e in enacting)
        yield Mention(mention.text, mention.title, mention.number, mention.start, mention.end, basis)


def _quoted(text: str, position: int) -> bool:
    return text.count("“", 0, position) > text.count("”", 0, position)


# --- which document is meant -----------------------------------------------------------------------------------------

_ZERO_WIDTH = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
_REVISED_TITLE = re.compile(r"\((?:19|20)\d\d年?(?:第[一二三四五六七八九十]+次)?(?:修正|修订|修改|版|本|文本)*\)$")


def _plain(text: str) -> str:
    return _ZERO_WIDTH.sub("", unicodedata.normalize("NFKC", text))


def title_key(title: str) -> str:
    """A title as it is compared: without marks, spaces, width, 中华人民共和国 and （2021修正）; （试行） stays."""
    key = re.sub(r"[\s《》〈〉‹›<>“”\"'‘’]", "", _plain(title)).replace("中华人民共和国", "")
    return _REVISED_TITLE.sub("", key)


def number_key(number: str) -> str:
    """A 文号 as it is compared: 应急（2021）第 ２３ 号 -> 应急〔2021〕23号; 国务院第591号令 -> 国务院令第591号."""
    key = re.sub(r"\s", "", _plain(number)).replace("中华人民共和国", "")
    key = re.sub(r"[〔\[(【﹝]((?:19|20)\d\d)年?[〕\])】﹞]第?(\d+)号", lambda m: f"〔{m[1]}〕{int(m[2])}号", key)
    key = re.sub(r"((?:\d{4}年)?第[^第]+号)(令|公告)$", r"\2\1", key)
    return re.sub(r"^(?:国家)?主席令", "主席令", key)


def anonymous(number: str) -> bool:
    """An order whose number does not say whose it is (令第125号, 总局令第80号): alone it names no document."""
    return _ANONYMOUS.match(number_key(number)) is not None


def _from_about(key: str) -> str | None:
    """应急管理部关于加强…的意见 -> 关于加强…的意见: titles are often cited without their issuer."""
    at = key.find("关于")
    return key[at:] if at > 0 else None


@dataclass(frozen=True, slots=True)
class MentionIndex:
    """Names of documents by what they are called; a key that two documents share leads nowhere.

    Attributes:
        titles: normalised title -> names.
        tails: normalised title from 关于 on -> names.
        numbers: normalised 文号 -> names.
        numbers_of: name -> normalised 文号.
    """

    titles: Mapping[str, frozenset[str]]
    tails: Mapping[str, frozenset[str]]
    numbers: Mapping[str, frozenset[str]]
    numbers_of: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, documents: Iterable[Document]) -> MentionIndex:
        """Index the names, titles and numbers of ``documents`` (versions of one document share a name)."""
        titles: dict[str, set[str]] = {}
        tails: dict[str, set[str]] = {}
        numbers: dict[str, set[str]] = {}
        numbers_of: dict[str, set[str]] = {}
        for document in documents:
            for title in {title_key(document.title), title_key(document.name)}:
                titles.setdefault(title, set()).add(document.name)
                if tail := _from_about(title):
                    tails.setdefault(tail, set()).add(document.name)
            for number in {number_key(document.number or document.name), number_key(document.name)}:
                if number.endswith("号") and not anonymous(number):
                    numbers.setdefault(number, set()).add(document.name)
                    numbers_of.setdefault(document.name, set()).add(number)
        return cls(_frozen(titles), _frozen(tails), _frozen(numbers), _frozen(numbers_of))


def _frozen(table: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(names) for key, names in table.items()}


def resolve_mention(mention: Mention, index: MentionIndex) -> str | None:
    """Name of the document that ``mention`` means; None where the index holds none, or more than one.

    The 文号 decides before the title. A title never leads to a document whose own 文号 is another one. Which version
    is meant is for the caller to choose.
    """
    number = number_key(mention.number) if mention.number else None
    title = title_key(mention.title) if mention.title else None
    if number and len(by_number := index.numbers.get(number, frozenset())) == 1:
        return next(iter(by_number))
    if title is None:
        return None
    about = _from_about(title)
    # A name shared by full titles is ambiguous; only a title nobody bears is tried without its issuer.
    names = index.titles.get(title) or index.tails.get(title) or (index.titles.get(about) if about else None)
    candidates = {n for n in names or () if not _contradicts(number, index.numbers_of.get(n, frozenset()))}
    if number and number in index.numbers:
        candidates &= index.numbers[number]
    return candidates.pop() if len(candidates) == 1 else None


def _contradicts(number: str | None, own: frozenset[str]) -> bool:
    """Both carry an annual number (应急〔2021〕23号), and not the same; orders change with every amendment."""
    annual = {n for n in own if "〔" in n}
    return number is not None and "〔" in number and bool(annual) and number not in annual
