"""HTML of the page: answers as cards, a document as a reading view. Text in, escaped HTML out; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from urllib.parse import urlencode

from corpus.home import Manifest
from corpus.library import Library
from corpus.model import GROUPS, MARGINS, Document, DocumentText, Outline, Provision, Status, Unit, Wording
from search.engine import Answer, Hit

#: Units that stand in a list and mean little without the sentence that introduces it.
_LISTED = frozenset({Unit.ITEM, Unit.SUBITEM, Unit.POINT, Unit.SUBPOINT})
_TONES = {
    Status.IN_FORCE: "good",
    Status.NOT_YET: "soon",
    Status.AMENDED: "over",
    Status.REPEALED: "over",
    Status.UNVERIFIED: "open",
}
#: Further places in the same article that a card names.
_ALSO = 6
#: Lines of front matter shown open; a longer one (a table of contents) is folded.
_FRONT = 4
NOT_FOUND = "未找到不等于不存在：库中可能没有收录有关文件，请以官方公布的文本为准。"

MASTHEAD = "<h1>安法</h1><p>写下检查发现，找到对应的法律条款、版本和效力。</p>"
BACK = '<p class="back"><a href="./" data-back>← 返回检索结果</a></p>'


def address(identifier: str, day: date, today: date) -> str:
    """Link to a document or provision of it; the day is named only when it is not today."""
    query = {"show": identifier} | ({} if day == today else {"day": day.isoformat()})
    return f"?{urlencode(query)}"


def alert(problem: str) -> str:
    """One line that a screen reader speaks at once; empty for no problem."""
    return f'<p class="alert" role="alert">{escape(problem)}</p>' if problem else ""


def leads_of(answer: Answer, library: Library) -> dict[str, str]:
    """For every hit that is an item: the sentence or sentences that introduce it, by provision id."""
    leads: dict[str, str] = {}
    for hit in answer.hits:
        above: list[str] = []
        current = hit.provision
        while current.unit in _LISTED and current.parent_id is not None:
            parent = library.provisions_by_id([current.parent_id]).get(current.parent_id)
            if parent is None:
                break
            if parent.text:
                above.insert(0, parent.marker + parent.text if parent.unit in _LISTED else parent.text)
            current = parent
        if above:
            leads[hit.provision.id] = "".join(above)
    return leads


def results(answer: Answer, leads: Mapping[str, str], today: date) -> str:
    """The answer as an ordered list of cards.

    Args:
        answer: hits, best first.
        leads: introducing sentences by provision id, see :func:`leads_of`.
        today: the day of the page; another day asked about is named in every link.
    """
    limits = escape(_limits(answer))
    if not answer.hits:
        return (
            f'<h2 class="sr-only">检索结果</h2><p class="count" role="status">没有找到相符的条款（{limits}）。</p>'
            f'<p class="caveat">{NOT_FOUND}</p><p>可以这样再试：</p><ul class="hints">'
            "<li>换一种说法，写出设备、岗位或行为，例如“电焊工没有证就上岗”；</li>"
            "<li>在“筛选条件”里放宽文件类型和适用地区，检查日期是否填对；</li>"
            "<li>取消“只看当日有效”，查看已修改、已废止或尚未施行的版本；</li>"
            "<li>用 anfa ingest 收录本地文件后再检索。</li></ul>"
        )
    terms = ""
    if answer.legal_terms:
        terms = f'<p class="terms">同时按法律用语检索：{escape("、".join(answer.legal_terms))}</p>'
    cards = "".join(
        f"<li>{_card(hit, rank, leads.get(hit.provision.id, ''), answer.filters.day, today)}</li>"
        for rank, hit in enumerate(answer.hits, 1)
    )
    return (
        f'<h2 class="sr-only">检索结果</h2><p class="count" role="status">列出最相关的 {len(answer.hits)} 条（{limits}）</p>'
        f'{terms}<ol class="cards">{cards}</ol><p class="caveat">{NOT_FOUND}</p>'
    )


def _limits(answer: Answer) -> str:
    filters = answer.filters
    day = _chinese(filters.day)
    parts = [f"{day}当日有效或效力待核" if filters.standing_only else f"含失效和未施行的文本，效力按{day}判断"]
    if filters.kinds:
        parts.append("、".join(sorted(kind.value for kind in filters.kinds)))
    if filters.region:
        parts.append("全国性文件" if filters.region == "全国" else f"{filters.region}及全国性文件")
    return "；".join(parts)


def _card(hit: Hit, rank: int, lead: str, day: date, today: date) -> str:
    document, provision = hit.document, hit.provision
    digest = provision.wording is Wording.DIGEST
    also = _also([p for p in hit.also if not provision.id.startswith(f"{p.id}.")], day, today)
    return (
        f'<article class="card{" digest" if digest else ""}" aria-labelledby="hit-{rank}">'
        f'<h3 id="hit-{rank}"><span class="rank">{rank}</span>'
        f'<a href="{escape(address(provision.id, day, today))}" data-show>'
        f'<span class="title">{escape(document.title)}</span> <span class="label">{escape(provision.label)}</span></a></h3>'
        f'<p class="badges">{_badge(hit.status, document)}{_wording(provision.wording)}{_dates(document)}</p>'
        + (f'<p class="lead">{escape(lead)}</p>' if lead else "")
        + f'<p class="words">{_marked(provision.full_text, hit.highlights)}</p>'
        + (_provenance(provision, document) if digest else "")
        + _warnings(provision, document.notes)
        + (f'<p class="also">同条还有：{also}</p>' if also else "")
        + "</article>"
    )


def _also(provisions: Sequence[Provision], day: date, today: date) -> str:
    links = [
        f'<a href="{escape(address(p.id, day, today))}" data-show>{escape(p.label)}</a>' for p in provisions[:_ALSO]
    ]
    return "、".join(links) + (f"等 {len(provisions)} 处" if len(provisions) > _ALSO else "")


def _badge(status: Status, document: Document) -> str:
    known = document.status_as_of if status is Status.IN_FORCE else None
    since = f"（截至{known:%Y-%m}）" if known else ""
    return f'<span class="badge {_TONES[status]}">{status.value}{since}</span>'


def _wording(wording: Wording) -> str:
    if wording is Wording.DIGEST:
        return '<span class="badge digest">要点 · 非官方原文</span>'
    return f'<span class="badge plain">{wording.value}</span>'


def _dates(document: Document) -> str:
    effective = f"{_chinese(document.effective)}起施行" if document.effective else "施行日期待核"
    return f'<span class="date">{_version(document)}</span><span class="date">{effective}</span>'


def _provenance(provision: Provision, document: Document) -> str:
    checked = provision.checked or document.checked
    when = f"{_chinese(checked)}核对" if checked else "未记载核对日期"
    return f'<p class="provenance">依据：{escape(provision.source or document.source)}（{when}）</p>'


def _warnings(provision: Provision, notes: Iterable[str] = ()) -> str:
    lines = [provision.note] if provision.note else []
    if provision.ended:
        lines.append(f"本条自{_chinese(provision.ended)}起不再按此文字施行，修改后的文字未收录")
    return "".join(f'<p class="note">注意：{escape(line)}</p>' for line in (*lines, *notes))


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join(parts) + escape(text[at:])


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _version(document: Document) -> str:
    return f"{_chinese(document.version)}版本" if document.version else "未载日期的版本"


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
        ("版本", _version(document)),
        ("公布日期", _chinese(document.published) if document.published else None),
        ("施行日期", _chinese(document.effective) if document.effective else "待核"),
        ("失效日期", _chinese(document.ended) if document.ended else None),
        ("来源", document.source),
        ("核对日期", _chinese(document.checked) if document.checked else None),
    ]
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts if value)
    others = "、".join(
        f'<a href="{escape(address(d.id, day, today))}" data-show>{_version(d)}（{d.status_on(day).value}）</a>'
        for d in versions
        if d.id != document.id
    )
    banner = ""
    if document.wording is Wording.DIGEST:
        banner = '<p class="banner">以下是要点，非官方原文，只供查找；执法文书请引用官方公布的文本。</p>'
    return (
        f'<header><h2 tabindex="-1" id="document-title">{escape(document.title)}</h2>'
        f'<p class="badges">{_badge(document.status_on(day), document)}{_wording(document.wording)}'
        f'<span class="date">效力按{_chinese(day)}判断</span></p>{banner}'
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
    if not entries:
        units = (Unit.ARTICLE, Unit.MEASURE)
        entries = [(p, 0) for p, _ in _walk(outline, None, 0) if p.unit in units and (p.marker or p.heading)]
    if len(entries) < 2:
        return ""
    links = "".join(
        f'<li class="depth-{min(depth, 3)}"><a href="#{_anchor(p)}" data-jump>{escape(_caption(p))}</a></li>'
        for p, depth in entries
    )
    return (
        f'<nav class="contents" aria-label="目录"><details open><summary>目录</summary><ol>{links}</ol></details></nav>'
    )


def _walk(outline: Outline, parent: str | None, depth: int) -> Iterable[tuple[Provision, int]]:
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
            return _warnings(provision)
        mixed = self._document.wording is not Wording.DIGEST
        tag = '<p class="provenance">要点 · 非官方原文</p>' if mixed else ""
        own = provision.source not in (None, self._document.source)
        return tag + (_provenance(provision, self._document) if own else "") + _warnings(provision)


def _number(provision: Provision) -> str:
    if not provision.marker:
        return ""
    gap = "　" if provision.unit is Unit.ARTICLE else ""
    return f'<b class="marker">{escape(provision.marker)}</b>{gap}'


def region_select(provinces: Sequence[str]) -> str:
    """A native list of places: unlike Gradio's dropdown, screen readers can read it."""
    options = [("", "不限地区"), ("全国", "只看全国性文件"), *((name, f"{name}及全国") for name in provinces)]
    rows = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in options)
    return f'<label for="region">适用地区</label><select id="region">{rows}</select>'


