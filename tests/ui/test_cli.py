"""The commands as a user or a program calls them, over the real default library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from corpus.home import Home
from ui.cli import main

NOTICE = "某省应急管理厅通知\n某应急〔2024〕9号\n\n各市局：\n一、总体要求\n叉车司机持证上岗。\n\n某省应急管理厅\n2024年3月6日\n"


@pytest.fixture
def run(default_home: Home, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("ANFA_HOME", str(default_home.path))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments))

    return call


def test_the_finding_of_the_readme(run) -> None:  # type: ignore[no-untyped-def]
    found = run("search", "电焊工没有证就上岗", "-n", "5", "--json")
    assert found.exit_code == 0
    body = json.loads(found.stdout)
    articles = [(h["document"]["title"], h["label"]) for h in body["hits"]]
    assert ("中华人民共和国安全生产法", "第三十条第一款") in articles
    assert ("中华人民共和国安全生产法", "第九十七条第七项") in articles
    hit = body["hits"][0]
    assert hit["document"]["version"] == "2021-06-10"
    assert hit["document"]["effective"] == "2021-09-01"
    assert hit["status"] == "现行有效"
    assert hit["wording"] == "官方原文"
    assert "不等于不存在" in body["notice"]


def test_search_for_people(run) -> None:  # type: ignore[no-untyped-def]
    shown = run("search", "灭火器过期没换", "-n", "3")
    assert shown.exit_code == 0
    assert "《中华人民共和国消防法》" in shown.output
    assert "现行有效（截至 2026-10）" in shown.output
    assert "未找到不等于不存在" in shown.output


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--as-of", "2021-08-31"], set()),
        (["--as-of", "2021-09-01"], {"现行有效"}),
        (["--as-of", "2021-08-31", "--any-status"], {"尚未施行"}),
    ],
)
def test_the_law_of_the_day(run, options: list[str], expected: set[str]) -> None:  # type: ignore[no-untyped-def]
    body = json.loads(run("search", "全员安全生产责任制", "--json", *options).stdout)
    assert {h["status"] for h in body["hits"] if h["document"]["title"] == "中华人民共和国安全生产法"} == expected


@pytest.mark.parametrize(
    ("reference", "says"),
    [
        ("安全生产法#97.1.7", "（七）特种作业人员未按照规定"),
        ("安全生产法@2021-06-10#30", "特种作业人员的范围"),
        ("刑法#134-1", "现实危险"),
        ("消防法", "第一章 总则"),
    ],
)
def test_show(run, reference: str, says: str) -> None:  # type: ignore[no-untyped-def]
    shown = run("show", reference)
    assert shown.exit_code == 0
    assert says in shown.output.replace("\n", "") or says in shown.output


def test_show_for_programs(run) -> None:  # type: ignore[no-untyped-def]
    body = json.loads(run("show", "刑法#134-1.1.1", "--json").stdout)
    assert [p["id"] for p in body["provisions"]] == ["刑法@2020-12-26#134-1.1.1"]
    assert body["context"][-1]["label"] == "第一百三十四条之一"
    assert body["provisions"][0]["role"] == "罚则"
    duty, penalty = (json.loads(run("show", f"安全生产法#{n}", "--json").stdout)["provisions"][1] for n in (30, 97))
    assert (duty["role"], penalty["role"]) == ("义务", "罚则")
    assert body["document"]["notes"] != []


def test_status(run) -> None:  # type: ignore[no-untyped-def]
    body = json.loads(run("status", "--json").stdout)
    assert body["scope"] == "default"
    assert body["counts"]["documents"] == len(body["documents"])
    assert {d["wording"] for d in body["documents"]} == {"官方原文", "要点"}
    assert "安全生产法@2021-06-10" in run("status").output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["search", ""], "没有输入检索内容"),
        (["search", "长" * 10_000], "超过上限"),
        (["search", "灭火器", "--region", "火星"], "不认识的地区"),
        (["show", "安全生产法#500"], "没有 #500"),
        (["show", "不存在法"], "不等于不存在"),
        (["remove", "安全生产法@2021-06-10"], "不能移除"),
        (["ingest", "没有这个文件.txt"], "没有这个文件"),
    ],
)
def test_a_failure_is_one_chinese_line_and_exit_status_one(run, arguments: list[str], says: str) -> None:  # type: ignore[no-untyped-def]
    failed = run(*arguments)
    assert failed.exit_code == 1
    assert says in failed.stderr
    assert len(failed.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [["serch"], ["search"], ["search", "x", "--as-of", "2026/1/1"], ["search", "x", "-n", "0"]]
)
def test_a_wrong_call_is_exit_status_two_in_chinese(run, arguments: list[str]) -> None:  # type: ignore[no-untyped-def]
    failed = run(*arguments)
    assert failed.exit_code == 2
    assert "错误：" in failed.stderr


def test_before_the_first_build(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("ANFA_HOME", str(tmp_path / "none"))
    for arguments in (["search", "灭火器"], ["show", "消防法"], ["status"], ["serve"]):
        failed = run(*arguments)
        assert failed.exit_code == 1
        assert "anfa build" in failed.stderr


def test_build_ingest_and_remove(tmp_path: Path, default_home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(default_home.path, tmp_path / "home")
    monkeypatch.setenv("ANFA_HOME", str(tmp_path / "home"))
    (tmp_path / "通知.txt").write_text(NOTICE, encoding="utf-8")
    (tmp_path / "空.txt").touch()

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments))

    assert json.loads(call("build", "--if-needed", "--json").stdout) == {"built": False}
    taken = call("ingest", str(tmp_path / "通知.txt"), str(tmp_path / "空.txt"), "--report")
    assert taken.exit_code == 1
    assert "已收录 某应急〔2024〕9号@2024-03-06" in taken.stdout
    assert "建库完成" in taken.stdout
    assert "空.txt" in taken.stderr
    assert "叉车司机" in call("show", "某应急〔2024〕9号").output
    assert call("remove", "某应急〔2024〕9号@2024-03-06").exit_code == 0
    assert call("show", "某应急〔2024〕9号").exit_code == 1


def test_another_encoder_that_needs_pytorch_builds_and_answers(tmp_path: Path) -> None:
    make = (
        "import sys; from sentence_transformers import SentenceTransformer;"
        "from sentence_transformers.sentence_transformer.modules import BoW;"
        "SentenceTransformer(modules=[BoW(['消防', 'gas'])], device='cpu').save(sys.argv[1])"
    )
    subprocess.run([sys.executable, "-c", make, str(tmp_path / "model")], check=True, capture_output=True)
    environment = {**os.environ, "ANFA_HOME": str(tmp_path / "home"), "ANFA_ENCODER": str(tmp_path / "model")}

    def anfa(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        command = [str(Path(sys.executable).with_name("anfa")), *arguments]
        return subprocess.run(command, env={**environment, **more}, capture_output=True, text=True, check=False)

    built = anfa("build", "--json")
    assert built.returncode == 0, built.stderr
    assert "消防法" in anfa("search", "灭火器过期").stdout
    refused = anfa("search", "灭火器过期", ANFA_ENCODER="")
    assert refused.returncode == 1
    assert "ANFA_ENCODER" in refused.stderr
