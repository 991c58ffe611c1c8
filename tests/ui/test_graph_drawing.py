from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from corpus.library import Library, write_library
from graph.neighbourhood import Neighbourhood, Node, Tie
from graph.schema import Edge, Label, Origin
from tests.samples import workshop_rules
from ui.graph_drawing import drawing, fitted
from ui.graph_layout import laid_out
from ui.graph_start import Start
from ui.graph_view import view
from ui.graph_words import ORIGINS, RELATIONS, SORTS, lines_of, name_of

HOSTILE = "\"'><img src=x onerror=hit=1>&amp;</title></svg>"
TODAY = date(2026, 12, 1)
PART = Node("安全生产法@2021-06-10#97.1.7", Label.PROVISION, "第九十七条第七项", 0)
MEN = Node("work-safety/uncertified", Label.VIOLATION, "特种作业人员没有操作资格就上岗", 1)
CASE = Node("案例-1", Label.CASE, HOSTILE, 1)
AROUND = Neighbourhood(
    (PART, MEN, CASE),
    (
        Tie(MEN.id, PART.id, Edge.PENALISED_BY, Origin.AUTHORED, 1.0),
        Tie(CASE.id, PART.id, Edge.PENALISED_UNDER, Origin.PARSED, 1.0),
        Tie(CASE.id, MEN.id, Edge.INSTANCE_OF, Origin.DERIVED, 0.9),
    ),
    {Edge.CITES: 3, Edge.IN_INDUSTRY: 40},
)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(around: Neighbourhood = AROUND) -> ET.Element:
    return ET.fromstring(drawing(around, laid_out(around)))


def test_every_label_edge_and_origin_has_its_word_and_sign() -> None:
    assert set(SORTS) == set(Label)
    assert set(RELATIONS) == set(Edge)
    assert set(ORIGINS) == set(Origin)
    for signs in ([s.sign for s in SORTS.values()], [r.sign for r in RELATIONS.values()]):
        assert len(set(signs)) == len(signs)
        assert {len(sign) for sign in signs} == {1}
    assert len({sort.shape for sort in SORTS.values()}) == len({sort.column for sort in SORTS.values()})


def test_every_node_is_a_link_with_its_kind_and_full_name() -> None:
    links = drawn().findall(f".//{SVG}a")
    assert {a.get("aria-label") for a in links} == {
        "条款：安全生产法 第九十七条第七项",
        "违法行为：特种作业人员没有操作资格就上岗",
        f"案例：{HOSTILE}",
    }
    assert all(a.find(f"{SVG}title").text == a.get("aria-label") for a in links)
    assert all(a.get("href").startswith("?view=graph&node=") for a in links)
    assert [a.get("aria-label")[:2] for a in links if a.get("aria-current")] == ["条款"]


def test_every_tie_says_what_it_is_and_the_unsure_are_dashed() -> None:
    ties = [g for g in drawn().iter(f"{SVG}g") if "tie" in (g.get("class") or "").split()]
    titles = {g.find(f"{SVG}title").text: g.get("class").split() for g in ties}
    assert len(titles) == 3
    penalty = "特种作业人员没有操作资格就上岗 —罚则→ 安全生产法 第九十七条第七项（人工，可信度 100%）"
    assert titles[penalty] == ["tie", "own"]
    assert titles[f"{HOSTILE} —属于→ 特种作业人员没有操作资格就上岗（推算，可信度 90%）"] == ["tie", "unsure"]
    words = [t.text for t in drawn().findall(f"./{SVG}g[@class='words']/{SVG}text")]
    assert sorted(words) == ["处罚依据", "属", "罚则"]


@pytest.mark.parametrize(
    ("lead", "rest", "room", "most", "lines"),
    [
        ("", "短名", 8, 2, ["短名"]),
        ("", "一二三四五六七八九十", 6, 2, ["一二三四五六", "七八九十"]),
        ("", "一二三四五六七八九十", 4, 2, ["一二三四", "五六七…"]),
        ("", "一二三四、五六", 4, 2, ["一二三", "四、五六"]),
        ("安全生产法", "第九十七条第七项", 8, 2, ["安全生产法", "第九十七条第七项"]),
        ("危险化学品安全法", "第一百零一条第一款第十五项", 7, 3, ["危险化学品安…", "第一百零一条", "第一款第十五项"]),
        ("刑法", "第一百三十四条第一款", 7, 2, ["第一百三十四条", "第一款"]),
        ("", "100000–200000", 4, 2, ["100000", "–200…"]),
    ],
)
def test_names_are_fitted_into_their_boxes(lead: str, rest: str, room: float, most: int, lines: list[str]) -> None:
    assert fitted(lead, rest, room, most) == lines


def test_names_say_which_law_which_version_and_how_much() -> None:
    assert name_of(PART) == "安全生产法 第九十七条第七项"
    duty = Node("消防法@2021-04-29#21.2!duty", Label.DUTY, "第二十一条第二款", 1)
    assert lines_of(duty) == ("消防法", "第二十一条第二款")
    text = Node("安全生产法@2021-06-10", Label.VERSION, "中华人民共和国安全生产法", 1)
    assert name_of(text) == "中华人民共和国安全生产法（2021-06-10）"
    assert lines_of(text) == ("安全生产法", "2021-06-10")
    fine = Node("x!4", Label.PENALTY, "生产经营单位 逾期：罚款 100000–200000 元", 1)
    assert lines_of(fine) == ("生产经营单位 逾期", "罚款 10万–20万元")


def test_the_view_escapes_lists_and_counts(tmp_path: Path) -> None:
    write_library(tmp_path / "library.sqlite", [workshop_rules()])
    agency = Node(HOSTILE, Label.AGENCY, HOSTILE, 0)
    below = Node("乙局", Label.AGENCY, "乙局", 1)
    tie = Tie("乙局", HOSTILE, Edge.SUBORDINATE_TO, Origin.DERIVED, 0.7)
    found = Start(Neighbourhood((agency, below), (tie,), {Edge.HANDLED_BY: 7}), HOSTILE, (("a/b", HOSTILE),))
    html = view(found, Library(tmp_path / "library.sqlite"), TODAY)
    assert "<img" not in html
    assert "</title></svg>&" not in html
    assert "未画出的相邻节点共 7 个：办案机关 7 个" in html
    assert "其余节点之间" not in html
    for cell in ("上级", "← 对方指来", "机关", "推算", "70%"):
        assert f">{cell}</td>" in html
