from __future__ import annotations

import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.model import DocumentText
from corpus.policies import (
    Condition,
    Cycle,
    Due,
    Force,
    PolicyDuty,
    load_policy_duties,
)
from corpus.thresholds import Comparison, Threshold
from ingest.files import read_file

POLICY = """\
title: 关于保管钥匙的意见
number: 锁函〔2020〕3号
issuers: [锁业部]
region: 四川达州
version: 2020-01-02
in_force: {as_of: 2020-02-01, basis: 试验题录}
applies_from: 2020-03-01
applies_to: 2020-12-31
completeness: partial
missing: 第二章
checked: 2026-11-25
source: 试验读本
duties:
  - locator: "3.5"
    key: 县级报送
    subject: 县级锁匠
    force: 应当
    action: 报钥匙的数目
    cycle: 每单月
    deadline: 期末前
    measures: [{quantity: 钥匙, is: 达到, value: 2, unit: 把}, {quantity: 钥匙, is: 少于, value: 9.5, unit: 把}]
    conditions:
      - {text: 近三年丢过钥匙, measures: [{quantity: 间隔, is: 不超过, value: 3, unit: 年}]}
      - text: 锁已生锈
    applies_from: 2020-05-31
    source: 试验公报
    note: 首报五月底
  - {locator: p2, key: 换锁, subject: 市级锁匠, force: 不得, action: 换锁, cycle: 一次, deadline: 2020-06-30}
"""

FIRST = PolicyDuty(
    id="锁函〔2020〕3号@2020-01-02#3.5/县级报送",
    number="锁函〔2020〕3号",
    title="关于保管钥匙的意见",
    issuers=("锁业部",),
    region="四川达州",
    version=date(2020, 1, 2),
    provision="锁函〔2020〕3号@2020-01-02#3.5",
    locator="3.5",
    subject="县级锁匠",
    force=Force.MUST,
    action="报钥匙的数目",
    cycle=Cycle.ODD_MONTH,
    deadline=Due.PERIOD_END,
    measures=(
        Threshold("钥匙", Comparison.AT_LEAST, 2.0, "把"),
        Threshold("钥匙", Comparison.LESS, 9.5, "把"),
    ),
    conditions=(
        Condition("近三年丢过钥匙", (Threshold("间隔", Comparison.AT_MOST, 3.0, "年"),)),
        Condition("锁已生锈"),
    ),
    applies_from=date(2020, 5, 31),
    applies_to=date(2020, 12, 31),
    status_as_of=date(2020, 2, 1),
    missing="第二章",
    source="试验公报",
    checked=date(2026, 11, 25),
    note="首报五月底",
)


