"""Precision and recall over citations labelled by hand (tests/gold/citations.jsonl).

A third, ``held``, was never read by the author of the code. A citation is right when it overlaps the labelled span
and names the same law, article, sub, paragraph and item; the standing is compared where one was labelled.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.library import Library, write_library
from corpus.versions import chained
from desks.citing import cite
from ingest.citations import Citation
from ingest.statute_data import locate_database, open_database, read_laws
from ingest.statutes import read_statutes

GOLD = Path(__file__).parents[1] / "gold" / "citations.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
LABELLED = date(2026, 11, 22)
#: What the issue aims at, and what is demanded here.
AIM = 0.97


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The national statutes that the labels name."""
    named = {c["law"] for row in ROWS for c in row["citations"]}
    named |= {str(row["context"]).partition("@")[0] for row in ROWS}
    named |= {row["source"].get("provision", "").partition("@")[0] for row in ROWS}
    with closing(open_database(locate_database())) as connection:
        held = {law.name for law in read_laws(connection)}
    file = tmp_path_factory.mktemp("gold") / "library.sqlite"
    write_library(file, chained(read_statutes(sorted(named & held))))
    return Library(file)


def read(row: dict[str, Any], library: Library, shared: Path | None) -> str:
    source = row["source"]
    if "text" in source:
        return str(source["text"])
    if "provision" in source:
        return library.provisions_by_id([source["provision"]])[source["provision"]].full_text
    assert shared is not None
    data = (shared / "data" / source["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == source["sha256"], source["file"]
    return data.decode("utf-8")[source["start"] : source["end"]]


def key(citation: Any) -> tuple[Any, ...]:
    names = ("law", "article", "sub", "paragraph", "item")
    return tuple(citation[n] if isinstance(citation, dict) else getattr(citation, n) for n in names)


def score(rows: Iterable[dict[str, Any]], library: Library, shared: Path | None) -> Counter[str]:
    """Counts of right, wrong and missed citations, and of standings that agree."""
    counts: Counter[str] = Counter()
    for row in rows:
        day = date.fromisoformat(row["as_of"]) if row["as_of"] else LABELLED
        got: list[Citation] = list(cite(library, read(row, library, shared), day, row["context"]))
        for want in row["citations"]:
            match = next(
                (c for c in got if key(c) == key(want) and c.start < want["end"] and want["start"] < c.end), None
            )
            if match is None:
                counts["missed"] += 1
                continue
            got.remove(match)
            counts["right"] += 1
            if want["status"]:
                counts["labelled"] += 1
                counts["standing"] += match.status == want["status"]
        counts["wrong"] += len(got)
    return counts


@pytest.mark.parametrize("split", ["dev", "held"])
def test_precision_and_recall(
    split: str, library: Library, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [row for row in ROWS if row["split"] == split]
    shared: Path | None = None
    if any("file" in row["source"] for row in rows):
        try:
            shared = request.getfixturevalue("shared")
        except pytest.skip.Exception:  # what needs no real text is measured all the same
            rows = [row for row in rows if "file" not in row["source"]]
    counts = score(rows, library, shared)
    precision = counts["right"] / (counts["right"] + counts["wrong"])
    recall = counts["right"] / (counts["right"] + counts["missed"])
    with capsys.disabled():
        print(
            f"\ncitations, {split}: {counts['right'] + counts['missed']} in {len(rows)} passages"
            f"{'' if shared else ' (no real texts at hand)'}: precision {precision:.3f}, recall {recall:.3f}, "
            f"standing {counts['standing']}/{counts['labelled']}"
        )
    assert precision >= AIM
    assert recall >= AIM


def test_the_gold_set_is_large_enough() -> None:
    splits = Counter(row["split"] for row in ROWS for _ in row["citations"])
    assert sum(splits.values()) >= 300
    assert splits["held"] * 4 >= sum(splits.values())
