"""Where answers come from: the generation in ``ANFA_HOME``, or what is published on a Neo4j server."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from corpus.errors import GraphError
from corpus.home import Home, Manifest, read_manifest
from corpus.library import Library
from corpus.settings import Backend, neo4j

if TYPE_CHECKING:
    from desks.publishing import Publication
    from graph.neo4j_store import Neo4jStore
    from graph.store import GraphStore
    from search.engine import SearchEngine


class Served(Protocol):
    """One published state, whose parts are opened when first asked for.

    Every part raises an ``AnfaError`` where it cannot be read.
    """

    @property
    def manifest(self) -> Manifest:
        """What it was made from."""

    @property
    def library(self) -> Library:
        """Its texts."""

    @property
    def engine(self) -> SearchEngine:
        """Search over these texts."""

    @property
    def graph(self) -> GraphStore:
        """Its graph."""


class Serving(Protocol):
    """A source of answers; both methods raise an ``AnfaError`` where nothing is built or it cannot be reached."""

    def current(self) -> str:
        """Names what serves; another name when something newer does."""

    def open(self) -> Served:
        """What serves now."""


class FilesServing:
    """The generation that serves in a home."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def current(self) -> str:
        """Folder of the generation."""
        return str(self._home.current())

    def open(self) -> Served:
        """The generation that serves."""
        folder = self._home.current()
        return _Generation(folder, read_manifest(folder))


@dataclass
class _Generation:
    """A generation in files."""

    folder: Path
    manifest: Manifest

    @cached_property
    def library(self) -> Library:
        return Library(self.folder / "library.sqlite")

    @cached_property
    def engine(self) -> SearchEngine:
        from search.engine import SearchEngine

        return SearchEngine.open(self.folder, self.manifest.encoder, self.library)

    @cached_property
    def graph(self) -> GraphStore:
        from graph.kglite_store import KgliteStore

        return KgliteStore.open(self.folder / "graph.kgl")


class ServerServing:
    """What is published on a Neo4j server; the catalogue and the cases are held in this process, passages are not."""

    def __init__(self, store: Neo4jStore) -> None:
        self._store = store

    def current(self) -> str:
        """Name of the published generation, and its slot."""
        publication = self._publication()
        return f"{publication.generation} {publication.slot}"

    def open(self) -> Served:
        """The published generation."""
        return _OnServer(self._store, self._publication())

    def _publication(self) -> Publication:
        from desks.publishing import published

        publication = published(self._store)
        if publication is None:
            raise GraphError("Neo4j 上还没有发布过内容", "请先在建库的机器上运行 anfa publish")
        return publication


@dataclass
class _OnServer:
    """A publication on a server."""

    graph: Neo4jStore
    publication: Publication

    @property
    def manifest(self) -> Manifest:
        return self.publication.manifest

    @cached_property
    def library(self) -> Library:
        from graph.served_shelf import ServedShelf

        return Library(ServedShelf(self.graph, self.publication.slot))

    @cached_property
    def engine(self) -> SearchEngine:
        from search.engine import SearchEngine, encoder_of
        from search.hub import Hub
        from search.served import ServedPassages

        encoder = encoder_of(self.manifest.encoder)
        hub = Hub.build(self.library.violations(), self.library.cases(), encoder)
        passages = ServedPassages(self.graph, self.publication.slot, encoder.dimension)
        return SearchEngine(self.library, passages, hub, encoder)


def connect() -> Neo4jStore:
    """The server that the settings name.

    Raises:
        GraphError: none is named, it cannot be reached, or it refuses.
    """
    from graph.neo4j_store import Neo4jStore

    server = neo4j()
    if server is None:
        advice = "请设置环境变量 ANFA_NEO4J_URI（如 bolt://主机:7687）、ANFA_NEO4J_USER 和 ANFA_NEO4J_PASSWORD"
        raise GraphError("没有指定 Neo4j 服务器", advice)
    return Neo4jStore.connect(server)


def serving_from(backend: Backend, home: Home) -> Serving:
    """The source that a command names; raises like :func:`connect`."""
    return FilesServing(home) if backend == "files" else ServerServing(connect())
