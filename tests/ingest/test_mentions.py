from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.model import Document, Kind, Mention, document_id
from ingest.mentions import (
    MentionIndex,
    anonymous,
    find_aliases,
    find_mentions,
    number_key,
    resolve_mention,
)

Expected = tuple[str, str | None, str | None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有引用的一句话，x<5且y>3。", []),
        ("依照《刑法》处理", [("《刑法》", "刑法", None)]),
        ("‹安全生产法›第五条", [("‹安全生产法›", "安全生产法", None)]),
        ("《关于修改<安全生产法>的决定》", [("《关于修改<安全生产法>的决定》", "关于修改<安全生产法>的决定", None)]),
        (
            "《关于修改‹安全生产法>的决定》施行",
            [("《关于修改‹安全生产法>的决定》", "关于修改‹安全生产法>的决定", None)],
        ),
        (
            "《关于修改〈甲法〉和〈乙法〉的决定》",
            [("《关于修改〈甲法〉和〈乙法〉的决定》", "关于修改〈甲法〉和〈乙法〉的决定", None)],
        ),
        (
            "《关于修改《安全生产法》的决定》和《刑法》",
            [("《关于修改《安全生产法》的决定》", "关于修改《安全生产法》的决定", None), ("《刑法》", "刑法", None)],
        ),
        ("《关于修改〈安全生产法的决定》", [("《关于修改〈安全生产法的决定》", "关于修改〈安全生产法的决定", None)]),
        ("《安全生产法，《刑法》", [("《刑法》", "刑法", None)]),
        ("《未闭合的名称", []),
        ("《跨\n行》", []),
        ("《》", []),
        ("《安全生产法》（2021修正）第21条", [("《安全生产法》（2021修正）", "安全生产法", None)]),
        ("《安全生产法》(2021年修正)", [("《安全生产法》(2021年修正)", "安全生产法", None)]),
        ("《安全生产法》（第二十一条）", [("《安全生产法》", "安全生产法", None)]),
        ("《防火规范》（GB 50016-2014）", [("《防火规范》", "防火规范", None)]),
        (
            "《关于加强执法的意见》（应急〔2021〕23号）要求",
            [("《关于加强执法的意见》（应急〔2021〕23号）", "关于加强执法的意见", "应急〔2021〕23号")],
        ),
        ("《意见》应急〔2021〕23号", [("《意见》应急〔2021〕23号", "意见", "应急〔2021〕23号")]),
        (
            "《意见》（应急〔2021〕23号，以下简称《执法意见》）",
            [("《意见》（应急〔2021〕23号，以下简称《执法意见》）", "意见", "应急〔2021〕23号")],
        ),
        (
            "《办法》（试行）（应急〔2020〕1号）",
            [("《办法》（试行）（应急〔2020〕1号）", "办法（试行）", "应急〔2020〕1号")],
        ),
        (
            "国务院令第591号《危险化学品安全管理条例》",
            [("国务院令第591号《危险化学品安全管理条例》", "危险化学品安全管理条例", "国务院令第591号")],
        ),
        ("《应急〔2021〕23号》", [("《应急〔2021〕23号》", None, "应急〔2021〕23号")]),
        (
            "《规定》（2007年12月28日原国家安全监管总局令第16号）",
            [("《规定》（2007年12月28日原国家安全监管总局令第16号）", "规定", "原国家安全监管总局令第16号")],
        ),
    ],
)
def test_titles(text: str, expected: list[Expected]) -> None:
    assert [(m.text, m.title, m.number) for m in find_mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("按照应急〔2021〕23号办理", ["应急〔2021〕23号"]),
        ("根据苏应急〔2021〕18号和发改财金〔2016〕1001号", ["苏应急〔2021〕18号", "发改财金〔2016〕1001号"]),
        ("应急[2021]23号", ["应急[2021]23号"]),
        ("应急［２０２１］２３号", ["应急［２０２１］２３号"]),
        ("参照应急（2021）第 23 号文件", ["应急（2021）第 23 号"]),
        ("安监总厅安健〔2015〕16号", ["安监总厅安健〔2015〕16号"]),
        ("自然资办发〔2020〕1号", ["自然资办发〔2020〕1号"]),
        ("国家矿山安监局矿安〔2022〕88号", ["矿安〔2022〕88号"]),
        ("国务院令第591号", ["国务院令第591号"]),
        ("经国务院令第 591 号公布", ["国务院令第 591 号"]),
        ("国务院第493号令", ["国务院第493号令"]),
        ("2011年3月2日中华人民共和国国务院令第591号", ["中华人民共和国国务院令第591号"]),
        ("应急管理部令第3号、主席令第八十八号", ["应急管理部令第3号", "主席令第八十八号"]),
        ("令第１２５号", ["令第１２５号"]),
        ("住房和城乡建设部令第51号", ["住房和城乡建设部令第51号"]),
        ("原国家经贸委令第13号", ["原国家经贸委令第13号"]),
        ("交通运输部令2021年第3号", ["交通运输部令2021年第3号"]),
        ("发布第3号公告和第2号命令", []),
        ("（2021）苏01刑初23号", []),
        ("2021年23号", []),
        ("〔2021〕23号", []),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    found = find_mentions(text)
    assert [m.number for m in found] == expected
    assert all(m.title is None for m in found)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("为了加强工作，根据《中华人民共和国安全生产法》等法律，制定本条例。", [True]),
        ("根据《甲法》、《乙条例》，结合本省实际，制定本办法。", [True, True]),
        ("为了贯彻《甲法》，依据《乙条例》，制定本实施细则。", [False, True]),
        ("依照《治安管理处罚法》的规定处罚。", [False]),
        ("按照《预案编制导则》制定本单位的预案。", [False]),
        ("按照《甲办法》开展检查，发现对人员有危险的，立即撤出。", [False]),
        ("制定本办法。依照《甲法》处罚。", [False]),
        ("第一条修改为：“根据《安全生产法》，制定本法。”", [False]),
        ("根据应急〔2021〕23号，现提出以下意见：", [True]),
        ("根据《甲意见》“突出加强”要求，部里印发了《乙意见》。为加强工作，现提出以下实施意见：", [True, True]),
        ("印发了《乙意见》。为加强工作，现提出以下实施意见：", [False]),
        ("根据《刑法》的规定，现就法律适用问题解释如下：", [True]),
    ],
)
def test_basis(text: str, basis: list[bool]) -> None:
    assert [m.basis for m in find_mentions(text)] == basis


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印发了《关于加强执法的意见》（以下简称《执法意见》），", {"执法意见": "关于加强执法的意见"}),
        ("《甲办法》（应急〔2021〕1号，以下简称《办法》）", {"办法": "甲办法"}),
        (
            "根据《甲法》（以下简称甲法）和《乙条例》（下称条例、以下简称“《乙例》”）",
            {"甲法": "甲法", "乙例": "乙条例"},
        ),
        ("生产经营单位（以下简称单位）", {}),
        ("《甲法》。生产经营单位（以下简称单位）", {}),
    ],
)
def test_aliases(text: str, expected: dict[str, str]) -> None:
    assert {name: mention.title for name, mention in find_aliases(text).items()} == expected


