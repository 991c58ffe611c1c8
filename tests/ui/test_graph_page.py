from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from corpus.home import Home
from graph.kglite_store import KgliteStore
from graph.neighbourhood import neighbourhood
from graph.schema import Edge, Label, Origin
from tests.browser import reach
from tests.samples import workshop_rules

pytestmark = [
    pytest.mark.browser,
    pytest.mark.filterwarnings("ignore:.*(no_silent_downcasting|copy keyword):DeprecationWarning"),  # inside Gradio
]

PENALTY = "安全生产法@2021-06-10#97.1.7"
VIOLATION = "work-safety/special-operation-uncertified"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: Frames of all boxes, and of the names in them, in pixels of the drawing.
FRAMES = """() => [...document.querySelectorAll(".canvas .node")].map(a => ["box", "name"].map(name => {
  const { x, y, width, height } = a.querySelector(`.${name}`).getBBox(); return [x, y, x + width, y + height]; }))"""


def at(site: str, node: str) -> str:
    return f"{site}?view=graph&node={quote(node)}"


def settled(page: Any) -> None:
    page.wait_for_function("() => document.documentElement.dataset.busy === undefined")
    page.wait_for_selector("#around .canvas, #around .alert", state="attached")


def middle(page: Any) -> str:
    settled(page)
    return str(page.locator("#middle-title > span:last-child").inner_text())


def shown(page: Any, title: str) -> None:
    page.wait_for_function("t => document.querySelector('#middle-title > :last-child')?.textContent === t", arg=title)
    settled(page)


def test_an_address_opens_the_graph_around_a_node(site: str, browse: Callable[..., Any]) -> None:
    page = browse(at(site, "安全生产法#97.1.7"))
    assert middle(page) == "安全生产法 第九十七条第七项"
    assert page.title() == "安全生产法 第九十七条第七项 · 图谱 · 安法"
    assert page.locator("[aria-current=page]").inner_text() == "图谱"
    assert page.input_value("#start") == "安全生产法#97.1.7"
    assert not page.locator("#query").is_visible()
    card = page.locator(".middle").inner_text()
    assert PENALTY in card
    assert "特种作业人员未按照规定" in card
    assert page.locator(".canvas .node.ring-0").get_attribute("aria-label") == "条款：安全生产法 第九十七条第七项"
    for words in ("违法行为", "案例", "罚则", "处罚依据"):
        assert words in "".join(page.locator("#around .legend").all_inner_texts())


def test_the_table_has_every_tie_of_the_middle_and_the_rest_folded(
    site: str, default_home: Home, browse: Callable[..., Any]
) -> None:
    page = browse(at(site, PENALTY))
    settled(page)
    found = neighbourhood(KgliteStore.open(default_home.current() / "graph.kgl"), PENALTY)
    own = [tie for tie in found.ties if PENALTY in (tie.source, tie.target)]
    table = page.get_by_role("table").first
    assert table.get_by_role("columnheader").all_inner_texts() == ["关系", "方向", "类别", "名称", "来源", "可信度"]
    links = table.locator("a").evaluate_all("es => es.map(e => new URL(e.href).searchParams.get('node'))")
    assert sorted(links) == sorted({tie.source, tie.target}.difference({PENALTY}).pop() for tie in own)
    assert {"原文", "人工"} <= set(table.locator("td:nth-child(5)").all_inner_texts())
    page.click("#rest")
    assert page.locator("details table.ties tbody tr").count() == len(found.ties) - len(own)
    page.click("text=看表格")
    assert page.evaluate("() => document.activeElement.id") == "ties"


def test_the_keyboard_walks_the_nodes_and_enter_opens_one(site: str, browse: Callable[..., Any]) -> None:
    page = browse(at(site, PENALTY))
    settled(page)
    assert page.evaluate("() => document.activeElement.id") == "middle-title"
    reach(page, ".canvas .node", at_most=10)
    walked = []
    while page.evaluate("() => document.activeElement.matches('.node')"):
        walked.append(page.evaluate("() => document.activeElement.dataset.at"))
        assert page.locator(".canvas .tie.lit").count() > 0
        page.keyboard.press("Tab")
    assert walked == [str(n) for n in range(page.locator(".canvas .node").count())]
    reach(page, f".node[href$='{quote(VIOLATION, safe='')}']", "Shift+Tab", at_most=60)
    page.keyboard.press("Enter")
    shown(page, "特种作业人员没有操作资格就上岗")
    assert page.evaluate("() => document.activeElement.id") == "middle-title"
    assert page.url.endswith(quote(VIOLATION, safe=""))
    assert "非官方原文" in page.locator(".middle").inner_text()


