"""Chinese numbers both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import ordinal, to_chinese, to_int


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("九十七", 97),
        ("一百三十四", 134),
        ("一百零五", 105),
        ("一百〇五", 105),
        ("一百○五", 105),
        ("百二十", 120),
        ("十", 10),
        ("一千二百四十二", 1242),
        ("二〇二一", 2021),
        ("１２５", 125),
        ("12", 12),
        ("一 百", 100),
        ("第三", None),
        ("甲", None),
        ("1.5", None),
        ("", None),
    ],
)
def test_printed_numbers_are_read(printed: str, value: int | None) -> None:
    assert to_int(printed) == value


@given(st.integers(min_value=0, max_value=99_999))
def test_writing_and_reading_agree(number: int) -> None:
    assert to_int(to_chinese(number)) == number


def test_ordinals_are_written_as_laws_print_them() -> None:
    assert [ordinal(n, "条") for n in (10, 12, 97, 105, 110)] == [
        "第十条",
        "第十二条",
        "第九十七条",
        "第一百零五条",
        "第一百一十条",
    ]


@pytest.mark.parametrize("number", [-1, 100_000])
def test_what_no_law_numbers_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="ordinal"):
        to_chinese(number)
