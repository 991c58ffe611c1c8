"""From an article of an older version to the one that answers to it today."""

from __future__ import annotations

from datetime import date
from weakref import WeakKeyDictionary

from corpus.concordance import Concordance, shipped_concordances
from corpus.errors import NotFoundError
from corpus.library import Library
from ingest.concordance import align

_aligned: WeakKeyDictionary[Library, dict[tuple[str, str], Concordance]] = WeakKeyDictionary()


def concordance(library: Library, old: str, new: str) -> Concordance | None:
    """The concordance of two versions: of the texts where both are held, else a shipped table, else None.

    Args:
        library: where the texts are; what was aligned once is kept for as long as it lives.
        old: document id of the older version.
        new: document id of the newer version.
    """
    held = {document.id for document in library.documents()}
    if {old, new} <= held:
        known = _aligned.setdefault(library, {})
        if (old, new) not in known:
            known[old, new] = align(library.text(old), library.text(new))
        return known[old, new]
    return next((c for c in shipped_concordances() if (c.old, c.new) == (old, new)), None)


def counterpart(library: Library, provision_id: str, day: date) -> str | None:
    """Id of the provision that stands on ``day`` where ``provision_id`` stood in its own version.

    The text of the older version need not be held where a table is shipped. A provision of the version that stands
    on ``day`` is its own counterpart. As fine as is known: at least the article, else None. None also where the
    article is gone, where the two have too little in common to be sure, and for a version newer than that of ``day``.

    Args:
        library: the documents held.
        provision_id: with its version, ``安全生产法@2014-08-31#94.1.4``.
        day: the day asked about.
    """
    document, _, locator = provision_id.partition("#")
    name, _, version = document.rpartition("@")
    if not (name and version and locator):
        return None
    try:
        target = library.version_on(name, day)
    except NotFoundError:
        return None
    if target.id == document:
        return provision_id if library.provisions_by_id([provision_id]) else None
    if target.version is None or version >= target.version.isoformat():
        return None
    for step in _steps(library, document, target.id):
        found = step.counterpart(provision_id)
        if found is None:
            return None
        provision_id = found
    return provision_id if provision_id.startswith(f"{target.id}#") else None


def _steps(library: Library, old: str, new: str) -> list[Concordance]:
    """Straight from one to the other, or by way of the version to which a shipped table leads."""
    if (straight := concordance(library, old, new)) is not None:
        return [straight]
    for table in shipped_concordances():
        if table.old == old and (onward := concordance(library, table.new, new)) is not None:
            return [table, onward]
    return []
