"""How the commands print: lines that fit a terminal, JSON, progress."""

from __future__ import annotations

import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import click

NOT_FOUND_NOTICE = "未找到不等于不存在：库里没有的文件查不到，请同时核对官方发布。"


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on stderr, one a stage; silent when stderr is not a terminal."""
    from tqdm import tqdm

    bar: tqdm[Any] | None = None
    shown = ""

    def report(stage: str, done: int, total: int) -> None:
        nonlocal bar, shown
        if bar is None or shown != stage:
            if bar is not None:
                bar.close()
            shown = stage
            bar = tqdm(desc=stage, leave=False, disable=None)
        bar.total, bar.bar_format = (total, _BAR) if total else (None, _COUNT)
        bar.update(done - bar.n)
        bar.refresh()

    try:
        yield report
    finally:
        if bar is not None:
            bar.close()


_BAR = "{desc} {bar:30} {n_fmt}/{total_fmt} [{elapsed}]"
_COUNT = "{desc} {n_fmt} [{elapsed}]"


def say(line: str, as_json: bool, body: Mapping[str, object]) -> None:
    """One line, or its JSON."""
    if as_json:
        print_json(body)
    else:
        click.echo(line)


#: Never first in a line: they hang over the edge instead.
_CLOSING = frozenset("，。、；：！？）》〉”’】〕,.;:!?)")


def wrap(text: str, indent: int) -> Iterator[str]:
    """Lines that fit the terminal, counting Han characters as two columns; colour codes take no room."""
    width = max(40, min(shutil.get_terminal_size().columns, 110)) - indent - 2
    line, used, escape = "", 0, False
    for character in text:
        escape = escape or character == "\x1b"
        size = 0 if escape else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if escape and character == "m":
            escape = False
        if character == "\n" or (used + size > width and character not in _CLOSING):
            yield " " * indent + line
            line, used = "", 0
        if character != "\n":
            line, used = line + character, used + size
    if line:
        yield " " * indent + line


def print_json(body: object) -> None:
    """Standard JSON output: UTF-8, dates as ISO."""
    json.dump(body, sys.stdout, ensure_ascii=False, indent=2, default=_plain)
    sys.stdout.write("\n")


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)
