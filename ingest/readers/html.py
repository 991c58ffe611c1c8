"""Web pages: blocks become lines; scripts, styles, comments and navigation are marked as furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, Doctype, NavigableString, PreformattedString, Tag

from ingest.readers.lines import Line, RawText
from ingest.readers.text import decode

_FURNITURE = {
    "script": "网页脚本",
    "noscript": "网页脚本",
    "template": "网页脚本",
    "style": "网页样式",
    "title": "网页标题",
    "nav": "网页导航",
    "header": "网页导航",
    "aside": "网页导航",
    "button": "网页导航",
    "select": "网页导航",
    "footer": "网站页脚",
}
_BLOCKS = re.compile(
    "address|article|blockquote|body|caption|center|d[dlt]|div|fieldset|figure|figcaption|footer|form|h[1-6r]|header"
    "|html|li|main|nav|ol|option|p|pre|section|table|tbody|tfoot|thead|t[dhr]|ul|title"
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.I)
#: Names that Chinese government sites give their <meta> fields (政府网站发展指引).
_META = {
    "articletitle": "title",
    "pubdate": "published",
    "publishdate": "published",
    "contentsource": "site",
    "sitename": "site",
}


def read_html(data: bytes, name: str) -> RawText:
    """Lines of a web page; every character between tags is in one of them."""
    declared = re.search(rb"charset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030)", data[:4096], re.I)
    text = data.decode("gb18030", errors="replace") if declared and not _is_utf8(data) else decode(data, name)
    return parse_html(text)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def parse_html(text: str) -> RawText:
    """Lines and hints of HTML already decoded."""
    soup = BeautifulSoup(text, "lxml")
    hints: dict[str, str] = {}
    for meta in soup.find_all("meta"):
        key = _META.get(str(meta.get("name", "")).lower())
        content = str(meta.get("content", "")).strip()
        if key and content:
            hints.setdefault(key, content)
    collector = _Collector()
    collector.block(soup, "", 0)
    collector.flush()
    return RawText(tuple(collector.lines), hints)


class _Collector:
    """Walks the tree and cuts a line at every block boundary."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._parts: list[str] = []
        self._state: tuple[str, int] = ("", 0)

    def flush(self) -> None:
        text = "".join(self._parts)
        self._parts = []
        if text.strip():
            self.lines.extend(Line(line, *self._state) for line in text.split("\n") if line.strip())

    def _say(self, text: str, reason: str, heading: int) -> None:
        if (reason, heading) != self._state:
            self.flush()
            self._state = (reason, heading)
        self._parts.append(text)

    def block(self, tag: Tag, reason: str, heading: int) -> None:
        numbers = _list_numbers(tag)
        for child in tag.children:
            if isinstance(child, Doctype):
                continue
            if isinstance(child, Comment):
                self._aside(str(child), "网页注释")
            elif isinstance(child, PreformattedString):
                self._aside(str(child), "网页声明")
            elif isinstance(child, NavigableString):
                text = str(child)
                self._say(text if tag.name == "pre" else _unbroken(text), reason, heading)
            elif isinstance(child, Tag):
                self._tag(child, reason, heading, numbers)

    def _aside(self, text: str, why: str) -> None:
        """Furniture in the middle of a line; the line itself goes on after it."""
        self.lines.extend(Line(line, why) for line in text.splitlines() if line.strip())

    def _tag(self, tag: Tag, reason: str, heading: int, numbers: Iterator[str]) -> None:
        if tag.name == "br":
            self._say("\n", reason, heading)
            return
        if tag.name in {"script", "style", "template"}:
            self._aside(tag.get_text(), _FURNITURE[tag.name])
            return
        why = reason or _FURNITURE.get(tag.name, "")
        if why and tag.name in {"header", "footer", "aside"} and tag.find_parent(["article", "main"]):
            why = reason  # a header inside an article is its title
        if not why and (tag.has_attr("hidden") or _HIDDEN.search(str(tag.get("style", "")))):
            why = "网页隐藏内容"
        depth = int(tag.name[1]) if re.fullmatch(r"h[1-6]", tag.name) else heading
        is_cell = tag.name in {"td", "th"} and not tag.find(["p", "div", "table", "ul", "ol", "h1", "h2", "h3"])
        is_block = not is_cell and bool(_BLOCKS.fullmatch(tag.name) or tag.name in _FURNITURE)
        if is_block:
            self.flush()
        elif is_cell and "".join(self._parts).strip():
            self._say("\t", why, depth)
        if tag.name == "li":
            self._say(next(numbers, ""), why, depth)
        self.block(tag, why, depth)
        if is_block:
            self.flush()


def _unbroken(text: str) -> str:
    """Line ends inside HTML text are spaces, and beside Chinese characters not even that."""
    text = re.sub(r"(?<=[!-~])[ \t]*[\r\n]\s*(?=[!-~])", " ", text)
    return re.sub(r"[ \t]*[\r\n]\s*", "", text)


def _list_numbers(tag: Tag) -> Iterator[str]:
    """The numbers a browser prints before the items of ``<ol>``."""
    if tag.name != "ol":
        return iter(())
    start = str(tag.get("start", "1"))
    first = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
    return (f"{number}." for number in range(first, first + len(tag.find_all("li", recursive=False))))
