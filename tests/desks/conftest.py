"""A small library of one statute, built once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.home import Home
from corpus.statutes import load_selection
from desks import librarian


@pytest.fixture(scope="session")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("library")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(librarian, "load_selection", lambda: _only("矿山安全法"))
        librarian.build(Home(path))
    return path


@pytest.fixture
def home(_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home of its own for each test, already built; further builds take the same one statute."""
    monkeypatch.setattr(librarian, "load_selection", lambda: _only("矿山安全法"))
    shutil.copytree(_built, tmp_path / "home")
    return Home(tmp_path / "home")


def _only(name: str) -> object:
    from dataclasses import replace

    selection = load_selection()
    return replace(selection, statutes=tuple(s for s in selection.statutes if s.name == name))
