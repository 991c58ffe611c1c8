"""Shared fixtures: where the real texts lie, and a throw-away library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import faiss  # noqa: F401  with kglite before all else: together they just fit into glibc's static TLS
import kglite  # noqa: F401
import pytest
from filelock import FileLock
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from corpus.home import Home
from desks import librarian

pytest_plugins = ["tests.neo4j_server"]
ROOT = Path(__file__).resolve().parent.parent
_CHILD = "ANFA_TEST_CHILD"


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run tests marked ``own_process`` in a fresh interpreter.

    PyTorch, FAISS and kglite together need more static TLS than glibc keeps for late loading (see ``ui.cli.run``).
    """
    if pyfuncitem.get_closest_marker("own_process") is None or os.environ.get(_CHILD):
        return None
    command = [sys.executable, "-m", "pytest", "-q", pyfuncitem.nodeid]
    environment = {**os.environ, _CHILD: "1", "GLIBC_TUNABLES": "glibc.rtld.optional_static_tls=4096"}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    return True


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Where pytest-xdist runs several processes: a file in one of them, and all that write to the one Neo4j in one."""

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return "neo4j" if Path(file).name.startswith("test_neo4j_") else file

    return Scheduling(config, log)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of real texts beside the checkout (``ANFA_SHARED`` or ``../shared``); skips where there is none."""
    folder = Path(os.environ.get("ANFA_SHARED") or ROOT.parent / "shared")
    if not (folder / "data").is_dir():
        pytest.skip(f"no real texts at {folder}: set ANFA_SHARED to a folder that has data/")
    return folder


@pytest.fixture(scope="session")
def default_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The real default library, built once for all processes; tests must not write to it."""
    base = tmp_path_factory.getbasetemp()
    home = Home((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "default")
    with FileLock(f"{home.path}.lock"):
        if home.current_name() is None:
            librarian.build(home)
    return home
