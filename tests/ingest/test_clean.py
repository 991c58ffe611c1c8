from __future__ import annotations

import pytest

from ingest.clean import clean, dropped, join_wrapped, visible, wrap_width
from ingest.furniture import (
    mark_imprint,
    mark_info_table,
    mark_page_numbers,
    mark_website,
    mask_names,
    split_bookmarks,
)
from ingest.readers.lines import Line, RawText, ink, normalise


def lines(*texts: str) -> list[Line]:
    return [Line(text) for text in texts]


def kept(found: list[Line]) -> list[str]:
    return [line.text for line in found if not line.reason]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（五）建立，健全：", "(五)建立,健全:"),
        ("令第１２５号", "令第125号"),
        ("总　则", "总则"),
        ("安全\u200b生产\ufeff", "安全生产"),
    ],
)
def test_normalise_compares_across_widths(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


def test_normalise_keeps_what_differs() -> None:
    assert normalise("①") != normalise("1")
    assert normalise("〔2021〕") != normalise("（2021）")


def test_invisible_characters_go_and_wording_stays() -> None:
    (line,) = visible(lines("\ufeff一、\u200b要求\u00a0,各地\u2003(局)\x0b "))
    assert line.text == "一、要求 ,各地 (局)"
    assert ink("\u200b\ufeff \u00ad") == ""


@pytest.mark.parametrize(
    ("text", "wrapped", "is_number"),
    [
        ("- 3 -", False, True),
        ("— 12 —", False, True),
        ("－３－", False, True),
        ("第 2 页 共 9 页", False, True),
        ("3/12", False, True),
        ("12", True, True),
        ("12", False, False),
        ("2021", False, False),
        ("1.检查", True, False),
        ("- 3 - 号井", False, False),
    ],
)
def test_page_numbers(text: str, wrapped: bool, is_number: bool) -> None:
    (line,) = mark_page_numbers(lines(text), wrapped)
    assert bool(line.reason) is is_number


def test_bookmarks_are_cut_out_of_their_line() -> None:
    found = split_bookmarks(lines("[bookmark: _GoBack]各市应急管理局：", "甲[bookmark: a]", "[bookmark 缺冒号]"))
    assert kept(found) == ["各市应急管理局：", "甲", "[bookmark 缺冒号]"]
    assert [line.text for line in found if line.reason] == ["[bookmark: _GoBack]", "[bookmark: a]"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("责任编辑：赵某某 ", "责任编辑：〔略〕"),
        ("（编辑：钱某）", "（编辑：〔略〕）"),
        ("作者：孙某 李某", "作者：〔略〕"),
        ("编辑：应急管理报社", "编辑：应急管理报社"),
        (
            "审核：检查前办理审批手续的情况由谁核对、如何核对、核对结果怎样记录，都要写明在审批单上并当场签字确认存档",
            None,
        ),
    ],
)
def test_names_of_editors_are_not_kept(text: str, shown: str | None) -> None:
    (line,) = mask_names(lines(text))
    assert line.text == (text if shown is None else shown)
    assert bool(line.reason) is ("〔略〕" in line.text)


# --- information table -----------------------------------------------------------------------------------------------

HINTS = {"number": "某应急〔2021〕9号", "issuer": "某市应急管理局", "written": "2021-05-31"}


@pytest.mark.parametrize(
    "table",
    [
        ["发布机构 | 某市应急管理局 | ||", "文件号 | 某应急〔2021〕9号 | 制发日期 | 2021-05-31 |"],
        [
            "索引号",
            "1234/2021",
            "发文单位",
            "某市应急管理局",
            "发文字号",
            "某应急〔2021〕9号",
            "成文日期",
            "2021-05-31",
        ],
        ["发文机关：某市应急管理局", "发文字号：某应急〔2021〕9号", "成文日期：2021-05-31"],
        ["索 引 号：1234 发布机构：某市应急管理局 文号：某应急〔2021〕9号 生成日期：2021-05-31"],
        ["【索引号】\t1234\t【发文机关】\t某市应急管理局", "【文号】\t某应急〔2021〕9号\t【成文日期】\t2021-05-31"],
    ],
)
def test_information_tables(table: list[str]) -> None:
    found, hints = mark_info_table(lines(*table, "某市应急管理局关于检查的通知", "一、发布日期：以文件为准。"))
    assert kept(found) == ["某市应急管理局关于检查的通知", "一、发布日期：以文件为准。"]
    assert hints == HINTS
    assert {line.reason for line in found if line.reason} == {"发文信息表"}


def test_the_title_above_a_table_goes_only_when_it_comes_again() -> None:
    table = ["索引号", "12", "发布日期", "2021-05-31"]
    again, hints = mark_info_table(lines("关于检查的通知", *table, "关于检查的通知", "正文。"))
    assert [line.reason for line in again[:2]] == ["网页重复标题", "发文信息表"]
    assert hints["title"] == "关于检查的通知"
    once, _ = mark_info_table(lines("关于检查的通知", *table, "正文。"))
    assert once[0].reason == ""


