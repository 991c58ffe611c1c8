from __future__ import annotations

from datetime import date

from corpus.model import Status
from corpus.versions import chained
from tests.samples import workshop_rules

OLD, NEW, NEWEST = date(2015, 1, 1), date(2020, 1, 1), date(2025, 1, 1)


def test_each_version_ends_when_the_next_begins_in_whatever_order_they_come() -> None:
    texts = chained(
        [
            workshop_rules(NEWEST, effective=None, status_as_of=None),
            workshop_rules(OLD, status_as_of=None),
            workshop_rules(NEW, effective=date(2020, 7, 1), status_as_of=None),
        ]
    )
    assert [t.document.version for t in texts] == [NEWEST, OLD, NEW]
    newest, old, new = (t.document for t in texts)
    assert (newest.ended, old.ended, new.ended) == (None, date(2020, 7, 1), NEWEST)
    assert old.status_on(date(2020, 6, 30)) is Status.UNVERIFIED
    assert old.status_on(date(2020, 7, 1)) is Status.AMENDED
    assert newest.status_on(NEWEST) is Status.UNVERIFIED


def test_an_end_that_a_source_states_is_kept() -> None:
    repealed = workshop_rules(OLD, ended=date(2018, 1, 1), ended_as=Status.REPEALED)
    assert chained([repealed, workshop_rules(NEW)])[0] == repealed


def test_one_version_or_an_undated_text_is_left_alone() -> None:
    texts = [workshop_rules(NEW), workshop_rules(None, effective=None)]  # type: ignore[arg-type]
    assert chained(texts) == texts
