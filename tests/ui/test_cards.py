from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.library import Library, write_library
from corpus.model import Document, DocumentText, Kind, Outline, Status, Unit, Wording
from search.engine import Answer, Hit
from search.filters import Filters
from search.hub import NO_VOTES
from tests.samples import provision, workshop_rules
from ui import cards
from ui.reading import reading

TODAY = date(2026, 11, 22)
HOSTILE = '<script>alert("\'&")</script>'


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def hit(text: DocumentText, locator: str, **more: Any) -> Hit:
    outline = Outline(text.provisions)
    found = outline[f"{text.document.id}#{locator}"]
    above = [found, *outline.ancestors(found.id)]
    anchor = next((p for p in above if p.unit is Unit.ARTICLE), found)
    return Hit(
        **{
            "provision": found,
            "anchor": anchor,
            "document": text.document,
            "status": text.document.status_on(TODAY),
            "score": 1.0,
            "highlights": (),
            **more,
        }
    )


def answer(*hits: Hit, **limits: Any) -> Answer:
    return Answer("焊工无证", Filters(**{"day": TODAY, **limits}), ("特种作业人员",), hits, NO_VOTES)


def card(one: Hit, lead: str = "") -> str:
    return cards.results(answer(one), {one.provision.id: lead}, TODAY)


def test_a_card_names_the_violation_that_led_to_it() -> None:
    one = hit(workshop_rules(), "2.1.2", because="shop/uncertified")
    html = cards.results(answer(one), {}, TODAY, {"shop/uncertified": "焊工<无证>"})
    assert "对应违法行为：焊工&lt;无证&gt;（在图谱中查看）" in re.sub(r"</?[ap]\b[^>]*>", "", html)
    assert 'href="?view=graph&amp;node=shop%2Funcertified" data-node' in html
    assert "对应违法行为" not in card(one)
    assert "对应违法行为" not in cards.results(answer(hit(workshop_rules(), "1.1")), {}, TODAY, {"shop/x": "甲"})


def test_a_card_says_what_where_which_version_and_whether_it_stands() -> None:
    html = card(hit(workshop_rules(), "2.1.2", highlights=((3, 7),)), "有下列情形之一的，罚款一千元：")
    assert html.count("<li>") == 1
    assert "<mark>焊工无证</mark>" in html
    text = plain(html)
    for part in (
        "车间安全试行规定 第二条第二项",
        "2020年1月1日版本",
        "2020年1月1日起施行",
        "现行有效（截至2026-01）",
        "官方原文",
        "有下列情形之一的，罚款一千元：",
        "（二）焊工无证作业的。",
        "同时按法律用语检索：特种作业人员",
        "未找到不等于不存在",
    ):
        assert part in text


@pytest.mark.parametrize(
    ("status", "tone"),
    [
        (Status.IN_FORCE, "good"),
        (Status.NOT_YET, "soon"),
        (Status.AMENDED, "over"),
        (Status.REPEALED, "over"),
        (Status.UNVERIFIED, "open"),
    ],
)
def test_every_standing_has_its_word_and_colour(status: Status, tone: str) -> None:
    html = card(hit(workshop_rules(), "1.1", status=status))
    assert f'class="badge {tone}">{status.value}' in html
    assert ("截至2026-01" in html) == (status is Status.IN_FORCE)


def test_a_digest_looks_different_and_names_source_and_day() -> None:
    text = workshop_rules(wording=Wording.DIGEST, source="试验部网站", checked=date(2026, 3, 4))
    html = card(hit(text, "1.1"))
    assert 'class="card digest"' in html
    assert "要点 · 非官方原文" in html
    assert "依据：试验部网站（2026年3月4日核对）" in html
    assert "官方原文</span>" not in html.replace("非官方原文", "")


def test_a_digest_without_a_day_says_so() -> None:
    assert "未记载核对日期" in card(hit(workshop_rules(wording=Wording.DIGEST), "1.1"))


def test_notes_and_the_end_of_one_provision_are_shown() -> None:
    text = workshop_rules(notes=("缺附件",))
    one = hit(text, "1.1")
    html = plain(card(replace(one, provision=replace(one.provision, note="数额待核", ended=date(2026, 5, 1)))))
    assert "注意：缺附件" in html
    assert "注意：数额待核" in html
    assert "自2026年5月1日起不再按此文字施行" in html


