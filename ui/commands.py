"""What all commands of the command line share: the group, its language, options, failures as one Chinese line."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

# Click finds its messages through gettext, which reads the language from the environment.
os.environ["LANGUAGE"] = "zh_CN"
gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))

import click  # noqa: E402

from corpus.errors import AnfaError  # noqa: E402

P = ParamSpec("P")


class Day(click.ParamType[date]):
    """A date as 2026-01-31."""

    name = "日期"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day written; click's error for anything else."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"“{value}”不是日期，请写成 2026-01-31。", param, ctx)


class Group(click.Group):
    """Commands in the order in which a newcomer needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands as they were added."""
        return list(self.commands)


@click.group(
    cls=Group,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]…",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="anfa", prog_name="anfa")
def main() -> None:
    """安法：安全生产法规与执法案例的知识图谱和语义检索。

    第一次使用：anfa build 建库，anfa serve 打开网页，或直接 anfa search 描述检查发现。
    """


def command(group: click.Group = main, **options: Any) -> Callable[[Callable[P, None]], click.Command]:
    """A subcommand whose expected failures are one Chinese line on stderr and exit status 1."""

    def decorate(function: Callable[P, None]) -> click.Command:
        @wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                function(*args, **kwargs)
            except AnfaError as error:
                click.echo(f"错误：{error}", err=True)
                sys.exit(1)
            except BrokenPipeError:  # the reader of a pipe went away: nothing more to say
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

        command: click.Command = group.command(options_metavar="[选项]", **options)(guarded)
        return command

    return decorate


json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序读取。")
as_of_option = click.option(
    "--as-of", "day", type=Day(), metavar="日期", help="以哪一天的效力为准，写成 2026-01-31；默认今天。"
)
