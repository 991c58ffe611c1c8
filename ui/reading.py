"""HTML of one whole document to read: standing on top, outline beside, the provision asked for marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from corpus.model import GROUPS, MARGINS, Document, DocumentText, Outline, Provision, Unit, Wording
from ui.cards import address, badge, chinese, provenance, version_of, warnings_of, wording_badge

#: Lines of front matter shown open; a longer one (a table of contents) is folded.
_FRONT = 4
BACK = '<p class="back"><a href="./" data-back>← 返回检索结果</a></p>'


def reading(text: DocumentText, target: str | None, day: date, today: date, versions: Sequence[Document] = ()) -> str:
    """A whole document: standing on top, outline beside, the target marked.

    Args:
        text: the document with its outline.
        target: provision id to mark; None for the top of the document.
        day: the day on which standing is judged.
        today: the day of the page.
        versions: all held versions of the document; those other than this one are linked.
    """
    outline = Outline(text.provisions)
    front, body = _split_front(outline.children(None))
    page = _Page(outline, text.document, target)
    return (
        '<article class="document" lang="zh-CN">'
        + _head(text.document, day, today, versions)
        + f'<div class="columns">{_contents(outline)}<div class="text">'
        + _front(page, front)
        + "".join(page.block(p) for p in body)
        + "</div></div></article>"
    )


def _head(document: Document, day: date, today: date, versions: Sequence[Document]) -> str:
    facts = [
        ("文号", document.number),
        ("制定机关", "、".join(document.issuers)),
        ("文件类型", document.kind.value),
        ("适用地区", document.region),
        ("版本", version_of(document)),
        ("公布日期", chinese(document.published) if document.published else None),
        ("施行日期", chinese(document.effective) if document.effective else "待核"),
        ("失效日期", chinese(document.ended) if document.ended else None),
        ("核对日期", chinese(document.checked) if document.checked else None),
        ("来源", document.source),
    ]
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value)
    others = "、".join(
        f'<a href="{escape(address(d.id, day, today))}" data-show>{version_of(d)}（{d.status_on(day).value}）</a>'
        for d in versions
        if d.id != document.id
    )
    banner = ""
    if document.wording is Wording.DIGEST:
        banner = '<p class="banner">以下是要点，非官方原文，只供查找；执法文书请引用官方公布的文本。</p>'
    return (
        f'<header><h2 tabindex="-1" id="document-title">{escape(document.title)}</h2>'
        f'<p class="badges">{badge(document.status_on(day), document)}{wording_badge(document.wording)}'
        f'<span class="date">效力按{chinese(day)}判断</span></p>{banner}'
        + "".join(f'<p class="note">注意：{escape(note)}</p>' for note in document.notes)
        + f'<dl class="facts">{rows}</dl>'
        + (f'<p class="versions">其他版本：{others}</p>' if others else "")
        + "</header>"
    )


def _split_front(top: Sequence[Provision]) -> tuple[list[Provision], list[Provision]]:
    front = [p for p in top if p.unit is Unit.FRONT]
    return front, [p for p in top if p.unit is not Unit.FRONT]


def _front(page: _Page, front: Sequence[Provision]) -> str:
    lines = "".join(page.block(p) for p in front)
    if len(front) <= _FRONT:
        return lines
    return f"<details><summary>文首（标题、题注、目录）</summary>{lines}</details>"


def _contents(outline: Outline) -> str:
    """Links to the parts of a document: chapters where it has them, else its articles or measures."""
    entries = [(p, depth) for p, depth in _walk(outline, None, 0) if p.unit in GROUPS or p.unit is Unit.PART]
    short = not entries
    if short:
        units = (Unit.ARTICLE, Unit.MEASURE)
        entries = [(p, 0) for p, _ in _walk(outline, None, 0) if p.unit in units and (p.marker or p.heading)]
    if len(entries) < 2:
        return ""
    links = "".join(
        f'<li class="depth-{min(depth, 3)}"><a href="#{_anchor(p)}" data-jump>{escape(_caption(p))}</a></li>'
        for p, depth in entries
    )
    return (
        f'<nav class="contents" aria-label="目录"><details open><summary>目录</summary>'
        f'<ol class="{"short" if short else "tree"}">{links}</ol></details></nav>'
    )


def _walk(outline: Outline, parent: str | None, depth: int) -> Iterator[tuple[Provision, int]]:
    for provision in outline.children(parent):
        yield provision, depth
        yield from _walk(outline, provision.id, depth + 1)


def _caption(provision: Provision) -> str:
    gap = "　" if provision.marker and provision.heading and provision.unit in GROUPS else ""
    return f"{provision.marker}{gap}{provision.heading}" or provision.label


def _anchor(provision: Provision) -> str:
    return f"at-{escape(provision.locator)}"


class _Page:
    """Renders the provisions of one document as nested blocks."""

    def __init__(self, outline: Outline, document: Document, target: str | None) -> None:
        self._outline = outline
        self._document = document
        self._target = target

    def block(self, provision: Provision, opening: str = "", depth: int = 0) -> str:
        """The provision and everything under it.

        Args:
            provision: where to begin.
            opening: printed number of the enclosing article, which runs into its first line.
            depth: how many groups enclose it, for the heading level.
        """
        children = self._outline.children(provision.id)
        group = provision.unit in GROUPS
        line = self._line(provision, opening, depth)
        passed = "" if line else opening + _number(provision)
        inner = [self.block(child, passed if i == 0 else "", depth + group) for i, child in enumerate(children)]
        if not line and not children and passed:
            line = f"<p>{passed}</p>"
        return f"<div{self._attributes(provision)}>{line}{self._remarks(provision)}{''.join(inner)}</div>"

    def _line(self, provision: Provision, opening: str, depth: int) -> str:
        if provision.unit in GROUPS or (provision.unit is Unit.PART and not provision.text):
            level = min(3 + depth, 6)
            return f"<h{level}>{opening}{escape(_caption(provision))}</h{level}>"
        if not provision.text and not provision.heading:
            return ""
        heading = f"<b>{escape(provision.heading)}</b>" if provision.heading else ""
        return f"<p>{opening}{_number(provision)}{heading}{escape(provision.text)}</p>"

    def _attributes(self, provision: Provision) -> str:
        classes = ["provision", f"unit-{provision.unit.name.lower()}"]
        if provision.unit in MARGINS:
            classes.append("margin")
        if provision.wording is Wording.DIGEST:
            classes.append("digest")
        here = ""
        if provision.id == self._target:
            classes.append("target")
            here = ' tabindex="-1" aria-current="true"'
        return f' class="{" ".join(classes)}" id="{_anchor(provision)}"{here}'

    def _remarks(self, provision: Provision) -> str:
        """What stands beside the text; a digest names its source where it differs from the document's."""
        if provision.wording is not Wording.DIGEST:
            return warnings_of(provision)
        mixed = self._document.wording is not Wording.DIGEST
        tag = '<p class="provenance">要点 · 非官方原文</p>' if mixed else ""
        own = provision.source not in (None, self._document.source)
        return tag + (provenance(provision, self._document) if own else "") + warnings_of(provision)


def _number(provision: Provision) -> str:
    if not provision.marker:
        return ""
    gap = "　" if provision.unit is Unit.ARTICLE else ""
    return f'<b class="marker">{escape(provision.marker)}</b>{gap}'
