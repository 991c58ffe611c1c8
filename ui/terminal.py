"""What the commands print: for people, or as JSON for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import click

from corpus.cases import EnforcementCase, case_to_json
from corpus.home import Home
from corpus.library import Library
from corpus.model import GROUPS, Document, DocumentText, Provision, Status, Unit, Wording
from desks.librarian import BuildReport, IngestReport
from desks.publishing import PublishReport
from ingest.roles import role_of
from search.engine import Answer, Hit
from ui import reports
from ui.printing import NOT_FOUND_NOTICE, print_json, wrap

_COLOURS = {
    Status.IN_FORCE: "green",
    Status.NOT_YET: "yellow",
    Status.UNVERIFIED: "yellow",
    Status.AMENDED: "red",
    Status.REPEALED: "red",
}


def build_report(report: BuildReport, as_json: bool) -> None:
    """Outcome of a build."""
    counts = report.manifest.counts
    if as_json:
        print_json({"built": True, "counts": counts, "seconds": report.seconds, "warnings": report.warnings})
        return
    for warning in report.warnings:
        click.secho(f"提示：{warning}", fg="yellow", err=True)
    click.echo(
        f"建库完成，用时 {report.seconds['合计']:.1f} 秒：文件 {counts['documents']} 件，条款 {counts['provisions']} 个"
        f"（其中条 {counts['articles']} 条），检索单元 {counts['passages']} 个，图谱节点 {counts['nodes']} 个、关系 {counts['edges']} 条。"
    )


def publish_report(report: PublishReport, as_json: bool) -> None:
    """Outcome of a publication."""
    publication, (edges, nodes) = report.publication, report.removed
    if as_json:
        print_json(
            {
                "generation": publication.generation,
                "slot": publication.slot,
                "written": dict(report.written),
                "removed": {"edges": edges, "nodes": nodes},
                "seconds": dict(report.seconds),
            }
        )
        return
    if not report.seconds:
        click.echo(f"服务器上已是这一代库（{publication.generation}），没有改动。")
        return
    written, counts = report.written, publication.manifest.counts
    if written:
        click.echo(
            f"发布完成，用时 {report.seconds['合计']:.1f} 秒：图谱节点 {counts['nodes']} 个、关系 {counts['edges']} 条，"
            f"文本 {written['文本']} 条，检索单元 {written['检索单元']} 个；移除旧节点 {nodes} 个、旧关系 {edges} 条。"
        )
    else:
        click.echo(f"上次发布后没有清理完，已补做：移除旧节点 {nodes} 个、旧关系 {edges} 条。")


def ingest_report(report: IngestReport, detailed: bool, as_json: bool) -> None:
    """Outcome of an ingest, file by file."""
    if as_json:
        print_json({"files": [_outcome(o, detailed) for o in report.outcomes], "taken": report.build is not None})
        return
    for outcome in report.outcomes:
        for text in outcome.texts:
            d = text.document
            facts = "，".join(filter(None, [d.kind.value, d.number, "、".join(d.issuers), str(d.version or "")]))
            click.echo(
                f"已收录 {d.id}《{d.title}》（{facts}）：条款 {len(text.provisions)} 个，去掉 {len(text.dropped)} 处"
            )
            if detailed:
                click.echo(f"    {_measure(text)}")
                for warning in text.warnings:
                    click.secho(f"    提示：{warning}", fg="yellow")
                for dropped in text.dropped:
                    click.echo(f"    去掉（{dropped.reason}）：{_short(dropped.text, 60)}")
        for case in outcome.cases:
            click.echo(f"已收录 {case.id}《{case.name}》（执法案例）")
            reports.case(case)
        for problem in outcome.problems:
            click.secho(f"未收录 {problem}", fg="red", err=True)
    if report.build is None:
        click.echo("没有收录新文件，法规库未变。")
    else:
        build_report(report.build, as_json=False)


def _outcome(outcome: Any, detailed: bool) -> dict[str, object]:
    documents = []
    for text in outcome.texts:
        entry: dict[str, object] = {**document_json(text.document, None), "provisions": len(text.provisions)}
        entry |= _sizes(text)
        entry["warnings"] = text.warnings
        entry["dropped"] = (
            [{"text": d.text, "reason": d.reason} for d in text.dropped] if detailed else len(text.dropped)
        )
        documents.append(entry)
    cases = [case_to_json(case) for case in outcome.cases]
    return {"path": outcome.name, "documents": documents, "cases": cases, "problems": outcome.problems}


def _sizes(text: DocumentText) -> dict[str, int]:
    """Articles, items and characters of a text as read."""
    units = Counter(p.unit for p in text.provisions)
    return {
        "articles": units[Unit.ARTICLE] or units[Unit.MEASURE],
        "items": units[Unit.ITEM] + units[Unit.POINT],
        "characters": sum(len("".join(p.full_text.split())) for p in text.provisions),
    }


def _measure(text: DocumentText) -> str:
    sizes = _sizes(text)
    return f"条（措施）{sizes['articles']}，项 {sizes['items']}，正文 {sizes['characters']} 字，提示 {len(text.warnings)} 条"


#: Cases are offered as precedents where they are this near to a question that is a finding.
_LIKE, _IS_FINDING, _PRECEDENTS = 0.5, 0.5, 3


def answer(found: Answer, library: Library, as_json: bool) -> None:
    """Search results, with the violations that led to them and the cases nearest to the question."""
    if as_json:
        print_json(answer_json(found))
        return
    if found.legal_terms:
        click.secho(f"同时检索法律用语：{'、'.join(found.legal_terms)}", dim=True)
    for rank, hit in enumerate(found.hits, 1):
        head = f"{rank:>2}. {click.style(f'《{hit.document.title}》', bold=True)}{click.style(hit.provision.label, bold=True)}"
        click.echo(f"{head}  {_standing(hit.document, hit.status)}")
        for line in wrap(_marked(hit), 4):
            click.echo(line)
        details = [_version(hit.document), hit.provision.id]
        if hit.also:
            details.append("同条还有 " + "、".join(p.label for p in hit.also))
        click.secho("    " + " · ".join(details), dim=True)
        if hit.because:
            click.secho(f"    对应违法行为：{library.violation(hit.because).name}（{hit.because}）", fg="cyan")
        for note in _notes(hit.provision):
            click.secho(f"    {note}", fg="yellow")
    if not found.hits:
        click.echo("没有找到相符的条款。可以换个说法，或去掉筛选条件再试。")
    near = [case for case in found.votes.cases if case.cosine >= _LIKE and found.votes.gate >= _IS_FINDING]
    for ranked in near[:_PRECEDENTS]:
        case = library.case(ranked.id)
        click.echo(f"相近案例：{case.name}（{case.date or '日期不详'}，{case.id}）")
    click.secho(NOT_FOUND_NOTICE, dim=True)


def answer_json(found: Answer) -> dict[str, object]:
    """The stable JSON form of an answer."""
    return {
        "query": found.query,
        "as_of": found.filters.day.isoformat(),
        "legal_terms": found.legal_terms,
        "hits": [
            {
                "rank": rank,
                "provision": hit.provision.id,
                "label": hit.provision.label,
                "text": hit.provision.full_text,
                "wording": hit.provision.wording.value,
                "source": hit.provision.source or hit.document.source,
                "note": hit.provision.note,
                "highlights": hit.highlights,
                "article": hit.anchor.id,
                "also": [p.id for p in hit.also],
                "status": hit.status.value,
                "document": document_json(hit.document, found.filters.day),
                "score": round(hit.score, 6),
                "because": hit.because,
            }
            for rank, hit in enumerate(found.hits, 1)
        ],
        "violations": [asdict(each) for each in found.votes.violations],
        "cases": [asdict(each) for each in found.votes.cases],
        "notice": NOT_FOUND_NOTICE,
    }


def document_json(document: Document, day: date | None) -> dict[str, object]:
    """The stable JSON form of a document version."""
    body: dict[str, object] = {
        "id": document.id,
        "title": document.title,
        "kind": document.kind.value,
        "number": document.number,
        "issuers": document.issuers,
        "region": document.region,
        "version": document.version,
        "published": document.published,
        "effective": document.effective,
        "ended": document.ended,
        "status_as_of": document.status_as_of,
        "wording": document.wording.value,
        "source": document.source,
        "notes": document.notes,
    }
    if day is not None:
        body["status"] = document.status_on(day).value
    return body


def show(library: Library, reference: str, day: date, as_json: bool) -> None:
    """A provision with what stands under it, or a whole document."""
    if "#" in reference:
        root = library.resolve(reference, day)
        document = library.document(root.document_id)
        outline = library.outline(document.id)
        provisions = list(outline.subtree(root.id))
        above = [p for p in reversed(list(outline.ancestors(root.id))) if p.full_text]
    else:
        document = library.find(reference, day)
        outline = library.outline(document.id)
        provisions, above, root = list(outline.provisions), [], None
    status = document.status_on(day)
    if root is not None and root.ended is not None and day >= root.ended:
        status = Status.AMENDED
    if as_json:
        rows = [
            {
                "id": p.id,
                "label": p.label,
                "unit": p.unit.value,
                "role": role_of(p, outline, document).value if p.text else None,
                "text": p.full_text,
                "wording": p.wording.value,
                "source": p.source,
                "checked": p.checked,
                "ended": p.ended,
                "note": p.note,
            }
            for p in provisions
        ]
        body = {"document": document_json(document, day), "status": status.value, "as_of": day, "provisions": rows}
        print_json({**body, "context": [{"id": p.id, "label": p.label, "text": p.full_text} for p in above]})
        return
    label = root.label if root else ""
    click.echo(f"{click.style(f'《{document.title}》{label}', bold=True)}  {_standing(document, status)}")
    click.secho(_version(document), dim=True)
    for note in document.notes:
        click.secho(f"提示：{note}", fg="yellow")
    click.echo()
    for paragraph in _paragraphs(above):
        for line in wrap(paragraph, 0):
            click.secho(line, dim=True)
    for paragraph in _paragraphs(provisions):
        for line in wrap(paragraph, 0):
            click.echo(line)
    for note in dict.fromkeys(note for provision in provisions for note in _notes(provision)):
        click.secho(note, fg="yellow")


def _paragraphs(provisions: Sequence[Provision]) -> Iterator[str]:
    """Printed paragraphs: an article's number runs in with its first paragraph."""
    opening = ""
    for provision in provisions:
        if provision.unit is Unit.ARTICLE and not provision.text:
            opening = f"{provision.marker}{provision.heading}　"
        elif provision.full_text:
            gap = " " if provision.unit in GROUPS else ""
            yield opening + provision.marker + gap + provision.heading + provision.text
            opening = ""
    if opening:
        yield opening


