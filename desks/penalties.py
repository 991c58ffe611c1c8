"""The penalties desk: what threatens under a provision of the library."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from corpus.library import Library
from corpus.model import Outline, Penalty, Provision, Unit
from ingest.penalties import PenaltyClause, read_penalties

_ITEMS = frozenset({Unit.ITEM, Unit.SUBITEM})


def penalties_of(library: Library, provision_id: str, day: date) -> tuple[Penalty, ...]:
    """Penalties that a provision sets, in reading order; of an item, those that hit its conduct.

    Args:
        library: where the provision is.
        provision_id: with or without a version, as :meth:`corpus.library.Library.resolve` takes it.
        day: the day asked about, which picks the version where none is named.

    Raises:
        NotFoundError: no such document or provision here.
    """
    return clause_of(library, provision_id, day).penalties


def clause_of(library: Library, provision_id: str, day: date) -> PenaltyClause:
    """The same with the stretches of the clause that were not understood.

    Raises:
        NotFoundError: as :func:`penalties_of`.
    """
    provision = library.resolve(provision_id, day)
    outline = library.outline(provision.document_id)
    whole = read_penalties(outline, _article(outline, provision).id)
    if provision.unit is Unit.ARTICLE:
        return whole
    if provision.unit in _ITEMS:
        return _of_item(outline, provision, whole)
    within = {each.id for each in outline.subtree(provision.id)}
    return PenaltyClause(
        tuple(p for p in whole.penalties if p.provision in within or p.governs in within),
        tuple(u for u in whole.unparsed if u.provision in within),
    )


def as_json(penalty: Penalty) -> dict[str, object]:
    """A penalty as ``anfa penalties --json`` prints it."""
    return asdict(penalty) | {"stage": penalty.stage.value}


def _article(outline: Outline, provision: Provision) -> Provision:
    above = (p for p in outline.ancestors(provision.id) if p.unit is Unit.ARTICLE)
    return provision if provision.unit is Unit.ARTICLE else next(above, provision)


def _of_item(outline: Outline, item: Provision, whole: PenaltyClause) -> PenaltyClause:
    while (parent := outline[item.parent_id] if item.parent_id else item).unit in _ITEMS:
        item = parent  # a 目 is hit by what hits its 项
    number = int(item.locator.rpartition(".")[2].partition("~")[0])
    lists = {parent.id, item.id}
    return PenaltyClause(
        tuple(p for p in whole.penalties if p.governs in lists and (not p.items or number in p.items)),
        tuple(u for u in whole.unparsed if u.provision in lists),
    )
