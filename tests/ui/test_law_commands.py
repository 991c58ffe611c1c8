"""cite, penalties, versions, compare and ``ingest --as case``, over the real default library."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.home import Home
from ui.cli import main

CASE = """【案例名称】某市甲机械有限公司特种作业人员无证上岗案
【基本案情】2024年3月5日，江苏省南京市江宁区应急管理局对甲机械有限公司检查时发现，焊工张三未取得特种作业操作证上岗作业。
【处理结果】违反了《中华人民共和国安全生产法》第三十条第一款的规定，依据《中华人民共和国安全生产法》第九十七条第（七）项的规定，责令限期改正，处罚款人民币4.9万元，对主要负责人李四处罚款1万元。
【典型意义】特种作业必须持证。
"""


@pytest.fixture(autouse=True)
def _home(default_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANFA_HOME", str(default_home.path))


def run(*arguments: str, text: str | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=text)


def test_cite_for_programs() -> None:
    text = "依据《安全生产法》第九十七条第（七）项、刑法第一百三十四条之一和《没有这部法》第三条。第三条生产线停产。"
    found = json.loads(run("cite", "-", "--json", text=text).stdout)
    assert set(found[0]) == {
        *("text", "start", "end", "law", "article", "sub", "paragraph", "item", "status", "wording", "provision")
    }
    assert [(c["law"], c["article"], c["sub"], c["item"], c["status"], c["wording"]) for c in found] == [
        ("安全生产法", 97, None, 7, "found", "official"),
        ("刑法", 134, 1, None, "found", "official"),
        ("没有这部法", 3, None, None, "unknown_document", None),
    ]
    assert all(text[c["start"] : c["end"]] == c["text"] for c in found)
    assert found[0]["provision"] == "安全生产法@2021-06-10#97.1.7"


def test_cite_reads_this_law_by_its_context(tmp_path: Path) -> None:
    path = tmp_path / "文.txt"
    path.write_text("违反本法第三十条规定的", encoding="utf-8")
    [found] = json.loads(run("cite", str(path), "--context", "安全生产法@2021-06-10#97.1", "--json").stdout)
    assert found["provision"] == "安全生产法@2021-06-10#30"


def test_cite_for_people_and_a_file_that_is_not_text(tmp_path: Path) -> None:
    shown = run("cite", "-", text="见《安全生产法》第三十条、第五百条。")
    assert "找到 1 处，有此文件，无此条款 1 处" in shown.output
    (tmp_path / "国标.txt").write_bytes("见《安全生产法》第三十条。".encode("gb18030"))
    assert "找到 1 处" in run("cite", str(tmp_path / "国标.txt")).output
    (tmp_path / "坏.txt").write_bytes(b"\xff\xfe\xfa")
    failed = run("cite", str(tmp_path / "坏.txt"))
    assert failed.exit_code == 1
    assert "UTF-8" in failed.stderr


def test_penalties() -> None:
    rows = json.loads(run("penalties", "安全生产法#97", "--json").stdout)
    assert {"subject", "stage", "measure", "low", "high", "unit", "items", "span"} <= set(rows[0])
    fines = [(r["subject"], r["stage"], r["low"], r["high"], r["unit"]) for r in rows if r["measure"] == "罚款"]
    assert fines == [
        ("生产经营单位", "first", None, 100_000, "元"),
        ("生产经营单位", "overdue", 100_000, 200_000, "元"),
        ("直接负责的主管人员和其他直接责任人员", "overdue", 20_000, 50_000, "元"),
    ]
    assert "100,000～200,000元" in run("penalties", "安全生产法#97").output
    assert "没有规定处罚" in run("penalties", "安全生产法#1").output
    assert run("penalties", "安全生产法#999").exit_code == 1


def test_versions_name_the_one_in_force_though_its_text_is_missing() -> None:
    shown = run("versions", "煤矿重大事故隐患判定标准", "--as-of", "2026-11-22")
    assert "应急管理部令第21号（2026-05-24公布，2026-07-01起施行）：现行有效；库中没有其文本" in shown.output
    assert "应急管理部令第4号" in shown.output


def test_compare_by_a_shipped_table() -> None:
    rows = json.loads(run("compare", "安全生产法@2014-08-31", "安全生产法@2021-06-10", "--json").stdout)
    assert ("第九十四条", "第九十七条") in {(r["old_label"], r["new_label"]) for r in rows}
    table = list(
        csv.reader(io.StringIO(run("compare", "安全生产法@2014-08-31", "安全生产法@2021-06-10", "--csv").stdout))
    )
    assert len(table) == len(rows) + 1
    missing = run("compare", "安全生产法@2002-06-29", "安全生产法@2021-06-10")
    assert missing.exit_code == 1
    assert "没有 安全生产法@2002-06-29 的文本" in missing.stderr


def test_a_published_case_is_read_kept_and_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANFA_HOME", str(tmp_path / "home"))
    path = tmp_path / "案例.txt"
    path.write_text(CASE, encoding="utf-8")
    taken = run("ingest", "--as", "case", str(path), "--json")
    assert taken.exit_code == 0, taken.output
    [case] = json.loads(taken.stdout)["files"][0]["cases"]
    assert case["agency"] == "江苏省南京市江宁区应急管理局"
    assert (case["fine_unit"], case["fine_person"], case["place"], case["date"]) == (
        49_000,
        [10_000],
        "江苏南京",
        "2024-03-05",
    )
    assert "张三" not in taken.stdout
    assert "李四" not in taken.stdout
    shown = run("show", case["id"])
    assert "《中华人民共和国安全生产法》第三十条第一款" in shown.output
    again = run("ingest", "--as", "case", str(path))
    assert again.exit_code == 1
    assert case["id"] in run("status").output
    assert run("remove", case["id"]).exit_code == 0
    assert run("show", case["id"]).exit_code == 1
