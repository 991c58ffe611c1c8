"""Nothing is lost: the printed characters of a file are those of its provisions and of what was dropped, in order."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import DocumentText
from ingest.furniture import mask_names
from ingest.readers.lines import RawText, ink


def lost(raw: RawText, documents: Sequence[DocumentText]) -> str | None:
    """Where ``documents`` are not the whole of ``raw``, in words; None where nothing is lost, added or moved.

    Printed characters only: white space and zero-width marks do not count. Names of editors are compared as masked.
    """
    source = "".join(ink(line.text) for line in mask_names(raw.lines))
    kept = "".join(ink(p.full_text) for document in documents for p in document.provisions)
    gone = "".join(ink(d.text) for document in documents for d in document.dropped)
    if len(source) != len(kept) + len(gone):
        return f"{len(source)} characters read, {len(kept)} kept and {len(gone)} dropped"
    # Every way to read source[:i] as a merge, by the number of dropped characters used so far.
    ways = {0}
    for at, char in enumerate(source):
        ways = {used for used in ways if at - used < len(kept) and kept[at - used] == char} | {
            used + 1 for used in ways if used < len(gone) and gone[used] == char
        }
        if not ways:
            return f"at character {at}: …{source[max(0, at - 12) : at]}▮{source[at : at + 12]}…"
    return None
