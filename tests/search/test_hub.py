"""The votes of a small hub: who votes, for what, and how loudly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from search.encoder import load_encoder
from search.hub import NO_VOTES, Hub, Nearness, Ranked, Votes
from tests.search.hub_samples import DUST, RECORD, RULE, WELDER, case, catalogue, clause, violation

FINDING = "师傅掏不出本本就烧电焊"
#: How near clauses come: to a finding in the words of the workshop, and to questions about procedure or by heart.
FAR, NEAR, BY_HEART = Nearness(0.2, 0.1), Nearness(1.0, 0.1), Nearness(0.2, 1.0)
CASES = (
    case("c1", "焊工掏不出本本，罚了一笔。", penalized_under=(clause(f"{RULE}#2.1.2"),)),
    case("c2", "房梁上的灰厚到掉渣。", violated=(clause("车间安全试行规定@2020-01-01#1.1", f"{RULE}#1.1"),)),
    case("c3", "某厂台账空白。", violated=(clause(None), clause("车间安全试行规定@2020-01-01#1.2"))),
)
NEARNESS = st.builds(Nearness, st.floats(-1, 1), st.floats(0, 1))
QUESTIONS = (FINDING, "台账一个字没有", "梁上的灰", "清扫应当记录", "zzzz", "鼺", "灰 本本 台账")


@pytest.fixture(scope="module")
def hub() -> Hub:
    return Hub.build(catalogue(), CASES, load_encoder())


def votes_of(hub: Hub, text: str, nearest: Nearness = FAR, *without: str) -> Votes:
    return hub.votes(text, load_encoder().encode_queries([text])[0], nearest, frozenset(without))


def best(votes: Votes) -> str:
    return max(votes.clauses, key=lambda clause: votes.clauses[clause]).partition("#")[2]


@pytest.mark.parametrize(
    ("finding", "violation_id", "clauses"),
    [
        (FINDING, WELDER, {"2.1.2"}),
        ("一脚踩出个灰印", DUST, {"2.1.1", "1.1"}),
        ("台账一个字都没有，是补抄的", RECORD, {"2.1", "1.2"}),
    ],
)
def test_a_finding_in_the_words_of_the_catalogue_lifts_the_clauses_of_its_violation(
    finding: str, violation_id: str, clauses: set[str]
) -> None:
    votes = votes_of(Hub.build(catalogue(), (), load_encoder()), finding)
    assert votes.violations[0].id == violation_id
    assert votes.gate > 0.5
    loudest = max(votes.clauses.values())
    assert {c.partition("#")[2] for c, vote in votes.clauses.items() if vote == loudest} == clauses
    assert {votes.because[f"{RULE}#{c}"] for c in clauses} == {violation_id}
    assert loudest == pytest.approx(votes.gate * votes.violations[0].share)


def test_the_statement_shown_is_the_nearest_one_of_its_violation(hub: Hub) -> None:
    first = votes_of(hub, "师傅说本本在老家").violations[0]
    assert (first.id, first.statement) == (WELDER, "师傅说本本还在老家考着")
    assert 0 < first.cosine <= 1.001


def test_the_nearer_a_clause_is_the_less_the_votes_are_heard(hub: Hub) -> None:
    grades = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    for nearer in ([Nearness(grade, 0.1) for grade in grades], [Nearness(0.2, grade) for grade in grades]):
        gates = [votes_of(hub, "师傅烧电焊要有证书", nearest).gate for nearest in nearer]
        assert gates == sorted(set(gates), reverse=True)
    spoken = votes_of(hub, FINDING).violations[0].cosine
    assert votes_of(hub, FINDING, Nearness(spoken + 0.05, 0.1)).gate == pytest.approx(0.5, abs=0.01)
    loud = votes_of(hub, "清扫应当记录", FAR)
    for nearest in (NEAR, BY_HEART):
        hushed = votes_of(hub, "清扫应当记录", nearest)
        assert hushed.clauses.keys() == loud.clauses.keys()
        assert max(hushed.clauses.values()) < 0.01


def test_a_clause_of_two_violations_gets_both_votes_and_names_the_louder() -> None:
    shared = f"{RULE}#2.1.2"
    one = violation("x/one", "师傅没证", ("师傅掏不出本本",), (shared,))
    two = violation("x/two", "学徒没证", ("学徒连本本都没考",), (shared,))
    votes = votes_of(Hub.build((two, one), (), load_encoder()), "师傅掏不出本本")
    assert [r.id for r in votes.violations] == ["x/one", "x/two"]
    assert votes.clauses[shared] == pytest.approx(votes.gate)
    assert votes.because == {shared: "x/one"}


def test_the_clauses_of_a_violation_count_less_and_less() -> None:
    penalties = tuple(f"{RULE}#{place}" for place in ("2.1.2", "2.1.1", "2.1"))
    one = violation("x/one", "师傅没证", ("师傅掏不出本本",), penalties, duties=(f"{RULE}#1.1", f"{RULE}#2.1"))
    votes = votes_of(Hub.build((one,), (), load_encoder()), "师傅掏不出本本")
    counted = {clause.partition("#")[2]: vote / votes.gate for clause, vote in votes.clauses.items()}
    assert counted == pytest.approx({"2.1.2": 1, "2.1.1": 2 / 3, "2.1": 2 / 3, "1.1": 1})  # the better of two places


def test_a_clause_that_a_violation_names_twice_has_one_vote_of_it() -> None:
    twice = violation("x/twice", "师傅没证", ("师傅掏不出本本",), (f"{RULE}#1.1",), duties=(f"{RULE}#1.1",))
    votes = votes_of(Hub.build((twice,), (), load_encoder()), "师傅掏不出本本")
    assert votes.clauses == {f"{RULE}#1.1": pytest.approx(votes.gate)}


def test_a_violation_without_a_word_of_the_question_has_no_vote(hub: Hub) -> None:
    assert [r.id for r in votes_of(hub, "灰印").violations] == [DUST]
    for question in ("zzzz", "鼺"):
        votes = votes_of(hub, question)
        assert votes.violations == ()
        assert votes.because == {}


def test_cases_vote_with_the_counterpart_of_today_and_less_than_violations() -> None:
    hub = Hub.build((), CASES[1:], load_encoder())
    votes = votes_of(hub, "房梁上的灰")
    assert [r.id for r in votes.cases] == ["案例-c2", "案例-c3"]
    assert votes.clauses == {
        f"{RULE}#1.1": pytest.approx(0.5 * votes.gate * votes.cases[0].share),
        "车间安全试行规定@2020-01-01#1.2": pytest.approx(0.5 * votes.gate * votes.cases[1].share),
    }
    assert votes.because == {}  # a case lifts a clause, but only a violation is named as the reason


def test_a_case_adds_to_the_vote_of_a_violation(hub: Hub) -> None:
    welding = f"{RULE}#2.1.2"
    alone, helped = votes_of(hub, FINDING, FAR, *(c.id for c in CASES)), votes_of(hub, FINDING)
    first = helped.cases[0]
    assert first.id == "案例-c1"
    assert helped.clauses[welding] == pytest.approx(alone.clauses[welding] + 0.5 * helped.gate * first.share)
    assert helped.because[welding] == WELDER


@pytest.mark.parametrize(
    ("without", "violations", "cases"),
    [
        ((), {WELDER, DUST, RECORD}, {"案例-c1", "案例-c2", "案例-c3"}),
        ((WELDER,), {DUST, RECORD}, {"案例-c1", "案例-c2", "案例-c3"}),
        (("案例-c1",), {WELDER, DUST, RECORD}, {"案例-c2", "案例-c3"}),
        ((WELDER, DUST, RECORD), set(), {"案例-c1", "案例-c2", "案例-c3"}),
        (("workshop/no-such",), {WELDER, DUST, RECORD}, {"案例-c1", "案例-c2", "案例-c3"}),
    ],
)
def test_who_is_left_out_has_no_vote(hub: Hub, without: tuple[str, ...], violations: set[str], cases: set[str]) -> None:
    votes = votes_of(hub, "灰 本本 台账 焊工", FAR, *without)
    assert {r.id for r in votes.violations} == violations
    assert {r.id for r in votes.cases} == cases
    assert set(votes.because.values()) <= violations


def test_a_clause_nobody_else_names_goes_with_its_violation(hub: Hub) -> None:
    cases = [c.id for c in CASES]
    assert best(votes_of(hub, FINDING, FAR, *cases)) == "2.1.2"
    assert f"{RULE}#2.1.2" not in votes_of(hub, FINDING, FAR, WELDER, *cases).clauses


def test_an_empty_hub_says_nothing(tmp_path: Path) -> None:
    Hub.build((), (), load_encoder()).save(tmp_path / "hub")
    votes = votes_of(Hub.load(tmp_path / "hub"), FINDING)
    assert replace(votes, gate=0.0) == NO_VOTES


def test_a_saved_hub_votes_alike(hub: Hub, tmp_path: Path) -> None:
    hub.save(tmp_path / "hub")
    assert votes_of(Hub.load(tmp_path / "hub"), FINDING) == votes_of(hub, FINDING)


@hypothesis_settings(deadline=None)
@given(st.sampled_from(QUESTIONS), NEARNESS, st.sets(st.sampled_from([DUST, WELDER, RECORD, "案例-c2"])))
def test_shares_fall_and_sum_to_one_and_no_clause_gets_more_than_all(
    hub: Hub, question: str, nearest: Nearness, without: set[str]
) -> None:
    votes = votes_of(hub, question, nearest, *without)
    for ranked in (votes.violations, votes.cases):
        shares = [r.share for r in ranked]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) == pytest.approx(1 if ranked else 0)
    assert 0 <= votes.gate <= 1
    assert all(0 <= vote <= 1.5 * votes.gate + 1e-9 for vote in votes.clauses.values())
    assert votes.because.keys() <= votes.clauses.keys()


@pytest.mark.parametrize(("violations", "cases", "heard"), [(25, 0, (20, 0)), (0, 12, (0, 10)), (3, 2, (3, 2))])
def test_only_the_first_ones_vote(violations: int, cases: int, heard: tuple[int, int]) -> None:
    hub = Hub.build(
        tuple(violation(f"x/v{i}", f"灰堆{i}", (f"灰堆{i}没人扫",), (f"{RULE}#{i}",)) for i in range(violations)),
        tuple(case(f"c{i}", f"第{i}堆灰没人扫。") for i in range(cases)),
        load_encoder(),
    )
    votes = votes_of(hub, "灰没人扫")
    assert (len(votes.violations), len(votes.cases)) == heard


def test_ties_keep_the_order_of_the_catalogue() -> None:
    same = tuple(violation(f"x/{letter}", "灰堆", ("灰没人扫",), (f"{RULE}#1.1",)) for letter in "cab")
    found: tuple[Ranked, ...] = votes_of(Hub.build(same, (), load_encoder()), "灰").violations
    assert [r.id for r in found] == ["x/c", "x/a", "x/b"]
    assert np.ptp([r.cosine for r in found]) == 0