def _written(folder: Path, text: str = POLICY, name: str = "policy.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_file(tmp_path: Path) -> None:
    first, second = load_policy_duties(_written(tmp_path))
    assert first == FIRST
    assert first.document == "锁函〔2020〕3号@2020-01-02"
    assert (second.id, second.force) == ("锁函〔2020〕3号@2020-01-02#p2/换锁", Force.MUST_NOT)
    assert (second.deadline, second.measures, second.conditions) == (date(2020, 6, 30), (), ())
    assert (second.applies_from, second.source, second.note) == (date(2020, 3, 1), "试验读本", None)


def test_a_document_without_number_or_day(tmp_path: Path) -> None:
    text = POLICY.replace("number: 锁函〔2020〕3号", "number: null").replace("version: 2020-01-02", "version: null")
    first = load_policy_duties(_written(tmp_path, text))[0]
    assert first.id == "关于保管钥匙的意见@未载日期#3.5/县级报送"
    assert (first.number, first.version) == (None, None)


@pytest.mark.parametrize(
    ("position", "day", "binds"),
    [
        (0, date(2020, 5, 30), False),
        (0, date(2020, 5, 31), True),
        (1, date(2020, 2, 29), False),
        (1, date(2020, 3, 1), True),
        (1, date(2020, 12, 31), True),
        (1, date(2021, 1, 1), False),
    ],
)
def test_the_days_on_which_a_duty_binds(tmp_path: Path, position: int, day: date, binds: bool) -> None:
    assert load_policy_duties(_written(tmp_path))[position].binds_on(day) is binds


@pytest.mark.parametrize(
    ("day", "binds"), [(date(2020, 1, 1), False), (date(2020, 1, 2), True), (date(2099, 1, 1), True)]
)
def test_without_a_span_a_duty_binds_from_the_day_of_the_document(tmp_path: Path, day: date, binds: bool) -> None:
    text = POLICY.replace("applies_from: 2020-03-01\napplies_to: 2020-12-31\n", "")
    assert load_policy_duties(_written(tmp_path, text))[1].binds_on(day) is binds


@pytest.mark.parametrize(
    ("cycle", "months"),
    [
        (Cycle.YEAR, 12),
        (Cycle.HALF_YEAR, 6),
        (Cycle.QUARTER, 3),
        (Cycle.TWO_MONTHS, 2),
        (Cycle.ODD_MONTH, 2),
        (Cycle.PERIODIC, None),
        (Cycle.EVENT, None),
        (Cycle.ONCE, None),
    ],
)
def test_length_of_a_period(cycle: Cycle, months: int | None) -> None:
    assert cycle.months == months


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("title: 关于保管钥匙的意见\n", "", "文件缺少 title"),
        ("number: 锁函〔2020〕3号\n", "", "文件缺少 number"),
        ("issuers: [锁业部]", "issuers: []", "第 3 行的 issuers 应是不空的文字列表"),
        ("region: 四川达州", "region: 达州", "第 4 行的 region 不认识：达州"),
        ("region: 四川达州", "region: 月球", "第 4 行的 region 不认识：月球"),
        ("version: 2020-01-02\n", "", "文件缺少 version"),
        ("version: 2020-01-02", "version: 2020-02-30", "里面有不存在的日期"),
        ("as_of: 2020-02-01", "as_of: 2019-02-01", "第 6 行的 in_force（2019-02-01）早于 version（2020-01-02）"),
        ("applies_from: 2020-03-01", "applies_from: 2020-01-01", "第 7 行的 applies_from（2020-01-01）早于 version"),
        ("applies_to: 2020-12-31", "applies_to: 2020-02-29", "第 8 行的 applies_to（2020-02-29）早于 applies_from"),
        ("missing: 第二章\n", "", "completeness 应是 full，或 partial"),
        ("checked: 2026-11-25", "checked: 2019-11-25", "第 11 行的 checked（2019-11-25）早于 in_force"),
        ("source: 试验读本\n", "", "文件缺少 source"),
        ("source: 试验读本", "source: ''", "第 12 行的 source 是空的"),
        ("source: 试验公报", "source: ' '", "第 26 行，duties 第 1 项的 source 是空的"),
        ("source: 试验读本", "source: 试验读本\ncolour: 红", "第 13 行有不认识的键：colour"),
        ('"3.5"', '"三"', "第 14 行，duties 第 1 项的 locator 不对：三"),
        ('"3.5"', '"3.0"', "第 14 行，duties 第 1 项的 locator 不对：3.0"),
        ('"3.5"', "3.5", "第 14 行，duties 第 1 项的 locator 类型不对"),
        ("key: 县级报送", "key: 县级/报送", "第 15 行，duties 第 1 项的 key 不能有空格和 # / @：县级/报送"),
        ("    subject: 县级锁匠\n", "", "第 14 行，duties 第 1 项缺少 subject"),
        ("force: 应当", "force: 必须", "第 17 行，duties 第 1 项的 force 不认识：必须（可用：应当、"),
        ("    action: 报钥匙的数目\n", "", "第 14 行，duties 第 1 项缺少 action"),
        ("cycle: 每单月", "cycle: 每周", "第 19 行，duties 第 1 项的 cycle 不认识：每周（可用：每年、"),
        ("cycle: 每单月", "cycle: 经常", "duties 第 1 项的 deadline 是“期末前”，cycle 却没有期"),
        ("deadline: 期末前", "deadline: 月底", "duties 第 1 项的 deadline 不认识：月底（可用：日期、期末前、"),
        ("deadline: 期末前", "deadline: 2020-06-30", "duties 第 1 项的 deadline 是某一天，cycle 应是“一次”"),
        ("2020-06-30", "2019-12-31", "第 28 行，duties 第 2 项的 deadline（2019-12-31）早于 version（2020-01-02）"),
        ("2020-06-30", "2021-01-01", "第 28 行，duties 第 2 项的 applies_to（2020-12-31）早于 deadline（2021-01-01）"),
        ("2020-06-30", "2020-06-30 12:00:00", "第 28 行，duties 第 2 项的 deadline 类型不对"),
        ("value: 2,", "value: 9.6,", "第 21 行，measures 第 2 项：“钥匙”下限（9.6）高于上限（9.5）或不留余地"),
        ("value: 2,", "value: 9.5,", "第 21 行，measures 第 2 项：“钥匙”下限（9.5）高于上限（9.5）或不留余地"),
        ("is: 少于", "is: 等于", "第 21 行，measures 第 2 项与前面对“钥匙”的要求重复"),
        ("is: 少于", "is: 小于", "第 21 行，measures 第 2 项的 is 不认识：小于（可用：少于、"),
        ("value: 2,", "value: 两,", "第 21 行，measures 第 1 项的 value 类型不对"),
        ("value: 2,", "value: true,", "第 21 行，measures 第 1 项的 value 类型不对"),
        ("value: 2,", "value: .nan,", "第 21 行，measures 第 1 项的 value 应是不小于 0 的数"),
        ("value: 3,", "value: -3,", "第 23 行，measures 第 1 项的 value 应是不小于 0 的数"),
        ("unit: 年", "unit: 年, about: 大约", "第 23 行，measures 第 1 项有不认识的键：about"),
        ("text: 锁已生锈", "texts: 锁已生锈", "第 24 行，conditions 第 2 项缺少 text"),
        (
            "applies_from: 2020-05-31",
            "applies_from: 2020-01-01",
            "第 25 行，duties 第 1 项的 applies_from（2020-01-01）",
        ),
        (
            "applies_from: 2020-05-31",
            "applies_from: 2021-01-01",
            "duties 第 1 项的 applies_to（2020-12-31）早于 applies_from",
        ),
        ("locator: p2, key: 换锁", 'locator: "3.5", key: 县级报送', "第 28 行，duties 第 2 项与前面重复：锁函"),
        ("note: 首报五月底", "notes: 首报五月底", "第 14 行，duties 第 1 项有不认识的键：notes"),
    ],
)
def test_a_breach_names_the_file_the_line_and_the_reason(tmp_path: Path, before: str, after: str, reason: str) -> None:
    assert POLICY.count(before) == 1
    with pytest.raises(CorpusError) as caught:
        load_policy_duties(_written(tmp_path, POLICY.replace(before, after)))
    assert caught.value.problem.startswith("policy.yaml：")
    assert reason in caught.value.problem


