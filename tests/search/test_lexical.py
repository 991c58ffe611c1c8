from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.lexical import LexicalIndex, normalise, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电焊工", ["电", "焊", "工", "电焊", "焊工"]),
        ("工，证", ["工", "证"]),
        ("ＬＮＧ储罐", ["lng", "储", "罐", "储罐"]),
        ("0.5MPa", ["0.5", "mpa"]),
        ("第１２５号", ["第", "125", "号"]),
        ("", []),
        ("……", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


TEXTS = ["特种作业人员应当取得相应资格。", "灭火器应当定期检验。", "LNG 储罐应当设置报警装置。"]


def test_the_text_with_the_words_comes_first() -> None:
    scores = LexicalIndex.build(TEXTS).scores("灭火器没检验")
    assert scores.shape == (3,)
    assert int(np.argmax(scores)) == 1


@pytest.mark.parametrize("query", ["鼺", "!", "xyz"])
def test_a_query_of_unknown_terms_scores_nothing(query: str) -> None:
    assert not LexicalIndex.build(TEXTS).scores(query).any()


def test_a_saved_index_answers_alike(tmp_path: Path) -> None:
    built = LexicalIndex.build(TEXTS)
    built.save(tmp_path / "bm25")
    assert np.array_equal(LexicalIndex.load(tmp_path / "bm25").scores("储罐报警"), built.scores("储罐报警"))


@given(st.text())
def test_width_and_case_do_not_matter(text: str) -> None:
    assert tokens(text) == tokens(normalise(text))
