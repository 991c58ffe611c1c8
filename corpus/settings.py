"""Settings come from the environment, each with the prefix ``ANFA_``."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Folder of the library, graph and indexes: ``ANFA_HOME``, default ``.anfa`` in the working folder."""
    return Path(os.environ.get("ANFA_HOME") or ".anfa").expanduser()


def encoder() -> str | None:
    """A local folder or hub name of a sentence-transformers model (``ANFA_ENCODER``); None is the shipped one."""
    return os.environ.get("ANFA_ENCODER") or None


def iri_base() -> str:
    """What every IRI of an RDF export begins with: ``ANFA_IRI_BASE``; the default is registered nowhere."""
    return os.environ.get("ANFA_IRI_BASE") or "https://w3id.org/anfa/"
