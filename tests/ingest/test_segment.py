from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.lexicon import load_lexicon
from ingest import segment
from ingest.segment import words

PIECES = [
    "特种作业人员",
    "未",
    "取得",
    "相应资格",
    "，",
    "。",
    "《",
    "》",
    "第九十七条",
    "GB 15577-2018",
    "5万元",
    "10%",
    "\n",
    "　",
]
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("特种作业人员未取得相应资格，上岗作业", ["特种作业人员", "未", "取得", "相应资格", "上岗", "作业"]),
        ("存在重大事故隐患的", ["存在", "重大事故隐患", "的"]),
        ("未落实双重预防机制", ["未", "落实", "双重预防机制"]),
        ("GB15577-2018《粉尘防爆安全规程》", ["GB15577", "2018", "粉尘防爆安全规程"]),
        ("", []),
        ("，。！　\n", []),
    ],
)
def test_words(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_every_term_stays_whole() -> None:
    broken = [term.word for term in load_lexicon().terms if words(term.word) != [term.word]]
    assert broken == []


def test_search_mode_gives_the_parts_too() -> None:
    cut = words("特种作业人员", search=True)
    assert cut[-1] == "特种作业人员"
    assert {"特种", "作业", "人员"} <= set(cut)


@given(TEXTS)
def test_letters_and_digits_are_kept_and_cutting_again_changes_nothing(text: str) -> None:
    cut = words(text)
    assert "".join(cut) == "".join(filter(str.isalnum, text))
    assert words(" ".join(cut)) == cut


@given(TEXTS)
def test_search_mode_loses_no_word(text: str) -> None:
    assert set(words(text)) <= set(words(text, search=True))


def test_jieba_is_left_alone_and_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ANFA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    segment.tokenizer.cache_clear()
    level = logging.getLogger("jieba").level
    assert words("动火作业") == ["动火作业"]
    import jieba

    assert not jieba.dt.initialized
    assert logging.getLogger("jieba").level == level
    assert capfd.readouterr().err == ""
    assert list(tmp_path.iterdir()) == []  # no library yet: nothing stays behind


def test_the_cache_lies_in_the_library_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANFA_HOME", str(tmp_path))
    segment.tokenizer.cache_clear()
    assert words("动火作业") == ["动火作业"]
    assert [p.name for p in (tmp_path / "jieba").iterdir()] == ["jieba.cache"]
    segment.tokenizer.cache_clear()
    assert words("动火作业") == ["动火作业"]


def test_importing_the_module_does_not_import_jieba() -> None:
    import subprocess

    code = "import sys, ingest.segment; sys.exit('jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
