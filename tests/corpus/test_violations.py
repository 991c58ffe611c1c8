from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from corpus.violations import ArticleRange, Exclusion, Prevailing, Subject, Violation, load_catalogue, load_violations

LAW = """\
law: 锁法
version: 2020-01-02
prefix: locks
checked: 2026-11-25
source: 试验读本
industries: [commerce]
articles: {from: "4", to: "7-1"}
violations:
  - id: locks/not-counted
    name: 钥匙没清点
    subjects: [生产经营单位, 从业人员]
    duties: ["锁法#1.1"]
    penalties: ["锁法#4.1.1", "锁法#4.1.2"]
    criteria: ["锁具隐患标准#3.1"]
    crimes: ["刑法#134-1.1.1"]
    industries: [metallurgy]
    spoken: [钥匙乱成一团, 数都没数过, 谁拿走没人知道, 柜子里少了三把, 本子空白]
    evidence: [登记本]
    note: 外借的另看
  - id: locks/lent
    name: 钥匙外借
    subjects: [个人]
    duties: []
    penalties: ["锁法#5.1"]
    spoken: [借给邻居了, 谁来都给, 外人拿着串门, 没写借条, 还没还回来]
    evidence: [询问笔录]
    note: 没有单独的义务条款
out_of_scope:
  - {provision: "锁法#6.1", reason: 对主管机关}
"""