def record(hit: Hit) -> dict[str, str | None]:
    """A hit as plain data, for programs that ask the page's interface."""
    document, provision = hit.document, hit.provision
    return {
        "id": provision.id,
        "title": document.title,
        "label": provision.label,
        "text": provision.full_text,
        "wording": provision.wording.value,
        "version": document.version.isoformat() if document.version else None,
        "effective": document.effective.isoformat() if document.effective else None,
        "status": hit.status.value,
        "note": provision.note,
    }


def library_status(manifest: Manifest, documents: Sequence[Document]) -> str:
    """What the serving library holds, folded away."""
    counts = manifest.counts
    kinds: dict[str, int] = {}
    for document in documents:
        kinds[document.kind.value] = kinds.get(document.kind.value, 0) + 1
    held = "、".join(f"{kind} {number}" for kind, number in kinds.items())
    digests = sum(document.wording is Wording.DIGEST for document in documents)
    facts = [
        ("文件", f"{len(documents)} 份（{held}），其中要点 {digests} 份"),
        ("条款", f"{counts.get('provisions', 0)} 条（款、项分别计）"),
        ("建库时间", manifest.built.replace("T", " ").replace("+00:00", "（世界时）")),
        ("语义编码器", manifest.encoder),
        ("用户收录的文件", f"{len(manifest.originals)} 份"),
    ]
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts)
    return (
        f'<details><summary>法规库状态</summary><dl class="facts">{rows}</dl></details>'
        "<p>检索结果供查找条款之用；作出决定前请核对官方公布的文本。</p>"
    )
