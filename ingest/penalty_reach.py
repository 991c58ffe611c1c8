"""Which penalties of an article hit one of its provisions."""

from __future__ import annotations

from corpus.model import Outline, Provision, Unit
from ingest.penalties import PenaltyClause, read_penalties

_ITEMS = frozenset({Unit.ITEM, Unit.SUBITEM})


def penalties_on(outline: Outline, provision: Provision, whole: PenaltyClause | None = None) -> PenaltyClause:
    """What a provision threatens; of an item, what hits its conduct.

    Args:
        outline: of the document.
        provision: an article, or a paragraph or item in one.
        whole: the penalties of its article where they are read already.
    """
    if whole is None:
        whole = read_penalties(outline, article_of(outline, provision).id)
    if provision.unit is Unit.ARTICLE:
        return whole
    if provision.unit in _ITEMS:
        return _of_item(outline, provision, whole)
    within = {each.id for each in outline.subtree(provision.id)}
    return PenaltyClause(
        tuple(p for p in whole.penalties if p.provision in within or p.governs in within),
        tuple(u for u in whole.unparsed if u.provision in within),
    )


def article_of(outline: Outline, provision: Provision) -> Provision:
    """The article that a provision stands in; itself where it stands in none."""
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
