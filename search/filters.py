"""Which versions and provisions a search may answer from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.errors import QueryError
from corpus.model import Document, Kind, Status, Wording
from corpus.regions import province_of

#: Standing that counts as usable on the day asked for; 效力待核 is shown with its label.
STANDING = frozenset({Status.IN_FORCE, Status.UNVERIFIED})
#: Their words live on in the law they change; alone they quote text that a later change may have replaced.
_CHANGES = frozenset({Kind.AMENDMENT, Kind.AMENDING_DECISION})


@dataclass(frozen=True, slots=True)
class Scope:
    """What filters leave of a library.

    Attributes:
        documents: ids of the versions that may be answered from.
        standing_on: leave out provisions that ended by this day; None to keep them.
    """

    documents: frozenset[str]
    standing_on: date | None


@dataclass(frozen=True, slots=True)
class Filters:
    """Limits on a search; the default is everything that stands on ``day``.

    Attributes:
        day: the day asked about; standing is judged as of it.
        kinds: kinds of document; empty for all but amendments, which are searched when asked for by kind.
        region: ``全国``, a province or a place within one; None for all. A place also takes what holds nationwide.
        standing_only: leave out what is not yet, or no longer, in force on ``day``.
        wording: official text or digests only; None for both.
    """

    day: date
    kinds: frozenset[Kind] = frozenset()
    region: str | None = None
    standing_only: bool = True
    wording: Wording | None = None

    def scope(self, documents: Iterable[Document]) -> Scope:
        """What these limits leave of the documents."""
        return Scope(frozenset(d.id for d in documents if self.admits(d)), self.day if self.standing_only else None)

    def admits(self, document: Document) -> bool:
        """Whether passages of ``document`` may be answered."""
        return (
            (document.kind in self.kinds if self.kinds else document.kind not in _CHANGES)
            and (self.region is None or covers(document.region, self.region))
            and (not self.standing_only or document.status_on(self.day) in STANDING)
            and (self.wording is None or document.wording is self.wording)
        )


def checked_region(text: str | None) -> str | None:
    """The region to filter by; None where none is given.

    Raises:
        QueryError: not a region of China as it is written in the library.
    """
    region = (text or "").strip()
    if region and region != "全国" and province_of(region) is None:
        raise QueryError(f"不认识的地区“{region[:20]}”", "请写省级简称，如 江苏、四川、新疆，或加上城市，如 四川达州")
    return region or None


def covers(held: str, asked: str) -> bool:
    """Whether a text that holds in ``held`` matters to who asks for ``asked``.

    A rule of 江苏 holds in 江苏南京; one of 四川达州 is of interest to who asks for 四川; 全国 holds everywhere.
    """
    return held == "全国" or asked.startswith(held) or (asked != "全国" and held.startswith(asked))