@pytest.mark.parametrize(
    ("low", "high"), [(("达到", 9), ("不超过", 9)), (("超过", 2), ("不超过", 9)), (("达到", 0), ("少于", 1))]
)
def test_bounds_that_leave_room(tmp_path: Path, low: tuple[str, int], high: tuple[str, int]) -> None:
    text = POLICY.replace("is: 达到, value: 2", "is: {}, value: {}".format(*low))
    text = text.replace("is: 少于, value: 9.5", "is: {}, value: {}".format(*high))
    assert len(load_policy_duties(_written(tmp_path, text))[0].measures) == 2


def test_an_empty_document(tmp_path: Path) -> None:
    text = POLICY.partition("duties:")[0] + "duties: []\n"
    with pytest.raises(CorpusError, match=r"policy\.yaml：第 13 行的 duties 是空的"):
        load_policy_duties(_written(tmp_path, text))


def test_two_files_of_one_document(tmp_path: Path) -> None:
    _written(tmp_path, name="a.yaml")
    _written(tmp_path, name="b.yaml")
    with pytest.raises(CorpusError, match=r"b\.yaml：职责重复"):
        load_policy_duties(tmp_path)


CASE_REPORT_NOTICE = "应急厅函〔2021〕92号@未载日期"  # known from an excerpt; no text of it is shared


