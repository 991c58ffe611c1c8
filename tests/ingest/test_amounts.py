from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.amounts import Amount, parse_amount
from ingest.numerals import to_chinese

CASES = [
    ("五万元以上十万元以下", Amount(50_000, 100_000, "元")),
    ("５万元以上１０万元以下", Amount(50_000, 100_000, "元")),
    ("10,000元", Amount(10_000, 10_000, "元")),
    ("1.5万元以下", Amount(None, 15_000, "元")),
    ("不超过三万元", Amount(None, 30_000, "元")),
    ("不满1.5万元", Amount(None, 15_000, "元", high_open=True)),
    ("一千元以上不满三千元", Amount(1_000, 3_000, "元", high_open=True)),
    ("超过五千元不满一万元", Amount(5_000, 10_000, "元", low_open=True, high_open=True)),
    ("百万元以上", Amount(1_000_000, None, "元")),
    ("一千五百万元", Amount(15_000_000, 15_000_000, "元")),
    ("二亿元以下", Amount(None, 200_000_000, "元")),
    ("三千至五千元", Amount(3_000, 5_000, "元")),
    ("二至五万元", Amount(20_000, 50_000, "元")),
    ("2-5万元", Amount(20_000, 50_000, "元")),
    ("2万元～5万元", Amount(20_000, 50_000, "元")),
    ("五千至一万元", Amount(5_000, 10_000, "元")),
    ("五千以上一万元以下", Amount(5_000, 10_000, "元")),
    ("两千元", Amount(2_000, 2_000, "元")),
    ("二倍以上五倍以下", Amount(2, 5, "倍")),
    ("2倍以上5倍以下", Amount(2, 5, "倍")),
    ("等值以上三倍以下", Amount(1, 3, "倍")),
    ("百分之五十以上三倍以下", Amount(50, 300, "%")),
    ("一点五倍以下", Amount(None, 150, "%")),
    ("百分之四十", Amount(40, 40, "%")),
    ("百分之零点五以上百分之一以下", Amount(5, 10, "‰")),
    ("0.5%", Amount(5, 5, "‰")),
    ("百分之六十至百分之一百", Amount(60, 100, "%")),
    ("20%至50%", Amount(20, 50, "%")),
    ("千分之三", Amount(3, 3, "‰")),
    ("五日以上十日以下", Amount(5, 10, "日")),
    ("三个月至十二个月", Amount(3, 12, "个月")),
    ("六个月至一年", Amount(6, 12, "个月")),
    ("三年以上七年以下", Amount(3, 7, "年")),
    ("十万元以上五万元以下", None),  # runs backwards: a misprint, not a range
    ("一点五元", None),
    ("三人以上", None),
    ("数额巨大", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_amount(text: str, expected: Amount | None) -> None:
    assert parse_amount(text) == expected


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_a_range_gives_back_its_ends(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert parse_amount(f"{to_chinese(low)}元以上{to_chinese(high)}元以下") == Amount(low, high, "元")
    assert parse_amount(f"{low}万元以上{high}万元以下") == Amount(low * 10_000, high * 10_000, "元")


@given(st.text(alphabet="一二十百千万亿零〇点元倍日年以上下不满超过至百分之,.0129%等值", max_size=24))
def test_never_raises_and_never_runs_backwards(text: str) -> None:
    amount = parse_amount(text)
    if amount is not None and amount.low is not None and amount.high is not None:
        assert amount.low <= amount.high
