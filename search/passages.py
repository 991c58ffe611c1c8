"""What is searched: one passage for every provision with words of its own, knowing its article and its context."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from corpus.model import GROUPS, MARGINS, DocumentText, Outline, Provision, Unit, short_title

#: The units a reader thinks of as "the clause"; finer passages are gathered under them in a result.
_ANCHORS = frozenset({Unit.ARTICLE, Unit.MEASURE})


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieval unit.

    Attributes:
        provision_id: the provision whose words these are.
        anchor_id: its article or measure, or itself when it stands in neither.
        document_id: the version it belongs to.
        context: document name and enclosing headings.
        lead: the sentence that introduces the list this item is in; empty for other passages.
        text: the provision's own words.
        ended: first day this one provision no longer stands, if a later amendment touched it.
    """

    provision_id: str
    anchor_id: str
    document_id: str
    context: str
    lead: str
    text: str
    ended: date | None

    @property
    def lexical_text(self) -> str:
        """Text for BM25: items compete on their own words (measured better than with their lead)."""
        return f"{self.context} {self.text}"

    @property
    def dense_text(self) -> str:
        """Text for the encoder: an item means little without the sentence that introduces it."""
        return f"{self.context} {self.lead}{self.text}"


def passages_of(text: DocumentText) -> Iterator[Passage]:
    """The passages of one document in reading order; front and back matter and bare headings give none."""
    outline = Outline(text.provisions)
    name = short_title(text.document.title)
    for provision in text.provisions:
        if provision.unit in MARGINS or provision.unit in GROUPS or not provision.text.strip():
            continue
        ancestors = list(outline.ancestors(provision.id))
        headings = [a.heading for a in reversed(ancestors) if a.heading]
        yield Passage(
            provision_id=provision.id,
            anchor_id=_anchor(provision, ancestors).id,
            document_id=text.document.id,
            context=" ".join([name, *headings]),
            lead=_lead(provision, ancestors),
            text=provision.heading + provision.text,
            ended=provision.ended,
        )


def _anchor(provision: Provision, ancestors: list[Provision]) -> Provision:
    return next((p for p in (provision, *ancestors) if p.unit in _ANCHORS), provision)


def _lead(provision: Provision, ancestors: list[Provision]) -> str:
    listed = provision.unit in (Unit.ITEM, Unit.SUBITEM, Unit.POINT, Unit.SUBPOINT)
    return ancestors[0].text if listed and ancestors else ""
