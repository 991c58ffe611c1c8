"""Where in a law the lines of a text stand, as far as the text shows it by its own headings, lists and quotations.

A whole law can be pasted without saying which article each line belongs to: its 第X条 at the beginning of a line is
a heading, not a citation, and says what 本条 and 前款 below it mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.article_lines import ARTICLE, LISTS, QUOTES, is_cited, item_number, number_of

_LEAD = re.compile(r"[\s\u3000#>*“\"「『‘]*")
_ENDS = tuple('。！？!?：:；;”"」』）)')
#: A line that closes a quotation.
_CLOSED = re.compile(r"[”\"」』][。；;]?$")
#: Where an amendment begins to quote within a line: 修改为：“…
_QUOTES_NOW = re.compile(r"(?:改为|作为|增加|如下)[^：:“\"\n]{0,30}[：:]\s{0,3}[“\"]")
_CHANGE = re.compile(r"[一二三四五六七八九十百]+\s*、")


@dataclass(frozen=True, slots=True)
class Place:
    """What a line says about where it stands.

    Attributes:
        article: the article whose heading came last in the text; None before the first.
        sub: 1 in 第一百三十四条之一, else None.
        paragraph: the 款 counted from that heading (from the beginning of the text where there is none).
        item: the 项 of the line, None outside of lists.
        quoted: the line belongs to wording that an amendment quotes: it is part of the law that is amended.
    """

    article: int | None = None
    sub: int | None = None
    paragraph: int = 1
    item: int | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Begin of a line, end of the heading in it (``start`` where there is none) and its place."""

    start: int
    text_start: int
    place: Place


def read_places(text: str) -> list[Line]:
    """One entry a line, in order; an empty line has the place of the one before it. Linear in the text."""
    lines: list[Line] = []
    place, ended, fresh, position = Place(), "", True, 0
    for raw in text.split("\n"):
        start, position = position, position + len(raw) + 1
        lead = _LEAD.match(raw)
        begin = lead.end() if lead else 0
        body = raw[begin:].rstrip()
        if not body:
            lines.append(Line(start, start, place))
            continue
        opened = any(quote in raw[:begin] for quote in QUOTES)
        heading = ARTICLE.match(raw, begin)
        number = number_of(heading) if heading and _is_heading(raw, heading) else None
        text_start = start
        if heading and number:
            text_start = start + heading.end()
            quoted = opened or (place.quoted and bool(ended) and not _CLOSED.search(ended))
            place = Place(number[0], number[1] or None, 1, None, quoted)
            fresh = not raw[heading.end() :].strip("*# \t\u3000")
        else:
            place, fresh = _next(place, body, ended, fresh, opened), False
        ended = body
        lines.append(Line(start, text_start, place))
        if not place.quoted and (quote := _QUOTES_NOW.search(raw)):
            place, before = Place(quoted=True), place
            lines.append(Line(start + quote.end(), start + quote.end(), place))
            closing = raw.find("”", quote.end())
            if closing >= 0:
                place = before
                lines.append(Line(start + closing, start + closing, place))
    return lines


def _next(place: Place, body: str, before: str, fresh: bool, opened: bool) -> Place:
    """The place of a line that is no heading, ``before`` being the line above it."""
    quoted = place.quoted
    article, sub = place.article, place.sub
    if opened and before.endswith(("：", ":")) and not quoted:
        return Place(None, None, 1, None, True)  # 修改为：“…: the article is the one just cited
    if quoted and not opened and (_CLOSED.search(before) or _CHANGE.match(body)):
        return Place()
    for style, pattern in LISTS:
        match = pattern.match(body)
        if match and not (style == "一、" and quoted):
            return Place(article, sub, place.paragraph, item_number(match["n"]), quoted)
    if fresh:
        return Place(article, sub, place.paragraph, None, quoted)
    if not before.endswith(_ENDS):
        return place  # a line broken by the page
    return Place(article, sub, place.paragraph + 1, None, quoted)


def _is_heading(line: str, match: re.Match[str]) -> bool:
    """第X条 at the beginning of a line is a heading unless the words after it show a citation."""
    after = line[match.end() :].lstrip("*")
    return not is_cited(after)