PIECES = st.sampled_from(
    [
        *"《》〈〉‹›<>（）〔〕()[]“”。，\n令号第年 ",
        "应急",
        "〔2021〕23号",
        "国务院令第5号",
        "根据",
        "制定本法",
        "刑法",
        "（试行）",
        "2021修正",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
@example("《 》")
def test_mentions_are_spans_of_the_text_in_order(text: str) -> None:
    found = find_mentions(text)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(m.title or m.number for m in found)


FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@given(
    code=st.sampled_from(["应急", "苏应急", "安监总厅安健"]),
    year=st.integers(1950, 2099),
    number=st.integers(1, 9999),
    marks=st.sampled_from(["〔〕", "[]", "（）", "()", "［］", "【】"]),
    wide=st.booleans(),
    gap=st.sampled_from(["", " ", "\u3000"]),
)
def test_every_printing_of_a_number_is_found_and_has_one_key(
    code: str, year: int, number: int, marks: str, wide: bool, gap: str
) -> None:
    printed = f"{code}{gap}{marks[0]}{year}{marks[1]}{gap}{number}{gap}号"
    printed = printed.translate(FULL_WIDTH) if wide else printed
    (mention,) = find_mentions(f"按照{printed}办理")
    assert mention.number == printed
    assert number_key(printed) == f"{code}〔{year}〕{number}号"


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("应急[2021]23号", "应急〔2021〕23号"),
        ("应急（2021）第 ０23 号", "应急〔2021〕23号"),
        ("国务院第493号令", "国务院令第493号"),
        ("中华人民共和国国务院令 第 493 号", "国务院令第493号"),
        ("中华人民共和国主席令第八十八号", "主席令第八十八号"),
    ],
)
def test_number_key(printed: str, key: str) -> None:
    assert number_key(printed) == key


