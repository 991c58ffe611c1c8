"""Shared fixtures: where the real texts lie, and a throw-away library."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpus.home import Home
from desks import librarian

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real texts beside the checkout (``ANFA_SHARED`` or ``../shared``); skips where there is none."""
    folder = Path(os.environ.get("ANFA_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"no real texts at {folder}: set ANFA_SHARED to a folder that has data/")
    return folder


@pytest.fixture(scope="session")
def default_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The real default library, built once; tests must not write to it."""
    home = Home(tmp_path_factory.mktemp("default"))
    librarian.build(home)
    return home
