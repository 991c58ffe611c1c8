from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.hazards import HazardCriterion, load_criteria
from corpus.model import Status
from corpus.thresholds import Comparison, Threshold

STANDARD = """\
title: 锁具重大隐患标准
number: 锁令第3号
issuers: [锁业部]
version: 2020-01-02
effective: 2020-03-01
ended: 2026-07-01
superseded_by: 新锁具标准
in_force: {as_of: 2026-05-01, basis: 试验题录}
completeness: partial
missing: 第二章
industries: [commerce]
checked: 2026-11-25
source: 试验读本
criteria:
  - locator: "3.1.2"
    object: 备用钥匙
    condition: 备用的一把也没有
    thresholds: [{quantity: 备用钥匙, is: 少于, value: 2, unit: 把}, {quantity: 缺口, is: 达到, value: 0.5, unit: 毫米}]
    industries: [metallurgy]
  - {locator: "4.1.a", object: 锁芯, condition: 一把能开百门}
"""


def _written(folder: Path, text: str = STANDARD, name: str = "standard.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_file(tmp_path: Path) -> None:
    first, second = load_criteria(_written(tmp_path))
    assert first == HazardCriterion(
        id="锁具重大隐患标准@2020-01-02#3.1.2",
        title="锁具重大隐患标准",
        locator="3.1.2",
        object="备用钥匙",
        condition="备用的一把也没有",
        thresholds=(
            Threshold("备用钥匙", Comparison.LESS, 2.0, "把"),
            Threshold("缺口", Comparison.AT_LEAST, 0.5, "毫米"),
        ),
        industries=("metallurgy",),
        number="锁令第3号",
        issuers=("锁业部",),
        version=date(2020, 1, 2),
        effective=date(2020, 3, 1),
        ended=date(2026, 7, 1),
        superseded_by="新锁具标准",
        status_as_of=date(2026, 5, 1),
        missing="第二章",
        source="试验读本",
        checked=date(2026, 11, 25),
    )
    assert first.reference == "锁具重大隐患标准#3.1.2"
    assert (second.locator, second.thresholds, second.industries) == ("4.1.a", (), ("commerce",))


@pytest.mark.parametrize(
    ("day", "status"),
    [
        (date(2020, 2, 29), Status.NOT_YET),
        (date(2020, 3, 1), Status.IN_FORCE),
        (date(2026, 6, 30), Status.IN_FORCE),
        (date(2026, 7, 1), Status.REPEALED),
    ],
)
def test_standing_follows_from_dates(tmp_path: Path, day: date, status: Status) -> None:
    assert load_criteria(_written(tmp_path))[0].status_on(day) is status


def test_nobody_vouches_for_a_text_without_dates(tmp_path: Path) -> None:
    text = STANDARD.replace("2020-01-02", "null").replace("2020-03-01", "null")
    text = text.replace("in_force: {as_of: 2026-05-01, basis: 试验题录}\n", "").replace("锁令第3号", "null")
    first = load_criteria(_written(tmp_path, text))[0]
    assert first.id == "锁具重大隐患标准@未载日期#3.1.2"
    assert (first.number, first.version, first.effective) == (None, None, None)
    assert first.status_on(date(1999, 1, 1)) is Status.UNVERIFIED


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("title: 锁具重大隐患标准\n", "", "文件缺少 title"),
        ("number: 锁令第3号\n", "", "文件缺少 number"),
        ("version: 2020-01-02", "version: 二〇二〇年", "第 4 行的 version 类型不对"),
        ("effective: 2020-03-01\n", "", "文件缺少 effective"),
        ("ended: 2026-07-01\n", "", "第 6 行的 superseded_by（被谁取代）写了，就要写 ended"),
        ("ended: 2026-07-01", "ended: 2020-03-01", "ended（2020-03-01）不晚于 effective（2020-03-01）"),
        (", basis: 试验题录", "", "第 8 行，in_force 缺少 basis"),
        (
            "as_of: 2026-05-01",
            "as_of: 2026-07-01",
            "第 8 行的 in_force 说 2026-07-01 现行有效，ended 却说 2026-07-01 起失效",
        ),
        ("as_of: 2026-05-01", "as_of: 2020-01-01", "第 8 行的 in_force（2020-01-01）早于 version（2020-01-02）"),
        ("checked: 2026-11-25", "checked: 2019-11-25", "的 checked（2019-11-25）早于 version（2020-01-02）"),
        ("completeness: partial", "completeness: full", "completeness 应是 full，或 partial"),
        ("missing: 第二章\n", "", "completeness 应是 full，或 partial"),
        ("industries: [commerce]", "industries: []", "第 11 行的 industries 应是不空的文字列表"),
        ("source: 试验读本", "source: 试验读本\ncolour: 红", "第 14 行有不认识的键：colour"),
        ('locator: "3.1.2"', 'locator: "三"', "第 15 行，criteria 第 1 项的 locator 不对：三"),
        ('locator: "3.1.2"', 'locator: "3.0"', "第 15 行，criteria 第 1 项的 locator 不对：3.0"),
        ('locator: "3.1.2"', "locator: 3.1", "第 15 行，criteria 第 1 项的 locator 类型不对"),
        ("    object: 备用钥匙\n", "", "第 15 行，criteria 第 1 项缺少 object"),
        ("is: 少于", "is: 小于", "第 18 行，thresholds 第 1 项的 is 不认识：小于（可用：少于、"),
        ("value: 2,", "value: 两,", "第 18 行，thresholds 第 1 项的 value 类型不对"),
        ("unit: 把", "unit: 把, about: 大约", "第 18 行，thresholds 第 1 项有不认识的键：about"),
        (", condition: 一把能开百门", "", "第 20 行，criteria 第 2 项缺少 condition"),
        (
            "condition: 一把能开百门",
            "condition: 一把能开百门, note: 甲",
            "第 20 行，criteria 第 2 项有不认识的键：note",
        ),
        ('"4.1.a"', '"3.1.2"', "判定情形重复 锁具重大隐患标准@2020-01-02#3.1.2"),
    ],
)
def test_a_breach_names_the_file_the_line_and_the_reason(tmp_path: Path, before: str, after: str, reason: str) -> None:
    assert STANDARD.count(before) == 1
    with pytest.raises(CorpusError) as caught:
        load_criteria(_written(tmp_path, STANDARD.replace(before, after)))
    assert caught.value.problem.startswith("standard.yaml：")
    assert reason in caught.value.problem


def test_an_empty_standard(tmp_path: Path) -> None:
    text = STANDARD.partition("criteria:")[0] + "criteria: []\n"
    with pytest.raises(CorpusError, match=r"standard\.yaml：第 14 行的 criteria 是空的"):
        load_criteria(_written(tmp_path, text))


def test_two_files_of_one_text(tmp_path: Path) -> None:
    _written(tmp_path, name="a.yaml")
    _written(tmp_path, name="b.yaml")
    with pytest.raises(CorpusError, match=r"b\.yaml：判定情形重复"):
        load_criteria(tmp_path)
