"""Every error a user can meet: one Chinese line that says what is wrong, one that says what to do."""

from __future__ import annotations


class AnfaError(Exception):
    """Base of all expected failures.

    Args:
        problem: what is wrong, in Chinese, without a final stop.
        advice: what the user can do about it, in Chinese, without a final stop.
    """

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.problem}。{self.advice}。"


class IngestError(AnfaError):
    """A file that cannot become a document; the rest of a batch goes on."""


class DuplicateDocumentError(IngestError):
    """The same text, or the same version of the same document, is already in the library."""


class DataPackageError(AnfaError):
    """The statute database is absent or is not the one this version was checked against."""


class CorpusError(AnfaError):
    """A shipped data file breaks its schema."""


class LibraryError(AnfaError):
    """The library on disk is absent, damaged, locked or of another version."""


class NotFoundError(AnfaError):
    """Nothing in the library carries this identifier; that does not prove that it does not exist."""


class QueryError(AnfaError):
    """A search text or a filter that cannot be answered as given."""


class GraphError(AnfaError):
    """The graph store refused an operation."""


class EncoderError(AnfaError):
    """The configured sentence encoder cannot be loaded."""
