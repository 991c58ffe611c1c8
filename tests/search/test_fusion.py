from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.fusion import blend, ranked, standardised

NUMBERS = np.array([7, 3, 5])


def scores(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


@pytest.mark.parametrize(
    ("lexical", "dense", "weight", "order"),
    [
        ((9, 5, 1), (0, 0, 0), 1.0, [7, 3, 5]),
        ((0, 0, 0), (0.1, 0.9, 0.5), 1.0, [3, 5, 7]),
        ((9, 5, 1), (0.1, 0.5, 0.9), 0.5, [7, 3, 5]),
        ((9, 5, 1), (0.1, 0.5, 0.9), 2.0, [5, 3, 7]),
        ((1, 1, 1), (0, 0, 0), 1.0, [3, 5, 7]),
    ],
)
def test_blend(lexical: tuple[float, ...], dense: tuple[float, ...], weight: float, order: list[int]) -> None:
    assert ranked(blend(NUMBERS, scores(*lexical), scores(*dense), weight)) == order


def test_no_candidate_no_score() -> None:
    assert blend(np.array([], np.int64), scores(), scores(), 1.0) == {}


@given(st.lists(st.floats(-1e6, 1e6, width=32), min_size=1))
def test_standardised_scores_keep_their_order_and_are_finite(values: list[float]) -> None:
    given_scores = np.array(values, np.float32)
    found = standardised(given_scores)
    assert np.isfinite(found).all()
    assert (np.diff(found[np.argsort(given_scores, kind="stable")]) >= 0).all()