@pytest.mark.parametrize(
    ("duty", "cycle", "quantity", "value"),
    [
        ("应急〔2021〕23号@2021-03-29#3.5/省级报送", Cycle.HALF_YEAR, "执法案例", 1),
        ("应急〔2021〕23号@2021-03-29#3.5/市级报送", Cycle.QUARTER, "执法案例", 1),
        ("应急〔2021〕23号@2021-03-29#3.5/县级报送", Cycle.TWO_MONTHS, "执法案例", 1),
        ("应急〔2021〕23号@2021-03-29#2.2/每年全覆盖", Cycle.YEAR, "每家重点检查企业的执法检查", 1),
        ("苏应急〔2021〕18号@2021-05-31#6.14/每年复训", Cycle.YEAR, "复训时长", 2),
        ("达州市应急管理局2023年安全生产监察执法工作意见@2023-01-11#3.5/单月报送", Cycle.ODD_MONTH, "典型案例", 2),
        (f"{CASE_REPORT_NOTICE}#2.1/县级报送", Cycle.TWO_MONTHS, "本级处罚的案例", 1),
    ],
)
def test_shipped_duties(duty: str, cycle: Cycle, quantity: str, value: float) -> None:
    found = next(each for each in load_policy_duties() if each.id == duty)
    assert found.cycle is cycle
    assert [(m.quantity, m.value) for m in found.measures] == [(quantity, value)]


@pytest.fixture(scope="module")
def seeds(shared: Path) -> tuple[DocumentText, ...]:
    folder = shared / "data/official/seeds"
    if not folder.is_dir():
        pytest.skip(f"no seed documents at {folder}")
    return tuple(text for path in sorted(folder.iterdir()) for text in read_file(path))


def test_every_locator_exists_in_the_ingested_document(seeds: tuple[DocumentText, ...]) -> None:
    held: dict[str, list[set[str]]] = {}
    for text in seeds:
        held.setdefault(text.document.id, []).append({p.id for p in text.provisions})
    duties = load_policy_duties()
    assert {duty.document for duty in duties} - held.keys() == {CASE_REPORT_NOTICE}
    for duty in duties:
        assert all(duty.provision in form for form in held.get(duty.document, [])), duty.id


def test_the_documents_are_named_as_the_ingested_ones(seeds: tuple[DocumentText, ...]) -> None:
    held = {text.document.id: text.document for text in seeds}
    for duty in load_policy_duties():
        document = held.get(duty.document)
        if document is not None:
            assert (duty.title, duty.number, duty.region) == (document.title, document.number, document.region)
            assert document.issuers in ((), duty.issuers)


def test_the_wording_is_our_own(seeds: tuple[DocumentText, ...]) -> None:
    official = "".join(_bare(p.text) for text in seeds for p in text.provisions)
    for duty in load_policy_duties():
        for said in (duty.subject, duty.action, duty.note or "", *(c.text for c in duty.conditions)):
            bare = _bare(said)
            copied = [bare[at : at + 15] for at in range(len(bare) - 14) if bare[at : at + 15] in official]
            assert not copied, f"{duty.id}: {copied}"


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))