def _written(folder: Path, text: str = LAW, name: str = "law.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_file(tmp_path: Path) -> None:
    [catalogue] = load_catalogue(_written(tmp_path))
    assert (catalogue.law, catalogue.version) == ("锁法", date(2020, 1, 2))
    assert catalogue.articles == ArticleRange("4", "7-1")
    assert catalogue.out_of_scope == (Exclusion("锁法#6.1", "对主管机关"),)
    assert catalogue.violations[0] == Violation(
        id="locks/not-counted",
        name="钥匙没清点",
        subjects=(Subject.UNIT, Subject.WORKER),
        duties=("锁法#1.1",),
        penalties=("锁法#4.1.1", "锁法#4.1.2"),
        spoken=("钥匙乱成一团", "数都没数过", "谁拿走没人知道", "柜子里少了三把", "本子空白"),
        evidence=("登记本",),
        law="锁法",
        version=date(2020, 1, 2),
        source="试验读本",
        checked=date(2026, 11, 25),
        criteria=("锁具隐患标准#3.1",),
        crimes=("刑法#134-1.1.1",),
        industries=("metallurgy",),
        note="外借的另看",
    )
    lent = catalogue.violations[1]
    assert lent.industries == ("commerce",)
    assert (lent.duties, lent.criteria, lent.crimes) == ((), (), ())


def test_what_may_be_left_out(tmp_path: Path) -> None:
    text = LAW.replace("industries: [commerce]\n", "").replace('articles: {from: "4", to: "7-1"}\n', "")
    [catalogue] = load_catalogue(_written(tmp_path, text.partition("out_of_scope")[0]))
    assert catalogue.articles is None
    assert catalogue.out_of_scope == ()
    assert catalogue.violations[1].industries == ()


@pytest.mark.parametrize(
    ("locator", "within"),
    [
        ("3.1", False),
        ("4", True),
        ("4.1.2", True),
        ("5-3.1", True),
        ("7.1", True),
        ("7-1.2", True),
        ("7-2.1", False),
        ("8.1", False),
        ("40.1", False),
        ("c5", False),
    ],
)
def test_a_range_of_articles(locator: str, within: bool) -> None:
    assert (locator in ArticleRange("4", "7-1")) is within


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("checked: 2026-11-25", "checked: 2019-12-31", "的 checked（2019-12-31）早于 version（2020-01-02）"),
        ("law: 锁法\n", "", "文件缺少 law"),
        ("version: 2020-01-02", "version: '2020-01-02'", "第 2 行的 version 类型不对"),
        ("source: 试验读本", "source: ''", "第 5 行的 source 是空的"),
        ("source: 试验读本", "source: 试验读本\nauthor: 甲", "第 6 行有不认识的键：author"),
        ('{from: "4", to: "7-1"}', "{from: 4, to: '7-1'}", "第 7 行，articles 的 from 类型不对"),
        ('{from: "4", to: "7-1"}', '{from: "4"}', "第 7 行，articles 缺少 to"),
        (
            '{from: "4", to: "7-1"}',
            '{from: "4.1", to: "7"}',
            '第 7 行，articles 应写成 {from: "131", to: "139-1"}：4.1',
        ),
        ('{from: "4", to: "7-1"}', '{from: "4-2", to: "4-1"}', "第 7 行，articles 的 to（4-1）在 from（4-2）之前"),
        ("id: locks/not-counted", "id: keys/not-counted", "第 9 行，violations 第 1 项的 id 应是 locks/英文短语"),
        ("id: locks/not-counted", "id: locks/4.1", "第 9 行，violations 第 1 项的 id 应是 locks/英文短语"),
        ("name: 钥匙没清点", f"name: {'长' * 31}", "第 10 行，violations 第 1 项的 name 超过 30 字"),
        (
            "[生产经营单位, 从业人员]",
            "[老板]",
            "第 11 行，violations 第 1 项的 subjects 不认识：老板（可用：生产经营单位、",
        ),
        ("[生产经营单位, 从业人员]", "[]", "第 11 行，violations 第 1 项的 subjects 应是不空的文字列表"),
        ('["锁法#1.1"]', "[锁法第一条]", "第 12 行，violations 第 1 项的 duties 应写成 文件名#编号：锁法第一条"),
        ('["锁法#1.1"]', '["锁法@2020-01-02#1.1"]', "duties 应写成 文件名#编号"),
        ('["锁法#4.1.1", "锁法#4.1.2"]', "[]", "第 9 行，violations 第 1 项没有 penalties"),
        (
            '["锁法#4.1.1", "锁法#4.1.2"]',
            '["锁法#4.1.1", "锁法#4.1.1"]',
            "第 13 行，violations 第 1 项的 penalties 有重复",
        ),
        ("[钥匙乱成一团, ", "[", "第 9 行，violations 第 1 项的 spoken 少于 5 条"),
        ("[钥匙乱成一团, ", "[数都没数过, ", "第 17 行，violations 第 1 项的 spoken 有重复"),
        ("evidence: [登记本]", "evidence: 登记本", "第 18 行，violations 第 1 项的 evidence 类型不对"),
        ("note: 外借的另看", "remark: 外借的另看", "第 9 行，violations 第 1 项有不认识的键：remark"),
        ("note: 外借的另看", "name: 甲", "第 9 行起的一项里有键写了两次"),
        ("    note: 没有单独的义务条款\n", "", "第 20 行，violations 第 2 项没有 duties，又没有 note"),
        (", reason: 对主管机关", "", "第 29 行，out_of_scope 第 1 项缺少 reason"),
        (
            "out_of_scope:\n",
            'out_of_scope:\n  - {provision: "锁法#6.1", reason: 也是}\n',
            "第 30 行，out_of_scope 第 2 项重复：锁法#6.1",
        ),
    ],
)
def test_a_breach_names_the_file_the_line_and_the_reason(tmp_path: Path, before: str, after: str, reason: str) -> None:
    assert LAW.count(before) == 1
    with pytest.raises(CorpusError) as caught:
        load_catalogue(_written(tmp_path, LAW.replace(before, after)))
    assert caught.value.problem.startswith("law.yaml：")
    assert reason in caught.value.problem


def test_a_file_that_is_not_yaml(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"law\.yaml：不是 UTF-8 编码的合法 YAML（第 10 行）"):
        load_catalogue(_written(tmp_path, LAW.replace("id: locks/not-counted", "id: {locks")))


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("locks/lent", "locks/not-counted", "违法行为编号重复：locks/not-counted"),
        ("借给邻居了", "数都没数过", "口语说法“数都没数过”同属 locks/not-counted 和 locks/lent"),
    ],
)
def test_two_entries_are_two(tmp_path: Path, before: str, after: str, reason: str) -> None:
    with pytest.raises(CorpusError, match=reason):
        load_catalogue(_written(tmp_path, LAW.replace(before, after)))


