"""Where the words of a query stand in a text."""

from __future__ import annotations

from collections.abc import Iterable

from search.lexical import normalise, tokens

#: Pairs of these carry no meaning of their own and are not worth marking.
_FUNCTION = frozenset("的了在是和与或及对等有无未不就被把从向为以之其该所上下中内个着过还也都很没")


def spans(text: str, query: str, legal_terms: Iterable[str] = ()) -> tuple[tuple[int, int], ...]:
    """Stretches of ``text`` that share two or more characters with the query, or a legal term it stands for.

    Args:
        text: the text shown.
        query: what the user typed.
        legal_terms: terms of law that the query's spoken words stand for.

    Returns:
        Sorted, disjoint (start, end) offsets into ``text``.
    """
    haystack = normalise(text)
    if len(haystack) != len(text):  # a ligature or unit sign grew under NFKC: offsets would not fit
        haystack = text
    wanted = {t for t in tokens(query) if len(t) > 1 and not (len(t) == 2 and set(t) <= _FUNCTION)}
    wanted.update(normalise(term) for term in legal_terms)
    marked = bytearray(len(haystack))
    for term in wanted:
        at = haystack.find(term)
        while at >= 0:
            marked[at : at + len(term)] = b"\1" * len(term)
            at = haystack.find(term, at + 1)
    return _runs(marked)


def _runs(marked: bytearray) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    start = marked.find(1)
    while start >= 0:
        end = marked.find(0, start)
        end = len(marked) if end < 0 else end
        found.append((start, end))
        start = marked.find(1, end)
    return tuple(found)
