"""What may be wrong with the shipped digests beyond their form: fines that run backwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from corpus.digests import Digest
from desks.upkeep_entries import Problem, ProblemKind
from ingest.amounts import backward_amounts


def check_digests(digests: Iterable[Digest]) -> Iterator[Problem]:
    """Every amount whose lower end is above its upper one."""
    for digest in digests:
        name = digest.text.document.name
        for provision in digest.text.provisions:
            for printed in backward_amounts(provision.text):
                reason = f"下限高于上限：{printed}"
                yield Problem(ProblemKind.AMOUNT, "error", name, provision.id, provision.label, reason)
