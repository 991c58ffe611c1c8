"""The real Neo4j that tests talk to: ``ANFA_NEO4J_URI`` and the rest name it. What it holds is deleted."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from typing import Literal

import pytest

from corpus.settings import neo4j
from graph.neo4j_store import Neo4jStore

#: Set where a run without the server's tests must not pass.
REQUIRED = "ANFA_REQUIRE_NEO4J"
_NONE = "no Neo4j to test"


def emptied(store: Neo4jStore) -> Neo4jStore:
    """The store without any node; constraints and indexes stay, or the server would plan every statement anew."""
    store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    return store


@pytest.fixture(scope="session")
def server() -> Iterator[Neo4jStore]:
    """A connection to the server of the settings; skips where none is named."""
    settings = neo4j()
    if settings is None:
        pytest.skip(f"{_NONE}: set ANFA_NEO4J_URI, ANFA_NEO4J_USER and ANFA_NEO4J_PASSWORD (its content is deleted)")
    with Neo4jStore.connect(settings) as store:
        yield store


@pytest.fixture
def empty_server(server: Neo4jStore) -> Neo4jStore:
    """The same, emptied."""
    return emptied(server)


@pytest.fixture
def control(server: Neo4jStore) -> Iterator[Callable[[Literal["start", "stop", "kill"]], None]]:
    """Starts, stops and kills the server: ``ANFA_NEO4J_CONTROL`` is a command that takes the verb; skips without."""
    command = os.environ.get("ANFA_NEO4J_CONTROL")
    if not command:
        pytest.skip("the Neo4j of ANFA_NEO4J_URI cannot be killed here: set ANFA_NEO4J_CONTROL to a command that does")

    def run(verb: str) -> None:
        subprocess.run(f"{command} {verb}", shell=True, check=True, capture_output=True, timeout=150)

    yield run
    run("start")  # whatever a failed test left


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that was to test the server and did not."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [r for r in terminal.stats.get("skipped", []) if _NONE in str(r.longrepr)] if terminal else []
    if os.environ.get(REQUIRED) and skipped:
        terminal.write_line(f"\n{len(skipped)} tests of the Neo4j server were skipped, but {REQUIRED} is set", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
