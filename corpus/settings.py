"""Settings come from the environment, each with the prefix ``ANFA_``."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

#: Where answers come from: the library in ``ANFA_HOME``, or what is published on a Neo4j server.
Backend = Literal["files", "neo4j"]


def home() -> Path:
    """Folder of the library, graph and indexes: ``ANFA_HOME``, default ``.anfa`` in the working folder."""
    return Path(os.environ.get("ANFA_HOME") or ".anfa").expanduser()


def encoder() -> str | None:
    """A local folder or hub name of a sentence-transformers model (``ANFA_ENCODER``); None is the shipped one."""
    return os.environ.get("ANFA_ENCODER") or None


def iri_base() -> str:
    """What every IRI of an RDF export begins with: ``ANFA_IRI_BASE``; the default is registered nowhere."""
    return os.environ.get("ANFA_IRI_BASE") or "https://w3id.org/anfa/"


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """Where a Neo4j server answers, and as whom; ``database`` None is the user's home database."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str | None = None


def neo4j() -> Neo4jServer | None:
    """The server that ``ANFA_NEO4J_URI``, ``_USER`` (default neo4j), ``_PASSWORD`` and ``_DATABASE`` name; None without a URI."""
    uri = os.environ.get("ANFA_NEO4J_URI")
    if not uri:
        return None
    user, password = (os.environ.get(f"ANFA_NEO4J_{name}") for name in ("USER", "PASSWORD"))
    return Neo4jServer(uri, user or "neo4j", password or "", os.environ.get("ANFA_NEO4J_DATABASE") or None)
