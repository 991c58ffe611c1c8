from __future__ import annotations

import pytest

from corpus.model import Outline, Unit
from ingest.frame import find_frame
from ingest.outline import outline_policy
from ingest.readers.lines import Line
from tests.ingest import policy_files as sample

ID = "某〔2022〕1号@2022-01-01"


def locators(*texts: str) -> list[str]:
    return [p.locator for p in outline_policy(ID, [Line(text) for text in texts])[0]]


def warnings(*texts: str) -> tuple[str, ...]:
    return outline_policy(ID, [Line(text) for text in texts])[1]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["一、甲", "（一）乙。", "1.丙。", "（1）丁。"], ["1", "1.1", "1.1.1", "1.1.1.1"]),
        (["一、甲", "(一)乙。", "二、丙", "(二)丁。"], ["1", "1.1", "2", "2.2"]),
        (["（一）甲。", "（二）乙。"], ["1", "2"]),
        (["1.甲。", "2．乙。", "3、丙。"], ["1", "2", "3"]),
        (["一、甲", "1.乙。", "（1）丙。", "2.丁。"], ["1", "1.1", "1.1.1", "1.2"]),
        (["一、甲", "（1）乙。"], ["1", "1.1"]),
        (["十、甲", "十一、乙", "二十、丙"], ["10", "11", "20"]),
        (["第一部分 甲", "（一）乙。"], ["1", "1.1"]),
        (["一、甲", "乙一段。", "又一段。", "（一）丙。", "丙的下一段。"], ["1", "1.p1", "1.p2", "1.1", "1.1.p1"]),
        (["前言一段。", "前言二段。", "一、甲", "乙。"], ["p1", "p2", "1", "1.p1"]),
        (["一、甲。", "一、乙。", "一、丙。"], ["1", "1~2", "1~3"]),
        (["一、甲", "乙。", "一、丙", "丁。"], ["1", "1.p1", "1~2", "1~2.p1"]),
        (["没有编号的一段。", "又是一段。"], ["p1", "p2"]),
        (["一、甲", "不少于1.5米。", "1.5米以上的应当加固。"], ["1", "1.p1", "1.p2"]),
        (["一、甲", "（一）项所列情形除外。"], ["1", "1.p1"]),
        (["一、甲", "一是乙。二是丙。"], ["1", "1.p1"]),
        (
            ["4.1 甲", "4.1.1 乙", "4.1.2 丙", "a) 丁", "b) 戊", "4.2 己"],
            ["4.1", "4.1.1", "4.1.2", "4.1.2.a", "4.1.2.b", "4.2"],
        ),
        (
            ["一、甲", "乙。", "附件1", "名单", "一、丙", "丁。", "附件2：", "戊。"],
            ["1", "1.p1", "a1", "a1.p1", "a1.1", "a1.1.p1", "a2", "a2.p1"],
        ),
    ],
)
def test_locators(texts: list[str], expected: list[str]) -> None:
    assert locators(*texts) == expected


def test_the_sample_has_its_outline() -> None:
    provisions, found = outline_policy(ID, [Line(text) for text in sample.PARAGRAPHS])
    outline = Outline(provisions)
    assert tuple(p.locator for p in provisions) == sample.LOCATORS
    assert found == ()
    units = {p.locator: p.unit for p in provisions}
    assert units["2"] is Unit.PART
    assert units["2.2"] is Unit.MEASURE
    assert units["2.2.1"] is Unit.POINT
    assert units["2.3.1"] is Unit.SUBPOINT
    assert units["h1"] is Unit.FRONT
    assert units["t2"] is Unit.BACK
    assert units["p2"] is Unit.TEXT
    measure = outline[f"{ID}#3.5"]
    assert (measure.marker, measure.heading) == ("（五）", "强化培训。")
    assert measure.text.startswith("执法人员每年")
    assert [p.locator for p in outline.ancestors(f"{ID}#2.3.2")] == ["2.3", "2"]


@pytest.mark.parametrize(
    ("locator", "label"),
    [
        ("h1", "文首"),
        ("p1", "前言第1段"),
        ("1", "一"),
        ("1.p1", "一第1段"),
        ("2.1", "二（一）"),
        ("2.2.1", "二（二）1"),
        ("2.3.1", "二（三）（1）"),
        ("3.5", "三（五）"),
        ("p2", "结尾第1段"),
        ("t1", "落款"),
    ],
)
def test_labels(locator: str, label: str) -> None:
    provisions, _ = outline_policy(ID, [Line(text) for text in sample.PARAGRAPHS])
    assert {p.locator: p.label for p in provisions}[locator] == label


def test_labels_are_full_width_whatever_is_printed() -> None:
    provisions, _ = outline_policy(ID, [Line("三、甲"), Line("(五)乙。"), Line("丙。")])
    assert [p.label for p in provisions] == ["三", "三（五）", "三（五）第1段"]
    assert provisions[1].marker == "(五)"


@pytest.mark.parametrize(
    ("text", "heading", "rest"),
    [
        ("（一）建立制度。各地应当建立制度。", "建立制度。", "各地应当建立制度。"),
        ("（一）各地应当建立制度。", "", "各地应当建立制度。"),
        ("（一）存在下列情形之一的：", "", "存在下列情形之一的："),
        ("（一）" + "很长" * 25 + "。又一句。", "", "很长" * 25 + "。又一句。"),
        ("（一）未设专人看守", "", "未设专人看守"),
    ],
)
def test_headings(text: str, heading: str, rest: str) -> None:
    provisions, _ = outline_policy(ID, [Line("二、检查重点"), Line(text), Line("二、其他")])
    assert provisions[0].heading == "检查重点"
    assert (provisions[1].heading, provisions[1].text) == (heading, rest)