@pytest.mark.parametrize(
    "text",
    [["来源：某报", "正文。"], ["关键词", "检查", "分类", "执法"], ["标题", "名称"], ["文号：某应急〔2021〕9号"]],
)
def test_a_word_that_happens_to_be_a_label_is_text(text: list[str]) -> None:
    assert kept(mark_info_table(lines(*text))[0]) == text


# --- imprint and footer ----------------------------------------------------------------------------------------------

BODY = ["标题", *[f"（{n}）正文一段。" for n in "一二三四五六"]]


@pytest.mark.parametrize(
    ("imprint", "printed"),
    [
        (
            ["抄送：某厅；", "局各科（室）。", "某市应急管理局办公室          2023 年 1 月 11 日印发"],
            "2023 年 1 月 11 日",
        ),
        (["某市应急管理局办公室 2023年1月11日印发"], "2023年1月11日"),
        (["抄送：某厅，", "某局。"], None),
        (["抄送：某厅。"], None),
    ],
)
def test_imprints(imprint: list[str], printed: str | None) -> None:
    found, hints = mark_imprint(lines(*BODY, *imprint))
    assert kept(found) == BODY
    assert hints.get("printed") == printed
    assert hints.get("printed_by") == ("某市应急管理局" if printed else None)


def test_a_sentence_about_printing_is_no_imprint() -> None:
    text = "第十九条 本标准自印发之日起施行。某局《某某认定办法（试行）》（某安监字〔2005〕1号）同时废止，该办法于2005年9月26日印发"
    assert kept(mark_imprint(lines(*BODY, text))[0]) == [*BODY, text]


def test_a_footer_needs_a_licence_or_a_copyright() -> None:
    contact = ["电话：010-00000000", "地址：某路1号"]
    links = ["某省应急管理厅 某省财政厅 某省商务厅 某省统计局", "甲协会 乙协会 丙协会"]
    assert kept(mark_website(lines(*BODY, *contact))) == [*BODY, *contact]
    assert kept(mark_website(lines(*BODY, *links))) == [*BODY, *links]
    assert kept(mark_website(lines(*BODY, *links, *contact, "备案号:某ICP备1号"))) == BODY


@pytest.mark.parametrize(
    "text",
    [
        "当前位置：首页 > 政策",
        "首页 > 政务公开",
        "【字体：大 中 小】",
        "打印本页 | 关闭窗口",
        "分享到：",
        "上一篇：某通知",
        "扫一扫在手机打开当前页",
    ],
)
def test_navigation(text: str) -> None:
    assert kept(mark_website(lines("正文", text, "正文"))) == ["正文", "正文"]


@pytest.mark.parametrize(
    "text", ["首页应当载明单位名称", "收藏品仓库的检查", "打印设备应当接地", "相关链接装置应当完好"]
)
def test_text_that_looks_like_navigation(text: str) -> None:
    assert kept(mark_website(lines(text))) == [text]


# --- broken lines ----------------------------------------------------------------------------------------------------

LONG = (
    "各地要把检查力量放在风险较高的企业，做到检查一家规范一家，检查结果应当在三日之内录入系统并且告知被检查的企业。"
    "对发现的重大隐患要逐项跟踪，直到整改完毕，不得以口头提醒代替处理，也不得以罚代管，确保问题真正得到解决。"
)


def broken(text: str, width: int = 28, indent: str = "") -> list[str]:
    first = width - 2
    return [indent + text[:first], *[text[at : at + width] for at in range(first, len(text), width)]]


@pytest.mark.parametrize("indent", ["", "\u3000\u3000"])
@pytest.mark.parametrize("blank", [True, False])
def test_broken_lines_are_joined(indent: str, blank: bool) -> None:
    paragraphs = ["一、总体要求", LONG, "（一）" + LONG, "二、检查重点", LONG + LONG]
    parts = [line for text in paragraphs for line in broken(text, indent=indent)]
    source = [text for part in parts for text in ([part, ""] if blank else [part])]
    found = clean(RawText(tuple(lines(*source))))
    assert [line.text for line in found.lines] == paragraphs


def test_a_page_number_between_two_halves() -> None:
    parts = broken(LONG * 2)
    parts[3:3] = ["- 3 -"]
    found = clean(RawText(tuple(lines(*parts))))
    assert [line.text for line in found.lines if not line.reason] == [LONG * 2]
    assert [(d.text, d.reason) for d in dropped(found.lines)] == [("- 3 -", "页码")]


def test_paragraphs_on_lines_of_their_own_are_left_alone() -> None:
    texts = ["一、总体要求", LONG, "（一）" + LONG, "短句。", "二、检查重点", LONG[:60]]
    assert wrap_width(lines(*texts)) == 0
    assert [line.text for line in clean(RawText(tuple(lines(*texts)))).lines] == texts


def test_spaces_that_typesetting_leaves_beside_digits() -> None:
    found = join_wrapped(lines("各县到 10 月底前办理 1 个案件，录入率达 100%，逾期", "的通报。"), 24)
    assert [line.text for line in found] == ["各县到10月底前办理1个案件，录入率达100%，逾期的通报。"]
