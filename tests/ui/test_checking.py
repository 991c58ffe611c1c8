from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import AnfaError, LibraryError, QueryError
from corpus.home import Home
from corpus.library import Library, write_library
from corpus.model import Wording
from desks.serving import FilesServing
from ingest.citation_lookup import Standing
from ingest.citations import Citation
from tests.samples import workshop_rules
from ui import checking
from ui.checking import Places, checked, places_of
from ui.desk import Desk

TODAY = date(2026, 11, 22)
NAME = "车间安全试行规定"
HOSTILE = '<img src=x onerror="hit=1">'
NOWHERE = Places({}, {})


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def within(html: str, before: str, after: str) -> str:
    """What stands between two strings, of which the first must occur."""
    assert before in html
    return html.partition(before)[2].partition(after)[0]


def shown_text(html: str) -> str:
    """The pasted text as the page repeats it, without the signs beside its citations."""
    inner = within(html, '<div class="cited-text">', "</div>")
    return plain(re.sub(r'<span class="(?:sign|sr-only)".*?</span>', "", inner))


def row(html: str, number: int) -> str:
    return within(html, f'<tr role="row" id="cited-{number}" tabindex="-1">', "</tr>")


def citation(text: str, cited: str, status: Standing = "found", **more: Any) -> Citation:
    start = text.index(cited)
    values = {"law": NAME, "article": 2, "sub": None, "paragraph": None, "item": None, "point": None, **more}
    return Citation(text=cited, start=start, end=start + len(cited), status=status, **values)


def library_of(tmp_path: Path, *texts: Any) -> Library:
    write_library(tmp_path / "library.sqlite", texts)
    return Library(tmp_path / "library.sqlite")


def test_every_status_has_its_own_symbol_word_and_legend() -> None:
    text = "甲乙丙丁"
    statuses = get_args(Standing)
    html = checked(text, [citation(text, c, s) for c, s in zip(text, statuses, strict=True)], NOWHERE, TODAY, TODAY)
    assert shown_text(html) == text
    signs = re.findall(r'<span class="sign" aria-hidden="true">(\D)\d</span>', html)
    words = re.findall(r'<span class="sr-only">（第 \d 处，(.+?)）</span>', html)
    tones = re.findall(r'<mark class="(cite-\w+)"', html)
    assert len(set(signs)) == len(set(words)) == len(set(tones)) == len(statuses) == 4
    legend = plain(within(html, '<ul class="legend"', "</ul>"))
    for word in words:
        assert word in legend
        assert f"{word} 1 处" in html
    assert "库中没有这个文件，不等于不存在" in legend
    assert "有此文件，无此条款" in legend
    assert "共 4 处：" in html
    assert html.count('role="status"') == 1


def test_a_found_citation_opens_its_provision_on_that_day(tmp_path: Path) -> None:
    library = library_of(tmp_path, workshop_rules())
    text = "依据《车间安全试行规定》第二条第二项处理"
    cited = citation(
        text, "《车间安全试行规定》第二条第二项", item=2, wording="official", provision=f"{NAME}@2020-01-01#2.1.2"
    )
    html = checked(text, [cited], places_of([cited], library), date(2021, 1, 1), TODAY)
    link = unescape(within(html, '<mark class="cite-found" id="in-text-1" tabindex="-1"><a href="', '" data-show'))
    assert link.endswith("232.1.2&day=2021-01-01")
    assert "2020年1月1日版本" in row(html, 1)
    assert "第二条第二项" in plain(row(html, 1))
    assert "非官方原文" not in html
    assert "day=" not in checked(text, [cited], places_of([cited], library), TODAY, TODAY)


def test_a_digest_is_marked_beside_the_text_and_in_the_table(tmp_path: Path) -> None:
    library = library_of(tmp_path, workshop_rules(wording=Wording.DIGEST))
    text = "第一条"
    cited = citation(text, text, article=1, wording="digest", provision=f"{NAME}@2020-01-01#1.1", note="只核到条")
    html = checked(text, [cited], places_of([cited], library), TODAY, TODAY)
    assert "✓1 要点" in html
    assert "（第 1 处，找到 要点）" in html
    assert "要点 · 非官方原文" in row(html, 1)
    assert "只核到条" in row(html, 1)
    assert "其中要点 1 处" in html


