"""Which text carries out which document: its grounds of higher rank, and the policies of the line above on the same matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from corpus.model import Document, Kind
from graph.rows import BY_ALIAS, edge
from graph.schema import Origin
from graph.store import Row
from ingest.agencies import line_above

#: Rank of a kind of document; a text implements its grounds of higher rank.
_RANK = {
    Kind.STATUTE: 4,
    Kind.REGULATION: 3,
    Kind.RULE: 2,
    Kind.LOCAL_REGULATION: 2,
    Kind.CRITERIA: 1,
    Kind.POLICY: 1,
}
#: What a title says besides its matter: who, when, of what kind.
_NOT_THE_MATTER = re.compile(
    r"^.{2,16}?(?:局|厅|部|委员会|政府)(?=关于|\d|印发)|\d{4}年?|关于|印发|的|《|》|（.*?）|通知"
)
#: Least share of pairs of characters that two titles on one matter have in common, and how sure that makes us.
_SAME_MATTER, _BY_MATTER = 0.5, 0.5


class Ground(Protocol):
    """A document named as ground by a provision of another."""

    @property
    def document(self) -> Document: ...  # noqa: D102
    @property
    def provision_id(self) -> str: ...  # noqa: D102
    @property
    def target(self) -> str: ...  # noqa: D102


def implementing(documents: Sequence[Document], grounds: Iterable[Ground]) -> list[Row]:
    """Rows of IMPLEMENTS, from a version to a document, each pair once; a stated ground before a likely one.

    Args:
        documents: every version held.
        grounds: what they name as their ground.
    """
    held = {document.name: document for document in documents}
    rows: dict[tuple[str, str], Row] = {}
    for ground in grounds:
        if _stands_above(held.get(ground.target), ground.target, ground.document):
            row = edge(ground.document.id, ground.target, Origin.DERIVED, BY_ALIAS, provision=ground.provision_id)
            rows.setdefault((ground.document.id, ground.target), row)
    policies = [document for document in documents if document.kind is Kind.POLICY]
    for lower in policies:
        for higher in policies:
            if lower.name != higher.name and _carries_on(lower, higher):
                row = edge(lower.id, higher.name, Origin.DERIVED, _BY_MATTER)
                rows.setdefault((lower.id, higher.name), row)
    return list(rows.values())


def _stands_above(target: Document | None, name: str, document: Document) -> bool:
    """Whether a ground is of higher rank, or a policy of a wider region."""
    own = _RANK.get(document.kind, 0)
    if target is None:
        above = 4 if name.endswith(("法", "条例")) else 1
        return own > 0 and above >= own
    above = _RANK.get(target.kind, 0)
    held_in = "" if target.region == "全国" else target.region
    wider = target.region != document.region and document.region.startswith(held_in)
    return own > 0 and (above > own or (above == own and wider))


def _carries_on(lower: Document, higher: Document) -> bool:
    """A later policy of an agency below, on the same matter by its title, that names no ground: 达州 of 应急〔2021〕23号."""
    if _day(higher) is None or (_day(lower) or date.min) <= (_day(higher) or date.max):
        return False
    line = {above for issuer in lower.issuers for above in line_above(issuer, lower.region)}
    return bool(line & set(higher.issuers)) and _likeness(lower.title, higher.title) >= _SAME_MATTER


def _day(document: Document) -> date | None:
    return document.version or document.published


def _likeness(one: str, other: str) -> float:
    pairs = [{t[i : i + 2] for i in range(len(t) - 1)} for t in (_NOT_THE_MATTER.sub("", x) for x in (one, other))]
    both = len(pairs[0] | pairs[1])
    return len(pairs[0] & pairs[1]) / both if both else 0.0