def test_undated_texts_say_that_they_are() -> None:
    html = plain(card(hit(workshop_rules(version=date(2020, 1, 1), effective=None), "1.1")))
    assert "施行日期待核" in html
    one = hit(workshop_rules(), "1.1")
    assert "未载日期的版本" in card(replace(one, document=replace(one.document, version=None)))


def test_other_places_of_the_article_are_linked_but_not_the_sentence_already_shown() -> None:
    text = workshop_rules()
    others = (hit(text, "2.1").provision, hit(text, "2.1.1").provision)
    html = card(hit(text, "2.1.2", also=others), "有下列情形之一的，罚款一千元：")
    also = re.search(r'<p class="also">(.*?)</p>', html)
    assert also is not None
    assert plain(also[1]) == "同条还有：第一项"
    assert re.findall(r'href="([^"]*)"', also[1])[0].endswith("2.1.1")


def test_many_other_places_are_counted() -> None:
    text = workshop_rules()
    many = tuple(provision(text.document.id, f"9.{i}", Unit.ITEM, i, label=f"第九条第{i}项") for i in range(9))
    html = plain(card(hit(text, "1.1", also=many)))
    assert "第九条第5项等 9 处" in html
    assert "第九条第6项" not in html


def test_another_day_travels_in_the_links() -> None:
    one = hit(workshop_rules(), "1.1")
    assert "&amp;day=" not in card(one)
    assert "&amp;day=2021-02-03" in cards.results(answer(one, day=date(2021, 2, 3)), {}, TODAY)


def test_the_line_above_the_cards_names_the_limits() -> None:
    html = cards.results(answer(hit(workshop_rules(), "1.1"), kinds=frozenset({Kind.RULE}), region="江苏"), {}, TODAY)
    assert "2026年11月22日当日有效或效力待核；部门规章；江苏及全国性文件" in html
    html = cards.results(answer(hit(workshop_rules(), "1.1"), region="全国", standing_only=False), {}, TODAY)
    assert "含失效和未施行的文本" in html
    assert "全国性文件" in html


def test_nothing_found_is_not_nothing_there() -> None:
    html = cards.results(answer(), {}, TODAY)
    assert "<ol" not in html
    for part in ("没有找到相符的条款", "未找到不等于不存在", "换一种说法", "只看当日有效", "anfa ingest"):
        assert part in html


def test_leads_climb_to_the_article_and_only_for_lists(tmp_path: Any) -> None:
    text = workshop_rules()
    name = text.document.id
    deep = provision(name, "2.1.1.1", Unit.SUBITEM, 8, parent="2.1.1", marker="1.", text="连续三周的。")
    text = replace(text, provisions=(*text.provisions, deep))
    write_library(tmp_path / "library.sqlite", [text])
    found = answer(hit(text, "1.1"), hit(text, "2.1.2"), hit(text, "2.1.1.1"))
    assert cards.leads_of(found, Library(tmp_path / "library.sqlite")) == {
        f"{name}#2.1.2": "有下列情形之一的，罚款一千元：",
        f"{name}#2.1.1.1": "有下列情形之一的，罚款一千元：（一）未清扫粉尘的；",
    }


@given(st.text(), st.lists(st.integers(0, 40), max_size=8))
def test_marks_change_no_character(text: str, cuts: list[int]) -> None:
    edges = sorted({cut for cut in cuts if cut <= len(text)})
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    html = cards.marked(text, spans)
    assert unescape(html.replace("<mark>", "").replace("</mark>", "")) == unescape(cards.marked(text, ()))
    assert html.count("<mark>") == len(spans)
    assert "<" not in html.replace("<mark>", "").replace("</mark>", "")


def hostile() -> DocumentText:
    text = workshop_rules(
        wording=Wording.DIGEST,
        title=HOSTILE,
        source=HOSTILE,
        number=HOSTILE,
        issuers=(HOSTILE,),
        region=HOSTILE,
        notes=(HOSTILE,),
    )
    fields = {"label": HOSTILE, "marker": HOSTILE, "heading": HOSTILE, "text": HOSTILE, "note": HOSTILE}
    return replace(text, provisions=tuple(replace(p, **fields, source=f"又{HOSTILE}") for p in text.provisions))


