"""The library as citations see it: which document a printed name means, which version, and the provision in it."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.concordance import shipped_concordances
from corpus.library import Library
from corpus.model import Document, Mention, Provision, Status, Unit, Wording
from corpus.statutes import load_selection
from ingest.citation_grammar import Parts
from ingest.citation_names import Named
from ingest.counterparts import counterpart
from ingest.mentions import MentionIndex, find_mentions, resolve_mention, title_key
from ingest.numerals import ordinal, to_chinese

Standing = Literal["found", "no_provision", "other_version", "unknown_document"]
Result = tuple[Standing, Provision | None, str | None]

_TRIAL = re.compile(r"\((?:试行|暂行)\)$")
_NUMBER = re.compile(r"(\d+)(?:-(\d+))?$")
_MOST_PARAGRAPHS = 20


@dataclass(frozen=True, slots=True)
class Law:
    """A document as cited: its name here or as printed, whether held, and the version that the text points to."""

    name: str | None
    held: bool = False
    year: int | None = None
    old: bool = False
    version: Document | None = None  # fixed by the context
    unheld: bool = False  # the context is a version that is not held


class Shelf:
    """One library as of one day, with what was looked up already.

    Args:
        library: what is held.
        day: the day as of which a version is chosen.
        today: the day of counterparts; today by default, or ``day`` where that is later.

    Attributes:
        known: normalised names, titles and aliases of everything held, for the finder.
    """

    def __init__(self, library: Library, day: date, today: date | None = None) -> None:
        self._library = library
        self._day = day
        self._today = today or max(day, date.today())
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
        self._articles: dict[str, list[str]] = {}
        self._looked_up: dict[Hashable, Result] = {}

    def named(self, named: Named) -> Law:
        """The document that a name in a text means."""
        printed = named.stands_for or named.text
        if printed not in self._resolved:
            self._resolved[printed] = self.resolve(printed)
        name = self._resolved[printed]
        return Law(name or _printed(printed), name is not None, named.year, named.old)

    def resolve(self, printed: str) -> str | None:
        """Name of the document held that is called so: by alias, title or 文号; （试行） may be left out."""
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

    def held(self, name: str) -> tuple[Document, ...]:
        """All versions of a document, newest first."""
        if name not in self._versions:
            self._versions[name] = self._library.versions(name)
        return self._versions[name]

    def standing(self, versions: Sequence[Document]) -> Document | None:
        """The version that stands on the day."""
        return next((d for d in versions if d.status_on(self._day) in (Status.IN_FORCE, Status.UNVERIFIED)), None)

    def has_articles(self, document: Document) -> bool:
        """Whether it is a text by 第X条, which may cite its own."""
        first = self.provisions([f"{document.id}#1", f"{document.id}#2"])
        return any(provision.unit is Unit.ARTICLE for provision in first.values())

    def article_before(self, document: Document, here: Parts, steps: int) -> Parts | None:
        """The article so many before, as they stand in the text: 第一百三十四条之一 before 第一百三十五条."""
        if document.id not in self._articles:
            numbers = [p.locator for p in self._library.provisions(document.id) if p.unit is Unit.ARTICLE]
            self._articles[document.id] = [n for n in numbers if _NUMBER.match(n)]
        listed = self._articles[document.id]
        locator = f"{here.article}-{here.sub}" if here.sub else str(here.article)
        place = listed.index(locator) - steps if locator in listed else -1
        number = _NUMBER.match(listed[place]) if place >= 0 else None
        return Parts(int(number[1]), int(number[2]) if number[2] else None) if number else None

    def look_up(self, law: Law, parts: Parts) -> Result:
        """How a citation stands, the provision if there is one, and a note for the reader."""
        key = (law.name, law.year, law.old, law.unheld, law.version and law.version.id, parts)
        if key not in self._looked_up:
            self._looked_up[key] = self._look_up(law, parts)
        return self._looked_up[key]

    def counterpart(self, law: Law, parts: Parts, provision: Provision | None) -> str | None:
        """Today's provision for one cited in another version; None where no concordance tells.

        The older text need not be held where a table is shipped: the table of the version cited, by its year, or of
        the newest one before the day asked about.
        """
        if provision is not None:
            return counterpart(self._library, provision.id, self._today)
        day = str(self._day)
        tables = [c.old for c in shipped_concordances() if c.old.partition("@")[0] == law.name]
        dated = [old for old in tables if old.rpartition("@")[2][:4] == str(law.year or "")]
        older = dated or [old for old in tables if law.year is None and (law.old or old.rpartition("@")[2] <= day)]
        if not older or parts.article is None:
            return None
        article = f"{max(older)}#{parts.article}" + (f"-{parts.sub}" if parts.sub else "")
        paragraph = parts.paragraph or (1 if parts.item else None)
        finer = ".".join(str(n) for n in (article, paragraph, parts.item, parts.point) if n is not None)
        return counterpart(self._library, finer, self._today)

    def _look_up(self, law: Law, parts: Parts) -> Result:
        if law.name is None:
            return "unknown_document", None, "没有说明所引是哪个文件；知道文本出处的，请给出 --context"
        if not law.held:
            return "unknown_document", None, f"库中没有《{law.name}》；库中没有不等于不存在"
        versions = self.held(law.name)
        standing = self.standing(versions)
        cited, remark = self._version(law, versions, standing)
        if cited is None:
            return "other_version", None, remark
        provision, note = self._find(cited, parts)
        if law.version is None and cited is not standing:
            return "other_version", provision, remark
        return ("found" if provision else "no_provision"), provision, note

    def _version(
        self, law: Law, versions: Sequence[Document], standing: Document | None
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
            older = [
                d for d in versions if standing is None or (d.version or date.min) < (standing.version or date.min)
            ]
            return next(iter(older), None), "所引是旧版本" if older else missing
        if standing is not None:
            return standing, None
        past = next((d for d in versions if d.status_on(self._day) is not Status.NOT_YET), None)
        if past is not None:
            ended = "已废止" if past.status_on(self._day) is Status.REPEALED else "已被修改"
            return past, f"《{law.name}》{past.version or ''}版自{past.ended}起{ended}，库中没有{self._day}适用的版本"
        return None, f"《{law.name}》在{self._day}适用的版本不在库中，库中是{held}"

    def _find(self, document: Document, parts: Parts) -> tuple[Provision | None, str | None]:
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
        held = self.provisions([*wanted, base, f"{base}.1"])
        found = [held[i] for i in wanted if i in held]
        article = held.get(base) or held.get(f"{base}.1")
        if found:
            note = found[0].note
            if parts.item is not None and len(found) > 1:
                note = f"{len(found)}款都有{ordinal(parts.item, '项')}，未写明是哪一款，取其首款"
            return found[0], note
        digest = document.wording is Wording.DIGEST
        if article is None:
            if parts.article >= 100_000:  # no law has so many
                return None, "没有这一条"
            label = ordinal(parts.article, "条") + (f"之{to_chinese(parts.sub)}" if parts.sub else "")
            return None, f"库中只有要点，未收{label}" if digest else f"没有{label}"
        if article.wording is Wording.DIGEST:
            return article, "要点未分到款、项，只核到条"
        swapped = self.provisions([f"{base}.1.{parts.paragraph}"]) if parts.item is None else {}
        return None, f"{article.label}没有所引的款、项" + (
            f"；有{ordinal(parts.paragraph or 0, '项')}" if swapped else ""
        )

    def provisions(self, ids: list[str]) -> dict[str, Provision]:
        """Those that exist."""
        return self._library.provisions_by_id(ids)


def _printed(name: str) -> str:
    """A name nobody holds, as it is printed, without marks, 中华人民共和国 and what brackets add behind the title."""
    if name[:1] in "《‹〈":
        closing = max(name.rfind(mark) for mark in "》›〉>＞")
        name = name[1:closing] if closing > 0 else name
    name = re.sub(r"\s", "", name)
    name = re.sub(r"[（(](?:19|20)\d\d年?(?:修正|修订|修改|版|本)*[）)]$", "", name)
    return name.removeprefix("中华人民共和国")