def test_files_are_read_by_name_and_together(tmp_path: Path) -> None:
    other = LAW.replace("locks", "doors").replace("law: 锁法", "law: 门法")
    for line in ("钥匙乱成一团", "数都没数过", "谁拿走没人知道", "柜子里少了三把", "本子空白"):
        other = other.replace(line, f"门{line}")
    for line in ("借给邻居了", "谁来都给", "外人拿着串门", "没写借条", "还没还回来"):
        other = other.replace(line, f"门{line}")
    _written(tmp_path, name="b.yaml")
    _written(tmp_path, other, "a.yaml")
    assert [catalogue.law for catalogue in load_catalogue(tmp_path)] == ["门法", "锁法"]
    assert [violation.id for violation in load_violations(tmp_path)] == [
        *("doors/not-counted", "doors/lent", "locks/not-counted", "locks/lent")
    ]


RULE = """\
law: 锁具办法
version: 2021-03-04
prefix: lock-rules
checked: 2026-11-25
source: 试验读本
violations:
  - id: lock-rules/oil
    name: 锁芯没上油
    subjects: [生产经营单位]
    duties: ["锁具办法#2.1"]
    penalties: ["锁具办法#9.1", "锁法#5.1"]
    prevails: {penalty: "锁具办法#9.1", reason: 锁法没有数额}
    spoken: [拧都拧不动, 吱吱响, 锈成一坨, 油壶是空的, 钥匙断里面了]
    evidence: [照片]
joins:
  - violation: locks/not-counted
    duties: ["锁具办法#3.1"]
    penalties: ["锁具办法#9.2"]
    criteria: ["锁具隐患标准#3.2"]
    prevails: {penalty: "锁法#4.1.1", reason: 法律在前}
  - violation: locks/lent
    duties: ["锁具办法#4.1"]
"""


def test_a_rule_adds_its_clauses_to_the_entry_of_a_law(tmp_path: Path) -> None:
    _written(tmp_path, RULE, "a.yaml")
    _written(tmp_path, LAW, "b.yaml")
    oil, counted, lent = load_violations(tmp_path)
    assert oil.prevails == (Prevailing("锁具办法#9.1", "锁法没有数额"),)
    assert counted.duties == ("锁法#1.1", "锁具办法#3.1")
    assert counted.penalties == ("锁法#4.1.1", "锁法#4.1.2", "锁具办法#9.2")
    assert counted.criteria == ("锁具隐患标准#3.1", "锁具隐患标准#3.2")
    assert counted.prevails == (Prevailing("锁法#4.1.1", "法律在前"),)
    assert (lent.duties, lent.penalties, lent.prevails) == (("锁具办法#4.1",), ("锁法#5.1",), ())


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("locks/lent", "locks/sold", "joins 指向的违法行为不存在：locks/sold"),
        ("violation: locks/lent", "violation: lock-rules/oil", "锁具办法的 joins 指向本文件自己的条目：lock-rules/oil"),
        ('duties: ["锁具办法#4.1"]', 'duties: ["锁法#4.1"]', "joins 第 2 项只能补充本文件（锁具办法）的条款：锁法#4.1"),
        ('    duties: ["锁具办法#4.1"]\n', "    duties: []\n", "joins 第 2 项什么也没有补充"),
        (
            '    prevails: {penalty: "锁法#4.1.1", reason: 法律在前}\n',
            "",
            "joins 第 1 项补充了罚则，要用 prevails 说明先用哪一条",
        ),
        ('{penalty: "锁法#4.1.1"', '{penalty: "锁法#7.1"', "locks/not-counted 的 prevails 不是它的罚则：锁法#7.1"),
        (
            '    prevails: {penalty: "锁具办法#9.1", reason: 锁法没有数额}\n',
            "",
            "lock-rules/oil 有几个文件的罚则（锁具办法、锁法），要用 prevails 说明先用哪一条",
        ),
        (", reason: 锁法没有数额}", "}", "第 12 行，prevails 缺少 reason"),
    ],
)
def test_joins_that_cannot_be(tmp_path: Path, before: str, after: str, reason: str) -> None:
    assert before in RULE
    _written(tmp_path, LAW, "b.yaml")
    with pytest.raises(CorpusError) as raised:
        load_violations(_written(tmp_path, RULE.replace(before, after), "a.yaml"))
    assert reason in str(raised.value)
