from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from corpus.home import Home
from tests.browser import reach
from tests.samples import workshop_rules

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*(no_silent_downcasting|copy keyword):DeprecationWarning"),  # inside Gradio
]

TEXT = """检查发现焊工无证作业，违反《中华人民共和国安全生产法》第三十条第一款。
依据第九十七条第（七）项、第三百条和《安全生产法》（1999年修正）第八十二条，参照《无此文件的规定》第五条；
另见《工贸企业粉尘防爆安全规定》第三条。第三条生产线 <b>&amp;"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
IN_VIEW = "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }"
#: The text as repeated, without the signs beside its citations.
REPEATED = """() => { const copy = document.querySelector(".cited-text").cloneNode(true);
  for (const e of copy.querySelectorAll(".sign, .sr-only")) e.remove(); return copy.textContent; }"""


def check(page: Any, text: str) -> None:
    """Paste a text, press the button, wait for the answer."""
    page.fill("#check-text textarea", text)
    page.click("#check")
    settled(page)


def settled(page: Any) -> None:
    page.wait_for_function("() => document.documentElement.dataset.busy === undefined")
    page.wait_for_selector("#checked h2, #check-alert .alert", state="attached")


def test_every_citation_is_marked_and_listed(site: str, browse: Callable[..., Any]) -> None:
    page = browse(f"{site}?view=cite")
    assert page.title() == "引用核验 · 安法"
    assert not page.locator("#query").is_visible()
    check(page, TEXT)
    assert page.evaluate(REPEATED) == TEXT
    marks = page.locator(".cited-text mark")
    assert [re.sub(r"\d", "", text) for text in marks.locator(".sign").all_inner_texts()] == [
        "✓",
        "✓",
        "✗",
        "◇",
        "?",
        "✓ 要点",
    ]
    assert marks.locator("a").count() == 6
    count = page.locator("#checked .count").inner_text()
    assert count == "共 6 处：找到 3 处，无此条款 1 处，其他版本 1 处，库中没有 1 处（其中要点 1 处）"
    for words in ("✗ 无此条款", "◇ 其他版本", "? 库中没有", "✓ 找到", "不等于不存在", "非官方原文"):
        assert words in page.locator(".legend").inner_text()
    colours = marks.evaluate_all("es => es.map(e => getComputedStyle(e.querySelector('a')).color)")
    lines = marks.evaluate_all("es => es.map(e => getComputedStyle(e).borderBottomStyle)")
    assert len(set(colours)) == len(set(lines)) == 4
    assert page.locator("table.cited tbody tr").count() == 6
    first = page.get_by_role("row").nth(1)
    assert first.get_by_role("cell").count() == 5
    assert "第三十条第一款" in first.inner_text()
    assert "view=cite" in page.url
    assert quote("焊工") not in page.url


def test_a_found_citation_opens_its_provision_and_back_keeps_the_text(site: str, browse: Callable[..., Any]) -> None:
    page = browse(f"{site}?view=cite")
    check(page, TEXT)
    link = page.locator(".cited-text mark a").nth(1)
    link.click()
    target = page.wait_for_selector(".document .target")
    assert "特种作业人员未按照规定" in target.inner_text()
    assert not page.locator("#checking").is_visible()
    assert page.locator("[data-back]").inner_text() == "← 返回引用核验"
    assert page.locator("[aria-current=page]").inner_text() == "引用核验"
    page.click("[data-back]")
    page.wait_for_selector("#checking", state="visible")
    assert page.evaluate(REPEATED) == TEXT
    assert link.evaluate("e => e === document.activeElement")
    assert page.title() == "引用核验 · 安法"
    assert page.url.endswith("?view=cite")
    # What was not found leads to its row, and the row's number back into the text.
    page.locator("mark.cite-missing a").click()
    row = page.locator("#cited-3")
    assert row.evaluate("e => e === document.activeElement")
    assert row.evaluate(IN_VIEW)
    row.get_by_role("link").first.click()
    assert page.locator("#in-text-3").evaluate("e => e === document.activeElement")


def test_an_address_with_a_document_leads_back_to_the_check(site: str, browse: Callable[..., Any]) -> None:
    page = browse(f"{site}?view=cite&day=2022-01-01&show={quote('安全生产法@2021-06-10#97.1.7')}")
    page.wait_for_selector(".document .target")
    page.click("[data-back]")
    page.wait_for_selector("#check-text", state="visible")
    assert page.locator("#check-text textarea").evaluate("e => e === document.activeElement")
    assert page.input_value("#check-day textarea, #check-day input") == "2022-01-01"


def test_tabs_keep_what_was_done_in_each(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    assert page.locator("[aria-current=page]").inner_text() == "检索条款"
    assert not page.locator("#checking").is_visible()
    page.fill("#query textarea", "电焊工没有证就上岗")
    page.press("#query textarea", "Enter")
    page.wait_for_selector(".card")
    page.wait_for_function("() => location.search.includes('q=')")
    searched = page.url
    page.click("text=引用核验")
    page.wait_for_selector("#checking", state="visible")
    assert page.url.endswith("?view=cite")
    assert not page.locator("#results").is_visible()
    check(page, TEXT)
    page.click("text=检索条款")
    page.wait_for_selector(".card", state="visible")
    assert page.url == searched
    assert page.title() == "安法"
    assert not page.locator("#checked").is_visible()
    page.go_back()
    page.wait_for_selector("#checked", state="visible")
    assert page.evaluate(REPEATED) == TEXT
    page.locator(".cited-text mark a").first.click()
    page.wait_for_selector(".document .target")
    page.click("text=检索条款")
    page.wait_for_selector(".card", state="visible")
    assert page.locator(".document").count() == 0


def test_the_day_and_the_source_decide(
    tmp_path: Path, browse: Callable[..., Any], publish: Callable[..., Path], serving: Callable[[Home], Any]
) -> None:
    home = Home(tmp_path)
    publish(home, workshop_rules(ended=date(2024, 1, 1)), workshop_rules(date(2024, 1, 1)))
    with serving(home) as address:
        page = browse(f"{address}?view=cite")
        page.fill("#check-source textarea, #check-source input", "车间安全试行规定")
        page.fill("#check-day textarea, #check-day input", "2022-05-01")
        check(page, "违反本规定第二条第二项。")
        assert "2020年1月1日版本" in page.locator("#cited-1").inner_text()
        assert page.url.endswith("?view=cite&day=2022-05-01")
        page.fill("#check-day textarea, #check-day input", "2025-05-01")
        page.click("#check")
        page.wait_for_selector("#cited-1:has-text('2024年1月1日版本')")
        settled(page)
        page.fill("#check-source textarea, #check-source input", "无此规定")
        page.click("#check")
        assert "库中没有“无此规定”" in page.wait_for_selector("#check-alert [role=alert]").inner_text()


@pytest.mark.parametrize(("text", "says"), [("  ", "没有要核验的文字"), ("字" * 20_001, "20001 字，超过上限 20000 字")])
def test_what_cannot_be_checked_is_said_in_one_line(
    site: str, browse: Callable[..., Any], text: str, says: str
) -> None:
    page = browse(f"{site}?view=cite")
    check(page, "《安全生产法》第三条")
    page.fill("#check-text textarea", text)
    page.click("#check")
    alert = page.wait_for_selector("#check-alert [role=alert]")
    assert says in alert.inner_text()
    above = page.locator("#check-text").bounding_box()
    assert alert.bounding_box()["y"] < above["y"]
    settled(page)
    assert page.locator(".cited-text").count() == 0
    check(page, "《安全生产法》第三条")
    page.wait_for_selector(".cited-text")
    assert page.locator("[role=alert]").count() == 0


def test_a_text_of_full_length_is_checked(site: str, browse: Callable[..., Any]) -> None:
    page = browse(f"{site}?view=cite")
    text = "《安全生产法》第三条。" + "字" * (20_000 - 11)
    check(page, text)
    assert page.evaluate(REPEATED) == text
    assert page.evaluate(OVERFLOW) <= 0


def test_pasted_markup_is_shown_not_run(site: str, browse: Callable[..., Any]) -> None:
    page = browse(f"{site}?view=cite&day={quote('<img src=x onerror=hit=1>')}")
    hostile = "${window.hit=1}{{hit}}<img src=x onerror=hit=1>《<script>hit=1</script>》第三条 《安全生产法》第三条"
    page.fill("#check-text textarea", hostile)
    page.click("#check")
    assert "<img src=x" in page.wait_for_selector("#check-alert [role=alert]").inner_text()
    page.fill("#check-day textarea, #check-day input", "")
    page.click("#check")
    page.wait_for_selector(".cited-text mark")
    assert page.evaluate(REPEATED) == hostile
    assert page.evaluate("() => typeof window.hit") == "undefined"


def test_the_keyboard_is_enough(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)

    tab_to = partial(reach, page, at_most=60)
    tab_to("[data-tab=cite]")
    page.keyboard.press("Enter")
    tab_to("#check-text textarea")
    page.keyboard.type("《安全生产法》第三条")
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第九百条")
    assert page.input_value("#check-text textarea") == "《安全生产法》第三条\n\n第九百条"
    tab_to("#check")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cited-text")
    tab_to("mark.cite-found a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".document .target")
    tab_to("[data-back]", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#checking", state="visible")
    assert page.evaluate("() => document.activeElement.matches('mark.cite-found a')")


def test_it_is_built_for_screen_readers_in_chinese(site: str, browse: Callable[..., Any]) -> None:
    page = browse(f"{site}?view=cite")
    check(page, TEXT)
    seen = page.locator("body").inner_text().replace("<b>&amp;", "")
    assert re.findall(r"[A-Za-z]{2,}", seen) == []
    assert page.locator("#checked [role=status]").inner_text().startswith("共 6 处")
    headings = page.evaluate("() => [...document.querySelectorAll('h1, h2, h3')].map(e => e.tagName)")
    assert headings == ["H1", "H2", "H3", "H3"]
    repeated = """() => { const ids = [...document.querySelectorAll("[id]")].map(e => e.id).filter(Boolean);
        return ids.filter((id, n) => ids.indexOf(id) !== n); }"""
    assert page.evaluate(repeated) == []
    unnamed = """() => [...document.querySelectorAll("input, textarea, button, a")].filter(e => e.checkVisibility())
        .filter(e => !e.getAttribute("aria-label") && !e.labels?.length && !e.innerText?.trim()).map(e => e.outerHTML)"""
    assert page.evaluate(unnamed) == []
    assert page.get_by_role("columnheader").all_inner_texts() == [
        "序号",
        "引用文字",
        "文件",
        "条款",
        "核验结果",
        "查看",
    ]


@pytest.mark.parametrize("width", [390, 640])
def test_nothing_runs_out_of_a_narrow_window(site: str, browse: Callable[..., Any], width: int) -> None:
    page = browse(f"{site}?view=cite", width=width, height=844)
    assert page.evaluate(OVERFLOW) <= 0
    check(page, f"{TEXT}《{'很长的文件名称' * 20}》第三条{'a' * 200}")
    assert page.evaluate(OVERFLOW) <= 0
    edge = "es => Math.max(...es.map(e => e.getBoundingClientRect().right))"
    assert page.locator("#checked *").evaluate_all(edge) <= width


def test_a_server_that_went_away_is_said_in_chinese(deserted: Callable[[str], Any]) -> None:
    page = deserted("?view=cite")
    page.fill("#check-text textarea", "第三条")
    page.click("#check")
    assert "与服务的连接中断" in page.wait_for_selector("#lost[role=alert]").inner_text()


def test_before_the_first_build_the_page_says_what_to_do(
    tmp_path: Path, browse: Callable[..., Any], serving: Callable[[Home], Any]
) -> None:
    with serving(Home(tmp_path)) as address:
        page = browse(f"{address}?view=cite")
        assert "请先运行 anfa build" in page.wait_for_selector("#check-alert [role=alert]").inner_text()
