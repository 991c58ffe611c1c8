"""Where the entries of the shipped data files stand, so that a problem names its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import corpus
from corpus.datafile import entry_lines
from corpus.model import document_id, provision_id, short_title
from desks.upkeep_entries import Problem

FOLDER = Path(corpus.__file__).resolve().parent


def placed(problems: Iterable[Problem], folder: Path = FOLDER) -> tuple[Problem, ...]:
    """The same problems, each with the place of its entry, or of the whole file where it is about no entry.

    Args:
        problems: as found.
        folder: that of the data: ``violations``, ``hazards``, ``rules`` and ``cases`` in it.
    """
    listed = tuple(problems)
    if not listed:
        return ()
    places = dict(_places(folder))
    keys = ((p.entry or p.reference, p.file) for p in listed)
    found = (next((places[key] for key in pair if key in places), "") for pair in keys)
    return tuple(replace(problem, place=place) for problem, place in zip(listed, found, strict=True))


def _places(folder: Path) -> Iterator[tuple[str, str]]:
    """Names as problems bear them, with their places; later ones of the same name do not count."""
    for path in _files(folder / "violations"):
        head, lines = entry_lines(path, "id", "provision")
        yield from _with_head(path, str(head["law"]), lines)
    for path in _files(folder / "hazards"):
        head, lines = entry_lines(path, "locator")
        document = document_id(head["title"], head["version"])
        yield from _with_head(path, str(head["title"]), {provision_id(document, key): n for key, n in lines.items()})
    for path in _files(folder / "rules"):
        head, lines = entry_lines(path, "locator")
        document = document_id(head.get("name") or short_title(head["title"]), head["version"])
        yield from _with_head(path, document, {provision_id(document, key): n for key, n in lines.items()})
    for path in _files(folder / "cases"):
        _, lines = entry_lines(path, "key")
        yield from _with_head(path, path.name, {f"案例-{key}": n for key, n in lines.items()})


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _with_head(path: Path, name: str, lines: dict[str, int]) -> Iterator[tuple[str, str]]:
    shown = f"corpus/{path.parent.name}/{path.name}"
    yield name, f"{shown}:1"
    yield from ((key, f"{shown}:{line}") for key, line in lines.items())
