"""A provision while the outline of a law is still being read, and how drafts become provisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.model import Provision, Unit, provision_id
from ingest.numerals import ordinal, to_chinese


@dataclass(slots=True, eq=False)
class Draft:
    """A provision while its text may still grow; ``key`` continues the locator of the parent if ``nested``."""

    unit: Unit
    key: str
    parent: Draft | None = None
    number: int = 0
    sub: int = 0
    marker: str = ""
    heading: str = ""
    text: str = ""
    nested: bool = True
    locator: str = ""
    children: list[Draft] = field(default_factory=list)

    def label(self) -> str:
        """As an inspector writes it."""
        parent = self.parent.label() if self.parent else ""
        match self.unit:
            case Unit.FRONT | Unit.BACK:
                return str(self.unit)
            case Unit.ARTICLE:
                return ordinal(self.number, "条") + (f"之{to_chinese(self.sub)}" if self.sub else "")
            case Unit.PARAGRAPH:
                alone = self.parent is not None and self.parent.count(Unit.PARAGRAPH) == 1
                return parent if alone else parent + ordinal(self.number, "款")
            case Unit.ITEM:
                return parent + ordinal(self.number, "项")
            case Unit.SUBITEM:
                deeper = self.parent is not None and self.parent.unit is Unit.SUBITEM
                return parent + (self.marker if deeper else ordinal(self.number, "目"))
            case Unit.TEXT:
                return self.marker or parent + ordinal(self.number, "段")
            case _:
                return parent + (ordinal(self.number, str(self.unit)) if self.number else self.heading)

    def count(self, unit: Unit) -> int:
        """How many children are such."""
        return sum(child.unit is unit for child in self.children)


def finish(document_id: str, drafts: Sequence[Draft]) -> tuple[Provision, ...]:
    """Provisions of drafts in reading order; a locator that occurs again gets ``~2``."""
    taken: dict[str, int] = {}
    for draft in drafts:
        locator = (draft.parent.locator if draft.nested and draft.parent else "") + draft.key
        taken[locator] = taken.get(locator, 0) + 1
        draft.locator = locator if taken[locator] == 1 else f"{locator}~{taken[locator]}"
    return tuple(
        Provision(
            id=provision_id(document_id, draft.locator),
            document_id=document_id,
            parent_id=provision_id(document_id, draft.parent.locator) if draft.parent else None,
            unit=draft.unit,
            locator=draft.locator,
            label=draft.label(),
            order=order,
            marker=draft.marker,
            heading=draft.heading,
            text=draft.text,
        )
        for order, draft in enumerate(drafts)
    )
