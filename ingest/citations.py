"""Citations: found in a text, resolved against a library as of a day, and laid over the text again.

The way is that of eyecite: find (:mod:`ingest.citation_grammar`, pure text), resolve (:class:`Resolver`), annotate
(:func:`segments`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from corpus.library import Library
from corpus.model import Document, Kind, Mention, Provision, Status, Wording
from corpus.statutes import load_selection
from ingest.citation_grammar import ARTICLE, ITEM, PARAGRAPH, Parts, Reference, find_references
from ingest.citation_names import Named, Names, Sort
from ingest.mentions import MentionIndex, find_mentions, resolve_mention, title_key
from ingest.numerals import ordinal

Standing = Literal["found", "no_provision", "other_version", "unknown_document"]

_LOCATOR = re.compile(r"(\d+)(?:-(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?$")
_TRIAL = re.compile(r"\((?:试行|暂行)\)$")
#: The law that a document changes or explains, out of its title.
_TARGET = re.compile(r"关于修改.*?[《〈](?P<a>.+?)[》〉].*的决定|^(?P<b>.*?法)修正案|关于[《〈](?P<c>.+?)[》〉].*的解释")
_OWN_PAPER = re.compile(r"本(?:决定|修正案|解释)")
_MOST_PARAGRAPHS = 20


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
    for start, end in zip(cuts, cuts[1:], strict=False):
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


@dataclass(frozen=True, slots=True)
class _Law:
    """A document as cited: its name here or as printed, whether held, and the version that the text points to."""

    name: str | None
    held: bool = False
    year: int | None = None
    old: bool = False
    version: Document | None = None  # fixed by the context
    unheld: bool = False  # the context is a version that is not held


@dataclass(slots=True)
class _Last:
    law: _Law
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
        self._library = library
        self._day = day
        documents = library.documents()
        self._index = MentionIndex.of(documents)
        self._names: dict[str, str] = {title_key(alias): name for alias, name in load_selection().aliases().items()}
        self._trial: dict[str, set[str]] = {}
        for document in documents:
            for key in {title_key(document.name), title_key(document.title)}:
                if (short := _TRIAL.sub("", key)) != key:
                    self._trial.setdefault(short, set()).add(document.name)
        self.known = frozenset({*self._names, *self._index.titles, *self._trial})
        self._versions: dict[str, tuple[Document, ...]] = {}
        self._resolved: dict[str, str | None] = {}
        self._context = self._place(context) if context else None

    def cite(self, text: str) -> tuple[Citation, ...]:
        """Every citation of the text, by start."""
        aliases = Names(text).aliases
        made: list[Citation] = []
        last: _Last | None = None
        amended: _Last | None = None
        for reference in find_references(text, self.known):
            law, parts = self._meant(reference, aliases, last, amended)
            if law is None:
                continue
            citation = self._citation(reference, law, parts)
            if citation.status == "no_provision" and reference.headless and last and last.parts.article:
                # 第（四）项 in a new sentence, of the article named before
                under = _under(last.parts, parts, reference.unit - 1)
                again = self._citation(reference, last.law, under)
                if again.status == "found":
                    citation, law, parts = again, last.law, under
            last = _Last(law, parts, reference.sentence)
            if not reference.place.quoted:
                amended = last
            made.append(citation)
        return tuple(sorted(made, key=lambda c: (c.start, c.end)))

    # Which law and which numbers are meant

    def _meant(
        self, reference: Reference, aliases: dict[str, str], last: _Last | None, amended: _Last | None
    ) -> tuple[_Law | None, Parts]:
        document, parts, quoted = reference.document, reference.parts, reference.place.quoted and amended is not None
        same_sentence = last is not None and last.sentence == reference.sentence
        here = self._here(reference, amended)
        if parts.same and last is not None:  # 该条, 同条
            return last.law, _under(last.parts, parts, (parts.back or (0, 0))[0])
        if parts.back or reference.headless:
            if reference.headless and last and same_sentence and _goes_on(last.parts, reference.unit, here is not None):
                return last.law, _under(last.parts, parts, reference.unit - 1)
            if here is not None:
                return self._own(quoted, amended), _stepped(here, parts, reference.unit)
            if reference.headless:
                return (last.law, _under(last.parts, parts, reference.unit - 1)) if last and last.parts.article else (None, parts)
            return self._own(quoted, amended), replace(parts, back=None)
        if document is None:
            if reference.in_list and last is not None:
                return last.law, parts
            if quoted or (self._context and self._context.by_articles and not self._of_others(reference, same_sentence)):
                return self._own(quoted, amended), parts
            carried = reference.carried
            return (self._named(carried, aliases) if carried else self._own(quoted, amended)), parts
        if document.sort is Sort.OWN:
            return self._own(quoted, amended, document.text), parts
        if document.sort is Sort.SAME:
            law = self._named(reference.carried, aliases) if reference.carried else last.law if last else _Law(None)
            return replace(law, old=law.old or document.old), parts
        return self._named(document, aliases), parts

    def _of_others(self, reference: Reference, same_sentence: bool) -> bool:
        if self._context is None or reference.carried is None or not same_sentence:
            return False
        document = self._context.document
        judicial = document.kind is Kind.JUDICIAL_INTERPRETATION if document else False
        return judicial or self._context.name.startswith("最高人民")

    def _own(self, quoted: bool, amended: _Last | None, printed: str = "") -> _Law:
        """The law that 本法 or a bare 第X条 means."""
        if quoted and amended is not None:
            return amended.law
        if self._context is None:
            return _Law(None)
        if self._context.target is not None and not _OWN_PAPER.match(printed):
            return _Law(self._context.target, bool(self._held(self._context.target)))
        held = bool(self._held(self._context.name))
        return _Law(self._context.name, held, version=self._context.document, unheld=self._context.document is None)

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
            standing = self._standing(self._held(name))
            document = standing or next(iter(self._held(name)), None)
        numbers = _LOCATOR.match(re.sub(r"\s|~\d+", "", locator))
        parts = Parts(*(int(n) if n else None for n in numbers.groups())) if numbers else None
        by_articles = document is None or bool(self._provisions([f"{document.id}#1", f"{document.id}#1.1"]))
        title = document.title if document else name
        target = _TARGET.search(title)
        if target is not None:
            law = title_key(next(group for group in target.groups() if group))
            return _Context(document.name if document else name, document, None, by_articles, self._resolve(law) or law)
        return _Context(document.name if document else name, document, parts if by_articles else None, by_articles)

    # Documents

    def _named(self, named: Named, aliases: dict[str, str]) -> _Law:
        printed = named.text
        for alias, title in aliases.items():
            if title_key(printed) == title_key(alias):
                printed = title
                break
        if printed not in self._resolved:
            self._resolved[printed] = self._resolve(printed)
        name = self._resolved[printed]
        return _Law(name or _printed(printed), name is not None, named.year, named.old)

    def _resolve(self, printed: str) -> str | None:
        mentions = find_mentions(printed)
        mention = mentions[0] if mentions else Mention(printed, printed, None, 0, len(printed))
        if mention.title is None and mention.number is None:
            return None
        if mention.title and (alias := self._names.get(title_key(mention.title))):
            return alias
        if found := resolve_mention(mention, self._index):
            return found
        trial = self._trial.get(title_key(mention.title), set()) if mention.title else set()
        return next(iter(trial)) if len(trial) == 1 else None

    def _held(self, name: str) -> tuple[Document, ...]:
        if name not in self._versions:
            self._versions[name] = self._library.versions(name)
        return self._versions[name]

    def _standing(self, versions: Sequence[Document]) -> Document | None:
        return next((d for d in versions if d.status_on(self._day) in (Status.IN_FORCE, Status.UNVERIFIED)), None)

    # Provisions

    def _citation(self, reference: Reference, law: _Law, parts: Parts) -> Citation:
        status, provision, note = self._look_up(law, parts, reference)
        wording: Literal["official", "digest"] | None = None
        if provision is not None:
            wording = "digest" if provision.wording is Wording.DIGEST else "official"
        return Citation(
            reference.text, reference.start, reference.end, law.name,
            parts.article, parts.sub, parts.paragraph, parts.item, parts.point,
            status, wording, provision.id if provision else None, None, note,
        )  # fmt: skip

    def _look_up(self, law: _Law, parts: Parts, reference: Reference) -> tuple[Standing, Provision | None, str | None]:
        if law.name is None:
            return "unknown_document", None, "没有说明所引是哪个文件；知道文本出处的，请给出 --context"
        if not law.held:
            return "unknown_document", None, f"库中没有《{law.name}》；库中没有不等于不存在"
        versions = self._held(law.name)
        standing = self._standing(versions)
        cited, remark = self._version(law, versions, standing)
        if cited is None:
            return "other_version", None, remark
        provision, note = self._find(cited, parts, reference)
        if law.version is None and cited is not standing:
            return "other_version", provision, remark
        return ("found" if provision else "no_provision"), provision, note

    def _version(
        self, law: _Law, versions: Sequence[Document], standing: Document | None
    ) -> tuple[Document | None, str | None]:
        """The version cited, None where it is not held, with what to say if it is not the standing one."""
        held = "、".join(f"{d.version or '未载日期'}版" for d in versions)
        missing = f"所引是另一版本的《{law.name}》，库中只有{held}"
        if law.version is not None:
            return law.version, None
        if law.unheld:
            return None, missing
        if law.year is not None:
            years = [d for d in versions if law.year in {day.year for day in (d.version, d.effective) if day}]
            cited = standing if standing in years else next(iter(years), None)
            return cited, f"所引是{law.year}年的版本，{self._day}适用的不是这一版本" if cited else missing
        if law.old:
            older = [d for d in versions if standing is None or (d.version or date.min) < (standing.version or date.min)]
            return next(iter(older), None), "所引是旧版本" if older else missing
        if standing is not None:
            return standing, None
        past = next((d for d in versions if d.status_on(self._day) is not Status.NOT_YET), None)
        if past is not None:
            ended = "已废止" if past.status_on(self._day) is Status.REPEALED else "已被修改"
            return past, f"《{law.name}》{past.version or ''}版自{past.ended}起{ended}，库中没有{self._day}适用的版本"
        return None, f"《{law.name}》在{self._day}适用的版本不在库中，库中是{held}"

    def _find(self, document: Document, parts: Parts, reference: Reference) -> tuple[Provision | None, str | None]:
        """The provision with these numbers in one version, and what to say about it."""
        if parts.article is None:
            return None, "没有说明是第几条"
        base = f"{document.id}#{parts.article}" + (f"-{parts.sub}" if parts.sub else "")
        wanted = [base]
        if parts.item is not None:
            paragraphs = [parts.paragraph] if parts.paragraph else range(1, _MOST_PARAGRAPHS + 1)
            tail = f".{parts.item}" + (f".{parts.point}" if parts.point else "")
            wanted = [f"{base}.{p}{tail}" for p in paragraphs]
        elif parts.paragraph is not None:
            wanted = [f"{base}.{parts.paragraph}"]
        held = self._provisions([*wanted, base, f"{base}.1"])
        found = [held[i] for i in wanted if i in held]
        article = held.get(base) or held.get(f"{base}.1")
        if found:
            note = found[0].note
            if parts.item is not None and len(found) > 1:
                note = f"{len(found)}款都有第{parts.item}项，未写明是哪一款，取其首款"
            return found[0], note
        digest = document.wording is Wording.DIGEST
        if article is None:
            label = ordinal(parts.article, "条") + (f"之{parts.sub}" if parts.sub else "")
            return None, f"库中只有要点，未收{label}" if digest else f"没有{label}"
        if article.wording is Wording.DIGEST:
            return article, "要点未分到款、项，只核到条"
        swapped = self._provisions([f"{base}.1.{parts.paragraph}"]) if reference.unit == PARAGRAPH else {}
        return None, f"{article.label}没有所引的款、项" + (f"；有第{parts.paragraph}项" if swapped else "")

    def _provisions(self, ids: list[str]) -> dict[str, Provision]:
        return self._library.provisions_by_id(ids)


def _printed(name: str) -> str:
    """A name nobody holds, as it is printed, without marks, 中华人民共和国 and what brackets add behind the title."""
    if name[:1] in "《‹〈":
        closing = max(name.rfind(mark) for mark in "》›〉>＞")
        name = name[1:closing] if closing > 0 else name
    name = re.sub(r"\s", "", name)
    name = re.sub(r"[（(](?:19|20)\d\d年?(?:修正|修订|修改|版|本)*[）)]$", "", name)
    return name.removeprefix("中华人民共和国")


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


def _stepped(here: Parts, parts: Parts, unit: int) -> Parts:
    """本款, 前两款 and 第一项 as seen from ``here``; a step before the first gives no number."""
    if parts.back is None:  # 第二款, 第一项 alone
        return Parts(here.article, here.sub, parts.paragraph, parts.item, parts.point)
    level, steps = parts.back
    if level == ARTICLE:
        article = here.article - steps if here.article else None
        return Parts(article, None if steps else here.sub, parts.paragraph, parts.item, parts.point)
    if level == PARAGRAPH:
        paragraph = (here.paragraph or 1) - steps
        return Parts(here.article, here.sub, paragraph if paragraph > 0 else None, parts.item, parts.point)
    item = (here.item or 0) - steps
    return Parts(here.article, here.sub, here.paragraph, item if item > 0 else None, parts.point)
