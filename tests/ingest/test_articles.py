"""Outline of laws: the odd cases met in real texts, on laws made up for the tests."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.model import Outline, Provision, Unit
from ingest.articles import is_article_text, outline_articles
from ingest.numerals import to_chinese

DOCUMENT = "样例法@2024-01-01"


def outline(text: str) -> dict[str, Provision]:
    provisions = outline_articles(DOCUMENT, text.splitlines())
    assert squeeze("".join(p.full_text for p in provisions)) == squeeze(text), "a character is lost or moved"
    assert [p.order for p in provisions] == list(range(len(provisions)))
    assert len({p.id for p in provisions}) == len(provisions)
    return {p.locator: p for p in provisions}


def squeeze(text: str) -> str:
    return "".join(text.split())


def test_an_article_with_one_paragraph_is_cited_without_it() -> None:
    law = outline("第一条　为了样例，制定本法。\n第二条　有下列行为之一的，罚款：\n（一）甲；\n（二）乙。")
    assert law["1"].text == ""
    assert law["1"].marker == "第一条"
    assert law["1.1"].label == "第一条"
    assert (law["2.1.2"].label, law["2.1.2"].marker, law["2.1.2"].text) == ("第二条第二项", "（二）", "乙。")
    assert law["2.1.2"].parent_id == f"{DOCUMENT}#2.1"
    assert law["2.1.2"].unit is Unit.ITEM


def test_a_paragraph_after_a_list_is_the_next_one() -> None:
    law = outline("第三条　下列情形：\n（一）甲；\n（二）乙。\n有前款第一项情形的，从重。\n第四条　完。")
    assert law["3.2"].text == "有前款第一项情形的，从重。"
    assert law["3.1.1"].label == "第三条第一款第一项"
    assert law["3.2"].label == "第三条第二款"


def test_an_article_zhi_one_is_an_article_of_its_own() -> None:
    law = outline("第八条　甲。\n第八条之一　下列情形：\n（一）乙；\n（二）丙。\n另款。\n第九条　依照第八条之一处罚。")
    assert [key for key in law if "." not in key] == ["8", "8-1", "9"]
    assert law["8-1.1.1"].label == "第八条之一第一款第一项"
    assert law["8-1.2"].label == "第八条之一第二款"


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("第１２条　应当戴帽。", "第１２条", "应当戴帽。"),
        ("第十二条 应当戴帽。", "第十二条", "应当戴帽。"),
        ("第十二条应当戴帽。", "第十二条", "应当戴帽。"),
        ("第 十二 条　应当戴帽。", "第 十二 条", "应当戴帽。"),
        ("第十二条 第一类设备应当报废。", "第十二条", "第一类设备应当报废。"),
        ("第十二条以暴力阻碍检查的，处罚。", "第十二条", "以暴力阻碍检查的，处罚。"),
        ("第十二条 和平利用。", "第十二条", "和平利用。"),
    ],
)
def test_article_markers_in_every_dress(line: str, marker: str, text: str) -> None:
    law = outline(f"第十一条　前一条。\n{line}")
    assert (law["12"].marker, law["12.1"].text) == (marker, text)


@pytest.mark.parametrize(
    "line",
    [
        "第十二条规定的措施，由县级人民政府实施。",
        "第十二条、第十三条的情形除外。",
        "第十二条第二款的情形除外。",
        "第三章规定的措施除外。",
    ],
)
def test_a_citation_at_the_start_of_a_line_is_text(line: str) -> None:
    law = outline(f"第十一条　前一条。\n{line}")
    assert law["11.2"].text == line
    assert "12" not in law


def test_an_article_may_begin_in_the_middle_of_a_paragraph() -> None:
    law = outline("第四十一条　应当监测。第四十二条　应当记录，依照第四十三条执行。\n第四十三条　应当归档。")
    assert law["41.1"].text == "应当监测。"
    assert law["42.1"].text == "应当记录，依照第四十三条执行。"
    assert law["43.1"].text == "应当归档。"


def test_only_the_next_article_may_begin_in_the_middle() -> None:
    law = outline("第四十一条　依照其规定。第五十二条　不在此列。\n第四十二条　完。")
    assert [key for key in law if "." not in key] == ["41", "42"]


def test_chapters_sections_and_their_articles() -> None:
    law = outline(
        "第一编　总　则\n第一章　一般规定\n第一条　甲。\n第二编 分 则\n第一分编 通 则\n"
        "第一章　一般规定\n第一节　道路通行条件\n第二条　乙。\n附　则\n第三条　丙。"
    )
    assert [key for key, p in law.items() if p.unit.value in "编分编章节"] == [
        "b1",
        "b1c1",
        "b2",
        "b2f1",
        "b2f1c1",
        "b2f1c1s1",
        "附则",
    ]
    section = law["b2f1c1s1"]
    assert (section.marker, section.heading, section.label) == ("第一节", "道路通行条件", "第二编第一分编第一章第一节")
    assert law["b1"].heading == "总则"
    assert law["2"].parent_id == section.id
    assert law["3"].parent_id == law["附则"].id
    assert law["附则"].label == "附则"


def test_a_title_on_the_line_after_its_chapter_number() -> None:
    law = outline("第一章\n生产经营单位的安全生产保障\n第一条　甲。")
    assert (law["c1"].marker, law["c1"].heading) == ("第一章", "生产经营单位的安全生产保障")


def test_numbers_that_start_again_get_a_suffix() -> None:
    law = outline("第一章　甲\n第一条　一。\n第一章　乙\n第一条　二。\n（一）丙。")
    assert list(law) == ["c1", "1", "1.1", "c1~2", "1~2", "1~2.1", "1~2.1.1"]
    assert law["1~2"].parent_id == law["c1~2"].id


def test_a_table_of_contents_stays_in_front() -> None:
    law = outline(
        "样例法\n（2020年1月1日通过　2024年1月1日修正）\n目　录\n第一章　总　则\n第二章　附　则\n"
        "第一章　总　则\n第一条　甲。\n第二章　附　则\n第二条　乙。"
    )
    assert [p.unit for p in law.values()][:5] == [Unit.FRONT] * 5
    assert [key for key in law if key.startswith("c")] == ["c1", "c2"]
    assert law["h5"].text == "第二章　附　则"
    assert law["h1"].label == "文首"


def test_headings_without_a_table_are_headings() -> None:
    law = outline("样例法\n第一章　总　则\n第一条　甲。\n第二章　附　则\n第二条　乙。")
    assert list(law)[:2] == ["h1", "c1"]


def test_signature_and_annexes_after_the_last_article() -> None:
    law = outline(
        "第一条　甲。\n第二条　自公布之日起施行。\n应急管理部\n2024年1月1日\n附件一\n名单\n第一条　附件里的条。\n附：说明"
    )
    assert (law["t1"].text, law["t2"].unit) == ("应急管理部", Unit.BACK)
    assert (law["a1"].label, law["a1.2"].text, law["a1.2"].label) == ("附件一", "第一条　附件里的条。", "附件一第二段")
    assert law["a2"].full_text == "附：说明"


def test_a_list_in_a_list() -> None:
    law = outline("第五条　应当：\n（一）检查：\n1．帽子；\n２．鞋。\n（二）记录。")
    assert (law["5.1.1.2"].label, law["5.1.1.2"].unit) == ("第五条第一项第二目", Unit.SUBITEM)
    assert law["5.1.2"].text == "记录。"


def test_a_list_with_ascii_brackets_or_plain_numbers() -> None:
    law = outline("第五条　应当：\n(一)检查；\n(二)记录。\n第六条　应当：\n1.检查1.5米以内；\n2.记录。")
    assert law["5.1.2"].marker == "(二)"
    assert law["6.1.2"].label == "第六条第二项"


def test_a_list_that_resumes_takes_the_paragraphs_between_into_its_item() -> None:
    law = outline(
        "第六条　行使下列权力：\n（一）检查；\n（二）查问。\n前项检查应当出示证件。\n（三）追缉。\n本条自明。"
    )
    assert law["6.1.2"].text == "查问。\n前项检查应当出示证件。"
    assert law["6.1.3"].text == "追缉。"
    assert law["6.2"].text == "本条自明。"


def test_an_article_that_begins_with_its_list() -> None:
    law = outline("第七条\n（一）甲；\n（二）乙。")
    assert law["7.1.2"].parent_id == law["7"].id


def test_a_list_without_numbers_belongs_to_its_sentence() -> None:
    law = outline("第六条　委员会由下列人员组成：\n主任，\n委员若干人。\n委员会集体决定。")
    assert law["6.1"].text == "委员会由下列人员组成：\n主任，\n委员若干人。"
    assert law["6.2"].label == "第六条第二款"


def test_definitions_are_paragraphs() -> None:
    law = outline("第七条　本法下列用语的含义：\n甲，是指一。\n乙，是指二。")
    assert law["7.3"].text == "乙，是指二。"


def test_a_line_broken_by_a_page_goes_on() -> None:
    law = outline("第八条　各车间和各班组应当在每天开工以前仔细看好自己的\n机器，提醒、帮助新来的人。\n另款。")
    assert law["8.1"].text == "各车间和各班组应当在每天开工以前仔细看好自己的机器，提醒、帮助新来的人。"
    assert law["8.2"].text == "另款。"


@pytest.mark.parametrize("mark", ["“", '"'])
def test_articles_quoted_by_an_amendment_are_its_text(mark: str) -> None:
    law = outline(
        f"一、将第三条修改为：{mark}有下列情形的：\n{mark}（一）甲；\n{mark}（二）乙。”\n"
        f"二、增加一条：\n{mark}第一百三十四条　丙。\n{mark}第一百三十五条　丁。”\n三、自公布之日起施行。"
    )
    assert [key for key in law if "." not in key] == ["1", "2", "3"]
    assert law["2"].label == "第二条"
    assert law["2"].marker == "二、"
    assert len([key for key in law if key.startswith("2.")]) == 1
    assert "第一百三十五条" in law["2.1"].text


def test_articles_quoted_without_marks_are_text_until_the_next_own_one() -> None:
    law = outline("第五条　增加二条，内容如下：\n第一百二十三条　甲。\n第一百二十四条　乙。\n第六条　施行。")
    assert [key for key in law if "." not in key] == ["5", "6"]
    assert law["5.1"].text.endswith("第一百二十四条　乙。")


def test_a_text_without_articles_is_kept_line_by_line() -> None:
    law = outline("关于样例问题的解释如下：\n样例是指样子。")
    assert [(key, p.unit) for key, p in law.items()] == [("p1", Unit.TEXT), ("p2", Unit.TEXT)]
    assert law["p2"].label == "第二段"


def test_missing_articles_are_passed_over() -> None:
    law = outline("第一条　甲。\n第九条　乙。\n第三十条　丙。")
    assert [key for key in law if "." not in key] == ["1", "9", "30"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一章 总则\n第一条　甲。\n第二条　乙。", True),
        ("第八条　甲。\n第八条之一　乙。", True),
        ("各市：\n一、根据要求。\n第三条规定的，照办。\n二、完。", False),
        ("一、将第三条修改为：\n“第三条　甲。\n“第四条　乙。”", False),
        ("第一条　只有一条。", False),
    ],
)
def test_what_is_a_law_by_articles(text: str, expected: bool) -> None:
    assert is_article_text(text.splitlines()) is expected


_WORDS = st.text(alphabet="安全生产单位应当检查，；：“”的和第三条（一）1.　 ", min_size=0, max_size=30)
_LINES = st.one_of(
    st.builds(lambda n, t: f"第{to_chinese(n)}条　{t}", st.integers(1, 40), _WORDS),
    st.builds(
        lambda n, u, t: f"第{to_chinese(n)}{u} {t}",
        st.integers(1, 9),
        st.sampled_from(["编", "分编", "章", "节"]),
        _WORDS,
    ),
    st.builds(lambda n, t: f"（{to_chinese(n)}）{t}", st.integers(1, 12), _WORDS),
    st.builds(lambda n, t: f"{to_chinese(n)}、{t}", st.integers(1, 12), _WORDS),
    st.builds(lambda n, t: f"{n}.{t}", st.integers(1, 12), _WORDS),
    st.builds(lambda t, n: f"{t}。第{to_chinese(n)}条 {t}", _WORDS, st.integers(1, 40)),
    st.sampled_from(["附件一", "附　则", "目　录", "2024年1月1日", "某某部", "附：名单", "“第五条　甲。", "委员长，"]),
    _WORDS,
)


@settings(max_examples=300)
@given(st.lists(_LINES, max_size=25))
def test_no_character_is_lost_and_every_parent_stands_before(lines: list[str]) -> None:
    provisions = outline_articles(DOCUMENT, lines)
    assert squeeze("".join(p.full_text for p in provisions)) == squeeze("".join(lines))
    assert len({p.id for p in provisions}) == len(provisions)
    tree = Outline(provisions)
    seen: set[str] = set()
    for provision in provisions:
        assert provision.parent_id is None or provision.parent_id in seen
        seen.add(provision.id)
    in_tree_order = [p for top in tree.children(None) for p in tree.subtree(top.id)]
    assert [p.id for p in in_tree_order] == [p.id for p in provisions]
