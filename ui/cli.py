"""The command line. Every command that a program may read has ``--json``; exit status 1 is a failure, 2 a wrong call."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import BinaryIO

import click

from corpus import settings
from corpus.home import Home, Reading
from corpus.model import Kind
from ui.commands import as_of_option, command, json_option, main

_STATIC_TLS = "glibc.rtld.optional_static_tls"


@command(name="build", short_help="建库：法律、要点和已收录的文件。")
@click.option(
    "--all", "everything", is_flag=True, help="收入数据包的全部 378 部法律（默认只收安全执法常用的约 40 部）。"
)
@click.option("--if-needed", is_flag=True, help="库可用时不重建。")
@json_option
def build(everything: bool, if_needed: bool, as_json: bool) -> None:
    """建库：读取法律数据包、自带要点和已收录的文件，建立图谱和检索索引。

    新库建在旧库旁边，完成后才切换；中途失败或中断，旧库照常使用。
    """
    from desks import librarian
    from ui import printing, terminal

    home = Home(settings.home())
    scope: librarian.Scope = "all" if everything else "default"
    if if_needed and not librarian.needs_build(home, scope):
        printing.say("法规库可用，无需重建。", as_json, {"built": False})
        return
    with printing.progress() as progress:
        report = librarian.build(home, scope, progress)
    terminal.build_report(report, as_json)


@command(name="ingest", short_help="收录文件：txt、md、html、docx、pdf。")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="路径…")
@click.option(
    "--as",
    "reading",
    type=click.Choice(["document", "case"]),
    default="document",
    show_default=True,
    help="按什么读：document 法规和文件，case 公布的执法案例。",
)
@click.option(
    "--report", "detailed", is_flag=True, help="逐个文件列出条数、项数、字数、去掉了什么（页码、页脚等）和提示。"
)
@json_option
def ingest(paths: tuple[Path, ...], reading: Reading, detailed: bool, as_json: bool) -> None:
    """收录自己的文件或整个文件夹，读完后重建索引。

    读不了的文件逐个说明原因，其余照常收录；有文件未收录时退出码为 1。
    """
    from desks import librarian
    from ui import printing, terminal

    with printing.progress() as progress:
        report = librarian.ingest(Home(settings.home()), paths, progress, reading)
    terminal.ingest_report(report, detailed, as_json)
    if any(outcome.problems for outcome in report.outcomes):
        sys.exit(1)


@command(name="remove", short_help="移除收录的文件。")
@click.argument("document_id", metavar="文件编号")
@json_option
def remove(document_id: str, as_json: bool) -> None:
    """移除给出某文件编号的收录文件（编号见 anfa status），并重建索引。"""
    from desks import librarian
    from ui import printing, terminal

    with printing.progress() as progress:
        report = librarian.remove(Home(settings.home()), document_id, progress)
    terminal.build_report(report, as_json)


@command(name="search", short_help="用自己的话描述检查发现，查适用条款。")
@click.argument("words", nargs=-1, required=True, metavar="检索内容")
@click.option(
    "-n", "--count", type=click.IntRange(1, 100), default=10, show_default=True, metavar="条数", help="最多几条。"
)
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice([k.value for k in Kind]), help="只查某类文件，可重复。"
)
@click.option("--region", metavar="地区", help="只查某地适用的文件，如 江苏；全国性文件总在其中。")
@as_of_option
@click.option("--any-status", is_flag=True, help="尚未施行、已修改、已废止的也列出。")
@json_option
def search(
    words: tuple[str, ...],
    count: int,
    kinds: tuple[str, ...],
    region: str | None,
    day: date | None,
    any_status: bool,
    as_json: bool,
) -> None:
    """检索适用条款。例：anfa search 电焊工没有证就上岗"""
    from search.engine import SearchEngine
    from search.filters import Filters, checked_region
    from ui import terminal

    home = Home(settings.home())
    filters = Filters(
        day or date.today(), frozenset(map(Kind, kinds)), checked_region(region), standing_only=not any_status
    )
    engine = SearchEngine.open(home.current(), home.manifest().encoder)
    terminal.answer(engine.search(" ".join(words), filters, count), engine.library, as_json)


@command(name="show", short_help="显示一个条款、文件、案例或违法行为。")
@click.argument("reference", metavar="编号")
@as_of_option
@json_option
def show(reference: str, day: date | None, as_json: bool) -> None:
    """显示条款或文件原文。例：anfa show 安全生产法#97.1.7（第九十七条第一款第七项）、anfa show 安全生产法

    也显示案例（anfa show 案例-c0026）和违法行为（anfa show work-safety/exit-blocked，要点）。

    不写版本时，取指定日期有效的版本。
    """
    from corpus.library import Library
    from ui import terminal

    home = Home(settings.home())
    library = Library(home.current() / "library.sqlite")
    if reference.startswith("案例-"):
        terminal.show_case(library.case(reference), as_json)
        return
    if "/" in reference:
        from graph.hub_queries import violation
        from graph.kglite_store import KgliteStore
        from ui import graph_report

        with KgliteStore.open(home.current() / "graph.kgl") as store:
            graph_report.violation(violation(store, reference), as_json)
        return
    terminal.show(library, reference, day or date.today(), as_json)


@command(name="cite", short_help="核验一段文字引用的条款。")
@click.argument("file", type=click.File("rb"), metavar="文件|-")
@as_of_option
@click.option("--context", metavar="条款编号", help="这段文字本身所在的条款或文件，用来理解 本法、本条、前款。")
@json_option
def cite(file: BinaryIO, day: date | None, context: str | None, as_json: bool) -> None:
    """找出文字中引用的每一个条款，逐个核对库中有没有、是哪个版本。文件为 UTF-8 或 GB18030 文本，写 - 时从标准输入读。

    状态：found 找到；no_provision 有此文件、无此条款；other_version 属于另一版本；unknown_document 库中没有此文件。
    """
    from corpus.library import Library
    from desks import citing
    from ingest.readers.text import decode
    from ui import reports

    text = decode(file.read(), getattr(file, "name", "标准输入"))
    library = Library(Home(settings.home()).current() / "library.sqlite")
    reports.citations(library, citing.cite(library, text, day or date.today(), context), as_json)


@command(name="penalties", short_help="把一个罚则条款拆成逐项处罚。")
@click.argument("reference", metavar="条款编号")
@as_of_option
@json_option
def penalties(reference: str, day: date | None, as_json: bool) -> None:
    """列出条款规定的每一项处罚：对谁、什么情形、什么处罚、金额上下限（元）、管哪几项。例：anfa penalties 安全生产法#97

    没有读懂的文字照原样列在最后，不作猜测。
    """
    from corpus.library import Library
    from desks.penalties import clause_of
    from ui import reports

    library = Library(Home(settings.home()).current() / "library.sqlite")
    reports.penalties(clause_of(library, reference, day or date.today()), as_json)


@command(name="versions", short_help="一个文件有哪些版本，各从哪天到哪天有效。")
@click.argument("name", metavar="文件名")
@as_of_option
@json_option
def versions(name: str, day: date | None, as_json: bool) -> None:
    """列出一个文件的各个版本，包括已知施行但库中没有文本的。"""
    from corpus.library import Library
    from desks.versions import versions_of
    from ui import reports

    library = Library(Home(settings.home()).current() / "library.sqlite")
    reports.versions(versions_of(library, name, day or date.today()), as_json)


@command(name="compare", short_help="两个版本逐条对照。")
@click.argument("old", metavar="旧版编号")
@click.argument("new", metavar="新版编号")
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV，可用表格软件打开。")
@json_option
def compare(old: str, new: str, as_csv: bool, as_json: bool) -> None:
    """逐条对照两个版本：相同、改号、修改、新增、删去。例：anfa compare 民用航空法@2021-04-29 民用航空法@2025-12-27"""
    from corpus.library import Library
    from desks import versions as desk
    from ui import reports

    library = Library(Home(settings.home()).current() / "library.sqlite")
    reports.comparison(desk.compare(library, old, new), as_csv, as_json)


@command(name="status", short_help="库里有什么。")
@as_of_option
@json_option
def status(day: date | None, as_json: bool) -> None:
    """列出库中的文件、版本和效力，以及建库的时间和规模。"""
    from corpus.library import Library
    from ui import terminal

    home = Home(settings.home())
    library = Library(home.current() / "library.sqlite")
    terminal.status(home, library, day or date.today(), as_json)


@command(name="serve", short_help="打开网页。")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="地址", help="监听地址。")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=7860, show_default=True, metavar="端口", help="监听端口。"
)
@click.option("--open/--no-open", "open_browser", default=False, help="启动后打开浏览器。")
@click.option(
    "--backend",
    type=click.Choice(["files", "neo4j"]),
    default="files",
    show_default=True,
    help="答案从哪里来：files 本机的库，neo4j 已发布到服务器的库。",
)
def serve(host: str, port: int, open_browser: bool, backend: settings.Backend) -> None:
    """启动网页服务，按 Ctrl+C 结束。

    --backend neo4j 只读服务器（环境变量 ANFA_NEO4J_URI、ANFA_NEO4J_USER、ANFA_NEO4J_PASSWORD），本机不需要建库。
    """
    from desks.serving import serving_from
    from ui.app import serve as start

    serving = serving_from(backend, Home(settings.home()))
    serving.current()  # nothing to serve is said at once, not to the first visitor
    start(serving, host, port, open_browser)


@command(name="publish", short_help="把库发布到 Neo4j 服务器。")
@json_option
def publish(as_json: bool) -> None:
    """把本机正在使用的库（图谱、文本、检索索引）发布到 Neo4j 服务器，供多个网页服务共用。

    服务器由环境变量 ANFA_NEO4J_URI、ANFA_NEO4J_USER、ANFA_NEO4J_PASSWORD、ANFA_NEO4J_DATABASE 指定，需 5.26 LTS 或更新。
    新内容写在旧内容旁边，写完才切换；中断后再运行一次即可。
    """
    from desks import publishing
    from desks.serving import connect
    from ui import printing, terminal

    with connect() as store, printing.progress() as progress:
        report = publishing.publish(Home(settings.home()), store, progress)
    terminal.publish_report(report, as_json)


from ui import cli_corpus, cli_export, cli_graph  # noqa: E402, F401 - importing them adds their groups


def run() -> None:
    """Entry of the ``anfa`` command.

    glibc keeps about 1.6 kB of static TLS for libraries that load late. kglite and FAISS just fit, with PyTorch (another
    encoder) they do not, and only a variable set before the process starts can ask for more.
    """
    tunables = os.environ.get("GLIBC_TUNABLES", "")
    if sys.platform == "linux" and _STATIC_TLS not in tunables:
        os.environ["GLIBC_TUNABLES"] = ":".join(filter(None, [tunables, f"{_STATIC_TLS}=4096"]))
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    main(prog_name="anfa")


if __name__ == "__main__":
    run()
