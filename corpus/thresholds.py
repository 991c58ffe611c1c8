"""Figures that decide, in criteria of hazards and in duties: 安全出口少于2个, 每家企业的检查达到1次."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.datafile import Fields


class Comparison(StrEnum):
    """How a quantity stands, or must stand, to its value."""

    LESS = "少于"
    AT_MOST = "不超过"
    EQUAL = "等于"
    AT_LEAST = "达到"
    MORE = "超过"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure that decides: ``quantity`` compared with ``value`` in ``unit``."""

    quantity: str
    comparison: Comparison
    value: float
    unit: str

    def __str__(self) -> str:
        return f"{self.quantity}{self.comparison}{self.value:g}{self.unit}"


def read_threshold(entry: Fields, comparisons: Sequence[Comparison] = tuple(Comparison)) -> Threshold:
    """``{quantity: 安全出口, is: 少于, value: 2, unit: 个}``; ``is`` must be one of ``comparisons``.

    Raises:
        BreachError: the entry breaks the form.
    """
    made = Threshold(
        entry.take("quantity", str),
        entry.choice("is", Comparison, among=comparisons),
        float(entry.take("value", int, float)),
        entry.take("unit", str),
    )
    entry.done()
    return made
