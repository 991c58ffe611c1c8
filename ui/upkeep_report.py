"""What ``anfa corpus`` prints: the coverage of the laws, what is wrong, what is overdue; for people, or as JSON."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby

import click

from corpus.policies import PolicyDuty
from desks.upkeep import Coverage, Report
from desks.upkeep_age import Age
from desks.upkeep_cases import CaseCount
from desks.upkeep_entries import Problem
from ui.printing import print_json, wrap

_SEVERITY = {"error": ("错误", "red"), "warning": ("提醒", "yellow")}
_HEAD = ("法律", "版本", "罚则", "有对应", "不收", "缺", "读懂", "违法行为", "口语", "义务条款")


def report(checked: Report, as_json: bool) -> None:
    """Outcome of a check: one row a law, then the problems file by file."""
    if as_json:
        print_json({**asdict(checked), "errors": len(checked.errors)})
        return
    for line in coverage_table(checked.coverage):
        click.echo(line)
    if checked.cases.cases:
        click.echo(_cases(checked.cases))
    for file, problems in groupby(checked.problems, key=lambda problem: problem.file):
        click.secho(file, bold=True)
        for problem in problems:
            _problem(problem)
    errors = len(checked.errors)
    warnings = len(checked.problems) - errors
    click.secho(
        f"{checked.day} 核对：错误 {errors} 个，提醒 {warnings} 个。", fg="red" if errors else "green", bold=True
    )


def stale(overdue: Sequence[Age], day: date, days: int, as_json: bool) -> None:
    """Files that nobody has compared with their sources for long."""
    if as_json:
        print_json([{**asdict(age), "days": age.days(day)} for age in overdue])
        return
    rows = [("文件", "种类", "上次核对", "已过天数", "条目")]
    rows += [(age.file, age.kind, str(age.checked), str(age.days(day)), str(age.entries)) for age in overdue]
    if overdue:
        for line in _aligned(rows):
            click.echo(line)
    click.echo(f"超过 {days} 天没有核对的文件 {len(overdue)} 个。")


def duties(chosen: Sequence[PolicyDuty], as_json: bool) -> None:
    """Duties of policy documents, document by document."""
    if as_json:
        print_json([asdict(duty) for duty in chosen])
        return
    for document, group in groupby(chosen, key=lambda duty: duty.document):
        listed = list(group)
        click.secho(f"{listed[0].title}  {document}", bold=True)
        for duty in listed:
            when = "，".join(filter(None, [str(duty.cycle), str(duty.deadline or "")]))
            for line in wrap(f"{duty.locator}  {duty.subject}{duty.force}{duty.action}（{when}）", 2):
                click.echo(line)
            figures = [str(measure) for measure in duty.measures]
            cases = [" ".join([c.text, *map(str, c.measures)]) for c in duty.conditions]
            for name, parts in (("衡量", figures), ("情形（有一项即可）", cases), ("提示", [duty.note or ""])):
                if any(parts):
                    for line in wrap(f"{name}：{'；'.join(parts)}", 6):
                        click.secho(line, dim=True)
        if listed[0].missing:
            for line in wrap(f"收录不全，缺：{listed[0].missing}", 2):
                click.secho(line, fg="yellow")
    click.echo(f"任务 {len(chosen)} 项（要点，本项目编写，非官方原文）。未列出不等于没有规定。")


def coverage_table(rows: Sequence[Coverage]) -> Iterator[str]:
    """The coverage as lines of aligned columns; the last one is the sum."""
    body = [(row.law, str(row.version), *map(str, _figures(row))) for row in rows]
    sums = [str(sum(column)) for column in zip(*map(_figures, rows), strict=True)]
    yield from _aligned([_HEAD, *body, *([("合计", "", *sums)] if len(rows) > 1 else [])])


def _figures(row: Coverage) -> tuple[int, ...]:
    missing = len(row.missing)
    return row.penal, row.covered, row.excluded, missing, row.parsed, row.entries, row.spoken, row.duties


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns: words to the left, figures to the right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for number, (cell, width) in enumerate(zip(row, widths, strict=True)):
            room = " " * (width - _width(cell))
            cells.append(cell + room if number < 2 else room + cell)
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _cases(count: CaseCount) -> str:
    return (
        f"案例 {count.cases} 个，引用条款 {count.clauses} 处：当时文本中查到 {count.found}，没有这一条款 {count.absent}；"
        f"当时的版本不在库中 {count.other_version}（有今天的对应条款 {count.renumbered}），"
        f"文件不在库中 {count.unheld}（已收为判定情形 {count.criteria}）。能给读者看的共 {count.shown} 处。"
    )


def _problem(problem: Problem) -> None:
    called, colour = _SEVERITY[problem.severity]
    place = "  ".join(filter(None, [problem.entry, problem.reference]))
    click.echo(f"  {click.style(called, fg=colour)}  {place}".rstrip())
    for line in wrap(problem.reason, 8):
        click.echo(line)
    if problem.place:
        click.secho(f"        {problem.place}", dim=True)
