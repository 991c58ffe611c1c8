from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.fusion import ranked, reciprocal_rank


def test_agreement_beats_a_single_first_place() -> None:
    assert ranked(reciprocal_rank([([1, 2, 3], 1.0), ([4, 2, 5], 1.0)]))[0] == 2


def test_a_weight_of_nothing_is_no_vote() -> None:
    assert ranked(reciprocal_rank([([1, 2], 1.0), ([2, 1], 0.0)])) == [1, 2]


def test_ties_go_by_number() -> None:
    assert ranked({9: 1.0, 3: 1.0, 5: 2.0}) == [5, 3, 9]


@given(st.lists(st.integers(0, 99), unique=True))
def test_one_ranking_comes_back_as_it_was(ranking: list[int]) -> None:
    assert ranked(reciprocal_rank([(ranking, 1.0)])) == ranking
