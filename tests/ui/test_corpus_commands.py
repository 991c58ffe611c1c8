"""``anfa corpus``: what it prints and when it fails; the check itself is tested in ``tests/desks``."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

import pytest
from click.testing import CliRunner, Result

import desks.upkeep
from desks.upkeep import Coverage, Report
from desks.upkeep_cases import CASES, CaseCount
from desks.upkeep_entries import Problem, ProblemKind
from ui.cli import main

ROWS = (
    Coverage("锁法", date(2020, 1, 2), 12, 9, 2, ("锁法@2020-01-02#4.1",), 8, 5, 30, 4),
    Coverage("门窗安全法", date(2021, 3, 4), 100, 100, 0, (), 100, 70, 500, 60),
)
ERROR = Problem(ProblemKind.COVERAGE, "error", "锁法", "", "锁法#4.1", "没有对应的违法行为")
WARNING = Problem(ProblemKind.CASE, "warning", CASES, "案例-t1", "第九条", "当时的文本中没有", "corpus/cases/t.yaml:7")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["corpus", *arguments])


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    made = Report(date(2026, 6, 1), ROWS, CaseCount(3, 9, 5, 1, 2, 1, renumbered=1, criteria=1), (ERROR, WARNING))
    monkeypatch.setattr(desks.upkeep, "check_shipped", lambda day: made)
    return made


@pytest.mark.usefixtures("report")
def test_a_check_with_errors_fails_and_says_where() -> None:
    shown = run("check")
    assert shown.exit_code == 1
    lines = shown.output.splitlines()
    assert lines[1].split() == ["锁法", "2020-01-02", "12", "9", "2", "1", "8", "5", "30", "4"]
    assert lines[3].split() == ["合计", "112", "109", "2", "1", "108", "75", "530", "64"]
    width = {sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines[:4]}
    assert len(width) == 1  # the columns stand under each other
    assert lines[4] == (
        "案例 3 个，引用条款 9 处：当时文本中查到 5，没有这一条款 1；"
        "当时的版本不在库中 2（有今天的对应条款 1），文件不在库中 1（已收为判定情形 1）。能给读者看的共 7 处。"
    )
    assert lines[5:8] == ["锁法", "  错误  锁法#4.1", "        没有对应的违法行为"]
    assert lines[8:10] == ["案例", "  提醒  案例-t1  第九条"]
    assert lines[11] == "        corpus/cases/t.yaml:7"
    assert lines[-1] == "2026-06-01 核对：错误 1 个，提醒 1 个。"


@pytest.mark.usefixtures("report")
def test_one_law_alone() -> None:
    shown = run("check", "--law", "门窗安全法")
    assert shown.exit_code == 0
    for other in ("锁法#", "合计", "案例"):
        assert other not in shown.output
    assert "错误 0 个，提醒 0 个" in shown.output
    unknown = run("check", "--law", "面包法")
    assert unknown.exit_code == 1
    assert "目录收有：锁法、门窗安全法" in unknown.stderr


@pytest.mark.usefixtures("report")
def test_a_check_for_programs() -> None:
    shown = run("check", "--json")
    assert shown.exit_code == 1
    body = json.loads(shown.stdout)
    assert (body["day"], body["errors"], body["cases"]["clauses"]) == ("2026-06-01", 1, 9)
    assert body["coverage"][0]["missing"] == ["锁法@2020-01-02#4.1"]
    assert body["problems"][1] == {
        "kind": "case",
        "severity": "warning",
        "file": "案例",
        "entry": "案例-t1",
        "reference": "第九条",
        "reason": "当时的文本中没有",
        "place": "corpus/cases/t.yaml:7",
    }


def test_what_is_overdue() -> None:
    assert run("stale", "--as-of", "2026-11-25").output == "超过 365 天没有核对的文件 0 个。\n"
    rows = json.loads(run("stale", "--as-of", "2126-11-25", "--json").stdout)
    assert {"安全生产法", "工贸企业重大事故隐患判定标准", "安全生产许可证条例@2014-07-29", "案例"} <= {
        r["file"] for r in rows
    }
    assert all(row["days"] > 365 * 99 and row["entries"] > 0 for row in rows)
    shown = run("stale", "--as-of", "2126-11-25", "--days", "100").output
    assert len(shown.splitlines()) == len(rows) + 2
    assert f"超过 100 天没有核对的文件 {len(rows)} 个" in shown


@pytest.mark.parametrize("command", ["check", "stale"])
def test_help_is_chinese(command: str) -> None:
    shown = run(command, "--help").output
    assert "用法：" in shown
    assert "--json" in shown
    assert not {"Usage", "Options:", "[OPTIONS]", "default:"} & set(shown.split())


def test_duties_of_a_province_and_of_one_document() -> None:
    of_jiangsu = json.loads(run("duties", "--region", "江苏", "--json").output)
    assert {duty["region"] for duty in of_jiangsu} == {"全国", "江苏"}
    [report] = [d for d in json.loads(run("duties", "--document", "92号", "--json").output) if d["cycle"] == "每两个月"]
    assert "县" in report["subject"]
    shown = run("duties", "--document", "苏应急").output
    assert "应急〔2021〕18号@" in shown.splitlines()[0]
    assert shown.splitlines()[-1].endswith("未列出不等于没有规定。")


def test_duties_that_bind_on_a_day() -> None:
    everything = json.loads(run("duties", "--json").output)
    before = json.loads(run("duties", "--as-of", "2021-03-30", "--json").output)
    assert 0 < len(before) < len(everything)
    assert all((duty["applies_from"] or duty["version"] or "") <= "2021-03-30" for duty in before)


def test_an_unknown_region_of_duties() -> None:
    shown = run("duties", "--region", "火星")
    assert shown.exit_code == 1
    assert "不认识的地区“火星”" in shown.output
