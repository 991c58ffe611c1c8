from __future__ import annotations

from datetime import date

import pytest

from corpus.errors import QueryError
from corpus.model import Kind, Status, Wording
from search.filters import Filters, checked_region
from tests.samples import workshop_rules

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("held", "asked", "admitted"),
    [
        ("全国", None, True),
        ("全国", "江苏", True),
        ("江苏", "江苏", True),
        ("江苏", "江苏南京", True),
        ("四川达州", "四川", True),
        ("四川达州", "四川成都", False),
        ("江苏", "全国", False),
        ("江苏", "浙江", False),
    ],
)
def test_region(held: str, asked: str | None, admitted: bool) -> None:
    assert Filters(DAY, region=asked).admits(workshop_rules(region=held).document) is admitted


@pytest.mark.parametrize(
    ("facts", "filters", "admitted"),
    [
        ({}, Filters(DAY), True),
        ({}, Filters(DAY, frozenset({Kind.RULE})), True),
        ({}, Filters(DAY, frozenset({Kind.STATUTE})), False),
        ({"kind": Kind.AMENDMENT}, Filters(DAY), False),
        ({"kind": Kind.AMENDMENT}, Filters(DAY, frozenset({Kind.AMENDMENT})), True),
        ({"effective": date(2026, 6, 2)}, Filters(DAY), False),
        ({"effective": date(2026, 6, 2)}, Filters(DAY, standing_only=False), True),
        ({"ended": DAY, "ended_as": Status.REPEALED}, Filters(DAY), False),
        ({"ended": DAY, "ended_as": Status.REPEALED}, Filters(date(2026, 5, 31)), True),
        ({"status_as_of": None}, Filters(DAY), True),
        ({"wording": Wording.DIGEST}, Filters(DAY, wording=Wording.OFFICIAL), False),
    ],
)
def test_what_is_admitted(facts: dict[str, object], filters: Filters, admitted: bool) -> None:
    assert filters.admits(workshop_rules(**facts).document) is admitted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "region"), [(None, None), (" ", None), ("全国", "全国"), ("江苏", "江苏"), ("四川达州", "四川达州")]
)
def test_a_region_of_china(text: str | None, region: str | None) -> None:
    assert checked_region(text) == region


@pytest.mark.parametrize("text", ["火星", "某省", "Jiangsu"])
def test_no_region_of_china(text: str) -> None:
    with pytest.raises(QueryError, match=text):
        checked_region(text)
