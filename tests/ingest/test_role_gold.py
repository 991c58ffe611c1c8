"""Roles against the labelled provisions of tests/gold."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.model import Outline
from ingest.roles import role_of
from ingest.statutes import read_statutes

GOLD = Path(__file__).resolve().parent.parent / "gold" / "roles.jsonl"


@pytest.mark.parametrize(("split", "floor"), [("dev", 0.94), ("held", 0.85)])
def test_roles(split: str, floor: float, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        row for line in GOLD.read_text(encoding="utf-8").splitlines() if (row := json.loads(line))["split"] == split
    ]
    texts = {t.document.id: t for t in read_statutes({row["provision"].partition("@")[0] for row in rows})}
    outlines = {key: Outline(text.provisions) for key, text in texts.items()}
    wrong: Counter[tuple[str, str]] = Counter()
    for row in rows:
        document = row["provision"].partition("#")[0]
        role = role_of(outlines[document][row["provision"]], outlines[document], texts[document].document)
        if role != row["role"]:
            wrong[row["role"], role.value] += 1
    right = 1 - wrong.total() / len(rows)
    with capsys.disabled():
        print(f"\nroles {split}: {right:.1%} of {len(rows)}; wrong (label, read): {dict(wrong.most_common(6))}")
    assert right >= floor
