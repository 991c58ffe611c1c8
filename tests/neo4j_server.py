"""The real Neo4j that tests talk to: ``ANFA_NEO4J_URI`` and the rest name it. What it holds is deleted."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from corpus.settings import neo4j
from graph.neo4j_store import Neo4jStore

#: Set where a run without the server's tests must not pass.
REQUIRED = "ANFA_REQUIRE_NEO4J"


def emptied(store: Neo4jStore) -> Neo4jStore:
    """The store without any node, index or constraint."""
    for row in store.query("SHOW CONSTRAINTS YIELD name RETURN name"):
        store.run(f"DROP CONSTRAINT {row['name']} IF EXISTS", write=True)
    for row in store.query("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
        store.run(f"DROP INDEX {row['name']} IF EXISTS", write=True)
    store.run_alone("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS")
    return store


@pytest.fixture(scope="session")
def server() -> Iterator[Neo4jStore]:
    """A connection to the server of the settings; skips where none is named."""
    settings = neo4j()
    if settings is None:
        pytest.skip("no Neo4j: set ANFA_NEO4J_URI, ANFA_NEO4J_USER and ANFA_NEO4J_PASSWORD (its content is deleted)")
    with Neo4jStore.connect(settings) as store:
        yield store


@pytest.fixture
def empty_server(server: Neo4jStore) -> Neo4jStore:
    """The same, emptied."""
    return emptied(server)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that was to test the server and did not."""
    terminal = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = [r for r in terminal.stats.get("skipped", []) if "ANFA_NEO4J_URI" in str(r.longrepr)] if terminal else []
    if os.environ.get(REQUIRED) and skipped:
        terminal.write_line(f"\n{len(skipped)} tests of the Neo4j server were skipped, but {REQUIRED} is set", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
