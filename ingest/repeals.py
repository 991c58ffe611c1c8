"""Repeals that a text states (本条例自2024年5月1日起施行。《某某条例》同时废止), and the documents that end by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpus.model import MARGINS, Document, DocumentText, Kind, Mention, Provision, Status, Unit
from ingest.dates import effective_in
from ingest.mentions import MentionIndex, find_mentions, resolve_mention

#: Kinds whose words enact; news and explanations only report.
_ENACTING = frozenset(
    {
        Kind.STATUTE, Kind.REGULATION, Kind.RULE, Kind.LOCAL_REGULATION, Kind.JUDICIAL_INTERPRETATION, Kind.CRITERIA,
        Kind.POLICY,
    }
)  # fmt: skip
_SENTENCE = re.compile(r"[^。；;\n]+")
_REPEALED = re.compile(r"(?:同时|即行|予以|一并|均)+废止|起废止")
#: What may follow a title when the whole document is meant: further titles, commas, the day, and the verb.
_BETWEEN = re.compile(
    r"(?:[、，,和及与以]|以及|自.{0,16}(?:日|时)起|本.{1,8}施行(?:之日|后|时)起?|上述|文件|均|一并|同时|即行|予以|起)*"
)
#: Before the verb, what makes it a repeal in part or none.
_PARTLY = re.compile(r"第[〇零一二三四五六七八九十百千0-9]+[条章节款项]|中的|有关规定|部分|相抵触|不一致|除外|但")
_AMENDED = re.compile(r"修正|修订|修改")


@dataclass(frozen=True, slots=True)
class Repeal:
    """A document that ends because another says so.

    Attributes:
        mention: the repealed document as named.
        provision: where it says so.
        day: first day without it; None where the text does not tell.
    """

    mention: Mention
    provision: Provision
    day: date | None


def find_repeals(text: DocumentText) -> tuple[Repeal, ...]:
    """Documents that ``text`` repeals as a whole, in reading order; repeals in part are not among them."""
    if text.document.kind not in _ENACTING:
        return ()
    return tuple(
        Repeal(mention, provision, _day(text, provision))
        for provision in text.provisions
        if "废止" in provision.full_text
        for mention in _repealed(provision.full_text)
    )


def with_repeals(texts: Iterable[DocumentText]) -> list[DocumentText]:
    """The same texts in the same order; what one held text repeals ends on that day.

    A text that repeals its own predecessor under the same name is not meant: those are versions of one document.
    An end that comes earlier is kept, and so is a text made after the repeal.
    """
    listed = list(texts)
    index = MentionIndex.of(text.document for text in listed)
    ends: dict[str, tuple[date, DocumentText, Repeal]] = {}
    for text in listed:
        for repeal in find_repeals(text):
            name = resolve_mention(repeal.mention, index)
            if name is not None and name != text.document.name and repeal.day is not None:
                before = ends.get(name)
                if before is None or repeal.day < before[0]:
                    ends[name] = (repeal.day, text, repeal)
    return [
        replace(text, document=_ended(text.document, *ends[text.document.name])) if text.document.name in ends else text
        for text in listed
    ]


def _ended(document: Document, day: date, by: DocumentText, repeal: Repeal) -> Document:
    if document.version is None or document.version >= day or (document.ended is not None and document.ended <= day):
        return document
    article = repeal.provision.label.partition("款")[0] if repeal.provision.label.startswith("第") else ""
    article = re.sub(r"(条(?:之[一二三四五六七八九十]+)?).*", r"\1", article)
    note = f"自{day}起废止（《{by.document.name}》{article}）"
    return replace(document, ended=day, ended_as=Status.REPEALED, notes=(*document.notes, note))


def _repealed(words: str) -> Iterator[Mention]:
    for sentence in _SENTENCE.finditer(words):
        verb = _last(_REPEALED, sentence.group())
        if verb is None:
            continue
        clause = sentence.group()[: verb.start()]
        mentions = [m for m in find_mentions(clause) if m.title or m.number]
        outside = _without(clause, mentions)
        if mentions and not _PARTLY.search(outside) and _BETWEEN.fullmatch(clause[mentions[-1].end :].strip()):
            yield from (replace(m, start=m.start + sentence.start(), end=m.end + sentence.start()) for m in mentions)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _without(text: str, mentions: Sequence[Mention]) -> str:
    """The words that stand outside the titles."""
    for mention in reversed(mentions):
        text = text[: mention.start] + text[mention.end :]
    return text


def _day(text: DocumentText, provision: Provision) -> date | None:
    """The day printed beside the repeal; else that of the document, if this is its first wording."""
    if printed := effective_in([provision.full_text]):
        return printed[-1]
    document = text.document
    if provision.unit is Unit.PARAGRAPH:
        beside = [p.full_text for p in text.provisions if p.parent_id == provision.parent_id]
        if printed := effective_in(beside):
            return printed[-1]
    head = "".join(p.full_text for p in text.provisions if p.unit in MARGINS)
    later = document.published is not None and document.version is not None and document.published < document.version
    first_wording = bool(head) and not later and not _AMENDED.search(head)
    return document.effective if first_wording else None
