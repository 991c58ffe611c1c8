"""Links of small invented cases to a small catalogue, and which of the cases are alike."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from corpus.cases import CaseClause, CaseLink, EnforcementCase
from corpus.violations import Violation
from search.encoder import load_encoder
from search.hub import Hub
from search.linking import Alike, alike_cases, link_cases
from tests.samples import workshop_rules
from tests.search.hub_samples import DUST, OLD_RULE, RECORD, RULE, WELDER, case, catalogue, clause, violation

LABELS = {p.id.replace(OLD_RULE, RULE): p.label for p in workshop_rules().provisions}
WELDING, DUSTY, ELSEWHERE = "烧电焊的师傅掏不出本本", "机器底下一脚踩出个灰印", "老板娘养了两只花猫"


def links_of(made: EnforcementCase, violations: tuple[Violation, ...] | None = None) -> tuple[CaseLink, ...]:
    violations = catalogue() if violations is None else violations
    hub = Hub.build(violations, (), load_encoder())
    return link_cases([made], violations, hub, load_encoder(), LABELS)


def cited(*locators: str) -> tuple[CaseClause, ...]:
    return tuple(clause(f"{RULE}#{locator}") for locator in locators)


@pytest.mark.parametrize(
    ("authored", "linked"),
    [
        ((DUST,), [DUST]),
        ((RECORD, DUST), [RECORD, DUST]),
        ((DUST, "workshop/no-such"), [DUST]),
    ],
)
def test_links_of_a_person_stand_alone(authored: tuple[str, ...], linked: list[str]) -> None:
    links = links_of(case("c1", WELDING, penalized_under=cited("2.1.2"), violations=authored))
    assert links == tuple(CaseLink("案例-c1", v, 1.0, True, "人工认定") for v in linked)


def test_a_person_who_names_only_unknown_violations_is_as_nobody() -> None:
    [link] = links_of(case("c1", WELDING, penalized_under=cited("2.1.2"), violations=("workshop/no-such",)))
    assert (link.violation, link.authored) == (WELDER, False)


@pytest.mark.parametrize(
    ("facts", "penalized", "violated", "linked", "reasons"),
    [
        (
            WELDING,
            ("2.1.2",),
            (),
            WELDER,
            ["处罚依据《车间安全试行规定》第二条第二项是其罚则", "案情与“烧电焊的师傅掏不出本本”相近（1.00）"],
        ),
        (
            DUSTY,
            ("2.1.1",),
            ("1.1",),
            DUST,
            [
                "处罚依据《车间安全试行规定》第二条第一项是其罚则",
                "违反的《车间安全试行规定》第一条第一款是其义务条款",
                "案情与“机器底下一脚踩出个灰印”相近（1.00）",
            ],
        ),
        (
            "台账翻开一页字都没有",
            (),
            ("1.2",),
            RECORD,
            ["违反的《车间安全试行规定》第一条第二款是其义务条款", "案情与“台账翻开一页字都没有”相近（1.00）"],
        ),
        # A whole article contains the item; the item is named, being the violation's own.
        (
            WELDING,
            ("2",),
            (),
            WELDER,
            ["处罚依据《车间安全试行规定》第二条第二项是其罚则", "案情与“烧电焊的师傅掏不出本本”相近（1.00）"],
        ),
        # No clause at all: the words are the reason.
        (WELDING, (), (), WELDER, ["案情与“烧电焊的师傅掏不出本本”相近（1.00）"]),
        # Clauses of other texts are no reason, nor do they stand in the way of words.
        (WELDING, ("9.1",), ("8",), WELDER, ["案情与“烧电焊的师傅掏不出本本”相近（1.00）"]),
        # 第十款 is not within 第一款, though its number begins alike.
        (WELDING, ("20.1", "2.10"), ("1.10",), WELDER, ["案情与“烧电焊的师傅掏不出本本”相近（1.00）"]),
    ],
)
def test_a_link_gives_its_reasons_in_chinese(
    facts: str, penalized: tuple[str, ...], violated: tuple[str, ...], linked: str, reasons: list[str]
) -> None:
    [link] = links_of(case("c1", facts, penalized_under=cited(*penalized), violated=cited(*violated)))
    assert (link.case, link.violation, link.authored) == ("案例-c1", linked, False)
    assert link.reason.split("；") == reasons


def test_a_clause_counts_in_the_numbering_of_today() -> None:
    former = clause(f"{OLD_RULE}#2.1.1", f"{RULE}#2.1.2")
    [link] = links_of(case("c1", WELDING, penalized_under=(former,)))
    assert "第二条第二项是其罚则" in link.reason


def test_the_exact_clause_counts_more_than_the_whole_article_and_that_more_than_none() -> None:
    given_clauses = [cited("2.1.2"), cited("2"), cited("9.1")]
    links = [links_of(case("c1", "师傅的本本呢", penalized_under=clauses)) for clauses in given_clauses]
    exact, whole = links[0][0], links[1][0]
    assert exact.violation == whole.violation == WELDER
    assert exact.confidence > whole.confidence >= 0.5


def test_a_duty_alone_counts_less_than_the_penalty_and_both_more_than_either() -> None:
    facts = "机器底下有灰"
    by = {
        name: links_of(case("c1", facts, penalized_under=cited(*penalty), violated=cited(*duty)))[0].confidence
        for name, penalty, duty in (
            ("duty", (), ("1.1",)),
            ("penalty", ("2.1.1",), ()),
            ("both", ("2.1.1",), ("1.1",)),
        )
    }
    assert by["duty"] < by["penalty"] <= by["both"]


def test_clauses_decide_between_violations_told_in_the_same_words() -> None:
    one, two = (
        violation(f"x/{name}", f"{name}钥匙没人管", (f"{name}钥匙挂在墙上",), (f"{RULE}#{locator}",))
        for name, locator in (("大", "2.1.1"), ("小", "2.1.2"))
    )
    for locator, wanted in (("2.1.1", "x/大"), ("2.1.2", "x/小")):
        links = links_of(case("c1", "钥匙挂在墙上", penalized_under=cited(locator)), (one, two))
        assert [link.violation for link in links] == [wanted]


def test_two_findings_in_one_case_are_two_links() -> None:
    both = case("c1", f"现场查见：{WELDING}；{DUSTY}。", penalized_under=cited("2.1.1", "2.1.2"))
    links = links_of(both)
    assert {link.violation for link in links} == {WELDER, DUST}
    told = {link.violation: link.reason for link in links}
    assert f"“{WELDING}”" in told[WELDER]
    assert f"“{DUSTY}”" in told[DUST]


@pytest.mark.parametrize(
    ("facts", "linked"),
    [
        (f"{WELDING}；{DUSTY}。", 1),  # words alone are trusted with one link
        (WELDING, 1),
        (ELSEWHERE, 0),
        ("食堂师傅上个月请假", 0),  # words of two violations, far from both
        ("老家的亲戚早上来了", 0),
    ],
)
def test_words_alone_give_one_link_at_most_and_only_where_they_are_near(facts: str, linked: int) -> None:
    links = links_of(case("c1", facts))
    assert len(links) == linked
    assert all(link.confidence >= 0.65 for link in links)


def test_a_clause_is_not_enough_where_the_facts_tell_of_something_else() -> None:
    # A duty that the case names, and facts without a word of the violation.
    assert links_of(case("c1", "zzzz", violated=cited("1.2"))) == ()


@pytest.mark.parametrize(
    "bare",
    [
        EnforcementCase("空案", " \n ", "测试"),
        EnforcementCase("空案", " \n ", "测试", penalized_under=(clause(f"{RULE}#2.1.2"),)),
        EnforcementCase("空案", "zzzz", "测试"),
        case("c1", ELSEWHERE, penalized_under=(clause(None),)),
    ],
)
def test_a_case_without_facts_or_anything_in_common_has_no_link(bare: EnforcementCase) -> None:
    assert links_of(bare) == ()


def test_a_case_without_facts_is_read_by_its_text() -> None:
    [link] = links_of(EnforcementCase("案", WELDING, "测试"))
    assert link.violation == WELDER


def test_without_a_catalogue_there_is_no_link() -> None:
    assert links_of(case("c1", WELDING, penalized_under=cited("2.1.2"), violations=(WELDER,)), ()) == ()


PARTS = st.sampled_from([WELDING, DUSTY, ELSEWHERE, "台账是今早补抄的", "师傅没到", "灰", "zzzz"])
CITED = st.lists(st.sampled_from(["1", "1.1", "1.2", "2", "2.1", "2.1.1", "2.1.2", "9"]), max_size=3)


@hypothesis_settings(deadline=None, max_examples=60)
@given(st.lists(PARTS, max_size=3), CITED, CITED)
def test_links_are_few_distinct_sure_and_explained(parts: list[str], penalized: list[str], violated: list[str]) -> None:
    made = case("c1", "；".join(parts), penalized_under=cited(*penalized), violated=cited(*violated))
    links = links_of(made)
    assert len(links) <= 3
    assert len({link.violation for link in links}) == len(links)
    confidences = [link.confidence for link in links]
    assert confidences == sorted(confidences, reverse=True)
    spoken = {v.id: {v.name, *v.spoken} for v in catalogue()}
    for link in links:
        assert 0.5 <= link.confidence <= 1
        [said] = re.findall(r"案情与“([^”]+)”相近（-?\d\.\d\d）$", link.reason)
        assert said in spoken[link.violation]
        assert "条款" in link.reason or "罚则" in link.reason or (len(links) == 1 and link.confidence >= 0.65)


# Alike ----------------------------------------------------------------------------------------------------------------


def alike_of(*cases: EnforcementCase) -> tuple[Alike, ...]:
    return alike_cases(cases, Hub.build((), cases, load_encoder()), load_encoder())


def test_cases_that_tell_the_like_are_a_pair_once_and_others_are_none() -> None:
    first, odd, second = (
        case("c1", "焊工没有证就烧电焊。"),
        case("c2", ELSEWHERE),
        case("c3", "焊工没有证，照样烧电焊。"),
    )
    [pair] = alike_of(second, odd, first)
    assert (pair.one, pair.other) == ("案例-c1", "案例-c3")
    assert 0.45 <= pair.score <= 1


@pytest.mark.parametrize("cases", [(), (case("c1", WELDING),)])
def test_nothing_is_alike_where_there_are_not_two(cases: tuple[EnforcementCase, ...]) -> None:
    assert alike_of(*cases) == ()


def test_the_same_facts_are_alike_and_never_more_than_that() -> None:
    # Of these facts the cosine of half floats with the exact vector is more than 1.
    letters = "除尘管道没有泄爆片电焊师傅掏不出本本车间地上灰积了一指厚灭火器过期配电箱敞着门"
    scores = []
    for start in range(len(letters) - 10):
        facts = letters[start : start + 10]
        [pair] = alike_of(case("c1", facts), case("c2", facts))
        scores.append(pair.score)
    assert max(scores) <= 1
    assert min(scores) > 0.999


FACTS = ("焊工没有证就烧电焊", "焊工没证照样烧电焊", "电焊工无证", "房梁积灰", "房梁上积了灰", ELSEWHERE, "zzzz")


@hypothesis_settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(FACTS), max_size=8))
def test_pairs_are_ordered_without_repeats_and_never_of_one_case(facts: list[str]) -> None:
    cases = [case(f"c{i}", each) for i, each in enumerate(facts)]
    pairs = alike_of(*cases)
    named = [(p.one, p.other) for p in pairs]
    assert named == sorted(set(named))
    assert set(named) <= set(combinations(sorted(c.id for c in cases), 2))
    assert all(0.45 <= p.score <= 1 for p in pairs)
    assert alike_of(*reversed(cases)) == pairs or len(cases) > 5


def test_each_case_names_no_more_than_five_others() -> None:
    cases = [case(f"c{i}", f"焊工没有证就烧电焊，第{i}号工位") for i in range(9)]
    pairs = alike_of(*cases)
    assert len(pairs) <= 9 * 5
    assert {p.one for p in pairs} | {p.other for p in pairs} == {c.id for c in cases}
