"""What one text in the library says about another: a later version ends the one before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from corpus.model import Document, DocumentText, Status


def chained(texts: Iterable[DocumentText]) -> list[DocumentText]:
    """The same texts in the same order; of one name, each version ends when the next begins.

    An end that a source states is kept. Where the next version does not say since when it is in force, its own date
    is taken, as :meth:`corpus.model.Document.status_on` does. Undated texts are left alone.
    """
    listed = list(texts)
    by_name: defaultdict[str, list[Document]] = defaultdict(list)
    for text in listed:
        if text.document.version is not None:
            by_name[text.document.name].append(text.document)
    ended: dict[str, Document] = {}
    for versions in by_name.values():
        versions.sort(key=lambda d: (str(d.version), d.id))
        for older, newer in pairwise(versions):
            if older.ended is None:
                end = newer.effective or newer.version
                ended[older.id] = replace(older, ended=end, ended_as=Status.AMENDED)
    return [replace(t, document=ended[t.document.id]) if t.document.id in ended else t for t in listed]