def test_a_line_of_its_own_is_a_heading_where_text_stands_under_it() -> None:
    provisions, _ = outline_policy(ID, [Line("（一）工作机制"), Line("各地应当建立机制。")])
    assert (provisions[0].heading, provisions[0].text) == ("工作机制", "")
    assert provisions[1].parent_id == provisions[0].id


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (["一、甲。", "二、乙。", "三、丙。"], 0),
        (["一、甲", "（一）乙。", "（二）丙。", "二、丁", "（三）戊。"], 0),
        (["一、甲", "（一）乙。", "（二）丙。", "二、丁", "（一）戊。"], 0),
        (["一、甲。", "三、乙。"], 1),
        (["一、甲。", "一、乙。"], 1),
        (["二、甲。"], 1),
        (["一、甲", "（一）乙。", "（三）丙。"], 1),
        (["三、甲。", "二、乙。"], 2),
    ],
)
def test_numbering_that_is_out_of_order_is_reported(texts: list[str], count: int) -> None:
    found = warnings(*texts)
    assert len(found) == count
    assert all("请核对原文" in text for text in found)


def test_questions_and_answers() -> None:
    texts = [
        "某局负责人回答了提问。",
        "问：为什么要检查？",
        "答：为了安全。",
        "一是有要求。",
        "问:怎么检查?",
        "答:按计划。",
    ]
    provisions, _ = outline_policy(ID, [Line(text) for text in texts])
    assert [p.locator for p in provisions] == ["p1", "1", "1.p1", "1.p2", "2", "2.p1"]
    assert (provisions[1].label, provisions[1].heading) == ("问答1", "为什么要检查？")
    assert provisions[2].label == "问答1第1段"


def test_headings_without_numbers_part_lists_that_begin_anew() -> None:
    lines = [Line("专项类", heading=2), Line("1.甲。"), Line("2.乙。"), Line("行业类", heading=2), Line("1.丙。")]
    provisions, found = outline_policy(ID, lines)
    assert [p.locator for p in provisions] == ["s1", "s1.1", "s1.2", "s2", "s2.1"]
    assert provisions[1].label == "专项类·1"
    assert found == ()


# --- head and foot ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "title", "front", "back"),
    [
        (["甲局关于检查的通知", "各县局：", "正文一段。", "甲局", "2021年5月1日"], "甲局关于检查的通知", 2, 3),
        (["某市应急管理局关于", "加强检查工作的意见", "正文。"], "某市应急管理局关于加强检查工作的意见", 2, 3),
        (["某市应急管理局", "2023 年检查计划", "一、甲"], "某市应急管理局2023年检查计划", 2, 3),
        (["某市应急管理局文件", "某应急〔2021〕1号", "关于检查工作的通知", "一、甲"], "关于检查工作的通知", 3, 4),
        (["某局关于印发检查办法", "的通知", "各县局：", "一、甲"], "某局关于印发检查办法的通知", 3, 4),
        (["甲局 乙局", "关于检查工作的", "通　　知", "一、甲"], "甲局乙局关于检查工作的通知", 3, 4),
        (["检查工作办法（试行）", "一、甲"], "检查工作办法（试行）", 1, 2),
        (
            [
                "各县局：",
                "现将办法印发你们。",
                "某局",
                "2021年5月1日",
                "检查工作办法",
                "为了检查，制定本办法。",
                "一、甲",
            ],
            "检查工作办法",
            5,
            7,
        ),
        (["各县局：", "现将办法印发你们。", "某局", "某部", "2021年5月1日", "附件：检查办法.doc"], "", 1, 2),
        (["一、甲", "乙。", "附件：1.名单", "2.表格", "甲局", "二〇二一年五月一日"], "", 0, 2),
        (["一、甲", "乙。", "甲 局", "2021年5月1日", "（此件公开发布）"], "", 0, 2),
        (["为做好工作，提出以下意见：", "一、甲"], "", 0, 2),
    ],
)
def test_frames(texts: list[str], title: str, front: int, back: int) -> None:
    frame = find_frame(texts)
    assert (frame.title, frame.front_end, frame.back_start) == (title, front, back)


def test_signatures() -> None:
    frame = find_frame(["关于检查的通知", "正文。", "甲省应急管理厅  甲省公安厅", "2021年5月1日"])
    assert frame.signed_by == ("甲省应急管理厅", "甲省公安厅")
    assert frame.signed_on == "2021年5月1日"


def test_a_closing_paragraph_stays_with_a_measure_of_several_paragraphs() -> None:
    short = ["一、甲", "（一）乙的要求。", "（二）丙的要求。", "各地要报告落实情况。", "甲局", "2021年5月1日"]
    assert locators(*short)[3] == "p1"
    long = ["一、甲", "（一）乙的要求。", "乙的又一段。", "（二）丙的要求。", "丙的又一段。", "甲局", "2021年5月1日"]
    assert locators(*long)[4] == "1.2.p1"
