"""``anfa corpus``: checking the data that the program ships."""

from __future__ import annotations

import sys
from datetime import date

import click

from ui.commands import Group, as_of_option, command, json_option, main


@main.group(
    cls=Group,
    name="corpus",
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    short_help="核对随程序提供的违法行为目录、判定情形和案例。",
)
def corpus_group() -> None:
    """核对随程序提供的违法行为目录、判定情形和案例，供维护数据的人使用。

    只用随程序提供的法律和要点，与自己的库无关。
    """


@command(corpus_group, name="check", short_help="逐条核对引用，列出各法罚则的覆盖情况。")
@click.option("--law", metavar="法名", help="只看一部法律，如 安全生产法。")
@as_of_option
@json_option
def corpus_check(law: str | None, day: date | None, as_json: bool) -> None:
    """核对每一处引用（存在、版本、作用、处罚读得懂），并列出每部法律的罚则有没有对应的违法行为。

    有错误时退出码为 1；提醒不影响退出码。
    """
    from desks.upkeep import check_shipped
    from ui import upkeep_report

    report = check_shipped(day or date.today())
    shown = report if law is None else report.of_law(law)
    upkeep_report.report(shown, as_json)
    if shown.errors:
        sys.exit(1)


@command(corpus_group, name="stale", short_help="列出很久没有与来源核对的文件。")
@click.option(
    "--days",
    type=click.IntRange(0),
    default=365,
    show_default=True,
    metavar="天数",
    help="超过多少天算久。",
)
@as_of_option
@json_option
def corpus_stale(days: int, day: date | None, as_json: bool) -> None:
    """列出超过指定天数没有与来源核对的违法行为和判定情形文件。"""
    from corpus.hazards import load_criteria
    from corpus.violations import load_catalogue
    from desks.upkeep import overdue_files
    from ui import upkeep_report

    overdue = overdue_files(load_catalogue(), load_criteria(), day or date.today(), days)
    upkeep_report.stale(overdue, days, as_json)
