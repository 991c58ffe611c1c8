"""The served graph: Neo4j 5.26 LTS or newer, through the official driver.

Writes are the driver's managed transactions, one a batch, which it repeats by itself after a lost connection or a
deadlock; merging by key makes the repetition harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from corpus.errors import GraphError
from corpus.settings import Neo4jServer
from graph import cypher
from graph.neo4j_cypher import ORPHANED_INDEXES, SERVER_VERSION
from graph.neo4j_errors import refusal
from graph.rows import batches, present, with_ends
from graph.schema import ENDS, Edge, Label
from graph.store import Counts, Row

if TYPE_CHECKING:
    from neo4j import Driver, Session

#: Rows a transaction: the server holds a whole one in memory.
BATCH = 2_000
#: The oldest version whose Cypher and indexes are the ones used here.
OLDEST = (5, 26)
#: Seconds to wait for a connection, and for the driver's repetitions of one transaction.
_CONNECT, _RETRY = 5.0, 15.0
_CONSTRAINT = re.compile(r"CREATE CONSTRAINT (\w+)")
_SCHEMES = frozenset(f"{scheme}{security}" for scheme in ("bolt", "neo4j") for security in ("", "+s", "+ssc"))


class Neo4jStore:
    """A graph on a server; see ``GraphStore`` for the methods. Safe to share between threads.

    Args:
        driver: of the ``neo4j`` package; closed with the store.
        database: name of the database; None for the user's home database.
    """

    def __init__(self, driver: Driver, database: str | None = None) -> None:
        self._driver: Driver | None = driver
        self._database = database
        self._constrained = False

    @classmethod
    def connect(cls, server: Neo4jServer) -> Self:
        """Connect, and make sure that the server is one that can be used.

        Raises:
            GraphError: the address is wrong, nobody answers, the password is wrong, or the version is too old.
        """
        import neo4j

        try:
            if server.uri.partition("://")[0] not in _SCHEMES:
                raise ValueError(server.uri)
            driver = neo4j.GraphDatabase.driver(
                server.uri,
                auth=(server.user, server.password),
                connection_timeout=_CONNECT,
                connection_acquisition_timeout=2 * _CONNECT,
                max_transaction_retry_time=_RETRY,
                notifications_min_severity="OFF",  # a label without nodes yet is normal here
                user_agent="anfa",
            )
        except (neo4j.exceptions.ConfigurationError, ValueError) as error:
            advice = "ANFA_NEO4J_URI 写成 bolt://主机:7687 或 neo4j://主机:7687（加密用 bolt+s、neo4j+s）"
            raise GraphError(f"Neo4j 地址“{server.uri}”写法不对", advice) from error
        store = cls(driver, server.database)
        try:
            store._check_version()
        except BaseException:
            store.close()
            raise
        return store

    def merge_nodes(self, label: Label, rows: Sequence[Row]) -> None:
        """Create or update nodes in batches."""
        self.write(cypher.merge_nodes(label), map(present, rows))

    def merge_edges(self, edge: Edge, source: Label, target: Label, rows: Sequence[Row]) -> None:
        """Create or update edges in batches."""
        if (source, target) not in ENDS[edge]:
            raise GraphError(f"边 {edge} 不能从 {source} 连到 {target}", "请按 graph/schema.py 的 ENDS 连边")
        for batch in batches(map(with_ends, rows), BATCH):
            merged = self.run(cypher.merge_edges(edge, source, target), {"rows": batch}, write=True)[0]["merged"]
            if merged != len(batch):
                raise GraphError(f"{len(batch)} 条 {edge} 边中只有 {merged} 条两端节点齐全", "请先合并节点，再合并边")

    def write(self, statement: str, rows: Iterable[Mapping[str, object]], size: int = BATCH) -> int:
        """Run a writing statement over ``$rows`` in batches, the constraints first; gives how many rows there were.

        Args:
            statement: Cypher that unwinds ``$rows``.
            rows: any number of them.
            size: rows a transaction.
        """
        if not self._constrained:
            self.define(*map(cypher.unique_id, Label))
            self._constrained = True
        done = 0
        for batch in batches(rows, size):
            self.run(statement, {"rows": batch}, write=True)
            done += len(batch)
        return done

    def define(self, *statements: str) -> None:
        """Make constraints and indexes, each named in ``CREATE CONSTRAINT name`` or ``CREATE INDEX name``.

        The index of a constraint that a full disk or a crash kept from being made is left behind, and keeps it from
        being made again: such indexes are dropped first.
        """
        wanted = [found[1] for statement in statements if (found := _CONSTRAINT.match(statement))]
        for row in self.query(ORPHANED_INDEXES, {"names": wanted}):
            self.run(f"DROP INDEX {row['name']} IF EXISTS", write=True)
        for statement in statements:
            self.run(statement, write=True)

    def query(
        self,
        statement: str,
        parameters: Mapping[str, object] | None = None,
        *,
        seconds: float | None = None,
        rows: int | None = None,
    ) -> list[dict[str, object]]:
        """Rows of a reading statement; the server refuses a writing one."""
        return self.run(statement, parameters, seconds=seconds, rows=rows)

    def run(
        self,
        statement: str,
        parameters: Mapping[str, object] | None = None,
        *,
        write: bool = False,
        seconds: float | None = None,
        rows: int | None = None,
    ) -> list[dict[str, object]]:
        """Rows of one statement in one managed transaction; arguments as for :meth:`query`.

        Raises:
            GraphError: the server refuses, cannot be reached, or took longer than ``seconds``.
        """
        import neo4j

        @neo4j.unit_of_work(timeout=seconds)
        def work(transaction: neo4j.ManagedTransaction) -> list[dict[str, object]]:
            result = transaction.run(statement, dict(parameters or {}))
            return [record.data() for record in islice(result, rows)]

        with self._session() as session:
            return session.execute_write(work) if write else session.execute_read(work)

    def run_alone(self, statement: str) -> None:
        """Run a statement that manages its own transactions (``CALL … IN TRANSACTIONS``)."""
        with self._session() as session:
            session.run(statement).consume()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """A session; what the server or the driver refuses is raised as ``GraphError``."""
        import neo4j

        if self._driver is None:
            raise GraphError("与 Neo4j 的连接已关闭", "请重新连接")
        refused = (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError, ValueError, TypeError, OverflowError)
        try:
            with self._driver.session(database=self._database) as session:
                yield session
        except refused as error:
            raise refusal(error) from error

    def counts(self) -> Counts:
        """How much there is of what."""
        nodes, edges = self.query(cypher.NODE_COUNTS), self.query(cypher.EDGE_COUNTS)
        return Counts(*({str(row["kind"]): int(str(row["amount"])) for row in rows} for rows in (nodes, edges)))

    def save(self, path: Path) -> None:
        """Nothing: the server keeps what it was given."""

    def close(self) -> None:
        """Give up the connections."""
        if self._driver is not None:
            self._driver.close()
            self._driver = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_version(self) -> None:
        import neo4j

        assert self._driver is not None
        try:  # without the repetitions of a managed transaction: nobody has answered yet
            self._driver.verify_connectivity()
        except (neo4j.exceptions.DriverError, neo4j.exceptions.Neo4jError) as error:
            raise refusal(error) from error
        (row,) = self.query(SERVER_VERSION)
        version = str(row["version"])
        numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
        if numbers < OLDEST:
            raise GraphError(f"Neo4j 版本 {version} 太旧", "请升级到 5.26 LTS 或更新的版本")
