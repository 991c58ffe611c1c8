"""The same library from files and from Neo4j: how far the answers agree, and how long they take."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from corpus.home import Home
from desks import publishing
from desks.serving import FilesServing, ServerServing, connect
from search.filters import Filters

_WARM = 5


def side_by_side(path: Path, questions: Sequence[str], day: date) -> dict[str, Any]:
    """Publish the library of a home to the server of the settings, and ask both every question.

    Args:
        path: the home.
        questions: each asked once of both, after a few to warm up.
        day: as of which day.

    Returns:
        Seconds of the publication, the share of the files' first ten articles that the server gives too (mean and
        least), the share of questions with the same ten in the same order, milliseconds at p50 and p95 of both.
    """
    home, filters = Home(path), Filters(day)
    with connect() as store:
        report = publishing.publish(home, store)
        files, server = FilesServing(home).open().engine, ServerServing(store).open().engine
        common: list[float] = []
        same = 0
        milliseconds: dict[str, list[float]] = {"files": [], "neo4j": []}
        for number, question in enumerate([*questions[:_WARM], *questions]):
            answers = []
            for name, engine in (("files", files), ("neo4j", server)):
                began = time.perf_counter()
                answers.append([hit.anchor.id for hit in engine.search(question, filters).hits])
                if number >= _WARM:
                    milliseconds[name].append(1e3 * (time.perf_counter() - began))
            ours, theirs = answers
            if number >= _WARM and ours:
                common.append(len(set(ours) & set(theirs)) / len(ours))
                same += ours == theirs
    return {
        "questions": len(questions),
        "publish_s": report.seconds.get("合计"),
        "recall": round(float(np.mean(common)), 4),
        "least": min(common),
        "same_order": round(same / len(common), 3),
        **{
            f"{name}_p{share}_ms": round(float(np.percentile(taken, share)), 1)
            for name, taken in milliseconds.items()
            for share in (50, 95)
        },
    }
