from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from corpus.home import Home
from corpus.model import DocumentText, Wording
from tests.browser import reach
from tests.samples import workshop_rules

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*(no_silent_downcasting|copy keyword):DeprecationWarning"),  # inside Gradio
]

WELDER = "电焊工没有证就上岗"
TARGET = "安全生产法@2021-06-10#97.1.7"
#: Latin words the page itself may show: a key and our command.
LATIN = re.compile(r"Shift|anfa|ingest")
#: What is seen on the page except what documents and their sources say.
VISIBLE_WORDS = """() => {
  const theirs = document.querySelectorAll(".words, .lead, .note, .provenance, .provision, .facts dd");
  for (const e of theirs) e.style.visibility = "hidden";
  const seen = [document.title, document.body.innerText];
  for (const e of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]"))
    if (e.checkVisibility()) for (const a of ["aria-label", "title", "placeholder", "alt"]) seen.push(e.getAttribute(a) ?? "");
  for (const e of theirs) e.style.visibility = "";
  return seen.join("\\n");
}"""
IN_VIEW = "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }"


def ask(page: Any, text: str) -> list[str]:
    """Type a question, press Enter, and read the headings of the cards."""
    page.fill("#query textarea", text)
    page.press("#query textarea", "Enter")
    return settled(page)


def settled(page: Any) -> list[str]:
    page.wait_for_function("() => document.documentElement.dataset.busy === undefined")
    page.wait_for_selector("#results h2, #alert .alert", state="attached")
    return [text.strip() for text in page.locator(".card h3 a").all_inner_texts()]


def limits(page: Any) -> None:
    page.click("#limits button")
    page.wait_for_selector("#region")


def asked(page: Any) -> str:
    return str(page.evaluate("() => new URLSearchParams(location.search).get('q')"))


