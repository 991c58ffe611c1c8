"""Citations: found in a text, resolved against a library as of a day, and laid over the text again.

The way is that of eyecite: find (:mod:`ingest.citation_grammar`, pure text), resolve (:class:`Resolver`), annotate
(:func:`segments`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from corpus.library import Library
from corpus.model import Document, Kind, Wording
from ingest.citation_grammar import ARTICLE, ITEM, PARAGRAPH, Parts, Reference, find_references
from ingest.citation_lookup import Law, Shelf, Standing
from ingest.citation_names import Sort
from ingest.mentions import title_key

_LOCATOR = re.compile(r"(\d+)(?:-(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?$")
#: The law that a document changes or explains, out of its title.
_TARGET = re.compile(
    r"关于修改.*?[《〈](?P<a>.+?)[》〉].*的决定|^(?P<b>.*?法)修正案|关于[《〈](?P<c>.+?)[》〉].*的解释"
)
_OWN_PAPER = re.compile(r"本(?:决定|修正案|解释)")


@dataclass(frozen=True, slots=True)
class Citation:
    """One provision cited in a text.

    Attributes:
        text: as printed; ``text[start:end]`` of the source. What lies between the ends of a range carries the whole
            range.
        start: offset of the first character.
        end: offset behind the last one.
        law: name of the document as the library calls it; as printed, without 中华人民共和国, where it holds none;
            None where the text does not say which (本法, 前款 without a context).
        article: 97 in 第九十七条; from the context for 本条, 前款.
        sub: 1 in 第一百三十四条之一.
        paragraph: 款, None where none is printed or meant.
        item: 项.
        point: 目.
        status: ``found``; ``no_provision``: the document has no such provision; ``other_version``: the text cites a
            version that does not stand on the day or is not held; ``unknown_document``.
        wording: whose words the provision carries; None without a provision.
        provision: its identifier; the item in the only (failing that, the first) paragraph that has one.
        counterpart: today's provision where another version is cited and a concordance is known.
        note: what a reader must know, in Chinese.
    """

    text: str
    start: int
    end: int
    law: str | None
    article: int | None
    sub: int | None
    paragraph: int | None
    item: int | None
    point: int | None
    status: Standing
    wording: Literal["official", "digest"] | None = None
    provision: str | None = None
    counterpart: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text and the citations that cover it (several where ranges overlap, none in between)."""

    text: str
    citations: tuple[Citation, ...]


