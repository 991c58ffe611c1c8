"""What ``anfa graph`` prints: counts, rows of a query, findings; for people, or as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby

import click

from graph.asking import Table
from graph.hub_queries import Finding, ViolationView
from graph.queries import GraphSummary
from ui.printing import print_json, wrap

#: Findings of one kind that are listed in full.
_LISTED = 10


def stats(summary: GraphSummary, size: int, as_json: bool) -> None:
    """Nodes by label and edges by type; ``size`` of the file in bytes."""
    if as_json:
        print_json({**asdict(summary), "bytes": size})
        return
    counts = summary.counts
    click.echo(
        f"节点 {counts.total_nodes} 个，关系 {counts.total_edges} 条，文件 {size / 1e6:.1f} MB；"
        f"文件节点中库内有文本的 {summary.held} 个，只被引用的 {summary.cited_only} 个。"
    )
    for title, rows in (("节点", counts.nodes), ("关系", counts.edges)):
        click.secho(title, bold=True)
        for kind, amount in rows.items():
            click.echo(f"  {kind:<18}{amount:>8}")


def table(found: Table, as_json: bool) -> None:
    """Rows of a query, one block each."""
    if as_json:
        print_json({"rows": found.rows, "cut": found.cut})
        return
    for number, row in enumerate(found.rows, 1):
        click.secho(f"{number:>4}.", bold=True, nl=False)
        for place, (name, value) in enumerate(row.items()):
            indent = 0 if place == 0 else 6
            click.echo(f"{' ' * indent if place else ' '}{click.style(name, dim=True)} {_value(value)}")
    click.secho(f"共 {len(found.rows)} 行" + ("；还有更多，请加 LIMIT 或用 --rows 放宽" if found.cut else ""), dim=True)


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        properties = value.get("properties", value)
        return "，".join(f"{k}={_value(v)}" for k, v in properties.items() if v is not None)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(map(_value, value))
    return "（空）" if value is None else str(value)


def findings(found: Sequence[Finding], as_json: bool) -> None:
    """Orphans and contradictions by kind; long lists are cut on a terminal, whole in JSON."""
    if as_json:
        print_json([asdict(each) for each in found])
        return
    for kind, group in groupby(found, key=lambda each: each.kind):
        rows = list(group)
        click.secho(f"{kind}：{len(rows)}", bold=True)
        for each in rows[:_LISTED]:
            for line in wrap(f"{each.id}  {each.detail}", 2):
                click.echo(line)
        if len(rows) > _LISTED:
            click.secho(f"  …另有 {len(rows) - _LISTED} 个，用 --json 看全部", dim=True)
    if not found:
        click.echo("没有发现孤立或矛盾之处。")


def violation(view: ViolationView, as_json: bool) -> None:
    """Everything about one violation."""
    if as_json:
        print_json(asdict(view))
        return
    click.secho(view.title, bold=True)
    click.secho(f"{view.id} · {'、'.join(view.subjects)} · 要点（本项目编写，非官方原文）", dim=True)
    for clause in view.clauses:
        law = clause.version.partition("@")[0]
        click.echo(f"\n{clause.part}  《{law}》{clause.title}  " + click.style(clause.id, dim=True))
        for line in wrap(clause.text, 4):
            click.echo(line)
        if clause.prevails:
            for line in wrap(f"先用这一条：{clause.prevails}", 4):
                click.secho(line, fg="yellow")
    sections = (
        ("处罚", [p.title for p in view.penalties]),
        ("可能构成重大事故隐患", [f"{c.document} {c.locator}：{c.title}" for c in view.criteria]),
        ("口语说法", view.spoken),
        ("常见证据", view.evidence),
        ("提示", [view.note] if view.note else []),
        (
            f"案例（{len(view.precedents)}）",
            [f"{p.date or '日期不详'} {p.title}（{p.id}）：{p.reason}" for p in view.precedents],
        ),
    )
    for title, lines in sections:
        if lines:
            click.secho(f"\n{title}", bold=True)
            for each in lines:
                for line in wrap(each, 4):
                    click.echo(line)
