from __future__ import annotations

from pathlib import Path

import pytest

from corpus.cases import AgencyLevel, CaseClause, EnforcementCase
from corpus.cases.authored import load_cases
from corpus.errors import CorpusError
from corpus.model import Wording

BATCH = """\
split: dev
checked: 2026-11-25
cases:
  - key: t0001
    name: 某锁厂钥匙没人管案
    source: 试验公报
    published: 2025-03
    agency: 试验县锁业局
    agency_level: 县
    place: 浙江宁波
    date: "2024-02"
    industries: [metallurgy]
    facts: 钥匙堆在门口，谁都能拿。
    violated: ["锁法#1", "锁法#2.1"]
    penalized_under: ["锁法#134-1.1.12"]
    outcome: 罚款三万元
    fine_unit: 30000
    fine_person: [7000, 500]
    criminal_transfer: false
    violations: [locks/lent]
    notes: [来源摘录不全]
  - {key: t2-1, name: 某店锁坏案, source: 试验公报, facts: 锁坏了一年。}
"""


def _written(folder: Path, text: str = BATCH, name: str = "batch.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def full(tmp_path: Path) -> EnforcementCase:
    return load_cases(_written(tmp_path))[0]


def test_a_case(full: EnforcementCase) -> None:
    assert (full.id, full.key, full.split) == ("案例-t0001", "t0001", "dev")
    assert full.source == "试验公报，2025-03发布；2026-11-25核对"
    assert (full.agency, full.agency_level, full.place) == ("试验县锁业局", AgencyLevel.COUNTY, "浙江宁波")
    assert (full.date, full.industries, full.violations) == ("2024-02", ("metallurgy",), ("locks/lent",))
    assert (full.fine_unit, full.fine_person, full.fine) == (30_000, (7_000, 500), 37_500)
    assert full.criminal_transfer is False
    assert full.notes == ("来源摘录不全",)
    assert full.wording is Wording.DIGEST


def test_its_text_is_put_together_and_every_field_is_found_in_it(full: EnforcementCase) -> None:
    assert full.text.splitlines() == [
        "某锁厂钥匙没人管案",
        "钥匙堆在门口，谁都能拿。",
        "认定违反：《锁法》第一条、《锁法》第二条第一款",
        "处罚依据：《锁法》第一百三十四条之一第一款第十二项",
        "罚款三万元",
    ]
    assert full.quotes("facts") == (full.facts,)
    assert full.quotes("outcome") == ("罚款三万元",)
    assert full.quotes("violated") == ("《锁法》第一条", "《锁法》第二条第一款")
    [clause] = full.penalized_under
    start = full.text.index("《锁法》第一百")
    printed = "《锁法》第一百三十四条之一第一款第十二项"
    assert clause == CaseClause(printed, start, start + len(printed), "锁法", 134, 1, 1, 12)


def test_what_may_be_left_out(tmp_path: Path) -> None:
    case = load_cases(_written(tmp_path, BATCH.replace("split: dev\n", "")))[1]
    assert case.text == "某店锁坏案\n锁坏了一年。"
    assert (case.key, case.split, case.date, case.place, case.outcome) == ("t2-1", None, None, None, "")
    assert (case.clauses, case.fine, case.criminal_transfer) == ((), None, None)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("checked: 2026-11-25\n", "", "文件缺少 checked"),
        ("split: dev", "split: dev\nauthor: 甲", "第 2 行有不认识的键：author"),
        ("key: t0001", "key: T1", "第 4 行，cases 第 1 项的 key 写法不对：T1"),
        ("    source: 试验公报\n", "", "第 4 行，cases 第 1 项缺少 source"),
        (
            "published: 2025-03",
            "published: 2023-12-31",
            "第 11 行，cases 第 1 项的 date（2024-02）晚于 published（2023-12-31）",
        ),
        (
            "published: 2025-03",
            "published: 2026-12",
            "第 7 行，cases 第 1 项的 published（2026-12）晚于 checked（2026-11-25）",
        ),
        ('date: "2024-02"', 'date: "2027"', "cases 第 1 项的 date（2027）晚于 published（2025-03）"),
        ("published: 2025-03", "published: 2025", "第 7 行，cases 第 1 项的 published 类型不对"),
        (
            "agency_level: 县",
            "agency_level: 乡",
            "第 9 行，cases 第 1 项的 agency_level 不认识：乡（可用：部、省、市、县）",
        ),
        ("place: 浙江宁波", "place: 宁波", "第 10 行，cases 第 1 项的 place 不认识：宁波"),
        ('date: "2024-02"', 'date: "2024年2月"', "第 11 行，cases 第 1 项的 date 写法不对：2024年2月"),
        ('date: "2024-02"', "date: 2024-02-03", "第 11 行，cases 第 1 项的 date 类型不对"),
        ("facts: 钥匙堆在门口，谁都能拿。", "facts: ''", "第 13 行，cases 第 1 项的 facts 是空的"),
        ('"锁法#2.1"', '"锁法#第二条"', "第 14 行，cases 第 1 项的 violated 应写成 文件名#条.款.项：锁法#第二条"),
        ('"锁法#134-1.1.12"', '"锁法#1.1.1.1"', "第 15 行，cases 第 1 项的 penalized_under 应写成 文件名#条.款.项"),
        ("fine_unit: 30000", "fine_unit: 0", "第 4 行，cases 第 1 项的罚款应是大于 0 的整数（元）：0"),
        ("fine_unit: 30000", "fine_unit: 3万", "第 17 行，cases 第 1 项的 fine_unit 类型不对"),
        ("[7000, 500]", "[7000, 0.5]", "第 4 行，cases 第 1 项的罚款应是大于 0 的整数（元）：0.5"),
        ("criminal_transfer: false", "criminal_transfer: 否", "第 19 行，cases 第 1 项的 criminal_transfer 类型不对"),
        ("notes: [来源摘录不全]", "remarks: [来源摘录不全]", "第 4 行，cases 第 1 项有不认识的键：remarks"),
        (", facts: 锁坏了一年。", "", "第 22 行，cases 第 2 项缺少 facts"),
    ],
)
def test_a_breach_names_the_file_the_line_and_the_reason(tmp_path: Path, before: str, after: str, reason: str) -> None:
    assert BATCH.count(before) == 1
    with pytest.raises(CorpusError) as caught:
        load_cases(_written(tmp_path, BATCH.replace(before, after)))
    assert caught.value.problem.startswith("batch.yaml：")
    assert reason in caught.value.problem


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("key: t2-1", "key: t0001", "案例的编号重复：案例-t0001"),
        ("锁坏了一年。", "钥匙堆在门口，谁都能拿。", "案例的案情重复：钥匙堆在门口，谁都能拿。"),
    ],
)
def test_two_cases_are_two_over_all_files(tmp_path: Path, before: str, after: str, reason: str) -> None:
    head, second = BATCH.split("  - {", 1)
    _written(tmp_path, head, "a.yaml")
    _written(tmp_path, "checked: 2026-11-25\ncases:\n  - {" + second.replace(before, after), "b.yaml")
    with pytest.raises(CorpusError, match=reason):
        load_cases(tmp_path)


def test_files_are_read_by_name(tmp_path: Path) -> None:
    head, second = BATCH.split("  - {", 1)
    _written(tmp_path, head, "b.yaml")
    _written(tmp_path, "checked: 2026-11-25\ncases:\n  - {" + second, "a.yaml")
    assert [(case.key, case.split) for case in load_cases(tmp_path)] == [("t2-1", None), ("t0001", "dev")]
