"""The citation desk: which provisions a text cites, and whether they are there."""

from __future__ import annotations

from datetime import date

from corpus.library import Library
from ingest.citations import Citation, Resolver


def cite(library: Library, text: str, day: date, context: str | None = None) -> tuple[Citation, ...]:
    """Every provision cited in a text, by where it stands.

    Args:
        library: what is held.
        text: any text; offsets of the citations are into it, as given.
        day: as of which day versions are chosen.
        context: where the text itself stands, for 本法, 本条, 前款: a provision
            (``安全生产法@2021-06-10#97.1``) or a document; None where it stands nowhere.

    Returns:
        One citation for every provision; lists and ranges are expanded. A document named without a provision is
        no citation.
    """
    return Resolver(library, day, context).cite(text)


def as_json(citation: Citation) -> dict[str, object]:
    """The keys that ``anfa cite --json`` prints."""
    keys = ("text", "start", "end", "law", "article", "sub", "paragraph", "item", "status", "wording", "provision")
    return {key: getattr(citation, key) for key in keys}
