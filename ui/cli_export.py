"""``anfa export`` and ``anfa sparql``: the graph for other tools, and questions to it in the language of RDF."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from corpus import settings
from corpus.errors import GraphError
from corpus.home import Home
from ui.commands import Day, Group, command, json_option, main

_standing_option = click.option(
    "--as-of",
    "day",
    type=Day(),
    metavar="日期",
    help="只要这一天有效（或效力待核）的文本、条款和判定情形，写成 2026-01-31；默认全部，效力以今天为准。",
)
_base_option = click.option(
    "--base",
    metavar="IRI",
    help="数据的 IRI 以此开头；默认取 ANFA_IRI_BASE，未设时为 https://w3id.org/anfa/（没有注册）。",
)


@main.group(
    cls=Group,
    name="export",
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    short_help="导出图谱：RDF、GraphML、CSV。",
)
def export_group() -> None:
    """把图谱导出给别的软件用。导出的文件要么完整，要么不写。"""


@command(export_group, name="rdf", short_help="RDF（ELI、SKOS、PROV）：nt、ttl、jsonld。")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件|-")
@click.option(
    "--format", "form", type=click.Choice(["nt", "ttl", "jsonld"]), help="格式；默认看文件名，看不出时为 nt。"
)
@_base_option
@_standing_option
@json_option
def export_rdf(file: Path, form: str | None, base: str | None, day: date | None, as_json: bool) -> None:
    """导出为 RDF：法规用 ELI，行业和判定情形用 SKOS，来源用 PROV，其余见 docs/ontology.ttl。

    例：anfa export rdf anfa.nt。写 - 时输出到标准输出。
    """
    from graph import rdf
    from graph.kglite_store import KgliteStore
    from graph.snapshot import Snapshot
    from graph.writing import whole_file
    from ui import printing

    chosen = form or (file.suffix[1:] if file.suffix[1:] in rdf.FORMATS else "nt")
    started = time.perf_counter()
    with KgliteStore.open(_graph()) as store:
        snapshot = Snapshot.of(store, day or date.today(), only_standing=day is not None)
        found = rdf.triples(snapshot, base or settings.iri_base())
        if str(file) == "-":
            rdf.write(found, sys.stdout.buffer, chosen)
            return
        with whole_file(file) as out:
            count = rdf.write(found, out, chosen)
    seconds = time.perf_counter() - started
    size = file.stat().st_size
    printing.say(
        f"已写出 {count:,} 条三元组：{file}（{chosen}，{size / 1e6:.1f} MB，{seconds:.1f} 秒，每秒 {count / seconds:,.0f} 条）。"
        f"效力以 {snapshot.day} 为准。",
        as_json,
        {
            "file": str(file),
            "format": chosen,
            "triples": count,
            "bytes": size,
            "seconds": round(seconds, 2),
            "force_as_of": snapshot.day.isoformat(),
            "only_standing": snapshot.only_standing,
        },
    )


@command(export_group, name="graphml", short_help="GraphML，用 Gephi 打开。")
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@_standing_option
@json_option
def export_graphml(file: Path, day: date | None, as_json: bool) -> None:
    """导出为 GraphML，可用 Gephi 打开：节点和关系带类型和属性，不带条文和案情的文字。"""
    from graph.kglite_store import KgliteStore
    from graph.snapshot import Snapshot
    from graph.tables import write_graphml
    from graph.writing import whole_file
    from ui import printing

    with KgliteStore.open(_graph()) as store, whole_file(file) as out:
        snapshot = Snapshot.of(store, day or date.today(), only_standing=day is not None)
        nodes, edges = write_graphml(snapshot, out)
    printing.say(
        f"已写出 {nodes:,} 个节点、{edges:,} 条关系：{file}（{file.stat().st_size / 1e6:.1f} MB）。",
        as_json,
        {"file": str(file), "nodes": nodes, "edges": edges},
    )


@command(export_group, name="csv", short_help="CSV，用表格软件打开。")
@click.argument("folder", type=click.Path(path_type=Path), metavar="文件夹")
@_standing_option
@json_option
def export_csv(folder: Path, day: date | None, as_json: bool) -> None:
    """导出为一个新文件夹：每类节点一个 CSV，关系都在 edges.csv。Excel、WPS 可直接打开，单元格不会当公式运行。"""
    from graph.kglite_store import KgliteStore
    from graph.snapshot import Snapshot
    from graph.tables import write_csv
    from graph.writing import whole_folder
    from ui import printing

    with KgliteStore.open(_graph()) as store, whole_folder(folder) as inside:
        snapshot = Snapshot.of(store, day or date.today(), only_standing=day is not None)
        files = write_csv(snapshot, inside)
    printing.say(
        f"已写出 {len(files)} 个文件、{sum(files.values()):,} 行：{folder}",
        as_json,
        {"folder": str(folder), "files": files},
    )


@command(name="sparql", short_help="用 SPARQL 查询图谱（只读）。")
@click.argument("file", type=click.File("rb"), metavar="QUERY.rq|-")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="查询导出的 .nt、.ttl、.jsonld 文件；默认查询当前的库。",
)
@_base_option
@_standing_option
@click.option(
    "--rows", type=click.IntRange(1, 100_000), default=1000, show_default=True, metavar="行数", help="最多几行。"
)
@click.option(
    "--seconds", type=click.FloatRange(0.1, 600), default=10, show_default=True, metavar="秒", help="最长多少秒。"
)
@json_option
def sparql(
    file: BinaryIO,
    data: Path | None,
    base: str | None,
    day: date | None,
    rows: int,
    seconds: float,
    as_json: bool,
) -> None:
    """用 SPARQL 查询图谱的 RDF，只读，有时间和行数上限，不访问网络。读入数据另需几秒，不计入时间上限。

    例：anfa sparql docs/sparql/01-duties-without-penalty.rq（docs/sparql 里有十个例子）
    """
    from graph.sparql import Source, ask
    from ui import graph_report

    try:
        query = file.read().decode("utf-8")
    except UnicodeDecodeError:
        raise GraphError("查询文件不是 UTF-8 文本", "请另存为 UTF-8 后再试") from None
    source = Source(data or _graph(), base or settings.iri_base(), day or date.today(), only_standing=day is not None)
    graph_report.table(ask(source, query, rows=rows, seconds=seconds), as_json)


def _graph() -> Path:
    return Home(settings.home()).current() / "graph.kgl"
