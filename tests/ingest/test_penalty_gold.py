"""Penalties against the labelled clauses of tests/gold: fines exactly right in subject, stage, low, high and unit."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from corpus.model import Outline, Penalty
from ingest.penalties import read_penalties
from ingest.statutes import read_statutes

GOLD = Path(__file__).resolve().parent.parent / "gold" / "penalties.jsonl"


@cache
def outlines() -> dict[str, Outline]:
    names = {row["provision"].partition("@")[0] for row in rows()}
    return {text.document.id: Outline(text.provisions) for text in read_statutes(names)}


@cache
def rows() -> tuple[dict[str, object], ...]:
    return tuple(json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines())


def found_in(provision: str) -> list[Penalty]:
    document, _, locator = provision.partition("#")
    article = f"{document}#{locator.partition('.')[0]}"
    penalties = read_penalties(outlines()[document], article).penalties
    return [p for p in penalties if p.provision == provision or p.provision.startswith(f"{provision}.")]


def amounts_of(fines: Counter[tuple[object, ...]]) -> Counter[tuple[object, ...]]:
    """Clause, low, high and unit, whoever it hits and when."""
    counted: Counter[tuple[object, ...]] = Counter()
    for (clause, _, _, *amount), number in fines.items():
        counted[clause, *amount] += number
    return counted


@pytest.mark.parametrize(("split", "floor"), [("dev", 0.98), ("held", 0.92)])
def test_fines(split: str, floor: float, capsys: pytest.CaptureFixture[str]) -> None:
    gold: Counter[tuple[object, ...]] = Counter()
    found: Counter[tuple[object, ...]] = Counter()
    for row in (r for r in rows() if r["split"] == split):
        labels = row["penalties"]
        assert isinstance(labels, list)
        key = row["provision"]
        gold.update(
            (key, x["subject"], x["stage"], x["low"], x["high"], x["unit"]) for x in labels if x["measure"] == "罚款"
        )
        found.update(
            (key, p.subject, p.stage.value, p.low, p.high, p.unit) for p in found_in(str(key)) if p.measure == "罚款"
        )
    hits = (gold & found).total()
    amounts = (amounts_of(gold) & amounts_of(found)).total()
    with capsys.disabled():
        print(
            f"\nfines {split}: {hits} of {gold.total()} exactly right, {found.total()} read; amounts alone: {amounts}"
        )
    assert hits / gold.total() >= floor
    assert hits / found.total() >= floor