def test_a_finding_gives_duty_and_penalty_with_hits_marked(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    titles = ask(page, WELDER)
    assert any(re.search(r"安全生产法\s*第三十条", title) for title in titles)
    assert any(re.search(r"安全生产法\s*第九十七条第七项", title) for title in titles)
    assert page.locator("ol.cards > li").count() == len(titles) == 10
    assert page.locator(".card mark").count() >= 10
    penalty = page.locator(".card", has_text="第九十七条第七项").first
    assert "有下列行为之一的" in penalty.locator(".lead").inner_text()
    assert penalty.locator(".badges").inner_text().split("\n")[0].startswith("现行有效")
    assert "2021年6月10日版本" in penalty.inner_text()
    assert "未找到不等于不存在" in page.locator("#results").inner_text()
    assert asked(page) == WELDER


def test_examples_ask_at_once(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    page.click("text=灭火器过期没换")
    page.wait_for_selector(".card")
    settled(page)
    assert page.input_value("#query textarea") == "灭火器过期没换"
    assert asked(page) == "灭火器过期没换"


def test_shift_enter_and_an_input_method_do_not_ask(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    page.fill("#query textarea", "电焊")
    page.press("#query textarea", "Shift+Enter")
    page.keyboard.type("无证")
    assert page.input_value("#query textarea") == "电焊\n无证"
    page.evaluate(
        """() => document.querySelector("#query textarea").dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""
    )
    page.wait_for_timeout(500)
    assert page.locator("#results h2").count() == 0
    assert page.locator("#alert .alert").count() == 0


def test_kinds_narrow_the_answer(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    everything = ask(page, "粉尘车间没有定期清扫")
    limits(page)
    page.check("#kinds input[type=checkbox] >> nth=0")
    page.click("#search")
    page.wait_for_function("() => location.search.includes('kind=')")
    statutes = settled(page)
    assert statutes != everything
    assert "；法律）" in page.locator(".count").inner_text()
    assert page.locator(".card.digest").count() == 0


def test_the_day_decides_which_version_answers(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    ask(page, WELDER)
    assert page.locator(".card", has_text="2021年6月10日版本").count() > 0
    limits(page)
    page.fill("#day textarea, #day input", "2019-01-01")
    page.click("#search")
    page.wait_for_selector(".count:has-text('2019年1月1日')")
    settled(page)
    assert page.locator(".card", has_text="2021年6月10日版本").count() == 0
    page.uncheck("label:has-text('只看当日有效') input")
    page.click("#search")
    page.wait_for_selector(".count:has-text('含失效和未施行的文本')")
    settled(page)
    coming = page.locator(".card", has_text="2021年6月10日版本").first
    assert "尚未施行" in coming.inner_text()
    assert "day=2019-01-01" in coming.locator("h3 a").get_attribute("href")


def test_the_region_list_is_native_and_limits(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    limits(page)
    assert page.get_by_label("适用地区").evaluate("e => e.tagName") == "SELECT"
    page.get_by_label("适用地区").select_option("江苏")
    ask(page, WELDER)
    assert "江苏及全国性文件" in page.locator(".count").inner_text()
    address = page.url
    page.goto(address)
    page.wait_for_selector(".card")
    assert "江苏及全国性文件" in page.locator(".count").inner_text()
    limits(page)
    assert page.locator("#region").evaluate("e => e.value") == "江苏"


def test_a_card_opens_its_document_at_the_place_and_back_keeps_the_answer(
    site: str, browse: Callable[..., Any]
) -> None:
    page = browse(site)
    titles = ask(page, WELDER)
    number = next(i for i, title in enumerate(titles) if "第九十七条第七项" in title)
    link = page.locator(".card h3 a").nth(number)
    link.click()
    target = page.wait_for_selector(".document .target")
    assert "特种作业人员未按照规定" in target.inner_text()
    assert target.evaluate(IN_VIEW)
    assert target.evaluate("e => e === document.activeElement")
    assert page.title() == "中华人民共和国安全生产法 · 安法"
    assert f"show={quote(TARGET, safe='')}" in page.url
    assert not page.locator("#query").is_visible()
    head = page.locator(".document header").inner_text()
    for part in ("中华人民共和国安全生产法", "现行有效", "2021年9月1日", "全国人民代表大会常务委员会", "官方原文"):
        assert part in head
    page.click("nav.contents a:has-text('第六章')")
    assert page.locator("h3:has-text('第六章')").evaluate(IN_VIEW)
    page.click("[data-back]")
    page.wait_for_selector("#query", state="visible")
    assert page.locator(".card h3 a").all_inner_texts() == titles
    assert link.evaluate("e => e === document.activeElement")
    assert link.evaluate(IN_VIEW)
    assert page.title() == "安法"
    page.go_forward()
    page.wait_for_selector(".document .target")
    page.go_back()
    page.wait_for_selector("#query", state="visible")
    assert page.locator(".card h3 a").all_inner_texts() == titles
    page.reload()
    page.wait_for_selector(".card")
    assert [title.strip() for title in page.locator(".card h3 a").all_inner_texts()] == titles


def test_a_click_anywhere_on_a_card_opens_it(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    ask(page, WELDER)
    page.locator(".card .words").first.click()
    assert page.wait_for_selector(".document .target").evaluate(IN_VIEW)


def test_the_keyboard_is_enough(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)

    tab_to = partial(reach, page, at_most=40)
    tab_to("#query textarea")
    page.keyboard.type(WELDER)
    page.keyboard.press("Enter")
    page.wait_for_selector(".card")
    tab_to(".card h3 a")
    opened = page.evaluate("() => document.activeElement.innerText")
    page.keyboard.press("Enter")
    page.wait_for_selector(".document .target")
    tab_to("[data-back]", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#query", state="visible")
    assert page.evaluate("() => document.activeElement.innerText") == opened


@pytest.mark.parametrize(
    ("question", "says"),
    [("   ", "没有输入检索内容"), ("焊" * 2001, "2001 字，超过上限"), ("？！……", "没有文字")],
)
def test_what_cannot_be_asked_is_said_in_one_line(
    site: str, browse: Callable[..., Any], question: str, says: str
) -> None:
    page = browse(site)
    ask(page, WELDER)
    page.fill("#query textarea", question)
    page.press("#query textarea", "Enter")
    alert = page.wait_for_selector("[role=alert]")
    assert says in alert.inner_text()
    assert "Traceback" not in page.content()
    settled(page)
    assert page.locator(".card").count() == 0
    ask(page, WELDER)
    page.wait_for_selector(".card")
    assert page.locator("[role=alert]").count() == 0


def test_typed_markup_is_shown_not_run(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    limits(page)
    hostile = "<img src=x onerror=hit=1>"
    page.fill("#day textarea, #day input", hostile)
    page.fill("#query textarea", "${window.hit=1} {{hit}} <script>hit=1</script> '\" 电焊工")
    page.click("#search")
    assert hostile[:20] in page.wait_for_selector("[role=alert]").inner_text()
    page.fill("#day textarea, #day input", "")
    page.click("#search")
    page.wait_for_selector(".card")
    assert page.evaluate("() => typeof window.hit") == "undefined"
    page.goto(
        f"{site}?q={quote(hostile + ' 电焊工')}&show={quote(hostile)}&day={quote(hostile)}&region={quote(hostile)}"
    )
    assert hostile[:20] in page.wait_for_selector("#reading [role=alert]").inner_text()
    assert page.evaluate("() => typeof window.hit") == "undefined"


def hostile_rules() -> DocumentText:
    bad = '<img src=x onerror="window.hit=1">${window.hit=1}{{hit}}`</p><script>hit=1</script>'
    text = workshop_rules(title=f"坏{bad}", source=bad, notes=(bad,), wording=Wording.DIGEST)
    return replace(
        text, provisions=tuple(replace(p, text=p.text + bad, note=bad, label=p.label + bad) for p in text.provisions)
    )


def test_markup_in_a_document_is_shown_not_run(
    tmp_path: Path, browse: Callable[..., Any], publish: Callable[..., Path], serving: Callable[[Home], Any]
) -> None:
    home = Home(tmp_path)
    publish(home, hostile_rules())
    with serving(home) as address:
        page = browse(address)
        ask(page, "焊工无证作业")
        assert "<img src=x" in page.locator(".card").first.inner_text()
        page.locator(".card h3 a").first.click()
        page.wait_for_selector(".document .target")
        assert "${window.hit=1}{{hit}}" in page.locator(".document").inner_text()
        assert page.evaluate("() => typeof window.hit") == "undefined"


def test_addresses_open_documents_and_questions(site: str, browse: Callable[..., Any]) -> None:
    page = browse(f"{site}?show={quote('安全生产法@2021-06-10')}%23%2097.1.7")
    target = page.wait_for_selector(".document .target")
    assert "特种作业人员未按照规定" in target.inner_text()
    page.wait_for_function(
        "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }", arg=target
    )
    page.click("[data-back]")
    page.wait_for_selector("#query", state="visible")
    assert "show" not in page.url
    page.goto(f"{site}?q={quote(WELDER)}")
    page.wait_for_selector(".card")
    assert page.input_value("#query textarea") == WELDER
    page.goto(f"{site}?show={quote('不存在的法#1')}")
    assert "库中没有文件 不存在的法" in page.wait_for_selector("#reading [role=alert]").inner_text()


def test_a_digest_is_plainly_not_the_official_text(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    ask(page, "粉尘车间没有定期清扫")
    card = page.locator(".card.digest").first
    text = card.inner_text()
    assert "非官方原文" in text
    assert re.search(r"依据：.+核对", text)
    assert card.evaluate("e => getComputedStyle(e).borderLeftStyle") == "dashed"
    card.locator("h3 a").click()
    page.wait_for_selector(".document .target")
    assert "非官方原文" in page.locator(".document .banner").inner_text()
    assert page.locator(".provision.digest").count() > 0


def test_no_english_is_left_for_the_reader(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    limits(page)
    page.click("#status summary")
    seen = [page.evaluate(VISIBLE_WORDS)]
    ask(page, WELDER)
    seen.append(page.evaluate(VISIBLE_WORDS))
    page.locator(".card h3 a").first.click()
    page.wait_for_selector(".document .target")
    seen.append(page.evaluate(VISIBLE_WORDS))
    page.goto(f"{site}?q=")
    page.click("#search")
    page.wait_for_selector("[role=alert]")
    seen.append(page.evaluate(VISIBLE_WORDS))
    assert [re.findall(r"[A-Za-z]{2,}", LATIN.sub("", text)) for text in seen] == [[], [], [], []]


@pytest.mark.parametrize("width", [390, 640])  # a phone; 1280 at 200 % zoom
def test_nothing_runs_out_of_a_narrow_window(site: str, browse: Callable[..., Any], width: int) -> None:
    page = browse(site, width=width, height=844)
    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    limits(page)
    assert page.evaluate(overflow) <= 0
    ask(page, "粉尘车间没有定期清扫")
    page.wait_for_selector(".card")
    assert page.evaluate(overflow) <= 0
    page.locator(".card h3 a").first.click()
    assert page.wait_for_selector(".document .target").evaluate(IN_VIEW)
    assert page.evaluate(overflow) <= 0


def test_the_page_is_built_for_screen_readers(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    limits(page)
    assert page.evaluate("() => document.documentElement.lang") == "zh-CN"
    ask(page, WELDER)
    headings = page.evaluate("() => [...document.querySelectorAll('h1, h2, h3')].map(e => e.tagName)")
    assert headings.count("H1") == 1
    assert headings[:2] == ["H1", "H2"]
    assert set(headings[2:]) == {"H3"}
    unnamed = """() => [...document.querySelectorAll("input, textarea, select, button")].filter(e => e.checkVisibility())
        .filter(e => !e.getAttribute("aria-label") && !e.labels?.length && !e.innerText?.trim()).map(e => e.outerHTML)"""
    assert page.evaluate(unnamed) == []
    repeated = """() => { const ids = [...document.querySelectorAll("[id]")].map(e => e.id).filter(Boolean);
        return ids.filter((id, n) => ids.indexOf(id) !== n); }"""
    assert page.evaluate(repeated) == []
    assert page.locator("#results [role=status]").inner_text().startswith("列出最相关的 10 条")
    page.locator(".card h3 a").first.click()
    page.wait_for_selector(".document .target")
    assert page.locator("nav[aria-label=目录]").count() == 1
    assert page.evaluate(repeated) == []


def test_a_new_build_serves_without_a_restart(
    tmp_path: Path, browse: Callable[..., Any], publish: Callable[..., Path], serving: Callable[[Home], Any]
) -> None:
    home = Home(tmp_path)
    with serving(home) as address:
        page = browse(address)
        assert "请先运行 anfa build" in page.wait_for_selector("[role=alert]").inner_text()
        publish(home, workshop_rules())
        ask(page, "焊工无证作业")
        assert "2020年1月1日版本" in page.wait_for_selector(".card").inner_text()
        publish(home, workshop_rules(date(2024, 1, 1)))
        ask(page, "焊工无证作业了")
        page.wait_for_selector(".card:has-text('2024年1月1日版本')")


def test_a_server_that_went_away_is_said_in_chinese(
    tmp_path: Path, browse: Callable[..., Any], publish: Callable[..., Path], serving: Callable[[Home], Any]
) -> None:
    home = Home(tmp_path)
    publish(home, workshop_rules())
    with serving(home) as address:
        page = browse(address, strict=False)
        ask(page, "焊工无证作业")
    page.locator(".card h3 a").first.click()
    assert "与服务的连接中断" in page.wait_for_selector("#lost[role=alert]").inner_text()
    page.click("#search")
    page.wait_for_timeout(500)
    assert "与服务的连接中断" in page.locator("#lost[role=alert]").inner_text()
    assert "Connection" not in page.locator("body").inner_text()


def test_programs_find_one_public_function(site: str) -> None:
    with urllib.request.urlopen(f"{site}gradio_api/info") as reply:
        assert list(json.load(reply)["named_endpoints"]) == ["/search"]
    body = json.dumps({"data": [WELDER, "", "", True]}).encode()
    request = urllib.request.Request(f"{site}gradio_api/call/search", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        event = json.load(reply)["event_id"]
    with urllib.request.urlopen(f"{site}gradio_api/call/search/{event}") as reply:
        lines = reply.read().decode().splitlines()
    hits = json.loads(next(line for line in lines if line.startswith("data: ")).removeprefix("data: "))[0]
    assert TARGET in [hit["id"] for hit in hits]
    assert set(hits[0]) == {"id", "title", "label", "text", "wording", "version", "effective", "status", "note"}


def test_the_page_may_only_talk_to_its_own_server(site: str) -> None:
    with urllib.request.urlopen(site) as reply:
        policy = reply.headers["Content-Security-Policy"]
        html = reply.read().decode()
    assert "connect-src 'self'" in policy
    assert "http" not in policy
    assert '<html\n\tlang="zh-CN"' in html
