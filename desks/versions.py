"""Which versions of a document there are, which one stands on a day, and what one changed against another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.concordance import Row
from corpus.errors import NotFoundError
from corpus.library import Library
from corpus.model import Document, Status, short_title
from corpus.replacements import KnownVersion, Replacements, is_text_of, load_replacements
from ingest.counterparts import concordance


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a document, its text held or not.

    Attributes:
        name: name of the document.
        id: document id; of a text that is not held the id that it would have, None while its day is unknown.
        held: whether its text is in the library.
        number: 文号 under which it is cited.
        order: the order that made this text, where that is another one.
        version: day of publication or adoption; None where no source says.
        effective: first day in force; None where no source says.
        ended: first day no longer in force.
        ended_as: how it ended.
        status: its standing on the day asked about.
        source: where the dates are from.
        notes: warnings, in Chinese.
    """

    name: str
    id: str | None
    held: bool
    number: str | None
    order: str | None
    version: date | None
    effective: date | None
    ended: date | None
    ended_as: Status | None
    status: Status
    source: str
    notes: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether it is, or may be, in force on the day asked about."""
        return self.status in (Status.IN_FORCE, Status.UNVERIFIED)

    def sentence(self) -> str:
        """One line in Chinese for a reader: which text this is, and whether it can be shown."""
        days = [f"{self.version}公布"] if self.version else []
        days.append(f"{self.effective}起施行" if self.effective else "施行日期没有查到")
        said = f"《{self.name}》{self.order or self.number or ''}（{'，'.join(days)}）：{self.status}"
        return said if self.held else f"{said}；库中没有其文本，请核对官方原文"


def versions_of(
    library: Library, name: str, day: date, replacements: Replacements | None = None
) -> tuple[VersionLine, ...]:
    """Every version known of the document of that name, title or number, held or not, the newest first.

    Args:
        library: the documents held.
        name: as :meth:`corpus.library.Library.versions` takes it.
        day: the day on which the standing is asked.
        replacements: versions known by their dates; the shipped ones by default.

    Raises:
        NotFoundError: neither a text nor a date is known of such a document.
    """
    known = load_replacements() if replacements is None else replacements
    held = library.versions(name)
    listed = _known(known, held[0].name if held else name)
    if listed and not held:
        held = library.versions(listed[0].name)  # asked for by the number of a text that is not held
    missing = [k for k in listed if not any(is_text_of(document, k) for document in held)]
    placed = [(document.version or document.effective, _of_document(document, listed, day)) for document in held]
    placed += [(k.placed, _of_known(k, listed, day)) for k in missing]
    if not placed:
        raise NotFoundError(f"库中没有文件 {name}", "请用 anfa status 查看已有文件；库中没有不等于不存在")
    return tuple(line for _, line in sorted(placed, key=lambda pair: pair[0] or date.min, reverse=True))


def version_in_force(
    library: Library, name: str, day: date, replacements: Replacements | None = None
) -> VersionLine | None:
    """The version that stands on ``day``, though its text may be missing (see ``held``); None where none does.

    Raises:
        NotFoundError: as :func:`versions_of`.
    """
    lines = versions_of(library, name, day, replacements)
    sure = [line for line in lines if line.status is Status.IN_FORCE]
    return next(iter(sure or [line for line in lines if line.stands]), None)


def compare(library: Library, id_a: str, id_b: str) -> tuple[Row, ...]:
    """The concordance of two versions article by article, the older first whatever the order asked.

    Raises:
        NotFoundError: one of the texts is not held, and no table for the two is shipped.
    """
    older, newer = sorted((id_a, id_b), key=lambda key: key.rpartition("@")[2])
    found = concordance(library, older, newer)
    if found is None:
        held = {document.id for document in library.documents()}
        lacking = "、".join(key for key in (older, newer) if key not in held)
        raise NotFoundError(f"没有 {lacking} 的文本，也没有现成的条文对照表", "请收录该文本（anfa ingest）后再比对")
    return found.rows


def _known(replacements: Replacements, name: str) -> tuple[KnownVersion, ...]:
    wanted = short_title(name.strip().strip("《》"))
    if wanted in replacements:
        return replacements[wanted]
    return next((vs for vs in replacements.values() if any(wanted in (v.number, v.order) for v in vs)), ())


def _of_document(document: Document, known: tuple[KnownVersion, ...], day: date) -> VersionLine:
    own = next((k for k in known if is_text_of(document, k)), None)
    return VersionLine(
        name=document.name,
        id=document.id,
        held=True,
        number=document.number or (own.number if own else None),
        order=own.amended_by if own else None,
        version=document.version,
        effective=document.effective,
        ended=document.ended,
        ended_as=document.ended_as,
        status=document.status_on(day),
        source=document.source,
        notes=document.notes,
    )


def _of_known(known: KnownVersion, listed: tuple[KnownVersion, ...], day: date) -> VersionLine:
    following = next(iter(listed[listed.index(known) + 1 :]), None)
    ended = following.begins if following else None
    if (first := known.begins or known.seen) is not None and day < first:
        status = Status.NOT_YET
    elif known.begins is None:
        status = Status.UNVERIFIED
    elif following is not None and ended is not None and day >= ended:
        status = following.ends
    else:
        # Its successor has no known first day: this one may be in force still.
        status = Status.UNVERIFIED if following is not None and ended is None else Status.IN_FORCE
    return VersionLine(
        name=known.name,
        id=known.id,
        held=False,
        number=known.number,
        order=known.amended_by,
        version=known.version,
        effective=known.effective,
        ended=ended,
        ended_as=following.ends if following is not None and ended is not None else None,
        status=status,
        source=known.basis,
        notes=("只知道文号和日期，文本没有收录",),
    )