def show_case(case: EnforcementCase, as_json: bool) -> None:
    """A published case: what was read from it, then its text."""
    if as_json:
        print_json(case_to_json(case))
        return
    click.secho(f"《{case.name}》（执法案例，{case.id}）", bold=True)
    reports.case(case)
    click.echo()
    for line in wrap(case.text, 0):
        click.echo(line)


def status(home: Home, library: Library, day: date, as_json: bool) -> None:
    """What the library holds."""
    manifest = home.manifest()
    own = {original.name for original in manifest.originals}
    documents = library.documents()
    if as_json:
        body: dict[str, object] = {
            "home": str(home.path),
            "built": manifest.built,
            "scope": manifest.scope,
            "encoder": manifest.encoder,
            "counts": manifest.counts,
            "originals": [original.name for original in manifest.originals],
            "as_of": day,
            "cases": [{"id": case.id, "name": case.name} for case in library.cases()],
            "documents": [document_json(d, day) for d in documents],
        }
        print_json(body)
        return
    counts = manifest.counts
    scope = "全部法律" if manifest.scope == "all" else "安全执法常用法律"
    click.echo(f"库：{home.path}（{scope}，建于 {manifest.built}，编码器 {manifest.encoder}）")
    click.echo(
        f"文件 {counts['documents']} 件 · 条款 {counts['provisions']} 个 · 检索单元 {counts['passages']} 个"
        f" · 图谱节点 {counts['nodes']} 个、关系 {counts['edges']} 条 · 收录的文件 {len(own)} 个"
    )
    for case in library.cases():
        click.echo(f"  {case.id}  执法案例  {case.name}")
    for document in documents:
        click.echo(
            f"  {document.id}  {document.kind.value}  {_standing(document, document.status_on(day))}  {document.source}"
        )


