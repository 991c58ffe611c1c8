"""Expected penalties as short rows, for the tables of both penalty tests."""

from __future__ import annotations

from corpus.model import Penalty

Row = tuple[str, str, str, int | None, int | None, str | None]


def rows(penalties: tuple[Penalty, ...]) -> list[Row]:
    return [(p.subject, p.stage.value, p.measure, p.low, p.high, p.unit) for p in penalties]


def fine(subject: str, stage: str, low: int | None, high: int | None, unit: str | None = "元") -> Row:
    return (subject, stage, "罚款", low, high, unit)


def other(subject: str, stage: str, measure: str) -> Row:
    return (subject, stage, measure, None, None, None)
