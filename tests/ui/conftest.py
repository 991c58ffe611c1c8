"""A real library, the real server and a real browser; what the browser logs or fetches from elsewhere fails the test."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from corpus.home import FORMAT, Home, Manifest
from corpus.library import Library, write_library
from corpus.model import DocumentText
from desks.serving import FilesServing
from tests.samples import workshop_rules

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def publish(home: Home, *texts: DocumentText) -> Path:
    """Let a library of these few documents serve."""
    from search.encoder import load_encoder
    from search.hub import Hub
    from search.index import SearchIndex
    from search.passages import passages_of

    encoder = load_encoder()
    with home.building() as folder:
        write_library(folder / "library.sqlite", texts)
        (folder / "search").mkdir()
        SearchIndex.build([p for text in texts for p in passages_of(text)], encoder, folder / "search")
        Hub.build((), (), encoder).save(folder / "search" / "hub")
        counts = Library(folder / "library.sqlite").counts()
        return home.publish(folder, Manifest(FORMAT, "default", encoder.name, (), counts, "2026-01-02T03:04:05+00:00"))


@contextmanager
def serving(home: Home) -> Iterator[str]:
    """The application on a free port of this machine; gives its address."""
    import uvicorn

    from ui.app import build_app

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            build_app(FilesServing(home)), host="127.0.0.1", port=port, log_level="warning", timeout_graceful_shutdown=1
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server died while starting"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.should_exit = True  # open event streams of closed pages end with it
        thread.join(10)


@pytest.fixture(name="publish")
def _publish() -> Callable[..., Path]:
    return publish


@pytest.fixture(name="serving")
def _serving() -> Callable[[Home], Any]:
    return serving


@pytest.fixture(scope="session")
def site(default_home: Home) -> Iterator[str]:
    """Address of a server over the default library."""
    with serving(default_home) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium of the system (``ANFA_CHROMIUM`` or on the path); without one tests skip, but fail in CI."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("ANFA_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        reason = "no Chromium on this machine: install chromium or set ANFA_CHROMIUM to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages in an English browser; at the end no page may have logged an error or asked another host."""
    faults: list[str] = []
    contexts: list[Any] = []

    def opened(address: str, width: int = 1280, height: int = 900, strict: bool = True) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-US")
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        if strict:
            page.on(
                "console", lambda m: faults.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None
            )
            page.on("pageerror", lambda error: faults.append(f"page error: {error}"))
        here = address.split("/")[2]
        page.on("request", lambda r: faults.append(f"foreign: {r.url}") if _foreign(r.url, here) else None)
        page.goto(address)
        page.wait_for_selector("#status summary, #alert .alert", state="attached")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def deserted(tmp_path: Path, browse: Callable[..., Any]) -> Callable[[str], Any]:
    """Opens a page of a small library by its query and takes the server away from it."""

    def opened(query: str) -> Any:
        home = Home(tmp_path)
        publish(home, workshop_rules())
        with serving(home) as address:
            return browse(f"{address}{query}", strict=False)

    return opened


def _foreign(url: str, here: str) -> bool:
    return not url.startswith(("data:", "blob:")) and url.split("/")[2] != here
