"""What one line of a law can be: an article, a heading, a list item, an annex, a signature, or plain text."""

from __future__ import annotations

import re

from corpus.model import Unit
from ingest.numerals import DIGITS, to_int

#: (97, 0) for 第九十七条, (134, 1) for 第一百三十四条之一.
ArticleNumber = tuple[int, int]

_N = rf"[{DIGITS}](?:[{DIGITS}\s]*[{DIGITS}])?"
ARTICLE = re.compile(rf"第\s*(?P<n>{_N})\s*条(?:\s*之\s*(?P<sub>[{DIGITS}]+))?")
#: Articles of a decision or an amendment.
NUMBERED = re.compile(r"(?P<n>[一二三四五六七八九十百]+)\s*、")
FINAL_GROUP = re.compile(r"附\s*则$")
#: 附：…, 附件一, 附表2：…, 附件 名录
ANNEX = re.compile(
    rf"(?P<marker>附\s*(?:件|表|录|图)?\s*[{DIGITS}]*)(?:[：:].*|\s*|(?<=[件表录图{DIGITS}])\s+[^。；]{{1,40}})$"
)
#: List styles, tried in this order.
LISTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("一、", re.compile(r"(?P<n>[一二三四五六七八九十百]+)\s*、(?![一二三四五六七八九十]+[、级类])")),
    ("（一）", re.compile(r"[（(]\s*(?P<n>[一二三四五六七八九十百零〇]+)\s*[）)]")),
    ("1.", re.compile(r"(?P<n>\d{1,2})\s*[.．、](?:(?!\d)|(?=\d{3}))")),  # 1.300总吨 is an item, 1.5米 is not
    ("（1）", re.compile(r"[（(]\s*(?P<n>\d{1,2})\s*[）)]")),
    ("①", re.compile(r"(?P<n>[①-⑳])")),
)
CITED_ITEM = re.compile(r"[项款目条][、，和或至及规的]")  # （一）项规定…
SENTENCE_END = '。！？!?”"」』）)…'
QUOTES = '“"「『'

ORDER = (Unit.BOOK, Unit.SUBBOOK, Unit.CHAPTER, Unit.SECTION)
LETTER = {Unit.BOOK: "b", Unit.SUBBOOK: "f", Unit.CHAPTER: "c", Unit.SECTION: "s"}
HEADING = 60  # the longest chapter title in force has 38 characters

_GROUP = re.compile(rf"第\s*(?P<n>{_N})\s*(?P<unit>分编|编|章|节)(?P<rest>.*)$")
_UNIT = {"编": Unit.BOOK, "分编": Unit.SUBBOOK, "章": Unit.CHAPTER, "节": Unit.SECTION}
#: After 第X条 these show a citation inside a sentence, not the start of an article …
_CITED = re.compile(rf"[、，,。；;：:）)》”]|第\s*{_N}\s*[条款项章节]")
#: … and these too, where no space parts them from the number.
_CITED_GLUED = re.compile(
    r"[和与或至的之]|款(?!项)|项(?!目)|到(?!期)|及(?!时)|后(?!勤|续)|规定|修改|改为|增加|所[称列规]|中的"
)
_CITED_GROUP = re.compile(r"规定|[的、，至]|所[称列]")
_DATE_LINE = re.compile(r"(?:[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})\s*年.{1,4}月.{1,4}日$")
_SIGNATURE = re.compile(
    r"(?:\S{0,12}(?:主席|总理|委员长|部长|局长|主任|省长|市长|州长|署长|院长)\s*[\u4e00-\u9fff·]{1,2}\s*[\u4e00-\u9fff·]{1,3}"
    r"|[\u4e00-\u9fff\s]{2,30}(?:委员会|人民政府|国务院|部|总局|办公厅|办公室|管理局|最高人民法院|最高人民检察院))$"
)


def article_number(line: str, pattern: re.Pattern[str] = ARTICLE) -> ArticleNumber | None:
    """Number of the article that begins the line; None for any other line and for a citation (第五条规定的…)."""
    match = pattern.match(line)
    if match is None or (pattern is ARTICLE and is_cited(line[match.end() :])):
        return None
    return number_of(match)


def number_of(match: re.Match[str]) -> ArticleNumber | None:
    """Number out of a match of ``ARTICLE`` or ``NUMBERED``."""
    groups = match.groupdict()
    number, sub = to_int(groups["n"]), to_int(groups["sub"]) if groups.get("sub") else 0
    return (number, sub) if number and sub is not None else None


def is_cited(after: str) -> bool:
    """Whether what follows 第X条 shows that the article is cited, not begun."""
    return bool(_CITED.match(after.lstrip()) or _CITED_GLUED.match(after))


def follows(last: ArticleNumber, number: ArticleNumber) -> bool:
    """Whether ``number`` is exactly the next one: 5 after 4, 134之一 after 134, 135 after 134之一."""
    return number in ((last[0] + 1, 0), (last[0], last[1] + 1))


def group_heading(line: str) -> tuple[Unit, int, str, str] | None:
    """(unit, number, marker, heading) of a 编/分编/章/节 line; None for any other line."""
    match = _GROUP.match(line)
    if match is None or len(line) > HEADING:
        return None
    number, rest = to_int(match["n"]), match["rest"]
    if not number or rest.endswith(("。", "；", "：", "，")) or _CITED.match(rest.strip()) or _CITED_GROUP.match(rest):
        return None
    return _UNIT[match["unit"]], number, line[: match.start("rest")], rest.strip()


def item_number(text: str) -> int | None:
    """Number of a list marker: 七 -> 7, ７ -> 7, ⑦ -> 7."""
    return ord(text) - ord("①") + 1 if "①" <= text <= "⑳" else to_int(text)


def open_quotation(text: str) -> bool:
    """Whether a quotation of whole paragraphs still goes on; every paragraph of it opens the marks again."""
    return bool(re.search(r"[：:]\s*[“\"]|\n[“\"]", text)) and not text.endswith(("”", '"'))


def is_signature(line: str) -> bool:
    """A date, an office or an office-holder alone on a short line."""
    return len(line) <= 36 and bool(_DATE_LINE.match(line) or _SIGNATURE.match(line))


def squeeze(text: str) -> str:
    """The text without any space."""
    return "".join(text.split())


def close_up(heading: str) -> str:
    """总　则 -> 总则."""
    return re.sub(r"(?<=[\u3400-\u9fff、，（）])\s+(?=[\u3400-\u9fff、，（）])", "", heading)
