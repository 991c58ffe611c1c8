"""Click's messages in Chinese: the compiled catalogue is the one that the text file says."""

from __future__ import annotations

from pathlib import Path

import click
import polib
from click.testing import CliRunner

import ui
from ui.cli import main

FOLDER = Path(ui.__file__).parent / "locale" / "zh_CN" / "LC_MESSAGES"


def test_the_compiled_catalogue_is_up_to_date() -> None:
    written = polib.pofile(str(FOLDER / "messages.po"))
    compiled = polib.mofile(str(FOLDER / "messages.mo"))
    assert {e.msgid: e.msgstr or e.msgstr_plural for e in written} == {
        e.msgid: e.msgstr or e.msgstr_plural for e in compiled
    }


def test_every_message_still_exists_in_click() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in Path(click.__file__).parent.glob("*.py"))
    compact = source.replace('"\n                                "', "")
    missing = [
        e.msgid
        for e in polib.pofile(str(FOLDER / "messages.po"))
        if e.msgid.replace("\n", "\\n").replace("\t", "\\t") not in compact
    ]
    assert missing == []


def test_every_help_page_is_chinese() -> None:
    pages = [[], *([name] for name in main.commands)]
    for arguments in pages:
        shown = CliRunner().invoke(main, [*arguments, "--help"])
        assert shown.exit_code == 0
        assert "用法：" in shown.output
        assert "显示本说明" in shown.output
        for english in ("Usage", "Options:", "Commands:", "Show this", "[OPTIONS]", "default:"):
            assert english not in shown.output
