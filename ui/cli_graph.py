"""``anfa graph``: what the graph holds, questions to it in Cypher, what does not fit."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
import yaml

from corpus import settings
from corpus.home import Home
from ui.commands import Group, as_of_option, command, json_option, main


@main.group(
    cls=Group,
    name="graph",
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    short_help="知识图谱：规模、查询、核查。",
)
def graph_group() -> None:
    """查看和查询知识图谱。图谱由 anfa build 建立，这里只读。"""


@command(graph_group, name="stats", short_help="图谱有多大：各类节点和关系的数目。")
@json_option
def graph_stats(as_json: bool) -> None:
    """列出各类节点和关系的数目。"""
    from graph.kglite_store import KgliteStore
    from graph.queries import stats
    from ui import graph_report

    path = _file()
    with KgliteStore.open(path) as store:
        graph_report.stats(stats(store), path.stat().st_size, as_json)


@command(graph_group, name="query", short_help="用 Cypher 查询图谱（只读）。")
@click.argument("statement", metavar="CYPHER")
@click.option(
    "--param",
    "parameters",
    multiple=True,
    metavar="名=值",
    help="语句里 $名 的值，可重复；值写成 YAML，如 n=3、x=[a, b]。",
)
@click.option(
    "--rows", type=click.IntRange(1, 100_000), default=1000, show_default=True, metavar="行数", help="最多几行。"
)
@click.option(
    "--seconds", type=click.FloatRange(0.1, 600), default=10, show_default=True, metavar="秒", help="最长多少秒。"
)
@json_option
def graph_query(statement: str, parameters: tuple[str, ...], rows: int, seconds: float, as_json: bool) -> None:
    """用 Cypher 查询图谱，只读，有时间和行数上限。

    例：anfa graph query 'MATCH(v:Violation)-[:PENALISED_BY]->(p {id: $id}) RETURN v.id, v.title'
    --param id=安全生产法@2021-06-10#97.1.7
    """
    from graph.asking import ask
    from graph.kglite_store import KgliteStore
    from ui import graph_report

    values = dict(_parameter(each) for each in parameters)
    with KgliteStore.open(_file()) as store:
        graph_report.table(ask(store, statement, values, seconds=seconds, rows=rows), as_json)


@command(graph_group, name="check", short_help="找出孤立和矛盾之处。")
@as_of_option
@json_option
def graph_check(day: date | None, as_json: bool) -> None:
    """列出孤立的节点（没有案例的违法行为、没有违法行为的罚则等）和矛盾之处（所引已失效、处罚依据不合等）。"""
    from graph.hub_queries import orphans_and_contradictions
    from graph.kglite_store import KgliteStore
    from ui import graph_report

    with KgliteStore.open(_file()) as store:
        graph_report.findings(orphans_and_contradictions(store, day or date.today()), as_json)


def _file() -> Path:
    return Home(settings.home()).current() / "graph.kgl"


def _parameter(text: str) -> tuple[str, Any]:
    """``id=安全生产法`` -> ("id", "安全生产法"); a value that is no YAML of its own is taken as text."""
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise click.BadParameter(f"“{text}”应写成 名=值", param_hint="--param")
    try:
        read = yaml.safe_load(value)
    except yaml.YAMLError:
        return name, value
    return name, value if isinstance(read, date) or read is None else read
