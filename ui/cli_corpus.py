"""``anfa corpus``: checking the data that the program ships, and reading the duties in it."""

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
    """列出超过指定天数没有与来源核对的数据：违法行为、判定情形、要点、政策任务和案例。"""
    from desks.upkeep_age import overdue, shipped_ages
    from ui import upkeep_report

    when = day or date.today()
    upkeep_report.stale(tuple(overdue(shipped_ages(), when, days)), when, days, as_json)


@command(corpus_group, name="duties", short_help="列出政策文件给各级部门规定的任务。")
@click.option("--region", metavar="地区", help="只看某地的，如 江苏；全国的总在其中。")
@click.option("--document", metavar="文号", help="只看一个文件，写文号或标题的一部分，如 23号。")
@as_of_option
@json_option
def corpus_duties(region: str | None, document: str | None, day: date | None, as_json: bool) -> None:
    """列出政策文件规定谁要做什么、多久一次、什么时候以前、怎样衡量，各指到文件的条目。

    都是要点（本项目编写，非官方原文）。用 --as-of 只看那一天有约束力的。
    """
    from corpus.policies import load_policy_duties
    from search.filters import checked_region, covers
    from ui import upkeep_report

    where = checked_region(region)
    chosen = [
        duty
        for duty in load_policy_duties()
        if (where is None or covers(duty.region, where))
        and (document is None or document in f"{duty.number or ''} {duty.title}")
        and (day is None or duty.binds_on(day))
    ]
    upkeep_report.duties(chosen, as_json)
