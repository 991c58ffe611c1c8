"""Gathering over generated tables: articles with or without words of their own, any scores, any votes."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.gathering import CLAUSE_WEIGHT, Group, gather
from search.index import PassageTable
from search.passages import Passage


def table_of(*articles: tuple[str, ...]) -> PassageTable:
    """One passage for each locator; the article of ``3.1`` is 3."""
    return PassageTable.of(
        [
            Passage(f"规定#{locator}", f"规定#{locator.partition('.')[0]}", "规定", "", "", "字", None)
            for article in articles
            for locator in article
        ]
    )


@dataclass(frozen=True)
class World:
    table: PassageTable
    own: dict[int, float]
    votes: dict[str, float]
    allowed: np.ndarray

    def gather(self, **more: float) -> list[Group]:
        """Groups; ``more`` votes are added to those there are."""
        votes = dict(self.votes)
        for clause, vote in more.items():
            votes[clause] = votes.get(clause, 0.0) + vote
        return gather_of(self.table, self.own, votes, self.allowed)


def gather_of(table: PassageTable, own: dict[int, float], votes: dict[str, float], allowed: np.ndarray) -> list[Group]:
    voted: dict[int, float] = {}
    for clause, number in table.placed(votes, allowed).items():
        voted[number] = voted.get(number, 0.0) + votes[clause]
    return gather(own, voted, {i: table.anchor_ids[anchor] for i, anchor in enumerate(table.anchors)})


#: Quarters: no two different ones become one when they are scaled.
SCORES = st.integers(-20, 20).map(lambda n: n / 4)
VOTES = st.integers(1, 80).map(lambda n: n / 64)


@st.composite
def worlds(draw: st.DrawFn, *, voted: bool = True) -> World:
    shapes = draw(st.lists(st.tuples(st.booleans(), st.integers(1, 3)), min_size=1, max_size=5))
    table = table_of(
        *(
            ((str(i),) if wordy else ()) + tuple(f"{i}.{j}" for j in range(1, n + 1))
            for i, (wordy, n) in enumerate(shapes, 1)
        )
    )
    size = len(table.provisions)
    allowed = draw(st.lists(st.booleans(), min_size=size, max_size=size).filter(any))
    admitted = [i for i in range(size) if allowed[i]]
    own = draw(st.dictionaries(st.sampled_from(admitted), SCORES, min_size=1))
    clauses = st.sampled_from([*table.provisions, *table.anchor_ids, "规定#99"])
    votes = draw(st.dictionaries(clauses, VOTES, max_size=5)) if voted else {}
    return World(table, own, votes, np.array(allowed))


@given(worlds(voted=False))
def test_without_votes_articles_stand_by_their_best_passage_and_ties_in_library_order(world: World) -> None:
    members: dict[str, list[int]] = {}
    for number in world.own:
        members.setdefault(world.table.anchor_ids[world.table.anchors[number]], []).append(number)
    best = {anchor: max(world.own[i] for i in numbers) for anchor, numbers in members.items()}
    groups = world.gather()
    assert [g.anchor for g in groups] == sorted(members, key=lambda anchor: (-best[anchor], min(members[anchor])))
    for group in groups:
        assert list(group.passages) == sorted(members[group.anchor], key=lambda i: (-world.own[i], i))
        assert 0 <= group.score <= CLAUSE_WEIGHT + 1e-9


@given(worlds(), VOTES, st.data())
def test_a_vote_only_ever_raises_its_article(world: World, vote: float, data: st.DataObject) -> None:
    admitted = [p for i, p in enumerate(world.table.provisions) if world.allowed[i]]
    clause = data.draw(st.sampled_from(admitted))
    number = world.table.provisions.index(clause)
    anchor = world.table.anchor_ids[world.table.anchors[number]]
    before, after = world.gather(), world.gather(**{clause: vote})
    old, new = {g.anchor: g for g in before}, {g.anchor: g for g in after}
    assert {a: g for a, g in old.items() if a != anchor} == {a: g for a, g in new.items() if a != anchor}
    assert [g.anchor for g in before if g.anchor != anchor] == [g.anchor for g in after if g.anchor != anchor]
    raised = new[anchor]
    assert number in raised.passages
    if anchor in old:
        assert raised.score == pytest.approx(old[anchor].score + vote)
        assert after.index(raised) <= before.index(old[anchor])
        if number in old[anchor].passages:
            assert raised.passages.index(number) <= old[anchor].passages.index(number)


@given(worlds(), st.dictionaries(st.integers(0, 19), VOTES))
def test_votes_for_provisions_outside_the_limits_change_nothing(world: World, more: dict[int, float]) -> None:
    outside = [p for i, p in enumerate(world.table.provisions) if not world.allowed[i]] + ["规定#99", "别的规定#1.1"]
    assert world.gather(**{outside[i % len(outside)]: vote for i, vote in more.items()}) == world.gather()


@given(worlds(voted=False), VOTES, st.data())
def test_a_vote_for_an_article_goes_to_its_own_words_or_else_to_its_first_passage(
    world: World, vote: float, data: st.DataObject
) -> None:
    article = data.draw(st.sampled_from(world.table.anchor_ids))
    first = next(p for p in world.table.provisions if p == article or p.startswith(f"{article}."))
    assert world.gather(**{article: vote}) == world.gather(**{first: vote})


@pytest.mark.parametrize(
    ("own", "votes", "order"),
    [
        # Words alone.
        ({0: 3.0}, {}, [["1.1"]]),
        ({0: 3.0, 3: -3.0}, {}, [["1.1"], ["2.2"]]),
        # All alike: the order of the library, of articles and of their passages.
        ({4: 1.0, 3: 1.0, 2: 1.0, 1: 1.0, 0: 1.0}, {}, [["1.1", "1.2"], ["2.1", "2.2"], ["3"]]),
        # A vote beats the best of the words, and the voted item leads its article.
        ({0: 3.0, 2: 0.0}, {"规定#2.2": 0.2}, [["2.2", "2.1"], ["1.1"]]),
        # An article that the words missed comes in by its votes, which add up over its items.
        ({0: 3.0, 2: 0.0}, {"规定#3": 0.3, "规定#2.1": 0.2, "规定#2.2": 0.2}, [["2.1", "2.2"], ["3"], ["1.1"]]),
        # Less than the words are worth: the order stays.
        ({0: 3.0, 2: 0.0}, {"规定#2.2": 0.05}, [["1.1"], ["2.2", "2.1"]]),
    ],
)
def test_gathering(own: dict[int, float], votes: dict[str, float], order: list[list[str]]) -> None:
    table = table_of(("1.1", "1.2"), ("2.1", "2.2"), ("3",))
    groups = gather_of(table, own, votes, np.ones(5, bool))
    assert [[table.provisions[i].partition("#")[2] for i in g.passages] for g in groups] == order


def test_a_passage_is_found_by_provision_and_by_article_also_after_saving(tmp_path: Path) -> None:
    made = table_of(("1.1", "1.2"), ("2", "2.1"))
    made.save(tmp_path)
    for table in (made, PassageTable.load(tmp_path)):
        found = table.placed([f"规定#{locator}" for locator in ("1", "1.1", "1.2", "2", "2.1", "3")], np.ones(4, bool))
        assert found == {"规定#1": 0, "规定#1.1": 0, "规定#1.2": 1, "规定#2": 2, "规定#2.1": 3}


def test_threads_that_ask_a_new_table_at_once_all_find_the_passage() -> None:
    table = table_of(tuple(f"{i}.1" for i in range(1, 5000)))
    barrier, found = threading.Barrier(8), list[dict[str, int]]()

    def ask() -> None:
        barrier.wait()
        found.append(table.placed(["规定#7.1"], np.ones(4999, bool)))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert found == [{"规定#7.1": 6}] * 8
