"""The page: a question in and cards out, citations checked, the graph drawn, documents to read; served by Gradio on this machine alone."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import AnfaError, LibraryError
from desks.serving import Serving
from ui import cards, checking, graph_view
from ui.desk import ANYWHERE, Desk, guarded
from ui.reading import BACK

if TYPE_CHECKING:
    from fastapi import FastAPI
    from gradio import Blocks

    from search.engine import Hit

EXAMPLES = ("电焊工没有证就上岗", "灭火器过期没换", "粉尘车间没有定期清扫")
_ASSETS = Path(__file__).parent / "assets"
_FONTS = ("PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "sans-serif")
#: Of every event of ours: no progress bar, and not offered to programs.
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
#: Everything comes from this server; Gradio's templates need inline scripts and compiled functions.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)


def build_blocks(desk: Desk) -> Blocks:
    """The page as Gradio blocks; nothing is loaded from the library until a browser asks."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    import gradio as gr
    from gradio.events import api

    blocks: Blocks = gr.Blocks(title="安法", analytics_enabled=False)
    with blocks:
        _html(cards.MASTHEAD, elem_id="masthead")
        _html(checking.TABS, elem_id="tabs")
        form, found, line = _searching(desk)
        check_day, check_line = _checking(desk)
        _html(graph_view.PAGE, elem_id="graph")
        _scripted(desk)
        status = _html(elem_id="status")
        filled = [*form, found, line, check_day, check_line, status]
        blocks.load(_greeting(desk), None, filled, **_QUIET)
        api(_public_search(desk), api_name="search", concurrency_limit=4)
    return blocks


def _html(value: str = "", **more: Any) -> Any:
    """A place for HTML of ours, without Gradio's styles and scripts."""
    import gradio as gr

    return gr.HTML(value, **{"apply_default_css": False, "js_on_load": None, **more})


def _searching(desk: Desk) -> tuple[list[Any], Any, Any]:
    """The question with its limits, and the cards; gives the fields of the form, the cards and the line for failures."""
    import gradio as gr

    with gr.Column(elem_id="asking"):
        query = gr.Textbox(
            label="检查发现（用自己的话写）",
            placeholder="写下看到的事实，一两句话即可。回车检索，Shift+回车换行",
            lines=2,
            max_lines=8,
            elem_id="query",
        )
        with gr.Row(elem_classes="examples"):
            _html("例如：", elem_classes="lead-in")
            examples = [gr.Button(text, size="sm") for text in EXAMPLES]
        with gr.Accordion("筛选条件（类型、地区、日期、效力）", open=False, elem_id="limits"):
            kinds = gr.CheckboxGroup([], label="文件类型（不选即全部）", elem_id="kinds")
            with gr.Row():
                template, script = cards.region_select(_regions()), _asset("region.js")
                region = _html(ANYWHERE, html_template=template, js_on_load=script, elem_id="region-box")
                day = gr.Textbox(label="按哪一天的效力（年-月-日）", elem_id="day")
            standing = gr.Checkbox(True, label="只看当日有效", info="取消后也列出已修改、已废止和尚未施行的文本")
        button = gr.Button("检索", variant="primary", elem_id="search")
    line = _html(elem_id="alert")
    found = _html(elem_id="results")
    form = [query, kinds, region, day, standing]
    limits: dict[str, Any] = {"concurrency_limit": 4, "trigger_mode": "always_last", **_QUIET}

    def ask(*asked: Any) -> tuple[str, str]:
        return _ask(desk, *asked)

    def on_ask(trigger: Callable[..., Any], fill: str | None = None) -> None:
        """Search at this event, for an example after writing it into the question."""
        event = trigger(fn=None, js=f"() => {fill!r}", outputs=[query], **_QUIET).then if fill else trigger
        event(ask, form, [found, line], js=_asset("before.js"), **limits).then(
            fn=None, inputs=form, js=_asset("after.js"), **_QUIET
        )

    on_ask(button.click)
    for example, text in zip(examples, EXAMPLES, strict=True):
        on_ask(example.click, text)
    return form, found, line


def _checking(desk: Desk) -> tuple[Any, Any]:
    """The view that checks the citations of a pasted text; gives its field for the day and its line for failures."""
    import gradio as gr

    def check(text: str, day: str, source: str) -> tuple[str, str]:
        html, problem = guarded(lambda: desk.checked(text or "", day or "", source or ""))
        return html, cards.alert(problem)  # marks of another text must not stand under a failure

    with gr.Column(elem_id="checking"):
        _html(checking.INTRODUCTION, elem_classes="introduction")
        line = _html(elem_id="check-alert")
        text = gr.Textbox(
            label=f"要核验的文字（一次最多 {checking.LONGEST} 字）",
            placeholder="例如：该行为违反了《安全生产法》第三十条第一款，依据第九十七条第七项处罚。",
            lines=8,
            max_lines=16,
            elem_id="check-text",
        )
        with gr.Row():
            day = gr.Textbox(label="按哪一天的版本（年-月-日）", min_width=240, elem_id="check-day")
            source = gr.Textbox(
                label="这段文字出自（可不填）",
                placeholder="文中有“本法”“前款”时填写，例如：安全生产法",
                min_width=240,
                elem_id="check-source",
            )
        button = gr.Button("核验", variant="primary", elem_id="check")
        found = _html(elem_id="checked")
    form = [text, day, source]
    button.click(
        check,
        form,
        [found, line],
        js=_asset("before.js"),
        concurrency_limit=2,
        trigger_mode="always_last",
        **_QUIET,
    ).then(fn=None, inputs=form, js=_asset("checked.js"), **_QUIET)
    return day, line


