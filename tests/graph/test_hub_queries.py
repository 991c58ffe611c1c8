"""The named queries of the hub over a world whose answers are known (``hub_world``)."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import GraphError, NotFoundError
from corpus.model import DocumentText
from corpus.policies import load_policy_duties
from graph import cypher, hub_queries
from graph.agencies import merge_agencies
from graph.catalogue import Catalogue
from graph.hub_queries import ChangeRow, ClauseRow, CriterionRow, Finding, Pairing, PrecedentRow, ProvisionCitation
from graph.kglite_store import KgliteStore
from graph.rows import edge
from graph.schema import ENDS, Edge, Label, Origin
from graph.store import Row
from tests.graph.hub_world import (
    CITY,
    CRIMINAL,
    DAY,
    DECISION,
    FERRY,
    FIRST,
    FORGED,
    FOURTH,
    JIANGSU,
    LAMP,
    NATION,
    NEW,
    NINGBO,
    OAR,
    OLD,
    OLD_LAMP,
    PROVINCE,
    ROPE,
    SECOND,
    STANDARD,
    SUZHOU,
    THIRD,
    UNCHECKED,
    Alike,
    build,
    case,
    catalogue,
    clause,
    dump,
    texts,
    violation,
)
from tests.graph.statements import STATEMENTS, UNTIED, UNTRIED, break_everything, constants

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def hub() -> Iterator[KgliteStore]:
    with KgliteStore() as store:
        yield build(store)


# --- duties and penalties --------------------------------------------------------------------------------------------

CHECK = Pairing(f"{NEW}#2.1", UNCHECKED, "不点验灯架", f"{NEW}#4.1.1", "第四条第一项", 1)
FORGE = Pairing(f"{NEW}#2.1", FORGED, "灯簿写假", f"{NEW}#4.1.2", "第四条第二项", 1)
CHEAT = replace(FORGE, penalty=f"{NEW}#5.1", penalty_title="第五条", place=2)
BIND = Pairing(f"{NEW}#3.1", ROPE, "湿绳捆灯架", f"{NEW}#4-1.1", "第四条之一", 1)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f"{NEW}#2.1", [FORGE, CHEAT, CHECK]),  # by id of the violation, then by place
        (f"{NEW}#2", [FORGE, CHEAT, CHECK]),  # the article, where its paragraph is breached
        (f"{NEW}#2.1.1", [FORGE, CHEAT, CHECK]),  # a part, where the paragraph is breached
        (f"{NEW}#3", [BIND]),
        (f"{NEW}#4.1.1", []),  # a penalty is no duty
        (f"{OLD}#2.1", []),  # another version
        ("无此法@2000-01-01#1", []),
    ],
)
def test_penalties_of_a_duty(hub: KgliteStore, asked: str, found: list[Pairing]) -> None:
    assert list(hub_queries.penalties_of_duty(hub, asked)) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f"{NEW}#4.1.1", [CHECK]),
        (f"{NEW}#4", [FORGE, CHECK]),  # not 第四条之一
        (f"{NEW}#4.1", [FORGE, CHECK]),
        (f"{NEW}#4.1.1.1", [CHECK]),
        (f"{NEW}#4-1", [BIND]),
        (f"{NEW}#5.1", [CHEAT]),
        (f"{NEW}#6.1", []),
        (f"{NEW}#2.1", []),
    ],
)
def test_duties_of_a_penalty(hub: KgliteStore, asked: str, found: list[Pairing]) -> None:
    assert list(hub_queries.duties_of_penalty(hub, asked)) == found


FINE = ("生产经营单位", "first", "罚款", 10_000, 20_000, "元")
REVOKED = ("生产经营单位", "first", "吊销", None, None, None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f"{NEW}#4.1.1", [FINE]),
        (f"{NEW}#4.1.2", [FINE, REVOKED]),  # 有第二项行为的
        (f"{NEW}#4.1", [FINE, REVOKED]),
        (f"{OLD}#3.1.1", [("生产经营单位", "first", "罚款", 5_000, 10_000, "元")]),
        (f"{NEW}#4-1.1", [("生产经营单位", "first", "罚款", 5_000, 5_000, "元")]),
        (
            f"{NEW}#5.1",
            [
                ("生产经营单位", "first", "罚款", 30_000, 30_000, "元"),
                ("生产经营单位", "serious", "责令停产停业整顿", None, None, None),
            ],
        ),
        (f"{CRIMINAL}#9.1", [("其他", "first", "有期徒刑", None, 2, "年")]),
        (f"{NEW}#2.1", []),
        ("无此法@2000-01-01#1", []),
    ],
)
def test_imposed_by(hub: KgliteStore, asked: str, found: list[tuple[object, ...]]) -> None:
    rows = hub_queries.imposed_by(hub, asked)
    assert [(r.subject, r.stage, r.measure, r.low, r.high, r.unit) for r in rows] == found
    assert [r.id for r in rows] == sorted({r.id for r in rows})


def test_a_penalty_names_itself(hub: KgliteStore) -> None:
    titles = [row.title for row in hub_queries.imposed_by(hub, f"{NEW}#5.1")]
    assert titles == ["企业：罚款 30000 元", "企业 情节严重：责令停产停业整顿"]


# --- violations and their cases --------------------------------------------------------------------------------------

PRECEDENTS = (
    PrecedentRow(FIRST, "第1案", "2023-02-10", NINGBO, 16_000, False, "authored", 1.0, "有人对过"),
    PrecedentRow(SECOND, "第2案", "2021-03", SUZHOU, None, None, "derived", 0.8, "引用同一条款"),
)


def test_a_violation_with_everything(hub: KgliteStore) -> None:
    view = hub_queries.violation(hub, UNCHECKED)
    assert (view.id, view.title, view.law, view.note) == (UNCHECKED, "不点验灯架", "灯会法", "当晚补验的不算")
    assert view.subjects == ("生产经营单位", "主要负责人")
    assert view.spoken == ("不点验灯架啦", "不点验灯架嘛")
    assert view.evidence == ("灯簿", "证词")
    assert view.clauses == (
        ClauseRow("义务", 1, f"{NEW}#2.1", "第二条", "企业应当每晚点验灯架并且写入灯簿。", NEW),
        ClauseRow("罚则", 1, f"{NEW}#4.1.1", "第四条第一项", "（一）没有点验灯架的；", NEW),
        ClauseRow("可能构成的犯罪", 0, f"{CRIMINAL}#9.1", "第九条", "灯匠故意松绳，造成他人死伤的，处二年以下有期徒刑。", CRIMINAL),
    )  # fmt: skip
    assert [(p.measure, p.low, p.high) for p in view.penalties] == [("罚款", 10_000, 20_000)]
    assert view.criteria == (CriterionRow(LAMP, "灯架：一推就倒", STANDARD, "1", None),)
    assert view.industries == ("lantern",)
    assert view.precedents == PRECEDENTS


def test_a_violation_with_two_penalty_clauses_and_little_else(hub: KgliteStore) -> None:
    view = hub_queries.violation(hub, FORGED)
    assert [(c.part, c.place, c.id, c.prevails) for c in view.clauses] == [
        ("义务", 1, f"{NEW}#2.1", None),
        ("罚则", 1, f"{NEW}#4.1.2", None),
        ("罚则", 2, f"{NEW}#5.1", "数额高；在后"),
    ]
    assert [p.measure for p in view.penalties] == ["罚款", "吊销", "罚款", "责令停产停业整顿"]
    assert (view.note, view.criteria, view.industries) == (None, (), ())
    assert [p.id for p in view.precedents] == [FOURTH]


@pytest.mark.parametrize("key", ["lantern/nothing", "", f"{NEW}#4.1.1", FIRST])
def test_an_unknown_violation(hub: KgliteStore, key: str) -> None:
    with pytest.raises(NotFoundError, match=f"违法行为目录中没有“{re.escape(key)}”。请核对编号"):
        hub_queries.violation(hub, key)


PARSED_FIRST = (FIRST, "parsed", 1.0)
DERIVED_SECOND = (SECOND, "derived", 0.9)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (UNCHECKED, [(FIRST, "authored", 1.0), (SECOND, "derived", 0.8)]),
        (ROPE, [(THIRD, "derived", 0.7)]),
        ("lantern/nothing", []),
        (f"{NEW}#4.1.1", [PARSED_FIRST, DERIVED_SECOND]),  # the second cites the old numbering
        (f"{NEW}#4", [PARSED_FIRST, (FOURTH, "parsed", 1.0), DERIVED_SECOND]),  # undated after dated
        (f"{NEW}#4.1", [PARSED_FIRST, (FOURTH, "parsed", 1.0), DERIVED_SECOND]),
        (f"{NEW}#4-1.1", [(THIRD, "parsed", 1.0)]),  # cites the whole article
        (f"{OLD}#3.1.1", [(SECOND, "parsed", 1.0)]),
        (f"{OLD}#3.1.2", []),
        (f"{NEW}#2.1", [PARSED_FIRST]),  # as breached, not punished
        (f"{NEW}#1", []),
    ],
)
def test_precedents(hub: KgliteStore, asked: str, found: list[tuple[str, str, float]]) -> None:
    assert [(p.id, p.origin, p.confidence) for p in hub_queries.precedents(hub, asked)] == found


@pytest.mark.parametrize(
    ("asked", "reasons"),
    [
        (f"{NEW}#4.1.1", ["《灯会法》第四条第一项", "《灯会法》第三条第（一）项"]),
        (f"{NEW}#2", ["《灯会法》第二条"]),
    ],
)
def test_precedents_of_a_provision_say_how_they_cite_it(hub: KgliteStore, asked: str, reasons: list[str]) -> None:
    assert [p.reason for p in hub_queries.precedents(hub, asked)] == reasons


def test_a_case_that_cites_several_parts_is_one_precedent() -> None:
    usual = catalogue()
    twice = replace(usual.cases[0], violated=(clause("第四条第二项", f"{NEW}#4.1.2"),))
    with KgliteStore() as store:
        build(store, joined=replace(usual, cases=(twice, *usual.cases[1:])))
        assert [p.id for p in hub_queries.precedents(store, f"{NEW}#4")] == [FIRST, FOURTH, SECOND]


@pytest.mark.parametrize(
    ("industry", "found"),
    [
        ("river-lantern", [OLD_LAMP]),
        ("lantern", [OLD_LAMP, LAMP]),
        ("fair", [OLD_LAMP, LAMP]),  # two levels down
        ("ferry", [OAR]),
        ("no-sector", []),
    ],
)
def test_criteria_of_a_sector(hub: KgliteStore, industry: str, found: list[str]) -> None:
    assert [c.id for c in hub_queries.criteria_of_industry(hub, industry)] == found


def test_a_criterion_that_ended_says_so(hub: KgliteStore) -> None:
    ended = {c.id: c.ended for c in hub_queries.criteria_of_industry(hub, "fair")}
    assert ended == {LAMP: None, OLD_LAMP: "2023-03-01"}


def test_where_a_case_was_handled_and_who_stands_above(hub: KgliteStore) -> None:
    handled = hub.query("MATCH (c:EnforcementCase)-[:HANDLED_BY]->(a:Agency) RETURN c.id AS c, a.id AS a ORDER BY c")
    assert [(row["c"], row["a"]) for row in handled] == [
        (FIRST, NINGBO),
        (SECOND, SUZHOU),
        (THIRD, JIANGSU),
        (FOURTH, "应急管理部"),
    ]
    above = hub.query("MATCH (a:Agency)-[:SUBORDINATE_TO]->(b:Agency) RETURN a.id AS a, b.id AS b")
    assert {(row["a"], row["b"]) for row in above} == {
        (NINGBO, "宁波市应急管理局"),
        ("宁波市应急管理局", "浙江省应急管理厅"),
        ("浙江省应急管理厅", "应急管理部"),
        (SUZHOU, JIANGSU),
        (JIANGSU, "应急管理部"),
    }


def test_an_agency_seen_first_without_its_place() -> None:
    named = [("昆山市应急管理局", None), ("昆山市应急管理局", "江苏")]
    with KgliteStore() as store:
        merge_agencies(store, named)
        rows = store.query("MATCH (:Agency {id: '昆山市应急管理局'})-[:SUBORDINATE_TO]->(a) RETURN a.id AS id")
    assert rows == [{"id": JIANGSU}]


def test_alike_cases_are_tied_once_from_the_lesser_id(hub: KgliteStore) -> None:
    rows = hub.query("MATCH (a)-[e:SIMILAR_TO]->(b) RETURN a.id AS a, b.id AS b, e.score AS score, e.shared AS shared")
    assert rows == [{"a": FIRST, "b": SECOND, "score": 0.8765, "shared": [UNCHECKED]}]


def test_what_is_not_in_the_library_is_left_out() -> None:
    far = "远法@2000-01-01#1.1"
    lost = violation("lantern/lost", "灯丢了", far, f"{NEW}#5.1", far)
    usual = catalogue()
    astray = case("5", clause("《远法》第一条", far))
    joined = replace(usual, violations=(*usual.violations, lost), cases=(*usual.cases, astray), out_of_scope={far: "?"})
    with KgliteStore() as store:
        build(store, joined=joined)
        assert [(c.part, c.id) for c in hub_queries.violation(store, "lantern/lost").clauses] == [
            ("罚则", f"{NEW}#5.1")
        ]
        assert store.query("MATCH (p {id: $id}) RETURN p.id", {"id": far}) == []
        assert hub_queries.precedents(store, far) == ()


# --- texts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "chain"),
    [
        ("灯会法", [(1, NATION, "灯会法"), (2, PROVINCE, NATION), (3, CITY, PROVINCE)]),
        (NATION, [(1, PROVINCE, NATION), (2, CITY, PROVINCE)]),
        (PROVINCE, [(1, CITY, PROVINCE)]),
        (CITY, []),
        ("无此文件", []),
    ],
)
def test_implementing_chain(hub: KgliteStore, asked: str, chain: list[tuple[int, str, str]]) -> None:
    rows = hub_queries.implementing_chain(hub, asked)
    assert [(r.depth, r.document, r.target) for r in rows] == chain


def test_an_implementer_says_where_and_on_which_words(hub: KgliteStore) -> None:
    (row,) = hub_queries.implementing_chain(hub, PROVINCE)
    version = f"{CITY}@2098-03-01"
    assert (row.version, row.title, row.region, row.provision) == (
        version, "关于灯会工作的实施细则", "江苏南京", f"{version}#p1",
    )  # fmt: skip


def test_a_circle_of_implementers_ends() -> None:
    def under(name: str, other: str) -> Row:
        return edge(f"{name}@1", other, Origin.DERIVED)

    with KgliteStore() as store:
        store.merge_nodes(Label.DOCUMENT, [{"id": n, "title": n, "held": True} for n in "甲乙"])
        store.merge_nodes(
            Label.VERSION, [{"id": f"{n}@1", "title": n, "document": n, "region": "全国"} for n in "甲乙"]
        )
        store.merge_edges(Edge.IMPLEMENTS, Label.VERSION, Label.DOCUMENT, [under("甲", "乙"), under("乙", "甲")])
        assert [(r.depth, r.document) for r in hub_queries.implementing_chain(store, "甲")] == [(1, "乙")]


ABROAD = ProvisionCitation(f"{FERRY}#1.1", "第一条", FERRY, f"{NEW}#2", "《灯会法》第二条")
AT_HOME = ProvisionCitation(f"{NEW}#4-1.1", "第四条之一", NEW, f"{NEW}#3", "本法第三条")
OF_ITS_LIST = ProvisionCitation(
    f"{NEW}#4.1", "第四条", NEW, f"{NEW}#4.1.2", "第二项"
)  # a decision's 第四条 is no citation


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (f"{NEW}#2", [ABROAD]),
        (f"{NEW}#2.1", [ABROAD]),  # the whole is cited
        (f"{NEW}#3", [AT_HOME]),
        (f"{OLD}#2", []),  # read as of a day on which the new text stands
        (f"{NEW}#4", [OF_ITS_LIST]),
        (f"{NEW}#1", []),
    ],
)
def test_cited_by_provisions(hub: KgliteStore, asked: str, found: list[ProvisionCitation]) -> None:
    assert list(hub_queries.cited_by_provisions(hub, asked)) == found


def test_a_provision_whose_part_is_cited() -> None:
    law = texts()
    words = replace(law[3].provisions[1], text="企业用渡船运灯的，依照《灯会法》第四条第一款第二项处罚。")
    law[3] = replace(law[3], provisions=(law[3].provisions[0], words, *law[3].provisions[2:]))
    assert words.id == f"{FERRY}#1.1"
    with KgliteStore() as store:
        build(store, law)
        rows = hub_queries.cited_by_provisions(store, f"{NEW}#4")
    assert [(r.provision, r.cited) for r in rows] == [(f"{FERRY}#1.1", f"{NEW}#4.1.2"), (f"{NEW}#4.1", f"{NEW}#4.1.2")]


NEW_YEAR = [
    ChangeRow("2022-01-01", "已修改", OLD, "灯会法"),
    ChangeRow("2022-01-01", "施行", DECISION, "关于修改《灯会法》的决定"),
    ChangeRow("2022-01-01", "施行", NEW, "灯会法"),
]
MARCH = [
    ChangeRow("2023-03-01", "已废止", STANDARD, STANDARD),
    ChangeRow("2023-03-01", "施行", STANDARD, STANDARD),
]
FEBRUARY = [ChangeRow("2024-02-02", "已修改", f"{FERRY}#2.1", "第二条")]


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        ("2021-12-31", "2022-01-01", NEW_YEAR),  # the last day counts
        ("2022-01-01", "2022-12-31", []),  # the first does not
        ("2021-12-30", "2021-12-31", []),
        ("2023-02-28", "2023-03-01", MARCH),
        ("2023-03-01", "2024-02-01", []),
        ("2024-02-01", "2024-02-02", FEBRUARY),
        ("2021-11-01", "2024-12-31", [*NEW_YEAR, *MARCH, *FEBRUARY]),
        ("2024-12-31", "2021-11-01", []),  # an interval the wrong way round
        ("2018-02-28", "2018-03-01", [ChangeRow("2018-03-01", "施行", FERRY, "渡船条例")]),
    ],
)
def test_changes_between(hub: KgliteStore, since: str, until: str, found: list[ChangeRow]) -> None:
    assert list(hub_queries.changes_between(hub, date.fromisoformat(since), date.fromisoformat(until))) == found


@settings(max_examples=40, deadline=None)
@given(days=st.lists(st.dates(date(2009, 1, 1), date(2027, 1, 1)), min_size=3, max_size=3))
def test_changes_of_two_intervals_side_by_side_are_those_of_both(hub: KgliteStore, days: list[date]) -> None:
    first, middle, last = sorted(days)
    parts = hub_queries.changes_between(hub, first, middle) + hub_queries.changes_between(hub, middle, last)
    assert hub_queries.changes_between(hub, first, last) == parts


# --- what does not fit -----------------------------------------------------------------------------------------------

Change = Callable[[Catalogue], Catalogue]


def with_violation(index: int, **more: object) -> Change:
    def changed(usual: Catalogue) -> Catalogue:
        made = list(usual.violations)
        made[index] = replace(made[index], **more)  # type: ignore[arg-type]
        return replace(usual, violations=tuple(made))

    return changed


def with_case(index: int, **more: object) -> Change:
    def changed(usual: Catalogue) -> Catalogue:
        made = list(usual.cases)
        made[index] = replace(made[index], **more)  # type: ignore[arg-type]
        return replace(usual, cases=tuple(made))

    return changed


FOREIGN = "案例的处罚依据与所属违法行为不合"

#: What is done to a sound catalogue, and the one finding that must come of it.
BREAKS: list[tuple[str, Change, Finding]] = [
    ("no duty", with_violation(2, duties=()), Finding("违法行为没有义务条款", ROPE, "湿绳捆灯架")),
    ("no penalty", lambda c: replace(with_violation(2, penalties=())(c), out_of_scope={**c.out_of_scope, f"{NEW}#4-1.1": "?"}), Finding("违法行为没有罚则", ROPE, "湿绳捆灯架")),
    ("no case", lambda c: replace(c, violations=(*c.violations, UNTRIED)), Finding("违法行为没有案例", "lantern/untried", "没人管")),
    ("no violation", lambda c: replace(c, cases=(*c.cases, case("5", clause("第五条", f"{NEW}#5.1")))), Finding("案例没有对应的违法行为", "案例-5", "第5案")),
    ("no clause", with_case(2, penalized_under=(clause("第九十条", None),)), Finding("案例所引条款都不在库中", THIRD, "第3案")),
    ("criterion", lambda c: replace(c, criteria=(*c.criteria, UNTIED)), Finding("现行判定情形没有对应的违法行为", UNTIED.id, "灯架：一推就倒")),
    ("criterion that ends later", lambda c: replace(c, criteria=(*c.criteria, replace(UNTIED, ended=date(2030, 1, 1)))), Finding("现行判定情形没有对应的违法行为", UNTIED.id, "灯架：一推就倒")),
    ("penalty clause", lambda c: replace(c, out_of_scope={}), Finding("罚则没有对应的违法行为", f"{NEW}#6.1", "第六条")),
    ("ended criterion", with_violation(0, criteria=(LAMP, OLD_LAMP)), Finding("违法行为指向已失效的文本", UNCHECKED, OLD_LAMP)),
    ("ended duty", with_violation(2, duties=(f"{NEW}#3.1", f"{OLD}#2.1")), Finding("违法行为指向已失效的文本", ROPE, f"{OLD}#2.1")),
    ("ended penalty", with_violation(0, penalties=(f"{NEW}#4.1.1", f"{OLD}#3.1.1")), Finding("违法行为指向已失效的文本", UNCHECKED, f"{OLD}#3.1.1")),
    ("no consequence", with_violation(2, penalties=(f"{NEW}#4-1.1", f"{NEW}#3.1")), Finding("作为罚则的条款没有解析出处罚", f"{NEW}#3.1", "湿绳捆灯架")),
    ("punished otherwise", with_case(2, penalized_under=(clause("第四条第一项", f"{NEW}#4.1.1"),)), Finding(FOREIGN, THIRD, f"{ROPE}：案例的处罚依据 {NEW}#4.1.1 不在其罚则之中")),
]  # fmt: skip


def findings(held: list[DocumentText] | None = None, joined: Catalogue | None = None, day: date = DAY) -> list[Finding]:
    with KgliteStore() as store:
        return list(hub_queries.orphans_and_contradictions(build(store, held, joined), day))


def test_nothing_is_wrong_with_a_sound_catalogue(hub: KgliteStore) -> None:
    assert hub_queries.orphans_and_contradictions(hub, DAY) == ()


@pytest.mark.parametrize(("change", "found"), [row[1:] for row in BREAKS], ids=[row[0] for row in BREAKS])
def test_one_thing_wrong_is_one_finding(change: Change, found: Finding) -> None:
    assert findings(joined=change(catalogue())) == [found]


def test_amounts_the_wrong_way_round(hub: KgliteStore) -> None:
    # The parser of penalties makes none; a store filled otherwise may hold one.
    with KgliteStore() as store:
        build(store)
        odd: Row = {"id": f"{NEW}#5.1!9", "title": "倒置", "low": 3, "high": 2, "unit": "元"}
        even: Row = {"id": f"{NEW}#5.1!8", "title": "相等", "low": 2, "high": 2, "unit": "元"}
        store.merge_nodes(Label.PENALTY, [odd, even])
        found = hub_queries.orphans_and_contradictions(store, DAY)
    assert found == (Finding("处罚幅度下限高于上限", f"{NEW}#5.1!9", "倒置"),)


def test_every_kind_of_finding_is_made_by_a_test() -> None:
    source = Path(hub_queries.__file__).read_text(encoding="utf-8")
    kinds = set(re.findall(r'\("([\u4e00-\u9fff]+)", cypher\.[A-Z_]+', source)) | {FOREIGN}
    assert {row[2].kind for row in BREAKS} | {"处罚幅度下限高于上限"} == kinds


@pytest.mark.parametrize(("day", "amount"), [("2023-02-28", 0), ("2023-03-01", 1)])
def test_a_criterion_is_gone_from_the_day_it_ends(day: str, amount: int) -> None:
    usual = catalogue()
    joined = with_violation(0, criteria=(LAMP, OLD_LAMP))(usual)
    found = findings(joined=joined, day=date.fromisoformat(day))
    assert [f.id for f in found if f.kind == "违法行为指向已失效的文本"] == [UNCHECKED] * amount


def test_a_case_punished_under_the_whole_article_fits(hub: KgliteStore) -> None:
    whole = with_case(0, penalized_under=(clause("第四条", f"{NEW}#4"),))(catalogue())
    assert findings(joined=whole) == []


def test_a_case_of_two_violations_fits_when_each_is_punished() -> None:
    both = with_case(0, penalized_under=(clause("第四条第一项", f"{NEW}#4.1.1"), clause("第四条之一", f"{NEW}#4-1.1")))(
        catalogue()
    )
    link = replace(both.links[0], violation=ROPE)
    assert findings(joined=replace(both, links=(*both.links, link))) == []


def test_findings_come_by_kind_and_then_by_id() -> None:
    broken = catalogue()
    for change in (
        with_violation(2, duties=(f"{OLD}#2.1",), penalties=(f"{NEW}#4-1.1", f"{OLD}#3.1.2")),
        with_violation(0, criteria=(LAMP, OLD_LAMP)),
        with_violation(1, duties=()),
    ):
        broken = change(broken)
    broken = replace(broken, violations=tuple(reversed(broken.violations)))
    assert [(f.kind, f.id, f.detail) for f in findings(joined=broken)] == [
        ("违法行为没有义务条款", FORGED, "灯簿写假"),
        ("违法行为指向已失效的文本", UNCHECKED, OLD_LAMP),
        ("违法行为指向已失效的文本", ROPE, f"{OLD}#2.1"),
        ("违法行为指向已失效的文本", ROPE, f"{OLD}#3.1.2"),
    ]


# --- all statements --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def broken() -> Iterator[KgliteStore]:
    with KgliteStore() as store:
        break_everything(store)
        yield store


def test_no_statement_is_left_out() -> None:
    assert set(STATEMENTS) == set(constants())


@pytest.mark.parametrize("name", sorted(STATEMENTS))
def test_every_statement_answers(broken: KgliteStore, name: str) -> None:
    statement = constants()[name]
    assert set(re.findall(r"\$(\w+)", statement)) == set(STATEMENTS[name])
    assert broken.query(statement, STATEMENTS[name]) != []


@pytest.mark.parametrize(
    "name", sorted(n for n, given in STATEMENTS.items() if given and not n.startswith("CRITERIA_WITHOUT"))
)
def test_every_statement_asked_for_nothing_known_answers_nothing(broken: KgliteStore, name: str) -> None:
    nothing = {"since": "1900-01-01", "until": "1900-01-02", "day": "1900-01-01", "versions": []}
    parameters = {key: nothing.get(key, "无此编号") for key in STATEMENTS[name]}
    assert broken.query(constants()[name], parameters) == []


def test_neighbours_of_every_label(hub: KgliteStore) -> None:
    for label in Label:
        (row, *_) = hub.query(f"MATCH (n:{label})--() RETURN n.id AS id ORDER BY id LIMIT 1")
        around = hub.query(cypher.neighbours(label), {"id": row["id"]})
        assert {r["edge"] for r in around} <= set(Edge), label
        assert around, label


# --- the same input, the same graph ----------------------------------------------------------------------------------


def saved(store: KgliteStore, path: Path) -> str:
    store.save(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_input_gives_the_same_bytes(hub: KgliteStore, tmp_path: Path) -> None:
    shuffled = texts()
    random.Random(7).shuffle(shuffled)
    digests = [saved(hub, tmp_path / "first")]
    for name, held in (("again", texts()), ("reversed", texts()[::-1]), ("shuffled", shuffled)):
        with KgliteStore() as store:
            digests.append(saved(build(store, held), tmp_path / name))
    assert digests == digests[:1] * 4


def test_another_process_gives_the_same_bytes(hub: KgliteStore, tmp_path: Path) -> None:
    here = saved(hub, tmp_path / "here")
    code = (
        "import sys; from pathlib import Path; from graph.kglite_store import KgliteStore\n"
        "from tests.graph.hub_world import build\n"
        "build(KgliteStore()).save(Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        path = tmp_path / seed
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, env=environment, check=True, timeout=120)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == here


def test_building_again_into_the_same_store_changes_nothing(hub: KgliteStore, tmp_path: Path) -> None:
    with KgliteStore() as store:
        build(store)
        once = saved(store, tmp_path / "once")
        build(store, texts()[::-1])
        assert dump(store) == dump(hub)
        assert saved(store, tmp_path / "twice") == once


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_texts_and_catalogue_makes_no_difference(hub: KgliteStore, chance: random.Random) -> None:
    def mixed(rows: Iterable[T]) -> list[T]:
        kept = list(rows)
        chance.shuffle(kept)
        return kept

    usual = catalogue()
    joined = replace(
        usual,
        violations=mixed(usual.violations),
        criteria=mixed(usual.criteria),
        cases=mixed(usual.cases),
        links=mixed(usual.links),
    )
    with KgliteStore() as store:
        build(store, mixed(texts()), joined)
        assert dump(store) == dump(hub)
        for key in (UNCHECKED, FORGED, ROPE):
            assert hub_queries.violation(store, key) == hub_queries.violation(hub, key)


def test_nothing_is_there_twice(hub: KgliteStore) -> None:
    nodes, edges = dump(hub)
    assert max(Counter((n["label"], n["id"]) for n in nodes).values()) == 1
    keys = ("edge", "from", "source", "to", "target")
    assert max(Counter(tuple(e[k] for k in keys) for e in edges).values()) == 1


# --- form ------------------------------------------------------------------------------------------------------------


def test_the_world_has_every_label_and_every_edge(hub: KgliteStore) -> None:
    counts = hub.counts()
    assert set(counts.nodes) == set(Label)
    assert set(counts.edges) == set(Edge)


def test_every_edge_says_where_it_comes_from_and_how_sure_it_is(hub: KgliteStore) -> None:
    rows = hub.query("MATCH ()-[e]->() RETURN e.origin AS origin, e.confidence AS confidence")
    assert len(rows) == hub.counts().total_edges > 100
    assert {row["origin"] for row in rows} == set(Origin)
    assert all(isinstance(c := row["confidence"], float) and 0 < c <= 1 for row in rows)


def test_every_edge_stands_where_it_may(hub: KgliteStore) -> None:
    rows = hub.query(
        "MATCH (a)-[e]->(b) RETURN DISTINCT type(e) AS edge, labels(a)[0] AS source, labels(b)[0] AS target"
    )
    assert len(rows) >= len(Edge)
    for row in rows:
        assert (row["source"], row["target"]) in ENDS[Edge(str(row["edge"]))]


@pytest.mark.parametrize("relation", list(Edge))
def test_an_edge_between_other_labels_is_refused(relation: Edge) -> None:
    with KgliteStore() as store:
        for label in Label:
            store.merge_nodes(label, [{"id": "x", "title": "x"}])
        for ends in product(Label, Label):
            row = edge("x", "x", Origin.PARSED)
            if ends in ENDS[relation]:
                store.merge_edges(relation, *ends, [row])
            else:
                with pytest.raises(GraphError, match=f"边 {relation} 不能从 {ends[0]} 连到 {ends[1]}"):
                    store.merge_edges(relation, *ends, [row])
        assert store.counts().edges == {str(relation): len(ENDS[relation])}


@pytest.mark.parametrize(
    ("pairs", "kept"),
    [
        ([(SECOND, FIRST, 0.5), (FIRST, SECOND, 0.9)], [(FIRST, SECOND, 0.5)]),  # said twice, kept once
        ([(FIRST, THIRD, 0.5)], [(FIRST, THIRD, 0.5)]),
        ([], []),
    ],
)
def test_likeness(pairs: list[tuple[str, str, float]], kept: list[tuple[str, str, float]]) -> None:
    joined = replace(catalogue(), alike=tuple(Alike(*pair) for pair in pairs))
    with KgliteStore() as store:
        build(store, joined=joined)
        rows = store.query("MATCH (a)-[e:SIMILAR_TO]->(b) RETURN a.id AS a, b.id AS b, e.score AS s")
    assert [(r["a"], r["b"], r["s"]) for r in rows] == kept


def test_a_duty_of_a_held_policy_hangs_on_its_provision() -> None:
    elsewhere = load_policy_duties()[0]
    provision = f"{NATION}@2098-03-01#p1"
    held = replace(elsewhere, id=f"{provision}/查灯", provision=provision)
    with KgliteStore() as store:
        build(store, joined=replace(catalogue(), duties=(held, elsewhere)))
        rows = store.query(
            "MATCH (p:Provision)-[i:IMPOSES]->(d:Duty) WHERE d.cycle IS NOT NULL "
            "RETURN p.id AS provision, i.origin AS origin, d.id AS id, d.subject AS subject, d.cycle AS cycle"
        )
        expected = {"origin": "authored", "id": held.id, "subject": held.subject, "cycle": str(held.cycle)}
        assert list(rows) == [{"provision": provision, **expected}]
