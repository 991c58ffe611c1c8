from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.citation_grammar import Reference, find_references
from ingest.citation_names import Sort
from ingest.citation_places import read_places
from ingest.citations import Citation, segments

KNOWN = {"安全生产法", "安法", "新安法", "刑法", "刑法修正案(十一)", "刑十一", "消防法", "行政处罚法", "能源法"}


def short(reference: Reference) -> str:
    """``name|97.1.7``: the document as printed and the numbers, ``-1`` for 之一, ``<款2`` for 前两款, ``_`` for none."""
    parts = reference.parts
    document = reference.document or reference.carried
    article = "" if parts.article is None else str(parts.article) + (f"-{parts.sub}" if parts.sub else "")
    numbers = ".".join("_" if n is None else str(n) for n in (parts.paragraph, parts.item, parts.point))
    back = f"<{'条款项目'[parts.back[0]]}{parts.back[1]}" if parts.back else ""
    tail = numbers.rstrip("._")
    return f"{document.text if document else ''}|{article}{back}{'.' + tail if tail else ''}"


FORMS = [
    # the item in its brackets, widths, digits
    ("《安全生产法》第九十七条第（七）项", ["《安全生产法》|97._.7"]),
    ("安全生产法第二十条", ["安全生产法|20"]),
    ("新安法第97条第7项", ["新安法|97._.7"]),
    ("《中华人民共和国安全生产法》（2021修正）第21条", ["《中华人民共和国安全生产法》（2021修正）|21"]),
    ("《中华人民共和国安全生产法（2021修正）》第21条", ["《中华人民共和国安全生产法（2021修正）》|21"]),
    ("中华人民共和国安全生产法第21条", ["中华人民共和国安全生产法|21"]),
    ("安全生产法（2021修正）第21条", ["安全生产法（2021修正）|21"]),
    ("《安全生产法》第９７条第７项", ["《安全生产法》|97._.7"]),
    ("《安全生产法》第一〇二条", ["《安全生产法》|102"]),
    ("《安全生产法》第一百零二条", ["《安全生产法》|102"]),
    ("《安全生产法》第 九十七 条 第 （ 七 ） 项", ["《安全生产法》|97._.7"]),
    ("《安全生产法》的第九十七条的第七项", ["《安全生产法》|97._.7"]),
    ("《安全生产法》（第九十七条）", ["《安全生产法》|97"]),
    ("《安全生产法》第九十七条（七）项", ["《安全生产法》|97._.7"]),
    ("《安全生产法》第九十七条（七）、", ["《安全生产法》|97._.7"]),
    ("安全生产法97条7项", ["安全生产法|97._.7"]),
    ("依据97条7项处罚", ["|97._.7"]),
    ("《安全生产法》第三十八条第一款第（二）项第3目", ["《安全生产法》|38.1.2.3"]),
    # articles put in between
    ("刑法第一百三十四条之一", ["刑法|134-1"]),
    ("刑法第一百三十四条之一第（三）项", ["刑法|134-1._.3"]),
    ("刑法第一百二十条之一、之二", ["刑法|120-1", "刑法|120-2"]),
    ("有刑法第一百三十四条之一般情节", ["刑法|134"]),
    ("《刑法修正案（十一）》第四条", ["《刑法修正案（十一）》|4"]),
    ("刑法修正案（十一）第四条", ["刑法修正案（十一）|4"]),
    # lists
    ("《安全生产法》第四十一条、第一百零二条", ["《安全生产法》|41", "《安全生产法》|102"]),
    ("《安全生产法》第一百零一条第一、三项", ["《安全生产法》|101._.1", "《安全生产法》|101._.3"]),
    ("《安全生产法》第三十六、四十一和四十三条", ["《安全生产法》|36", "《安全生产法》|41", "《安全生产法》|43"]),
    ("《安全生产法》第（一）、（二）项", ["《安全生产法》|._.1", "《安全生产法》|._.2"]),
    ("《安全生产法》第21条（一）（五）项", ["《安全生产法》|21._.1", "《安全生产法》|21._.5"]),
    ("安全生产法第三十八条第一款、第九十九条第（五）项", ["安全生产法|38.1", "安全生产法|99._.5"]),
    ("本条例第五十一条、五十二条", ["本条例|51", "本条例|52"]),
    (
        "违反本办法第十二条第一款第一项、第二项以及第三款规定",
        ["本办法|12.1.1", "本办法|12.1.2", "本办法|12.3"],
    ),
    (
        "《安全生产法》第三十八条，第四十一条；第四十三条",
        ["《安全生产法》|38", "《安全生产法》|41", "《安全生产法》|43"],
    ),
    ("《安全生产法》第六项“醉酒”、第七项“自残”", ["《安全生产法》|._.6", "《安全生产法》|._.7"]),
    ("依照本法第十条、《消防法》第二十条", ["本法|10", "《消防法》|20"]),
    # ranges
    ("《安全生产法》第九十条至第九十二条", ["《安全生产法》|90", "《安全生产法》|91", "《安全生产法》|92"]),
    ("《安全生产法》第83至85条", ["《安全生产法》|83", "《安全生产法》|84", "《安全生产法》|85"]),
    ("《安全生产法》第83条～第84条", ["《安全生产法》|83", "《安全生产法》|84"]),
    ("《安全生产法》第九十九条第（一）至（三）项", [f"《安全生产法》|99._.{n}" for n in (1, 2, 3)]),
    ("刑法第二百一十八条至第二百一十九条之一", ["刑法|218", "刑法|219", "刑法|219-1"]),
    ("刑法第一百二十条之一至第一百二十条之三", ["刑法|120-1", "刑法|120-2", "刑法|120-3"]),
    ("《安全生产法》第九条至第五条", ["《安全生产法》|9", "《安全生产法》|5"]),
    # from where the text stands
    ("前款规定的人员", ["|<款1"]),
    ("依照前两款的规定", ["|<款2", "|<款1"]),
    ("本条前两款规定", ["|<款2", "|<款1"]),
    ("本条第二款", ["|<条0.2"]),
    ("前款第一项至第三项所列", ["|<款1._.1", "|<款1._.2", "|<款1._.3"]),
    ("前条第一款", ["|<条1.1"]),
    ("适用本项第1目的规定", ["|<项0._._.1"]),
    ("按照本条规定处理", ["|<条0"]),
    ("单位犯第二款、第三款罪的", ["|.2", "|.3"]),
    # names that go on and other names
    ("违反消防法。依第六十条罚款", ["消防法|60"]),
    ("《行政处罚法》第三十二条；同法第三十三条不成立", ["《行政处罚法》|32", "同法|33"]),
    ("《安全生产法》第九十二条第二款；适用同条第三款", ["《安全生产法》|92.2", "《安全生产法》|<条0.3"]),
    ("违反浙江省消防条例第三十一条第三款", ["浙江省消防条例|31.3"]),
    ("违反可再生能源法第三条", ["可再生能源法|3"]),
    ("违反了山东省消防法第三条", ["山东省消防法|3"]),
    ("依照合同法第七十三条", ["合同法|73"]),
    ("香港特别行政区基本法第五条", ["香港特别行政区基本法|5"]),
    (
        "最高人民法院、最高人民检察院关于办理危害生产安全刑事案件适用法律若干问题的解释（二）第三条",
        ["最高人民法院、最高人民检察院关于办理危害生产安全刑事案件适用法律若干问题的解释（二）|3"],
    ),
    ("应急管理部令第13号第九条", ["应急管理部令第13号|9"]),
    ("国务院令第493号第三十五条", ["国务院令第493号|35"]),
    ("‹安全生产法>第五条", ["‹安全生产法>|5"]),
    ("由第三条 第一款规定", ["|3.1"]),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_forms(text: str, expected: list[str]) -> None:
    assert [short(r) for r in find_references(text, KNOWN)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "第三条生产线停用",
        "发现3条隐患",
        "道路通行条件",
        "第一项工作是普查",
        "《某项意见》第一项重点任务是普查",
        "一条龙服务",
        "提出五条措施：停用",
        "该车间有第2条、第4条两条输送皮带",
        "第三条隧道、第二条巷道",
        "目前两项工作已经完成",
        "本项目由三家单位承建",
        "本条例自公布之日起施行",
        "以下条款、同等条件、该条款、该条约",
        "该项资产的净值",
        "本条例、本款手机",
        "三项制度、两款产品",
        "岗位操作规程第十二条要求每班点检",
        "勾选了第3项“已落实”",
        "从前三条街道走过",
        "《安全生产法》宣传手册",
        "第二章第三节",
        "第条第款第项",
        "第九十九亿条信息",
        "GB 30871第5.1条",
    ],
)
def test_counts_are_no_citations(text: str) -> None:
    assert find_references(text, KNOWN) == ()


