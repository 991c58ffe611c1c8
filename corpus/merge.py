"""The official text takes the place of the digest of the same document, under the same identifiers."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from corpus.model import Document, DocumentText, Wording

_T = TypeVar("_T")


def merge_official(digest: DocumentText, official: DocumentText) -> DocumentText:
    """The official wording with what only the digest knew about the document.

    Provisions and their order are the official ones; a provision keeps the digest's warning and end date where
    the official text has none. A digest entry whose locator the official text lacks is reported in ``warnings``
    with its words. Merging the result again changes nothing.

    Args:
        digest: the digest, possibly one already reported on.
        official: the ingested text with the same document id.

    Raises:
        ValueError: the two are not the same version of one document, or ``official`` is itself a digest.
    """
    if digest.document.id != official.document.id:
        raise ValueError(f"not the same document: {digest.document.id}, {official.document.id}")
    if official.document.wording is not Wording.OFFICIAL:
        raise ValueError(f"not an official text: {official.document.id}")
    known = {provision.id: provision for provision in digest.provisions}
    provisions = tuple(
        replace(
            provision,
            note=provision.note or ours.note,
            ended=provision.ended or ours.ended,
        )
        if (ours := known.get(provision.id)) is not None
        else provision
        for provision in official.provisions
    )
    printed = {provision.id for provision in official.provisions}
    lost = tuple(
        f"官方原文没有与要点“{provision.label}”（{provision.locator}）对应的条款，要点未并入：{provision.text}"
        for provision in digest.provisions
        if provision.id not in printed and provision.text
    )
    return DocumentText(
        document=_document(digest.document, official.document),
        provisions=provisions,
        dropped=_once(digest.dropped, official.dropped),
        warnings=_once(digest.warnings, official.warnings, lost),
    )


def _document(digest: Document, official: Document) -> Document:
    """The official text with the digest's facts, which were checked by hand, where it has them.

    What a parser reads in a printed head is weaker: amended rules print the first order's number and the first
    施行日期.
    """
    source = official.source
    if digest.source not in source:
        source = f"{source}；要点来源：{digest.source}"
    return replace(
        official,
        kind=digest.kind,
        source=source,
        number=digest.number or official.number,
        issuers=digest.issuers or official.issuers,
        region=digest.region,
        published=digest.published or official.published,
        effective=digest.effective or official.effective,
        ended=digest.ended or official.ended,
        ended_as=digest.ended_as or official.ended_as,
        status_as_of=digest.status_as_of or official.status_as_of,
        notes=_once(official.notes, tuple(note for note in digest.notes if not note.startswith("要点不全"))),
    )


def _once(*parts: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))
