"""The READMEs tell the truth: their commands exist, their Python runs, both languages say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from corpus.home import Home
from ui.cli import main

ROOT = Path(__file__).resolve().parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_every_command_is_documented_and_every_documented_option_exists(path: Path) -> None:
    commands = {" ".join(name): command for name, command in walk(main)}
    named = "|".join(sorted(commands, key=len, reverse=True))
    rows = re.findall(rf"^\| `anfa ({named})\b([^`]*)`", path.read_text(encoding="utf-8"), re.M)
    assert sorted(name for name, _ in rows) == sorted(commands)
    for name, usage in rows:
        options = {o for p in commands[name].params for o in p.opts}
        assert set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", usage)) <= options


def walk(group: click.Group) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from (((name, *rest), each) for rest, each in walk(command))
        else:
            yield (name,), command


@pytest.mark.parametrize("path", READMES, ids=lambda p: p.name)
def test_every_make_target_and_linked_file_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    assert set(re.findall(r"\bmake ([a-z]+)\b", text)) <= targets
    assert [link for link in re.findall(r"\]\(([^)]+)\)", text) if not (ROOT / link).exists()] == []


def test_both_languages_have_the_same_parts() -> None:
    english, chinese = (path.read_text(encoding="utf-8") for path in READMES)
    assert len(re.findall(r"^## ", english, re.M)) == len(re.findall(r"^## ", chinese, re.M))
    assert re.findall(r"ANFA_\w+", english) == re.findall(r"ANFA_\w+", chinese)
    assert re.findall(r"```python\n(.*?)```", english, re.S) == re.findall(r"```python\n(.*?)```", chinese, re.S)


def test_the_python_example_runs(
    default_home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANFA_HOME", str(default_home.path))
    [code] = re.findall(r"```python\n(.*?)```", READMES[0].read_text(encoding="utf-8"), re.S)
    exec(compile(code, "README.md", "exec"), {})
    assert "消防法" in capsys.readouterr().out
