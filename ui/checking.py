"""HTML of the citation check: the pasted text with every citation marked, and all of them in a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from corpus.library import Library
from corpus.model import Document, Provision, Wording
from ingest.citation_lookup import Standing
from ingest.citations import Citation, segments
from ingest.numerals import ordinal
from ui.cards import address, version_of

#: Characters of one text, and citations in it, that are checked at once.
LONGEST = 20_000
MOST = 3_000

#: The views of the page; the script marks the one that is open.
TABS = (
    '<nav class="tabs" aria-label="功能"><a href="./" data-tab="search" aria-current="page">检索条款</a>'
    '<a href="?view=cite" data-tab="cite">引用核验</a><a href="?view=graph" data-tab="graph">图谱</a></nav>'
)
INTRODUCTION = "<p>粘贴一段文字，逐处核对其中引用的条款：库中有没有这个文件、这一条，所引是不是当日适用的版本。</p>"


@dataclass(frozen=True, slots=True)
class _Sign:
    """How a status is shown: a symbol and words, so that nobody needs the colour."""

    tone: str
    symbol: str
    word: str
    meaning: str


#: From the most to the least pressing; a stretch that several citations share shows the first that applies.
_SIGNS: dict[Standing, _Sign] = {
    "no_provision": _Sign("missing", "✗", "无此条款", "有此文件，无此条款（只收了要点的文件，可能未收）"),
    "other_version": _Sign("other", "◇", "其他版本", "所引不是当日适用的版本，或该版本没有收录"),
    "unknown_document": _Sign("unknown", "?", "库中没有", "库中没有这个文件，不等于不存在"),
    "found": _Sign("found", "✓", "找到", "库中有此条款，点击可看全文"),
}
_COUNTED: tuple[Standing, ...] = ("found", "no_provision", "other_version", "unknown_document")
_DIGEST = "要点 · 非官方原文"
_CAVEAT = (
    "“找到”只说明库中有这一条款，不说明文中的转述与条文相符；没有认出的引用不会标出。作出决定前请核对官方公布的文本。"
)
_NONE_FOUND = "没有认出条款引用。只认得写明条号的引用，例如“《安全生产法》第九十七条第七项”；只写文件名称的不算。"
_NO_NAME = "没有写明是哪个文件。如果是“本法”“本条”“前款”，请在“这段文字出自”中填写文件名称"


@dataclass(frozen=True, slots=True)
class Places:
    """What a library knows of the documents and provisions that citations name.

    Attributes:
        provisions: provision with its document, by provision id.
        titles: full title by document name.
    """

    provisions: Mapping[str, tuple[Document, Provision]]
    titles: Mapping[str, str]


def places_of(citations: Sequence[Citation], library: Library) -> Places:
    """Everything in the library that the citations point to."""
    ids = {i for c in citations for i in (c.provision, c.counterpart) if i}
    held: dict[str, tuple[Document, Provision]] = {}
    for identifier in ids:  # one by one: SQLite limits the values of a single statement
        for found in library.provisions_by_id([identifier]).values():
            held[identifier] = library.document(found.document_id), found
    versions = {law: library.versions(law) for law in {c.law for c in citations if c.law}}
    return Places(held, {law: documents[0].title for law, documents in versions.items() if documents})


def checked(text: str, citations: Sequence[Citation], places: Places, day: date, today: date) -> str:
    """The text with its citations marked, under their counts and above their table.

    Args:
        text: as pasted.
        citations: all that were found in it, by start.
        places: what they point to, see :func:`places_of`.
        day: the day as of which versions were chosen.
        today: the day of the page; another day is named in every link.
    """
    if not citations:
        return (
            f'<h2 class="sr-only">核验结果</h2><p class="count" role="status">共 0 处。{_NONE_FOUND}</p>'
            f'<div class="cited-text">{escape(text)}</div>'
        )
    page = _Page(citations, places, day, today)
    return (
        f'<h2 class="sr-only">核验结果</h2><p class="count" role="status">{_counts(citations)}</p>{_legend(citations)}'
        f'<h3 class="sr-only">标注后的文字</h3><div class="cited-text">{page.marked(text)}</div>'
        f'<h3 id="cited-heading">全部引用（{len(citations)} 处）</h3>{page.table()}<p class="caveat">{_CAVEAT}</p>'
    )


def _counts(citations: Iterable[Citation]) -> str:
    listed = list(citations)
    numbers = {status: sum(c.status == status for c in listed) for status in _COUNTED}
    parts = "，".join(f"{_SIGNS[status].word} {number} 处" for status, number in numbers.items() if number)
    digests = sum(c.wording == "digest" for c in listed)
    return f"共 {len(listed)} 处：{parts}" + (f"（其中要点 {digests} 处）" if digests else "")


def _legend(citations: Iterable[Citation]) -> str:
    rows = "".join(f"<li>{_badge(status)} {_SIGNS[status].meaning}</li>" for status in _COUNTED)
    if any(c.wording == "digest" for c in citations):
        rows += f'<li><span class="badge digest">要点</span> 我们归纳的{_DIGEST}，不能当原文引用</li>'
    return f'<ul class="legend" aria-label="图例">{rows}</ul>'


def _badge(status: Standing) -> str:
    sign = _SIGNS[status]
    return f'<span class="badge cite-{sign.tone}"><span aria-hidden="true">{sign.symbol} </span>{sign.word}</span>'


class _Page:
    """Renders the citations of one text; their numbers count from 1."""

    def __init__(self, citations: Sequence[Citation], places: Places, day: date, today: date) -> None:
        self._citations = citations
        self._places = places
        self._day = day
        self._today = today
        #: By number, that of the mark in the text that stands for it (a range has one mark for all it leaves out);
        #: known once the text is marked.
        self._marks: dict[int, int] = {}

    # The text

    def marked(self, text: str) -> str:
        """The text with a mark around every citation."""
        pieces = _pieces(text, self._citations)
        last = {numbers: at for at, (_, numbers) in enumerate(pieces)}
        return "".join(
            self._mark(piece, numbers, last[numbers] == at) if numbers else escape(piece)
            for at, (piece, numbers) in enumerate(pieces)
        )

    def _mark(self, piece: str, numbers: tuple[int, ...], closing: bool) -> str:
        meant = [self._citations[n - 1] for n in numbers]
        status = next(status for status in _SIGNS if any(c.status == status for c in meant))
        sign, first = _SIGNS[status], numbers[0]
        new = [n for n in numbers if n not in self._marks]
        self._marks.update((n, new[0]) for n in new)
        goal = f'href="#cited-{first}" data-jump'
        if status == "found" and len(numbers) == 1 and meant[0].provision:
            goal = f'href="{escape(address(meant[0].provision, self._day, self._today))}" data-show'
        tag = ""
        if closing:
            digest = " 要点" if any(c.wording == "digest" for c in meant) else ""
            running = len(numbers) > 1 and numbers == tuple(range(first, numbers[-1] + 1))
            count = f"{first}–{numbers[-1]}" if running else "、".join(map(str, numbers))
            tag = (
                f'<span class="sign" aria-hidden="true">{sign.symbol}{count}{digest}</span>'
                f'<span class="sr-only">（第 {count} 处，{sign.word}{digest}）</span>'
            )
        place = f' id="in-text-{new[0]}" tabindex="-1"' if new else ""
        return f'<mark class="cite-{sign.tone}"{place}><a {goal}>{escape(piece)}{tag}</a></mark>'

    # The table

    def table(self) -> str:
        """One row for every citation; roles are spelled out because narrow windows stack the cells."""
        names = ("序号", "引用文字", "文件", "条款", "核验结果", "查看")
        heads = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in names)
        rows = "".join(self._row(n, c) for n, c in enumerate(self._citations, 1))
        return (
            '<table class="cited" role="table" aria-labelledby="cited-heading">'
            f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
        )

    def _row(self, number: int, citation: Citation) -> str:
        back = f'<a href="#in-text-{self._marks[number]}" data-jump aria-label="第 {number} 处，回到文中">{number}</a>'
        cells = (
            ("引用文字", escape(citation.text)),
            ("文件", self._document(citation)),
            ("条款", escape(_numbers(citation)) or "未写明"),
            ("核验结果", self._result(citation)),
            ("查看", self._links(citation) or '<span aria-label="无">—</span>'),
        )
        inner = "".join(f'<td role="cell" data-name="{name}">{cell}</td>' for name, cell in cells)
        return (
            f'<tr role="row" id="cited-{number}" tabindex="-1"><th scope="row" role="rowheader">{back}</th>{inner}</tr>'
        )

    def _document(self, citation: Citation) -> str:
        """The title, and the version where one was looked into."""
        document = self._held(citation.provision)[0]
        title = document.title if document else self._places.titles.get(citation.law or "", citation.law)
        if title is None:
            return "未写明"
        return f"《{escape(title)}》" + (f'<span class="date">{version_of(document)}</span>' if document else "")

    def _result(self, citation: Citation) -> str:
        document, provision = self._held(citation.provision)
        lines = []
        if citation.status == "other_version" and document:
            standing = document.status_on(self._day).value
            lines.append(f"所引是{version_of(document)}（{standing}）")
        if citation.law is None:
            lines.append(_NO_NAME)
        elif citation.note:
            lines.append(citation.note)
        elif citation.status != "found" and not lines:
            lines.append(_SIGNS[citation.status].meaning)
        digest = citation.wording == "digest" or (provision is not None and provision.wording is Wording.DIGEST)
        return (
            _badge(citation.status)
            + (f' <span class="badge digest">{_DIGEST}</span>' if digest else "")
            + "".join(f"<p>{escape(line)}</p>" for line in lines)
        )

    def _links(self, citation: Citation) -> str:
        parts = []
        document, provision = self._held(citation.provision)
        if document and provision:
            other = citation.status == "other_version"
            parts.append(
                self._link(provision, f"{version_of(document)}{provision.label}" if other else provision.label)
            )
        if citation.counterpart:
            document, provision = self._held(citation.counterpart)
            if document and provision:
                parts.append("现行对应：" + self._link(provision, f"{version_of(document)}{provision.label}"))
            else:
                parts.append(f"现行对应：{escape(citation.counterpart)}（没有收录）")
        return "<br>".join(parts)

    def _link(self, provision: Provision, label: str) -> str:
        return f'<a href="{escape(address(provision.id, self._day, self._today))}" data-show>{escape(label)}</a>'

    def _held(self, identifier: str | None) -> tuple[Document | None, Provision | None]:
        return self._places.provisions.get(identifier or "", (None, None))


def _pieces(text: str, citations: Sequence[Citation]) -> list[tuple[str, tuple[int, ...]]]:
    """The text in stretches, each with the numbers of the citations it shows.

    Where citations overlap (the ends of a range carry the whole range) the narrowest is shown; one that is
    nowhere the narrowest is added where it begins, so that none is left out.
    """
    order = {id(c): n for n, c in enumerate(citations, 1)}
    cut = segments(text, citations)
    shown: list[list[int]] = []
    for segment in cut:
        width = min((c.end - c.start for c in segment.citations), default=0)
        shown.append([order[id(c)] for c in segment.citations if c.end - c.start == width])
    seen = {n for numbers in shown for n in numbers}
    for segment, numbers in zip(cut, shown, strict=True):
        late = [n for c in segment.citations if (n := order[id(c)]) not in seen]
        numbers += late
        seen.update(late)
    return [(segment.text, tuple(sorted(numbers))) for segment, numbers in zip(cut, shown, strict=True)]


def _numbers(citation: Citation) -> str:
    """第九十七条第一款第七项, as far as the citation goes."""
    article = _ordinal(citation.article, "条")
    if article and citation.sub:
        article += f"之{_ordinal(citation.sub, '')[1:]}"
    return article + _ordinal(citation.paragraph, "款") + _ordinal(citation.item, "项") + _ordinal(citation.point, "目")


def _ordinal(number: int | None, unit: str) -> str:
    if number is None:
        return ""
    try:
        return ordinal(number, unit)
    except ValueError:  # beyond any law
        return f"第{number}{unit}"