def test_spans_of_lists_and_ranges() -> None:
    text = "违反《安全生产法》第九十条至第九十二条、第九十九条第一、三项。"
    assert [r.text for r in find_references(text)] == [
        "《安全生产法》第九十条",
        "《安全生产法》第九十条至第九十二条",
        "第九十二条",
        "第九十九条第一",
        "三项",
    ]


def test_a_range_beyond_reason_gives_its_ends() -> None:
    assert [r.parts.article for r in find_references("《民法典》第一条至第一千条")] == [1, 1000]


def test_headings_say_where_a_text_stands_and_are_no_citations() -> None:
    text = (
        "第四条　经营者应当记录。\n记录保存三年。\n前款规定的记录，应当完整。\n"
        "**第五条** 有下列情形之一的，予以处罚：\n（一）违反第四条的；\n（二）有前项情形的。"
    )
    found = find_references(text)
    assert [(r.text, r.place.article, r.place.paragraph, r.place.item) for r in found] == [
        ("前款", 4, 3, None),
        ("第四条", 5, 1, 1),
        ("前项", 5, 1, 2),
    ]


def test_a_line_broken_by_the_page_is_no_paragraph_and_no_heading() -> None:
    text = "第四条　经营者违反\n第三条规定的，\n处罚款。\n前款规定从严。"
    assert [(r.text, r.place.paragraph) for r in find_references(text)] == [("第三条", 1), ("前款", 2)]