def test_anonymous_orders() -> None:
    assert [anonymous(n) for n in ("令第１２５号", "总局令第80号", "国务院令第5号", "应急〔2021〕2号")] == [
        True,
        True,
        False,
        False,
    ]


def doc(name: str, title: str, number: str | None = None, version: date | None = None) -> Document:
    return Document(document_id(name, version), name, title, Kind.OTHER, version, "自拟", number=number)


INDEX = MentionIndex.of(
    [
        doc("安全生产法", "中华人民共和国安全生产法", version=date(2014, 8, 31)),
        doc("安全生产法", "中华人民共和国安全生产法", version=date(2021, 6, 10)),
        doc("处罚办法（试行）", "处罚办法（试行）"),
        doc("应急〔2021〕23号", "应急管理部关于加强执法的意见", "应急〔2021〕23号"),
        doc("甲应急〔2021〕1号", "甲省应急管理厅关于开展检查的通知", "甲应急〔2021〕1号"),
        doc("乙应急〔2021〕1号", "乙省应急管理厅关于开展检查的通知", "乙应急〔2021〕1号"),
        doc("危险化学品安全管理条例", "危险化学品安全管理条例", "国务院令第344号"),
        doc("某规定", "某规定", "总局令第80号"),
        doc("关于修改安全生产法的决定", "关于修改〈中华人民共和国安全生产法〉的决定"),
    ]
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("《中华人民共和国安全生产法》", "安全生产法"),
        ("《安全生产法》（2021修正）", "安全生产法"),
        ("《安全生产法（2021年修订）》", "安全生产法"),
        ("《安 全 生 产 法》", "安全生产法"),
        ("《处罚办法(试行)》", "处罚办法（试行）"),
        ("《处罚办法》（试行）", "处罚办法（试行）"),
        ("《处罚办法》", None),
        ("《关于加强执法的意见》", "应急〔2021〕23号"),
        ("《应急管理部关于加强执法的意见》", "应急〔2021〕23号"),
        ("应急[2021]23号", "应急〔2021〕23号"),
        ("《随便什么》（应急〔2021〕23号）", "应急〔2021〕23号"),
        ("《关于加强执法的意见》（应急〔2022〕5号）", None),
        ("《关于开展检查的通知》", None),
        ("《关于开展检查的通知》（乙应急〔2021〕1号）", "乙应急〔2021〕1号"),
        ("《危险化学品安全管理条例》（国务院令第591号）", "危险化学品安全管理条例"),
        ("国务院令第344号", "危险化学品安全管理条例"),
        ("国务院令第591号", None),
        ("总局令第80号", None),
        ("《关于修改‹安全生产法>的决定》", "关于修改安全生产法的决定"),
        ("《经济日报》", None),
    ],
)
def test_resolve(text: str, name: str | None) -> None:
    (mention,) = find_mentions(text)
    assert resolve_mention(mention, INDEX) == name


def test_an_empty_index_resolves_nothing() -> None:
    assert resolve_mention(Mention("《甲》", "甲", None, 0, 3), MentionIndex.of([])) is None