def test_back_leads_through_the_nodes_to_the_search(site: str, browse: Callable[..., Any]) -> None:
    page = browse(site)
    page.fill("#query textarea", "电焊工没有证就上岗")
    page.press("#query textarea", "Enter")
    page.wait_for_selector(".card")
    page.wait_for_function("() => location.search.includes('q=')")
    searched = page.url
    link = page.locator(".card .also a[data-node]").first
    name = link.inner_text().removesuffix("（在图谱中查看）")
    assert "对应违法行为：" in link.locator("..").inner_text()
    link.click()
    assert middle(page) == name
    assert not page.locator("#results").is_visible()
    page.locator(".canvas .kind-shield").first.click()
    page.wait_for_selector("#around .middle .words")
    page.go_back()
    shown(page, name)
    page.go_back()
    page.wait_for_selector(".card", state="visible")
    assert page.url == searched
    page.click("[data-tab=graph]")
    page.wait_for_selector("#start", state="visible")
    page.click("[data-tab=search]")
    page.wait_for_selector(".card", state="visible")
    assert page.url == searched


def test_the_text_opens_and_leads_back_to_the_drawing(site: str, browse: Callable[..., Any]) -> None:
    page = browse(at(site, PENALTY))
    settled(page)
    page.click("text=看原文")
    assert "特种作业人员未按照规定" in page.wait_for_selector(".document .target").inner_text()
    assert page.locator("[data-back]").inner_text() == "← 返回图谱"
    assert page.locator("[aria-current=page]").inner_text() == "图谱"
    assert not page.locator("#graph").is_visible()
    page.click("[data-back]")
    page.wait_for_selector(".canvas", state="visible")
    assert page.evaluate("() => document.activeElement.innerText") == "看原文"
    assert page.title().startswith("安全生产法 第九十七条第七项")


def test_words_and_examples_lead_to_nodes(site: str, browse: Callable[..., Any]) -> None:
    page = browse(f"{site}?view=graph")
    assert page.title() == "图谱 · 安法"
    page.get_by_label("从哪里看起").fill("电焊工没有证就上岗")
    page.keyboard.press("Enter")
    settled(page)
    assert "按“电焊工没有证就上岗”找到的" in page.locator("#around [role=status]").inner_text()
    assert page.locator(".middle .badge").first.inner_text() == "违法行为"
    assert quote("电焊工没有证就上岗") in page.url
    page.click(".start-examples >> text=工贸")
    shown(page, "工贸")
    assert page.input_value("#start") == "工贸"


def test_what_is_unknown_is_said_in_one_line(site: str, browse: Callable[..., Any]) -> None:
    page = browse(at(site, "案例-c9999"))
    assert "图谱中没有“案例-c9999”" in page.wait_for_selector("#around [role=alert]").inner_text()
    page.fill("#start", "安全生产法#999")
    page.click("#graph form button")
    page.wait_for_selector("#around [role=alert]:has-text('中没有 #999')")
    assert page.locator(".canvas").count() == 0
    page.fill("#start", "工贸")
    page.click("#graph form button")
    shown(page, "工贸")
    assert page.locator("[role=alert]").count() == 0


@pytest.mark.parametrize("node", ["工贸", "work-safety/exit-blocked", PENALTY])
def test_boxes_do_not_overlap_and_names_stay_in_them(site: str, browse: Callable[..., Any], node: str) -> None:
    page = browse(at(site, node), width=1280, height=800)
    settled(page)
    frames = page.evaluate(FRAMES)
    if node != PENALTY:
        assert len(frames) == 50
    boxes = [box for box, _ in frames]
    assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in combinations(boxes, 2))
    for box, name in frames:
        assert box[0] < name[0]
        assert name[2] <= box[2]
        assert box[1] <= name[1] + 2
        assert name[3] <= box[3] + 2
    inside = page.locator(".canvas").evaluate("e => [e.scrollWidth - e.clientWidth, e.offsetHeight]")
    assert inside[0] <= 0
    assert inside[1] <= 800


@pytest.mark.parametrize("width", [390, 640])  # a phone; 1280 at 200 % zoom
def test_a_narrow_window_scrolls_the_drawing_in_its_frame(site: str, browse: Callable[..., Any], width: int) -> None:
    page = browse(at(site, "工贸"), width=width, height=800)
    settled(page)
    assert page.evaluate(OVERFLOW) <= 0
    seen = """a => { const [box, frame] = [a, a.closest(".canvas")].map(e => e.getBoundingClientRect());
      return box.left >= frame.left && box.right <= frame.right; }"""
    assert page.locator(".canvas .node.ring-0").evaluate(seen)
    last = page.locator(".canvas .node").last
    last.focus()
    assert last.evaluate(seen)
    right = page.locator("table.ties *").evaluate_all("es => Math.max(...es.map(e => e.getBoundingClientRect().right))")
    assert right <= width
    sizes = page.locator(".canvas .name").evaluate_all("es => es.map(e => e.getBoundingClientRect().height)")
    assert min(sizes) >= 13  # not shrunk