def _scripted(desk: Desk) -> None:
    """The place where a whole document is read; its script also leads from view to view and fills the graph's."""

    def read(wanted: list[str]) -> str:
        """Called from the page's script with (id, day)."""
        html, problem = guarded(lambda: desk.reading(str(wanted[0])[:400], str(wanted[1])[:20]))
        return BACK + (html or cards.alert(problem))

    def around(wanted: str) -> str:
        """Called from the page's script with what the graph shall be drawn around."""
        html, problem = guarded(lambda: desk.around(str(wanted)[:2001]))
        return html or cards.alert(problem)

    _html(elem_id="reading", html_template="", js_on_load=_asset("page.js"), server_functions=[read, around])


def _ask(desk: Desk, query: str, kinds: list[str], region: str, day: str, standing: bool) -> tuple[str, str]:
    html, problem = guarded(lambda: desk.results(query or "", kinds or [], region or ANYWHERE, day or "", standing))
    return html, cards.alert(problem)  # cards of another question must not stand under a failure


def _greeting(desk: Desk) -> Callable[..., tuple[Any, ...]]:
    """What fills the page when it opens; an address with ``q`` brings its own question and limits."""
    import gradio as gr

    def greet(request: gr.Request) -> tuple[Any, ...]:
        asked, today = request.query_params, date.today().isoformat()
        kinds = desk.kinds()
        chosen = [kind for kind in asked.get("kind", "").split(",") if kind in kinds]
        region, day = asked.get("region", ANYWHERE), asked.get("day", "") or today
        query, standing = asked.get("q", ""), asked.get("all") != "1"
        search_day, check_day = (today, day) if asked.get("view") == "cite" else (day, today)
        status, problem = guarded(desk.status)
        found: Any = gr.skip()
        line = cards.alert(problem)
        if query and not problem:
            found, line = _ask(desk, query, chosen, region, search_day, standing)
        box = gr.CheckboxGroup(choices=kinds, value=chosen, visible=bool(kinds))
        form = (query, box, region, search_day, standing)
        return *form, found, line, check_day, cards.alert(problem), status

    # Gradio looks for this type by name, and here it is not a name of the module.
    greet.__annotations__["request"] = gr.Request
    return greet


def _public_search(desk: Desk) -> Callable[..., list[dict[str, Any]]]:
    import gradio as gr

    def hits(query: str, region: str = ANYWHERE, day: str = "", standing_only: bool = True) -> list[dict[str, Any]]:
        """Clauses of Chinese work-safety law for a finding in the user's own words.

        Args:
            query: what the inspector saw, in Chinese.
            region: 全国, a province or province and city such as 四川达州; empty for all.
            day: standing is judged on this day, 2026-01-31; empty for today.
            standing_only: leave out texts not yet or no longer in force that day.
        """
        try:
            return [_record(hit) for hit in desk.answer(query, [], region, day, standing_only)[0].hits]
        except AnfaError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return hits


def _record(hit: Hit) -> dict[str, str | None]:
    """A hit as plain data, for programs that ask the page's interface."""
    document, provision = hit.document, hit.provision
    return {
        "id": provision.id,
        "title": document.title,
        "label": provision.label,
        "text": provision.full_text,
        "wording": provision.wording.value,
        "version": document.version.isoformat() if document.version else None,
        "effective": document.effective.isoformat() if document.effective else None,
        "status": hit.status.value,
        "note": provision.note,
    }


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _regions() -> tuple[str, ...]:
    from corpus.regions import provinces

    return provinces()


def build_app(serving: Serving) -> FastAPI:
    """The whole web application over what serves, ready for an ASGI server."""
    desk = Desk(serving)
    blocks = build_blocks(desk)
    import gradio as gr
    from fastapi import FastAPI

    from ui.chinese import ChinesePage

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(ChinesePage, policy=_POLICY, style=_asset("page.css"))
    theme = gr.themes.Default(
        primary_hue="blue", neutral_hue="slate", text_size="lg", font=_FONTS, font_mono=_FONTS
    ).set(
        button_primary_background_fill="#1b4f9c",
        button_primary_background_fill_hover="#143d7a",
        button_primary_background_fill_dark="#2a63b8",
        button_primary_background_fill_hover_dark="#1b4f9c",
        body_text_color_subdued="#566073",
        block_label_text_color="#566073",
        block_title_text_color="#1d2633",
        input_placeholder_color="#6b7485",
    )
    gr.mount_gradio_app(
        app,
        blocks.queue(max_size=64),
        path="",
        footer_links=[],
        show_error=False,
        max_file_size=1,  # nothing is uploaded here
        allowed_paths=[],
        ssr_mode=False,
        enable_monitoring=False,
        run_history=False,
        theme=theme,
    )
    app.state.desk = desk
    return app


def serve(serving: Serving, host: str, port: int, open_browser: bool) -> None:
    """Serve the page until interrupted.

    Args:
        serving: the source of answers; a build published later is answered from at once.
        host: address to listen on.
        port: port to listen on.
        open_browser: open the page in the default browser.

    Raises:
        LibraryError: the port cannot be listened on.
    """
    _check_free(host, port)
    import uvicorn

    app = build_app(serving)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    print(f"安法已启动：{address}（按 Ctrl+C 结束）", flush=True)
    threading.Thread(target=guarded, args=(lambda: str(app.state.desk.engine()),), daemon=True).start()
    if open_browser:
        import webbrowser

        threading.Timer(1.0, webbrowser.open, (address,)).start()
    uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=1)


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise LibraryError(
                f"无法在 {host}:{port} 上监听（{error.strerror}）", "请关闭占用该端口的程序，或用 --port 另选一个端口"
            ) from error
