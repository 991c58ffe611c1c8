from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.highlight import spans


@pytest.mark.parametrize(
    ("text", "query", "terms", "marked"),
    [
        ("特种作业人员无证上岗的", "焊工无证上岗", (), ["无证上岗"]),
        ("特种作业人员未取得相应资格", "焊工没证", ("特种作业人员", "相应资格"), ["特种作业人员", "相应资格"]),
        ("液化石油气（ＬＰＧ）钢瓶", "LPG钢瓶", (), ["ＬＰＧ", "钢瓶"]),
        ("应当的", "的了", (), []),
        ("毫无关系", "灭火器", (), []),
        ("", "灭火器", (), []),
    ],
)
def test_marks(text: str, query: str, terms: tuple[str, ...], marked: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, query, terms)] == marked


@given(st.text(), st.text())
def test_spans_are_sorted_disjoint_and_within_the_text(text: str, query: str) -> None:
    at = 0
    for start, end in spans(text, query):
        assert at <= start < end <= len(text)
        at = end + 1