def test_it_is_built_for_screen_readers_in_chinese(site: str, browse: Callable[..., Any]) -> None:
    page = browse(at(site, PENALTY))
    settled(page)
    page.locator("details:has(#rest)").evaluate("e => { e.open = true; }")
    seen = re.sub(r"安全生产法@\S+", "", page.locator("body").inner_text())
    assert re.findall(r"[A-Za-z]{2,}", seen) == []
    headings = page.evaluate("() => [...document.querySelectorAll('h1, h2, h3')].map(e => e.tagName)")
    assert headings == ["H1", "H2", "H3", "H3"]
    repeated = """() => { const ids = [...document.querySelectorAll("[id]")].map(e => e.id).filter(Boolean);
        return ids.filter((id, n) => ids.indexOf(id) !== n); }"""
    assert page.evaluate(repeated) == []
    assert page.get_by_role("link", name="违法行为：特种作业人员没有操作资格就上岗", exact=True).count() == 1
    page = browse(at(site, "construction/crane-hazard"))
    settled(page)
    shapes = page.locator(".canvas .node").evaluate_all(
        """es => Object.fromEntries(es.map(e => [e.getAttribute("aria-label").split("：")[0],
            e.querySelector(".stamp > :first-child").outerHTML.replace(/ xmlns="[^"]*"/, "") + e.querySelector(".stamp text").textContent]))"""
    )
    assert len(set(shapes.values())) == len(shapes) >= 6


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_names_are_legible_in_both_themes(site: str, browse: Callable[..., Any], theme: str) -> None:
    page = browse(f"{at(site, PENALTY)}&__theme={theme}")
    settled(page)
    contrasts = page.evaluate(
        """() => {
          const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
          const light = colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255)
              .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b; };
          const ratio = (a, b) => (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
          const fill = e => light(getComputedStyle(e).fill);
          return [...document.querySelectorAll(".canvas .node")].flatMap(n => [
            ratio(fill(n.querySelector(".name")), fill(n.querySelector(".box"))),
            ratio(fill(n.querySelector(".stamp text")), fill(n.querySelector(".stamp > :first-child")))]);
        }"""
    )
    assert min(contrasts) >= 4.5


def test_markup_in_the_graph_is_shown_not_run(
    tmp_path: Path, browse: Callable[..., Any], publish: Callable[..., Path], serving: Callable[[Home], Any]
) -> None:
    hostile = "\"'><img src=x onerror=hit=1></title><script>hit=1</script>&amp;{{hit}}${hit=1}"
    home = Home(tmp_path)
    folder = publish(home, workshop_rules())
    with KgliteStore() as store:
        names = [f"{hostile}局", f"{hostile}分局"]
        store.merge_nodes(Label.AGENCY, [{"id": name, "title": name} for name in names])
        row = {"source": names[1], "target": names[0], "origin": str(Origin.DERIVED), "confidence": 0.7}
        store.merge_edges(Edge.SUBORDINATE_TO, Label.AGENCY, Label.AGENCY, [row])
        store.save(folder / "graph.kgl")
    with serving(home) as address:
        page = browse(at(address, names[0]))
        assert middle(page) == names[0]
        page.locator(".canvas .node:not(.ring-0)").click()
        shown(page, names[1])
        assert page.locator("table.ties a").inner_text() == names[0]
        page.fill("#start", hostile)
        page.keyboard.press("Enter")
        page.wait_for_selector("#around [role=alert]")
        assert page.evaluate("() => typeof window.hit") == "undefined"


def test_before_the_first_build_the_page_says_what_to_do(
    tmp_path: Path, browse: Callable[..., Any], serving: Callable[[Home], Any]
) -> None:
    with serving(Home(tmp_path)) as address:
        page = browse(f"{address}?view=graph")
        assert "请先运行 anfa build" in page.wait_for_selector("#around [role=alert]").inner_text()


def test_a_server_that_went_away_is_said_in_chinese(deserted: Callable[[str], Any]) -> None:
    page = deserted("?view=graph")
    page.fill("#start", "工贸")
    page.keyboard.press("Enter")
    assert "与服务的连接中断" in page.wait_for_selector("#lost[role=alert]").inner_text()