def test_places_of_quoted_articles() -> None:
    text = "一、将《样法》第九条修改为：“单位犯前款罪的，从重。”\n二、增加一条，作为第十条：\n“第十条　本法第九条适用。”\n三、删去第三条。"
    quoted = [(r.text, r.place.quoted, r.place.article) for r in find_references(text)]
    assert quoted == [
        ("《样法》第九条", False, None),
        ("前款", True, None),
        ("第十条", False, None),
        ("本法第九条", True, 10),
        ("第三条", False, None),
    ]


@pytest.mark.parametrize(
    ("text", "year", "old"),
    [
        ("《安全生产法》（2014修正）第三条", 2014, False),
        ("《安全生产法（2014年修正）》第三条", 2014, False),
        ("2014年版《安全生产法》第三条", 2014, False),
        ("2014版安全生产法第三条", 2014, False),
        ("原《安全生产法》第三条", None, True),
        ("修订前的安全生产法第三条", None, True),
        ("2014年《安全生产法》第三条", None, False),
    ],
)
def test_versions_named(text: str, year: int | None, old: bool) -> None:
    document = find_references(text, KNOWN)[0].document
    assert document is not None
    assert (document.year, document.old) == (year, old)


def test_short_names_that_the_text_gives() -> None:
    text = "依据《生产安全事故应急条例》（国务院令第708号，以下简称《条例》），违反《条例》第三条、条例第五条。"
    found = [r.document for r in find_references(text)]
    assert [d and d.stands_for for d in found] == ["《生产安全事故应急条例》"] * 2
    meant = find_references("安全法第二十五条，这里的安全法指《安全生产法》。")[0].document
    assert meant is not None
    assert (meant.sort, meant.stands_for) == (Sort.NAME, "《安全生产法》")


ALPHABET = "第一二百〇1９（()）条款项目之至、，；。和前本该同两法《》安全生产〔2021〕号\n “”修改为：例简称"


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=200), st.text(alphabet=ALPHABET, max_size=120)))
def test_find_never_raises_and_keeps_the_text(text: str) -> None:
    found = find_references(text, KNOWN)
    for reference in found:
        assert text[reference.start : reference.end] == reference.text
        assert reference.text
    assert [r.start for r in found] == sorted(r.start for r in found)
    assert (
        "".join(text[a.start : b.start] for a, b in zip(read_places(text), read_places(text)[1:], strict=False)) in text
    )


@st.composite
def texts_with_citations(draw: st.DrawFn) -> tuple[str, list[Citation]]:
    text = draw(st.text(max_size=60))
    ends = draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    spans = [(min(a, b), max(a, b)) for a, b in ends if a != b]
    return text, [Citation(text[a:b], a, b, None, None, None, None, None, None, "unknown_document") for a, b in spans]


@given(texts_with_citations())
def test_annotation_never_changes_the_text(case: tuple[str, list[Citation]]) -> None:
    text, citations = case
    parts = segments(text, citations)
    assert "".join(part.text for part in parts) == text
    covered = {id(c): "".join(p.text for p in parts if any(c is each for each in p.citations)) for c in citations}
    assert all(covered[id(c)] == c.text for c in citations)


@pytest.mark.parametrize(
    "unit",
    [
        "第",
        "一",
        "第一",
        "第一、",
        "（一）",
        "《",
        "《a",
        "第一条、",
        "前两",
        "本条",
        "第一条之一、之二",
        "〔2021〕1号第一条",
    ],
)
def test_time_grows_with_the_text(unit: str) -> None:
    """A megabyte of one thing over and over ends; a pattern that backtracks would not."""
    size = 1_000_000 if unit == "第" else 60_000
    text = unit * (size // len(unit))
    found = find_references(text, KNOWN)
    assert all(r.end <= len(text) for r in found)


DAY = date(2026, 11, 22)
