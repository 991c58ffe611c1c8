"""What the card of the middle node tells of a duty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.library import Library, write_library
from corpus.policies import load_policy_duties
from graph.neighbourhood import Node
from graph.schema import Label
from tests.samples import workshop_rules
from ui.graph_middle import card

DAY = date(2026, 1, 1)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write_library(tmp_path / "library.sqlite", [workshop_rules()])
    return Library(tmp_path / "library.sqlite")


def test_a_duty_of_a_policy_says_who_does_it_how_often_and_that_the_words_are_ours(library: Library) -> None:
    duty = next(each for each in load_policy_duties() if each.measures and each.note)
    html = card(Node(duty.id, Label.DUTY, duty.action, 0), library, DAY)
    for words in (duty.subject, str(duty.cycle), str(duty.measures[0]), duty.note, "要点 · 非官方原文"):
        assert words in html
    assert "读自下面的条款" not in html


def test_a_duty_read_from_a_clause_shows_the_clause(library: Library) -> None:
    provision = workshop_rules().provisions[-1]
    html = card(Node(f"{provision.id}!duty", Label.DUTY, provision.label, 0), library, DAY)
    assert "读自下面的条款" in html
    assert provision.text in html