def test_another_version_is_named_with_todays_counterpart(tmp_path: Path) -> None:
    old = workshop_rules(ended=date(2024, 1, 1))
    library = library_of(tmp_path, old, workshop_rules(date(2024, 1, 1)))
    text = "第一条第二款"
    cited = citation(
        text, text, "other_version", article=1, paragraph=2, provision=f"{NAME}@2020-01-01#1.2", counterpart=f"{NAME}@2024-01-01#1.1"
    )  # fmt: skip
    html = checked(text, [cited], places_of([cited], library), TODAY, TODAY)
    assert "所引是2020年1月1日版本（已修改）" in plain(row(html, 1))
    assert "现行对应：2024年1月1日版本第一条第一款" in plain(row(html, 1))
    assert row(html, 1).count("data-show") == 2
    assert '<mark class="cite-other" id="in-text-1" tabindex="-1"><a href="#cited-1" data-jump>' in html
    gone = replace(cited, provision=None, counterpart="别的规定@2025-01-01#3", note="该版本没有收录")
    html = checked(text, [gone], places_of([gone], library), TODAY, TODAY)
    assert "现行对应：别的规定@2025-01-01#3（没有收录）" in plain(row(html, 1))
    assert "该版本没有收录" in row(html, 1)
    assert "data-show" not in row(html, 1)


def test_a_document_without_the_provision_is_called_by_its_title(tmp_path: Path) -> None:
    title = f"甲省{NAME}"
    library = library_of(tmp_path, workshop_rules(title=title))
    cited = citation("第九十九条", "第九十九条", "no_provision", article=99)
    html = checked("第九十九条", [cited], places_of([cited], library), TODAY, TODAY)
    assert f"《{title}》" in row(html, 1)
    assert "✗" in row(html, 1)


@pytest.mark.parametrize(
    ("numbers", "label"),
    [
        ({"article": 134, "sub": 1, "item": 1}, "第一百三十四条之一第一项"),
        ({"article": 97, "paragraph": 1, "item": 7, "point": 2}, "第九十七条第一款第七项第二目"),
        ({"article": None, "paragraph": 2}, "第二款"),
        ({"article": None}, "未写明"),
        ({"article": 100_001}, "第100001条"),
    ],
)
def test_numbers_are_written_as_laws_write_them(numbers: dict[str, Any], label: str) -> None:
    html = checked("某处", [citation("某处", "某处", "no_provision", **numbers)], NOWHERE, TODAY, TODAY)
    assert f'data-name="条款">{label}</td>' in html


def test_without_a_name_the_page_says_where_to_give_one() -> None:
    cited = citation("本法第三条", "本法第三条", "unknown_document", law=None, note="请给出 --context")
    html = checked("本法第三条", [cited], NOWHERE, TODAY, TODAY)
    assert "这段文字出自" in row(html, 1)
    assert "--context" not in html


def test_a_range_marks_its_ends_and_what_it_leaves_out() -> None:
    text = "见第九条至第十二条。"
    whole, first, last = "第九条至第十二条", "第九条", "第十二条"
    cited = [
        citation(text, first, article=9),
        citation(text, whole, article=10),
        citation(text, whole, "no_provision", article=11),
        citation(text, last, article=12),
    ]
    html = checked(text, cited, NOWHERE, TODAY, TODAY)
    assert shown_text(html) == text
    assert re.findall(r'<mark class="cite-(\w+)" id="in-text-(\d)"', html) == [
        ("found", "1"),
        ("missing", "2"),
        ("found", "4"),
    ]
    assert "✗2–3" in html
    assert 'href="#in-text-2" data-jump aria-label="第 3 处，回到文中"' in html


def test_nothing_found_is_said_and_the_text_stays() -> None:
    html = checked(f"第三条生产线{HOSTILE}", [], NOWHERE, TODAY, TODAY)
    assert "共 0 处。没有认出条款引用" in html
    assert shown_text(html) == f"第三条生产线{HOSTILE}"
    assert "<table" not in html