def test_whatever_a_document_says_is_shown_and_never_run() -> None:
    text = hostile()
    one = hit(text, "2.1.2", also=(hit(text, "1.1").provision,))
    views = [
        cards.results(replace(answer(one, region=HOSTILE), legal_terms=(HOSTILE,)), {one.provision.id: HOSTILE}, TODAY),
        reading(text, one.provision.id, TODAY, TODAY, (text.document, replace(text.document, id=f"x{HOSTILE}@1"))),
        cards.alert(HOSTILE),
        cards.region_select((HOSTILE,)),
    ]
    for html in views:
        assert HOSTILE in plain(html)
        assert "<script" not in html
        assert re.search(r'="[^"]*[<>\'][^"]*"', html) is None


def test_an_alert_is_spoken_and_silence_is_empty() -> None:
    assert cards.alert("不行") == '<p class="alert" role="alert">不行</p>'
    assert cards.alert("") == ""


def test_a_document_is_shown_whole_in_order_with_its_target_marked() -> None:
    text = workshop_rules(number="试验部令第1号", notes=("只作测试",))
    html = reading(text, f"{text.document.id}#2.1.1", TODAY, TODAY)
    page = plain(html)
    at = page.index("第一章　车间")
    for p in text.provisions[1:]:
        for part in (p.marker, p.heading, p.text):
            found = page.find(part, at)
            assert found >= at
            at = found + len(part)
    assert html.count("target") == 1
    assert re.search(r'class="provision unit-item target" id="at-2.1.1" tabindex="-1"', html)
    for part in ("试验部令第1号", "制定机关试验部", "2020年1月1日版本", "注意：只作测试", "现行有效（截至2026-01）"):
        assert part in page


def test_an_article_number_runs_into_its_first_paragraph() -> None:
    html = reading(workshop_rules(), None, TODAY, TODAY)
    assert '<p><b class="marker">第一条</b>　车间每周清扫一次粉尘。</p>' in html
    assert "<p>清扫应当记录。</p>" in html


def test_contents_list_chapters_or_else_articles() -> None:
    text = workshop_rules()
    two = replace(
        text,
        provisions=(
            *text.provisions,
            provision(text.document.id, "c2", Unit.CHAPTER, 8, marker="第二章", heading="附则"),
        ),
    )
    assert re.findall(r"data-jump>([^<]*)", reading(two, None, TODAY, TODAY)) == ["第一章　车间", "第二章　附则"]
    flat = replace(
        text, provisions=tuple(replace(p, parent_id=None) if p.unit is Unit.ARTICLE else p for p in text.provisions[1:])
    )
    assert re.findall(r"data-jump>([^<]*)", reading(flat, None, TODAY, TODAY)) == ["第一条", "第二条"]


def test_long_front_matter_is_folded() -> None:
    text = workshop_rules()
    front = tuple(provision(text.document.id, f"h{i}", Unit.FRONT, -9 + i, text=f"目次{i}") for i in range(6))
    html = reading(replace(text, provisions=(*front, *text.provisions)), None, TODAY, TODAY)
    assert re.search(r"<details><summary>文首[^<]*</summary>.*目次0.*目次5", html)
    html = reading(replace(text, provisions=(*front[:2], *text.provisions)), None, TODAY, TODAY)
    assert "<summary>文首" not in html
    assert "目次1" in html


def test_other_versions_are_linked_with_their_standing() -> None:
    new = workshop_rules(date(2024, 1, 1))
    old = workshop_rules(ended=date(2024, 1, 1), ended_as=Status.AMENDED)
    versions: list[Document] = [new.document, old.document]
    html = plain(reading(new, None, TODAY, TODAY, versions))
    assert "其他版本：2020年1月1日版本（已修改）" in html
    assert "失效日期2024年1月1日" in plain(reading(old, None, TODAY, TODAY, versions))


def test_digest_provisions_in_an_official_document_carry_their_own_label() -> None:
    text = workshop_rules()
    mixed = replace(
        text,
        provisions=tuple(
            replace(p, wording=Wording.DIGEST, source="手册", checked=date(2026, 2, 3)) if p.locator == "1.2" else p
            for p in text.provisions
        ),
    )
    html = reading(mixed, None, TODAY, TODAY)
    assert html.count("要点 · 非官方原文") == 1
    assert "依据：手册（2026年2月3日核对）" in html
    assert '<p class="banner">' not in html
    assert '<p class="banner">' in reading(workshop_rules(wording=Wording.DIGEST), None, TODAY, TODAY)
