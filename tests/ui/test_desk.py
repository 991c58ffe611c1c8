from __future__ import annotations

import logging
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import AnfaError, LibraryError, NotFoundError, QueryError
from corpus.home import Home
from corpus.model import Kind
from desks.serving import FilesServing
from tests.samples import workshop_rules
from ui.app import serve
from ui.desk import Desk, guarded, read_day


def test_the_page_is_described_without_loading_gradio() -> None:
    script = "import sys, ui.app; print(sorted({'gradio', 'torch', 'faiss'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("written", "day"),
    [("2021-09-01", date(2021, 9, 1)), (" 2021-9-1 ", date(2021, 9, 1)), ("", date.today()), ("　", date.today())],
)
def test_a_day_as_written(written: str, day: date) -> None:
    assert read_day(written) == day


@pytest.mark.parametrize(
    "written",
    ["2021-02-30", "2021-13-01", "0000-01-01", "20210901", "2021/9/1", "昨天", "2021-W01-1", "２０２１-09-01"],
)
def test_what_is_no_day_is_named_with_an_example(written: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_day(written)
    assert written in caught.value.problem
    assert date.today().isoformat() in caught.value.advice


def test_before_the_first_build_every_question_says_what_to_do(tmp_path: Path) -> None:
    desk = Desk(FilesServing(Home(tmp_path)))
    assert desk.kinds() == []
    for ask in (desk.engine, desk.library, desk.status, lambda: desk.reading("安全生产法", "")):
        with pytest.raises(LibraryError, match="还没有建库") as caught:
            ask()
        assert "anfa build" in caught.value.advice


def test_failures_become_one_line_and_the_unexpected_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> str:
        raise AnfaError("不行", "再试")

    def breaks() -> str:
        raise ZeroDivisionError("secret detail")

    assert guarded(lambda: "好") == ("好", "")
    assert guarded(fails) == ("", "不行。再试。")
    with caplog.at_level(logging.ERROR):
        html, problem = guarded(breaks)
    assert html == ""
    assert "程序内部出错" in problem
    assert "secret" not in problem
    assert "ZeroDivisionError: secret detail" in caplog.text


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(LibraryError, match="无法在") as caught:
            serve(FilesServing(Home(tmp_path)), "127.0.0.1", taken.getsockname()[1], False)
    assert "--port" in caught.value.advice


def test_documents_open_by_id_name_or_place(tmp_path: Path, publish: Callable[..., Path]) -> None:
    home = Home(tmp_path)
    publish(home, workshop_rules(), workshop_rules(date(2024, 1, 1)))
    desk = Desk(FilesServing(home))
    assert desk.kinds() == [Kind.RULE.value]
    old = desk.reading("车间安全试行规定@2020-01-01#2.1.2", "2021-01-01")
    assert 'id="at-2.1.2" tabindex="-1"' in old
    assert "2020年1月1日版本</dd>" in old
    assert "效力按2021年1月1日判断" in old
    assert "其他版本：" in old
    assert "2024年1月1日版本</dd>" in desk.reading("车间安全试行规定", "")
    assert "2020年1月1日版本</dd>" in desk.reading("车间安全试行规定#1.1", "2021-01-01")
    for unknown in ("没有的法", "车间安全试行规定#99", "车间安全试行规定@1999-01-01#1", "#1", ""):
        with pytest.raises(NotFoundError):
            desk.reading(unknown, "")


def test_limits_from_the_page_are_checked(tmp_path: Path, publish: Callable[..., Path]) -> None:
    home = Home(tmp_path)
    publish(home, workshop_rules())
    desk = Desk(FilesServing(home))
    assert "焊工无证作业" in desk.results("焊工没有证", ["部门规章"], "四川达州", "", True).replace(
        "<mark>", ""
    ).replace("</mark>", "")
    with pytest.raises(QueryError, match="文件类型"):
        desk.results("焊工", ["法典"], "", "", True)
    with pytest.raises(QueryError, match="地区"):
        desk.results("焊工", [], "火星", "", True)
    with pytest.raises(QueryError, match="没有输入"):
        desk.results("  ", [], "", "", True)


def test_a_new_build_is_answered_from_while_many_ask(tmp_path: Path, publish: Callable[..., Path]) -> None:
    home = Home(tmp_path)
    publish(home, workshop_rules())
    desk = Desk(FilesServing(home))

    def ask(_: int) -> str:
        return desk.results("焊工无证作业", [], "", "", True)

    with ThreadPoolExecutor(8) as pool:
        before = set(pool.map(ask, range(24)))
        first = desk.engine()
        assert all(engine is first for engine in pool.map(lambda _: desk.engine(), range(8)))
        publish(home, workshop_rules(date(2024, 1, 1)))
        after = set(pool.map(ask, range(24)))
    assert len(before) == len(after) == 1
    assert "2020年1月1日版本" in before.pop()
    assert "2024年1月1日版本" in after.pop()
    assert desk.engine() is not first
    assert desk.library() is desk.engine().library