def segments(text: str, citations: Iterable[Citation]) -> tuple[Segment, ...]:
    """The text cut at the ends of its citations; joined, the segments are the text."""
    listed = sorted(citations, key=lambda c: (c.start, c.end))
    cuts = sorted({0, len(text)} | {c.start for c in listed} | {c.end for c in listed})
    made: list[Segment] = []
    open_: list[Citation] = []
    following = 0
    for start, end in pairwise(cuts):
        open_ = [c for c in open_ if c.end > start]
        while following < len(listed) and listed[following].start <= start:
            open_.append(listed[following])
            following += 1
        made.append(Segment(text[start:end], tuple(open_)))
    return tuple(made)


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a text stands.

    Attributes:
        name: of the document.
        document: the version, if held.
        parts: numbers of the provision.
        by_articles: whether the document has articles of its own to cite.
        target: the law that an amending or interpreting document speaks of; its 第X条 and 本法 are that law's.
    """

    name: str
    document: Document | None
    parts: Parts | None
    by_articles: bool
    target: str | None = None


@dataclass(slots=True)
class _Last:
    law: Law
    parts: Parts
    sentence: int


class Resolver:
    """Resolves the references of texts against one library as of one day.

    Args:
        library: what is held.
        day: the day the citing text speaks of.
        context: where the text stands, ``安全生产法@2021-06-10#97.1`` or a document alone; a version or a document
            that is not held may be named too.
    """

    def __init__(self, library: Library, day: date, context: str | None = None) -> None:
        self._shelf = Shelf(library, day)
        self._library = library
        self._context = self._place(context) if context else None

    def within(self, context: str) -> Resolver:
        """A resolver for texts that stand elsewhere, with the same library, day and memory of what was looked up."""
        made = copy(self)
        made._context = made._place(context)
        return made

    @property
    def known(self) -> frozenset[str]:
        """Normalised names that are recognised without 《》."""
        return self._shelf.known

    def cite(self, text: str) -> tuple[Citation, ...]:
        """Every citation of the text, by start."""
        made: list[Citation] = []
        last: _Last | None = None
        amended: _Last | None = None
        for reference in find_references(text, self.known):
            law, parts = self._meant(reference, last, amended)
            if law is None:
                continue
            citation = self._citation(reference, law, parts)
            if citation.status == "no_provision" and reference.document is None:
                for other_law, other in self._otherwise(reference, parts, last):
                    again = self._citation(reference, other_law, other)
                    if again.status == "found":
                        citation, law, parts = again, other_law, other
                        break
            last = _Last(law, parts, reference.sentence)
            if not reference.place.quoted:
                amended = last
            made.append(citation)
        return tuple(sorted(made, key=lambda c: (c.start, c.end)))

    # Which law and which numbers are meant

    def _meant(self, reference: Reference, last: _Last | None, amended: _Last | None) -> tuple[Law | None, Parts]:
        document, parts, quoted = reference.document, reference.parts, reference.place.quoted and amended is not None
        same_sentence = last is not None and last.sentence == reference.sentence
        here = self._here(reference, amended)
        if parts.same:  # 该条, 同条
            above = last.parts if last else Parts()
            return (last.law if last else None), _under(above, parts, (parts.back or (0, 0))[0])
        if parts.back or reference.headless:
            placed = here is not None and not reference.tied
            if reference.headless and last and same_sentence and _goes_on(last.parts, reference.unit, placed):
                return last.law, _under(last.parts, parts, reference.unit - 1)
            if here is not None:
                law = self._own(quoted, amended)
                if law.version and parts.back and parts.back[0] == ARTICLE and parts.back[1]:
                    stepped = self._shelf.article_before(law.version, here, parts.back[1])
                    here, parts = stepped or Parts(), replace(parts, back=(ARTICLE, 0))
                return law, _stepped(here, parts)
            if reference.headless:
                if last is None or last.parts.article is None:
                    return None, parts
                return last.law, _under(last.parts, parts, reference.unit - 1)
            return self._own(quoted, amended), replace(parts, back=None)
        if document is None:
            if reference.in_list and last is not None:
                return last.law, parts
            if quoted or (
                self._context and self._context.by_articles and not self._of_others(reference, same_sentence)
            ):
                return self._own(quoted, amended), parts
            carried = reference.carried
            return (self._shelf.named(carried) if carried else self._own(quoted, amended)), parts
        if document.sort is Sort.OWN:
            return self._own(quoted, amended, document.text), parts
        if document.sort is Sort.SAME:
            before = last.law if last else Law(None)
            law = self._shelf.named(reference.carried) if reference.carried else before
            return replace(law, old=law.old or document.old), parts
        return self._shelf.named(document), parts

    def _otherwise(self, reference: Reference, parts: Parts, last: _Last | None) -> Iterator[tuple[Law, Parts]]:
        """What else a reference without a document may mean where the law it stands in has no such provision."""
        if reference.headless and last and last.parts.article:  # 第（四）项 of the article a sentence before
            yield last.law, _under(last.parts, reference.parts, reference.unit - 1)
        elif not reference.headless and not parts.back and parts.article and reference.carried:
            yield self._shelf.named(reference.carried), parts

    def _of_others(self, reference: Reference, same_sentence: bool) -> bool:
        if self._context is None or reference.carried is None or not same_sentence:
            return False
        document = self._context.document
        judicial = document.kind is Kind.JUDICIAL_INTERPRETATION if document else False
        return judicial or self._context.name.startswith("最高人民")

    def _own(self, quoted: bool, amended: _Last | None, printed: str = "") -> Law:
        """The law that 本法 or a bare 第X条 means."""
        if quoted and amended is not None:
            return amended.law
        if self._context is None:
            return Law(None)
        if self._context.target is not None and not _OWN_PAPER.match(printed):
            return Law(self._context.target, bool(self._shelf.held(self._context.target)))
        held = bool(self._shelf.held(self._context.name))
        return Law(self._context.name, held, version=self._context.document, unheld=self._context.document is None)

    def _here(self, reference: Reference, amended: _Last | None) -> Parts | None:
        """The article and paragraph in which the reference itself stands; None where nothing tells."""
        place = reference.place
        if place.quoted and amended is not None:
            if place.article is None:
                base = amended.parts.paragraph or 1
                return Parts(amended.parts.article, amended.parts.sub, base + place.paragraph - 1, place.item)
            return Parts(place.article, place.sub, place.paragraph, place.item)
        if place.article is not None:
            return Parts(place.article, place.sub, place.paragraph, place.item)
        given = self._context.parts if self._context else None
        if given is None or given.paragraph is not None:
            return given
        return replace(given, paragraph=place.paragraph, item=place.item)

    def _place(self, context: str) -> _Context:
        identifier, _, locator = context.strip().partition("#")
        name, _, version = identifier.partition("@")
        document = next((d for d in self._library.documents() if d.id == identifier), None)
        if document is None and not version:
            standing = self._shelf.standing(self._shelf.held(name))
            document = standing or next(iter(self._shelf.held(name)), None)
        numbers = _LOCATOR.match(re.sub(r"\s|~\d+", "", locator))
        parts = None
        if numbers:
            article, sub, paragraph, item, point = (int(n) if n else None for n in numbers.groups())
            parts = Parts(article, sub, paragraph, item, point)
        by_articles = document is None or self._shelf.has_articles(document)
        title = document.title if document else name
        target = _TARGET.search(title)
        if target is not None:
            law = title_key(next(group for group in target.groups() if group))
            law = self._shelf.resolve(law) or law
            return _Context(document.name if document else name, document, None, by_articles, law)
        return _Context(document.name if document else name, document, parts if by_articles else None, by_articles)

    # Provisions

    def _citation(self, reference: Reference, law: Law, parts: Parts) -> Citation:
        status, provision, note = self._shelf.look_up(law, parts)
        wording: Literal["official", "digest"] | None = None
        if provision is not None:
            wording = "digest" if provision.wording is Wording.DIGEST else "official"
        today = self._shelf.counterpart(law, parts, provision) if status == "other_version" else None
        return Citation(
            reference.text, reference.start, reference.end, law.name,
            parts.article, parts.sub, parts.paragraph, parts.item, parts.point,
            status, wording, provision.id if provision else None, today, note,
        )  # fmt: skip


def _goes_on(last: Parts, unit: int, placed: bool) -> bool:
    """Whether 第二款 or 第三项 in the sentence of the last reference belongs to the article named there."""
    if last.article is None:
        return False
    return not placed or (unit == ITEM and (last.item is not None or last.paragraph is not None))


def _under(above: Parts, parts: Parts, depth: int) -> Parts:
    """The numbers of ``parts`` under those of ``above`` down to ``depth``."""
    return Parts(
        above.article,
        above.sub,
        parts.paragraph if parts.paragraph is not None else above.paragraph if depth >= PARAGRAPH else None,
        parts.item if parts.item is not None else above.item if depth >= ITEM else None,
        parts.point,
    )


def _stepped(here: Parts, parts: Parts) -> Parts:
    """本款, 前两款 and 第一项 as seen from ``here``; a step before the first gives no number."""
    if parts.back is None:  # 第二款, 第一项 alone
        return Parts(here.article, here.sub, parts.paragraph, parts.item, parts.point)
    level, steps = parts.back
    if level == ARTICLE:
        article, sub = here.article, here.sub
        if steps and article is not None:
            article, sub = (article, sub - steps or None) if sub and sub >= steps else (article - steps or None, None)
        return Parts(article, sub, parts.paragraph, parts.item, parts.point)
    number = (here.paragraph or 1 if level == PARAGRAPH else here.item or 0) - steps
    if number <= 0:
        return Parts(None, None, parts.paragraph, parts.item, parts.point)
    if level == PARAGRAPH:
        return Parts(here.article, here.sub, number, parts.item, parts.point)
    return Parts(here.article, here.sub, here.paragraph, number, parts.point)
