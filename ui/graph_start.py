"""From what a reader types to a node of the graph: an id, a name, or words that tell of a violation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from corpus.errors import NotFoundError
from corpus.library import Library
from graph.neighbourhood import Neighbourhood, neighbourhood
from graph.store import GraphStore

#: Most nodes drawn, and most further violations named where words led to one.
MOST, OTHERS = 50, 4
#: What is meant as an id: it is found or not, its words are not searched.
_ID = re.compile(r"案例-\S+|[a-z0-9-]+/[a-z0-9-]*|\S*[#@]\S*")


@dataclass(frozen=True, slots=True)
class Start:
    """The neighbourhood found, and how.

    Attributes:
        around: nodes and ties.
        words: what was typed, where the words led to the middle; empty where it was named.
        others: (id, name) of the violations that came next.
    """

    around: Neighbourhood
    words: str = ""
    others: tuple[tuple[str, str], ...] = ()


def start(
    text: str, store: GraphStore, library: Library, day: date, violations: Callable[[str], tuple[str, ...]]
) -> Start:
    """What stands around the node that ``text`` means.

    Args:
        text: as typed, not empty.
        store: the graph.
        library: the texts of the same build.
        day: the day that decides which version a reference without one means.
        violations: ids of the violations that words tell of, the likeliest first.

    Raises:
        NotFoundError: nothing by that id or name, and no violation that the words tell of.
        QueryError: the words cannot be searched.
    """
    for key in _named(text, library, day):
        try:
            return Start(neighbourhood(store, key, MOST))
        except NotFoundError:
            continue
    if _ID.fullmatch(text):
        raise NotFoundError(f"图谱中没有“{text[:40]}”", "请核对编号；库中没有不等于不存在")
    found = violations(text)
    if not found:
        raise NotFoundError(f"图谱中没有“{text[:40]}”，也没有相近的违法行为", "请换一种说法，写出设备、岗位或行为")
    others = tuple((key, library.violation(key).name) for key in found[1 : OTHERS + 1])
    return Start(neighbourhood(store, found[0], MOST), text, others)


def _named(text: str, library: Library, day: date) -> Iterator[str]:
    """Ids that the text may stand for, the plainest reading first."""
    yield text
    if "#" in text:
        criteria = [criterion for criterion in library.criteria() if criterion.reference == text]
        yield from (criterion.id for criterion in sorted(criteria, key=lambda c: c.ended is not None))
        yield library.resolve(text, day).id
    yield from (document.name for document in library.versions(text)[:1])
    yield from _industries(text)
    for listed in (library.violations(), library.cases()):
        yield from (each.id for each in listed if each.name == text)


def _industries(text: str) -> Iterator[str]:
    from corpus.industries import industry_lexicon

    for industry in industry_lexicon().industries:
        if text in (industry.name, *industry.words):
            yield industry.id
