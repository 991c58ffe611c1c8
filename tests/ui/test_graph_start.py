"""What readers type, over the default library."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import GraphError, LibraryError, NotFoundError, QueryError
from corpus.home import Home
from desks.serving import FilesServing
from graph.kglite_store import KgliteStore
from graph.schema import Label
from tests.samples import workshop_rules
from ui.desk import Desk


@pytest.fixture(scope="module")
def desk(default_home: Home) -> Desk:
    return Desk(FilesServing(default_home))


def middle(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html[html.index("编号 ") + 3 : html.index("</code>")])


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("安全生产法#97.1.7", "安全生产法@2021-06-10#97.1.7"),
        (" 安全生产法@2021-06-10#97.1.7 ", "安全生产法@2021-06-10#97.1.7"),
        ("工贸企业重大事故隐患判定标准#3.1.2", "工贸企业重大事故隐患判定标准@2023-04-14#3.1.2"),
        ("安全生产法@2021-06-10#97.1!2", "安全生产法@2021-06-10#97.1!2"),
        ("案例-c0026", "案例-c0026"),
        ("某金属公司员工无证电焊案", "案例-c0028"),
        ("work-safety/exit-blocked", "work-safety/exit-blocked"),
        ("《中华人民共和国安全生产法》", "安全生产法"),
        ("应急管理部", "应急管理部"),
        ("工贸", "industry-trade"),
    ],
)
def test_ids_and_names_lead_to_their_node(desk: Desk, typed: str, key: str) -> None:
    html = desk.around(typed)
    assert middle(html) == key
    assert 'class="led"' not in html


def test_words_lead_to_a_violation_and_say_so(desk: Desk) -> None:
    html = desk.around("电焊工没有证就上岗")
    votes = desk.answer("电焊工没有证就上岗", [], "", "", True)[0].votes
    assert middle(html) == votes.violations[0].id
    assert "按“电焊工没有证就上岗”找到的最接近的违法行为" in html
    assert html.count(" data-node>", html.index('class="led"'), html.index('class="middle"')) == 4
    assert "要点 · 非官方原文" in html
    assert "怎么说" in html


@pytest.mark.parametrize("typed", ["案例-c9999", "work-safety/no-such", "没有的法#3", "安全生产法#999", "xyzzy"])
def test_what_is_nowhere_is_said_so(desk: Desk, typed: str) -> None:
    with pytest.raises(NotFoundError):
        desk.around(typed)


def test_what_cannot_be_searched_is_said_so(desk: Desk) -> None:
    with pytest.raises(QueryError):
        desk.around("？！")
    assert desk.around("  ") == ""


def test_each_kind_of_middle_shows_what_it_is(desk: Desk) -> None:
    assert "特种作业人员未按照规定" in desk.around("安全生产法#97.1.7")
    assert "有下列行为之一的" in desk.around("安全生产法#97.1.7")
    assert "事实" in desk.around("案例-c0026")
    assert "读自下面的条款" in desk.around("安全生产法@2021-06-10#97.1!2")
    assert "出自" in desk.around("工贸企业重大事故隐患判定标准#3.1.2")
    for held in ("安全生产法", "安全生产法@2021-06-10", "安全生产法#97.1.7"):
        assert "data-show>看原文</a>" in desk.around(held)
    assert "库中没有这个文件的全文" in desk.around("工贸企业重大事故隐患判定标准")


def test_a_new_build_is_drawn_from(tmp_path: Path, publish: Callable[..., Path]) -> None:
    home = Home(tmp_path)
    desk = Desk(FilesServing(home))
    with pytest.raises(LibraryError, match="还没有建库"):
        desk.around("")
    for title in ("甲局", "乙局"):
        folder = publish(home, workshop_rules())
        with KgliteStore() as store:
            store.merge_nodes(Label.AGENCY, [{"id": title, "title": title}])
            store.save(folder / "graph.kgl")
        assert middle(desk.around(title)) == title
        assert desk.graph() is desk.graph()
    with pytest.raises(NotFoundError):
        desk.around("甲局")


def test_a_library_without_a_graph_says_what_to_do(tmp_path: Path, publish: Callable[..., Path]) -> None:
    home = Home(tmp_path)
    publish(home, workshop_rules(date(2024, 1, 1)))
    with pytest.raises(GraphError, match="图谱文件不存在") as caught:
        Desk(FilesServing(home)).around("工贸")
    assert "anfa build" in caught.value.advice