def test_markup_is_shown_not_run(tmp_path: Path) -> None:
    rules = workshop_rules(title=f"坏{HOSTILE}")
    bad = replace(rules, provisions=tuple(replace(p, label=p.label + HOSTILE) for p in rules.provisions))
    library = library_of(tmp_path, bad)
    text = f"{HOSTILE}第二条{HOSTILE}"
    held = citation(text, f"第二条{HOSTILE}", provision=f"{NAME}@2020-01-01#2.1.1")
    unheld = citation(text, "第二条", "other_version", law=HOSTILE, note=HOSTILE, counterpart=HOSTILE)
    html = checked(text, [held, unheld], places_of([held, unheld], library), TODAY, TODAY)
    assert "<img" not in html
    assert shown_text(html) == text
    assert plain(html).count(HOSTILE) >= 7


@settings(deadline=None)
@given(st.data())
def test_the_text_comes_back_whole_and_no_citation_is_left_out(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="第一条 \n<&\"'", min_size=1, max_size=30))
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda s: s[0] < s[1])
    found = data.draw(st.lists(st.tuples(spans, st.sampled_from(get_args(Standing))), max_size=8))
    cited = [
        Citation(text[a:b], a, b, NAME, 2, None, None, None, None, status) for (a, b), status in sorted(found)
    ]  # fmt: skip
    html = checked(text, cited, NOWHERE, TODAY, TODAY)
    assert shown_text(html) == text
    goals = set(re.findall(r'href="#([^"]+)"', html))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(set(ids)) == len(ids)
    assert goals <= set(ids)
    assert len(re.findall(r'<tr role="row" id="cited-\d+"', html)) == len(cited)


@pytest.fixture
def desk(tmp_path: Path, publish: Callable[..., Path]) -> Desk:
    home = Home(tmp_path)
    publish(home, workshop_rules())
    return Desk(FilesServing(home))


def test_the_desk_checks_a_pasted_text(desk: Desk) -> None:
    html = desk.checked(f"《{NAME}》第二条第一项和《无此规定》第三条。", "")
    assert re.findall(r'<mark class="cite-(\w+)"', html) == ["found", "unknown"]
    assert "共 2 处：找到 1 处，库中没有 1 处" in html


@pytest.mark.parametrize("source", [NAME, f"《{NAME}》", f" {NAME}第一条 "])
def test_a_source_tells_what_this_law_is(desk: Desk, source: str) -> None:
    assert 'class="cite-found"' in desk.checked("违反本规定第二条第一项。", "", source)
    assert 'class="cite-found"' not in desk.checked("违反本规定第二条第一项。", "")


@pytest.mark.parametrize(
    ("text", "day", "source", "says"),
    [
        ("", "", "", "没有要核验的文字"),
        (" \n　", "", "", "没有要核验的文字"),
        ("字" * 20_001, "", "", "文字有 20001 字，超过上限 20000 字"),
        ("第一条", "昨天", "", "日期“昨天”无法识别"),
        ("第一条", "", f"无此规定{HOSTILE}", "库中没有“无此规定"),
    ],
)
def test_what_cannot_be_checked_is_said(desk: Desk, text: str, day: str, source: str, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        desk.checked(text, day, source)
    assert says in str(caught.value)


def test_too_many_citations_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST", 3)
    with pytest.raises(AnfaError, match="引用有 4 处，超过一次核验的上限 3 处"):
        desk.checked(f"《{NAME}》第二条。" * 4, "")
    assert "共 3 处" in desk.checked(f"《{NAME}》第二条。" * 3, "")


def test_odd_characters_come_back(desk: Desk) -> None:
    text = f"\ud83d😀《{NAME}》第二条\u202e\x01"
    assert shown_text(desk.checked(text, "")) == text.replace("\ud83d", "?")
    assert "共 0 处" in desk.checked("字" * 20_000, "")


def test_before_the_first_build_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="还没有建库"):
        Desk(FilesServing(Home(tmp_path))).checked("《安全生产法》第一条", "")
