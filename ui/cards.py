"""HTML of the page around an answer: cards, alerts, library status. Text in, escaped HTML out; nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from corpus.home import Manifest
from corpus.library import Library
from corpus.model import Document, Provision, Status, Unit, Wording

if TYPE_CHECKING:
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
NOT_FOUND = "未找到不等于不存在：库中可能没有收录有关文件，请以官方公布的文本为准。"

MASTHEAD = "<h1>安法</h1><p>写下检查发现，找到对应的法律条款、版本和效力。</p>"


def address(identifier: str, day: date, today: date) -> str:
    """Link to a document or provision of it; the day is named only when it is not today."""
    query = {"show": identifier} | ({} if day == today else {"day": day.isoformat()})
    return f"?{urlencode(query)}"


def graph_address(node: str) -> str:
    """Link to the graph around a node, or around words that lead to one."""
    return f"?{urlencode({'view': 'graph', 'node': node})}"


def alert(problem: str) -> str:
    """One line that a screen reader speaks at once; empty for no problem."""
    return f'<p class="alert" role="alert">{escape(problem)}</p>' if problem else ""


def lead_of(provision: Provision, library: Library) -> str:
    """For an item: the sentence or sentences that introduce it; empty for any other provision."""
    above: list[str] = []
    current = provision
    while current.unit in _LISTED and current.parent_id is not None:
        parent = library.provisions_by_id([current.parent_id]).get(current.parent_id)
        if parent is None:
            break
        if parent.text:
            above.insert(0, parent.marker + parent.text if parent.unit in _LISTED else parent.text)
        current = parent
    return "".join(above)


def leads_of(answer: Answer, library: Library) -> dict[str, str]:
    """For every hit that is an item its introducing words, see :func:`lead_of`, by provision id."""
    leads = {hit.provision.id: lead_of(hit.provision, library) for hit in answer.hits}
    return {identifier: lead for identifier, lead in leads.items() if lead}


def violations_of(answer: Answer, library: Library) -> dict[str, str]:
    """Names of the violations that led to hits, by id."""
    led = {hit.because for hit in answer.hits if hit.because}
    return {identifier: library.violation(identifier).name for identifier in sorted(led)}


def results(
    answer: Answer, leads: Mapping[str, str], today: date, violations: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The answer as an ordered list of cards.

    Args:
        answer: hits, best first.
        leads: introducing sentences by provision id, see :func:`leads_of`.
        today: the day of the page; another day asked about is named in every link.
        violations: names of violations by id, see :func:`violations_of`.
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
        f"<li>{_card(hit, rank, leads.get(hit.provision.id, ''), answer.filters.day, today, violations)}</li>"
        for rank, hit in enumerate(answer.hits, 1)
    )
    return (
        f'<h2 class="sr-only">检索结果</h2><p class="count" role="status">列出最相关的 {len(answer.hits)} 条（{limits}）</p>'
        f'{terms}<ol class="cards">{cards}</ol><p class="caveat">{NOT_FOUND}</p>'
    )


def _limits(answer: Answer) -> str:
    filters = answer.filters
    day = chinese(filters.day)
    parts = [f"{day}当日有效或效力待核" if filters.standing_only else f"含失效和未施行的文本，效力按{day}判断"]
    if filters.kinds:
        parts.append("、".join(sorted(kind.value for kind in filters.kinds)))
    if filters.region:
        parts.append("全国性文件" if filters.region == "全国" else f"{filters.region}及全国性文件")
    return "；".join(parts)


def _card(hit: Hit, rank: int, lead: str, day: date, today: date, violations: Mapping[str, str]) -> str:
    document, provision = hit.document, hit.provision
    digest = provision.wording is Wording.DIGEST
    also = _also(hit, day, today)
    return (
        f'<article class="card{" digest" if digest else ""}" aria-labelledby="hit-{rank}">'
        f'<h3 id="hit-{rank}"><span class="rank">{rank}</span>'
        f'<a href="{escape(address(provision.id, day, today))}" data-show>'
        f'<span class="title">{escape(document.title)}</span> <span class="label">{escape(provision.label)}</span></a></h3>'
        f'<p class="badges">{badge(hit.status, document)}{wording_badge(provision.wording)}{_dates(document)}</p>'
        + (f'<p class="lead">{escape(lead)}</p>' if lead else "")
        + f'<p class="words">{marked(provision.full_text, hit.highlights)}</p>'
        + (provenance(provision, document) if digest else "")
        + warnings_of(provision, document.notes)
        + (f'<p class="also">同条还有：{also}</p>' if also else "")
        + _because(hit.because, violations)
        + "</article>"
    )


def _also(hit: Hit, day: date, today: date) -> str:
    """Links to the other places in the article, without those whose words already introduce the hit."""
    others = [p for p in hit.also if not hit.provision.id.startswith(f"{p.id}.")]
    links = [
        f'<a href="{escape(address(p.id, day, today))}" data-show>'
        f"{escape(p.label.removeprefix(hit.anchor.label) or p.label)}</a>"
        for p in others[:_ALSO]
    ]
    return "、".join(links) + (f"等 {len(others)} 处" if len(others) > _ALSO else "")


def _because(violation: str | None, names: Mapping[str, str]) -> str:
    """Which violation led to the hit, with the way into the graph."""
    if violation is None or violation not in names:
        return ""
    return (
        f'<p class="also">对应违法行为：<a href="{escape(graph_address(violation))}" data-node>{escape(names[violation])}'
        "（在图谱中查看）</a></p>"
    )


def badge(status: Status, document: Document) -> str:
    """Standing, and for what is in force the month in which a source last said so."""
    known = document.status_as_of if status is Status.IN_FORCE else None
    since = f"（截至{known:%Y-%m}）" if known else ""
    return f'<span class="badge {_TONES[status]}">{status.value}{since}</span>'


def wording_badge(wording: Wording) -> str:
    """Whose words these are."""
    if wording is Wording.DIGEST:
        return '<span class="badge digest">要点 · 非官方原文</span>'
    return f'<span class="badge plain">{wording.value}</span>'


def _dates(document: Document) -> str:
    effective = f"{chinese(document.effective)}起施行" if document.effective else "施行日期待核"
    return f'<span class="date">{version_of(document)}</span><span class="date">{effective}</span>'


def provenance(provision: Provision, document: Document) -> str:
    """Where the facts of a digest were read, and when."""
    checked = provision.checked or document.checked
    when = f"{chinese(checked)}核对" if checked else "未记载核对日期"
    return f'<p class="provenance">依据：{escape(provision.source or document.source)}（{when}）</p>'


def warnings_of(provision: Provision, notes: Iterable[str] = ()) -> str:
    """What a reader must know beside this provision; ``notes`` are those of its document."""
    lines = [provision.note] if provision.note else []
    if provision.ended:
        lines.append(f"本条自{chinese(provision.ended)}起不再按此文字施行，修改后的文字未收录")
    return "".join(f'<p class="note">注意：{escape(line)}</p>' for line in (*lines, *notes))


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with the stretches at ``spans`` (sorted, disjoint offsets) in ``<mark>``."""
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join(parts) + escape(text[at:])


def chinese(day: date) -> str:
    """2021年6月10日."""
    return f"{day.year}年{day.month}月{day.day}日"


def version_of(document: Document) -> str:
    """2021年6月10日版本."""
    return f"{chinese(document.version)}版本" if document.version else "未载日期的版本"


def region_select(provinces: Sequence[str]) -> str:
    """A native list of places: unlike Gradio's dropdown, screen readers can read it."""
    options = [("", "不限地区"), ("全国", "只看全国性文件"), *((name, f"{name}及全国") for name in provinces)]
    rows = "".join(f'<option value="{escape(value)}">{escape(text)}</option>' for value, text in options)
    return f'<label for="region">适用地区</label><select id="region">{rows}</select>'


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
