"""What the commands of law reading print: citations, penalties, versions, cases; for people, or as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import click

from corpus.cases import EnforcementCase
from corpus.concordance import Change, Row, concordance_csv
from corpus.library import Library
from corpus.model import Outline, Provision, Stage
from desks import citing
from desks.penalties import as_json as penalty_json
from desks.versions import VersionLine
from ingest.citations import Citation
from ingest.penalties import PenaltyClause
from ui.printing import NOT_FOUND_NOTICE, print_json, wrap

_STANDING: dict[str, tuple[str, str]] = {
    "found": ("找到", "green"),
    "no_provision": ("有此文件，无此条款", "red"),
    "other_version": ("属于另一版本", "yellow"),
    "unknown_document": ("库中没有此文件", "yellow"),
}


_STAGES = {
    Stage.FIRST: "首次查处",
    Stage.OVERDUE: "逾期未改正或拒不改正",
    Stage.ACCIDENT: "发生事故",
    Stage.ACCIDENT_GENERAL: "发生一般事故",
    Stage.ACCIDENT_MAJOR: "发生较大事故",
    Stage.ACCIDENT_SERIOUS: "发生重大事故",
    Stage.ACCIDENT_VERY_SERIOUS: "发生特别重大事故",
    Stage.SERIOUS: "情节严重",
    Stage.OTHER: "其他情形",
}


def citations(library: Library, found: Sequence[Citation], as_json: bool) -> None:
    """Every citation with its standing, and the words of what was found."""
    if as_json:
        print_json([citing.as_json(citation) for citation in found])
        return
    outlines = {name: library.outline(name) for name in {_document(c.provision) for c in found if c.provision}}
    texts = {c.provision: _opening(outlines[_document(c.provision)], c.provision) for c in found if c.provision}
    for number, citation in enumerate(found, 1):
        standing, colour = _STANDING[citation.status]
        click.echo(f"{number:>3}. {click.style(citation.text, bold=True)}  {click.style(standing, fg=colour)}")
        if citation.provision in texts:
            provision, words = texts[citation.provision]
            click.secho(f"     {provision.id}  {provision.label}", dim=True)
            for line in wrap(words, 5):
                click.echo(line)
        elif citation.law:
            click.secho(f"     {citation.law}", dim=True)
        if citation.counterpart:
            click.echo(f"     今天对应：{citation.counterpart}")
        if citation.note:
            click.secho(f"     {citation.note}", fg="yellow")
    counts = Counter[str](citation.status for citation in found)
    told = "，".join(f"{_STANDING[status][0]} {counts[status]} 处" for status in _STANDING if counts[status])
    click.echo(f"共引用 {len(found)} 处" + (f"：{told}。" if told else "。"))
    click.secho(NOT_FOUND_NOTICE, dim=True)


def _document(provision_id: str) -> str:
    return provision_id.partition("#")[0]


def _opening(outline: Outline, provision_id: str) -> tuple[Provision, str]:
    """A provision and its words; of an article, which has none of its own, with those of its first paragraph."""
    below = list(outline.subtree(provision_id))
    provision = below[0]
    first = next((p for p in below if p.text), provision)
    words = provision.full_text if first is provision else f"{provision.full_text}　{first.full_text}"
    shown = 1 if first is provision else 2
    return provision, words + ("……" if len(below) > shown else "")


def penalties(clause: PenaltyClause, as_json: bool) -> None:
    """Every penalty of a clause, then what of it was not understood."""
    if as_json:
        print_json([penalty_json(penalty) for penalty in clause.penalties])
        return
    for penalty in clause.penalties:
        amount = _amount(penalty.low, penalty.high, penalty.unit)
        items = f"（管第 {'、'.join(map(str, penalty.items))} 项）" if penalty.items else ""
        when = "；".join(filter(None, [_STAGES[penalty.stage], penalty.condition]))
        click.echo(f"{click.style(penalty.printed or penalty.subject, bold=True)}  {penalty.measure}  {amount}{items}")
        click.secho(f"    情形：{when}  依据：{penalty.provision}", dim=True)
    for rest in clause.unparsed:
        click.secho(f"未能读懂（{rest.provision}）：{rest.text}", fg="yellow")
    if not clause.penalties and not clause.unparsed:
        click.echo("这个条款没有规定处罚。")


def _amount(low: int | None, high: int | None, unit: str | None) -> str:
    if unit is None:
        return ""
    if low is not None and low == high:
        return f"{low:,}{unit}"
    ends = [f"{low:,}" if low is not None else "", f"{high:,}" if high is not None else ""]
    return f"{ends[0]}～{ends[1]}{unit}" if all(ends) else f"{ends[1]}{unit}以下" if ends[1] else f"{ends[0]}{unit}以上"


def versions(lines: Sequence[VersionLine], as_json: bool) -> None:
    """Every known version of a document, newest first."""
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    for line in lines:
        click.echo(line.sentence() + (f"（{line.id}）" if line.id else ""))
        for note in line.notes:
            click.secho(f"    {note}", fg="yellow")


def comparison(rows: Sequence[Row], as_csv: bool, as_json: bool) -> None:
    """Two versions article by article."""
    if as_json:
        print_json([{**asdict(row), "change": row.change.value} for row in rows])
        return
    if as_csv:
        click.echo(concordance_csv(rows), nl=False)
        return
    for row in rows:
        if row.change is not Change.SAME:
            doubt = "（存疑，请人工核对）" if row.doubtful else ""
            click.echo(
                f"{row.change.value}：{row.old_label or '—'} → {row.new_label or '—'}{doubt}  {row.note}".rstrip()
            )
    counts = Counter(row.change for row in rows)
    click.echo("，".join(f"{change.value} {counts[change]} 条" for change in Change if counts[change]) + "。")


def case(found: EnforcementCase) -> None:
    """The fields of one case."""
    fine = [f"单位 {found.fine_unit:,} 元" if found.fine_unit else ""]
    fine += [f"个人 {amount:,} 元" for amount in found.fine_person]
    transfer = {True: "移送或追究刑事责任", False: "未移送", None: ""}[found.criminal_transfer]
    fields = {
        "机关": " ".join(filter(None, [found.agency, found.agency_level])),
        "地区和日期": " ".join(filter(None, [found.place, found.date])),
        "行业": "、".join(found.industries),
        "违反": "；".join(clause.text for clause in found.violated),
        "处罚依据": "；".join(clause.text for clause in found.penalized_under),
        "罚款": "，".join(filter(None, fine)),
        "措施": "、".join(found.measures),
        "刑事": transfer,
    }
    for name, value in fields.items():
        if value:
            click.echo(f"    {name}：{value}")
    for note in found.notes:
        click.secho(f"    提示：{note}", fg="yellow")
