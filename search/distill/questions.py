"""Questions with judged passages, in BEIR layout, for the last step of the training."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import EncoderError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Questions:
    """Queries of one split, all passages, and for every query the row numbers of its right passages."""

    queries: list[str]
    passages: list[str]
    right: list[frozenset[int]]


def read_questions(folder: Path, split: str = "train") -> Questions:
    """``queries.SPLIT.jsonl``, ``corpus.jsonl.gz`` and ``qrels/SPLIT.tsv`` of ``folder``; titles precede texts.

    Raises:
        EncoderError: a file is absent or not in this layout.
    """
    try:
        with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        asked = (folder / f"queries.{split}.jsonl").read_text(encoding="utf-8").splitlines()
        judged = (folder / "qrels" / f"{split}.tsv").read_text(encoding="utf-8").splitlines()[1:]
        number = {row["_id"]: i for i, row in enumerate(rows)}
        right: dict[str, set[int]] = {}
        for line in judged:
            query, passage, _ = line.split("\t")
            if passage in number:
                right.setdefault(query, set()).add(number[passage])
        texts = {row["_id"]: row["text"] for row in map(json.loads, asked)}
        known = [query for query in texts if query in right]
        return Questions(
            [texts[query] for query in known],
            [f"{row['title']} {row['text']}" for row in rows],
            [frozenset(right[query]) for query in known],
        )
    except (OSError, ValueError, KeyError) as error:
        raise EncoderError(f"{folder} 不是 BEIR 格式的问题集：{error}", "检查 --questions 给出的文件夹") from error
