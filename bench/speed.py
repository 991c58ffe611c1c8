"""Seconds and memory of builds, cold starts and warm queries."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil

from search.engine import SearchEngine
from search.filters import Filters


@dataclass(frozen=True, slots=True)
class Run:
    """One command: wall seconds, peak resident memory of it and its children in MB, standard output."""

    seconds: float
    peak_mb: float
    output: str


def run(command: Sequence[str], home: Path) -> Run:
    """Run an ``anfa`` command against a library folder, sampling its memory."""
    environment = {**os.environ, "ANFA_HOME": str(home)}
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True)
    peak = 0.0
    done = threading.Event()

    def sample() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, _resident(process.pid))

    thread = threading.Thread(target=sample)
    thread.start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - began
    done.set()
    thread.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} 失败（退出码 {process.returncode}）")
    return Run(round(seconds, 2), round(peak / 1e6), output)


def _resident(pid: int) -> float:
    try:
        parent = psutil.Process(pid)
        return float(sum(p.memory_info().rss for p in (parent, *parent.children(recursive=True))))
    except psutil.NoSuchProcess:
        return 0.0


def anfa(*arguments: str) -> list[str]:
    """The installed command of this environment."""
    return [str(Path(sys.executable).with_name("anfa")), *arguments]


def build(home: Path, everything: bool) -> dict[str, object]:
    """One build from nothing."""
    made = run(anfa("build", "--json", *(["--all"] if everything else [])), home)
    report = json.loads(made.output)
    size = sum(p.stat().st_size for p in home.rglob("*") if p.is_file())
    return {
        "seconds": made.seconds,
        "peak_mb": made.peak_mb,
        "disk_mb": round(size / 1e6),
        "counts": report["counts"],
        "stages": report["seconds"],
    }


def cold_search(home: Path, query: str, times: int = 7) -> dict[str, float]:
    """``anfa search`` as a new process; the first run, which warms the file cache, is left out."""
    runs = [run(anfa("search", query, "--json"), home) for _ in range(times + 1)][1:]
    return {
        "median_s": round(statistics.median(r.seconds for r in runs), 2),
        "max_s": max(r.seconds for r in runs),
        "peak_mb": max(r.peak_mb for r in runs),
    }


def warm_queries(engine: SearchEngine, queries: Sequence[str], day: date) -> dict[str, float]:
    """Latency in one process, every query once after ten to warm up, milliseconds."""
    filters = Filters(day)
    for query in queries[:10]:
        engine.search(query, filters)
    spent = []
    for query in queries:
        began = time.perf_counter()
        engine.search(query, filters)
        spent.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(spent, n=100)
    return {"p50_ms": round(cuts[49], 1), "p95_ms": round(cuts[94], 1), "queries": len(spent)}


def serving_memory(home: Path, queries: Sequence[str]) -> dict[str, float]:
    """Resident memory of ``anfa serve`` after it answered the queries."""
    import socket

    from gradio_client import Client

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ANFA_HOME": str(home)}
    command = anfa("serve", "--port", str(port))
    with tempfile.TemporaryFile() as log:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        try:
            client = _client(Client, f"http://127.0.0.1:{port}", process)
            ready = time.perf_counter() - began
            for query in queries:
                client.predict(query, api_name="/search")
            return {"ready_s": round(ready, 1), "mb": round(_resident(process.pid) / 1e6)}
        finally:
            process.terminate()
            process.wait()


def _client(factory: type, url: str, process: subprocess.Popen[bytes]) -> object:
    for _ in range(120):
        try:
            return factory(url, verbose=False)
        except Exception:  # noqa: BLE001  the server is not up yet, in whatever way the client says so
            if process.poll() is not None:
                raise SystemExit("anfa serve 没有启动") from None
            time.sleep(0.5)
    raise SystemExit("anfa serve 60 秒内没有就绪")
