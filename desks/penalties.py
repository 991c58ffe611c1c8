"""The penalties desk: what threatens under a provision of the library."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from corpus.library import Library
from corpus.model import Penalty
from ingest.penalties import PenaltyClause
from ingest.penalty_reach import penalties_on


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
    return penalties_on(library.outline(provision.document_id), provision)


def as_json(penalty: Penalty) -> dict[str, object]:
    """A penalty as ``anfa penalties --json`` prints it."""
    return asdict(penalty) | {"stage": penalty.stage.value}
