"""A small library, one statute, two digests and what belongs to them, built once and copied for each test."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.cases.authored import load_cases
from corpus.digests import load_digests
from corpus.home import Home
from corpus.statutes import load_selection
from corpus.violations import load_catalogue
from desks import librarian

LAWS = ("矿山安全法", "矿山安全法实施条例", "工贸企业粉尘防爆安全规定")
_CASES = 20


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library")
    with pytest.MonkeyPatch.context() as patch:
        _ship_little(patch)
        librarian.build(Home(path))
    return path


@pytest.fixture
def home(_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of its own for each test, already built; further builds take the same few texts."""
    _ship_little(monkeypatch)
    shutil.copytree(_built, tmp_path / "home")
    return Home(tmp_path / "home")


def _ship_little(patch: pytest.MonkeyPatch) -> None:
    """The shipped data of ``LAWS`` alone, and the first cases; the whole of it is built once, in ``default_home``."""
    selection = load_selection()
    statutes = tuple(s for s in selection.statutes if s.name in LAWS)
    digests = tuple(d for d in load_digests() if d.text.document.name in LAWS)
    catalogue = tuple(c for c in load_catalogue() if c.law in LAWS)
    cases = load_cases()[:_CASES]
    patch.setattr(librarian, "load_selection", lambda: replace(selection, statutes=statutes))
    patch.setattr(librarian, "load_digests", lambda: digests)
    patch.setattr(librarian, "load_catalogue", lambda: catalogue)
    patch.setattr(librarian, "load_cases", lambda: cases)