def _standing(document: Document, status: Status) -> str:
    words: str = status.value
    if status is Status.IN_FORCE and document.status_as_of:
        words += f"（截至 {document.status_as_of:%Y-%m}）"
    styled = click.style(words, fg=_COLOURS[status])
    if document.wording is Wording.DIGEST:
        styled += " " + click.style("要点，非官方原文", fg="magenta")
    return styled


def _version(document: Document) -> str:
    parts = [f"{document.version:%Y-%m-%d} 版本" if document.version else "未载日期"]
    parts.append(f"{document.effective:%Y-%m-%d} 起施行" if document.effective else "未载施行日期")
    if document.ended:
        parts.append(f"{document.ended:%Y-%m-%d} 起{(document.ended_as or Status.AMENDED).value}")
    return " · ".join(filter(None, [document.number, *parts]))


def _notes(provision: Provision) -> list[str]:
    notes = [f"注意：{provision.note}"] if provision.note else []
    if provision.wording is Wording.DIGEST and provision.text:
        checked = f"，{provision.checked:%Y-%m-%d} 核对" if provision.checked else ""
        notes.append(f"要点（非官方原文）；依据：{provision.source or '见文件说明'}{checked}")
    return notes


def _marked(hit: Hit) -> str:
    text, shown, at = hit.provision.full_text, "", 0
    for start, end in hit.highlights:
        shown += text[at:start] + click.style(text[start:end], fg="yellow", bold=True)
        at = end
    return shown + text[at:]


def _short(text: str, limit: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[:limit] + "…"
