"""The question sets beside the checkout, in one form: query, and the article keys that answer it.

An article key is ``安全生产法#97`` or ``刑法#134-1``: document name and article, no version. Both sets here are
development sets; the kept-back halves are not at hand.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpus.library import Library
from corpus.model import short_title
from ingest.joining import first_day


@dataclass(frozen=True, slots=True)
class Question:
    """One query and its relevant article keys."""

    id: str
    text: str
    relevant: frozenset[str]


def shared_data() -> Path:
    """Folder of the question sets: ``ANFA_SHARED`` or ``../shared``, below it ``data``."""
    root = Path(os.environ.get("ANFA_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    if not (root / "data").is_dir():
        raise SystemExit(f"找不到评测数据：{root}。请用 ANFA_SHARED 指定含 data/ 的文件夹。")
    return root / "data"


def article_key(provision_id: str) -> str:
    """``安全生产法@2021-06-10#97.1.7`` -> ``安全生产法#97``."""
    document, _, locator = provision_id.partition("#")
    return f"{document.partition('@')[0]}#{locator.partition('.')[0]}"


def case_questions(library: Library) -> list[Question]:
    """Facts of the published cases; relevant are the cited articles that the library holds as they then stood.

    A case decided before the version at hand took effect cites another numbering: its citation of that law is left
    out, and a case with nothing left is no question.
    """
    effective = {d.name: d.effective or d.version or date.min for d in library.documents()}
    held = {article_key(p.id) for text in library.texts() for p in text.provisions}
    questions = []
    for row in _rows(shared_data() / "cases" / "dev.jsonl"):
        decided = _first_day(row["case_date"], row["published"])
        cited = row["violated"] + row["penalized_under"]
        keys = {_key(c) for c in cited if c["article"] is not None and _stood(c["law"], decided, effective)}
        if relevant := frozenset(keys & held):
            questions.append(Question(row["id"], row["facts"], relevant))
    return questions


def stard_questions(split: str) -> list[Question]:
    """Lay questions of STARD (``dev`` or ``train``); relevant keys are those of :func:`stard_corpus`."""
    folder = shared_data() / "stard"
    relevant: dict[str, set[str]] = {}
    with (folder / "qrels" / f"{split}.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            relevant.setdefault(row["query-id"], set()).add(row["corpus-id"])
    rows = _rows(folder / f"queries.{split}.jsonl")
    return [Question(r["_id"], r["text"], frozenset(relevant[r["_id"]])) for r in rows if r["_id"] in relevant]


def stard_corpus() -> list[tuple[str, str, str]]:
    """(article key, law, text) of the 62,332 articles of the pool."""
    path = shared_data() / "stard" / "corpus.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [(row["_id"], row["title"], row["text"]) for row in map(json.loads, file)]


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _key(citation: dict[str, Any]) -> str:
    sub = f"-{citation['sub']}" if citation["sub"] else ""
    return f"{short_title(citation['law'])}#{citation['article']}{sub}"


def _first_day(*printed: str | None) -> date | None:
    """The first day that the first of these which names a year can mean."""
    return next((day for day in map(first_day, printed) if day is not None), None)


def _stood(law: str, decided: date | None, effective: dict[str, date]) -> bool:
    begins = effective.get(short_title(law))
    return begins is not None and (decided is None or decided >= begins)
