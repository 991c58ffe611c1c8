"""Data flows one way: no room imports one that stands above it, and heavy packages load only where they are used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["corpus", "ingest", "graph", "search", "desks", "ui"]
HEAVY = {"torch", "sentence_transformers", "transformers", "gradio", "rdflib", "jieba", "faiss", "kglite", "neo4j"}


def imports(path: Path, top_level_only: bool = False) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = tree.body if top_level_only else ast.walk(tree)
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add((node.module or "").partition(".")[0])
    return names


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_imports_one_above_it(room: str) -> None:
    above = set(ROOMS[ROOMS.index(room) + 1 :]) | {"bench", "tests"}
    found = {str(path.relative_to(ROOT)): imports(path) & above for path in modules(room)}
    assert len(found) >= 1
    assert {path: names for path, names in found.items() if names} == {}


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    paths = [p for room in ROOMS for p in modules(room) if "distill" not in p.parts]
    found = {str(p.relative_to(ROOT)): imports(p, top_level_only=True) & HEAVY for p in paths}
    assert {path: names for path, names in found.items() if names} == {}


def test_the_command_line_starts_without_heavy_packages() -> None:
    script = f"import sys, ui.cli; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_cypher_has_its_modules() -> None:
    words = ("MATCH (", "MERGE (", "UNWIND $")
    speakers = {
        p.name for room in ROOMS for p in modules(room) if any(w in p.read_text(encoding="utf-8") for w in words)
    }
    assert speakers == {"cypher.py", "neo4j_cypher.py"}  # for both stores, and for what only a server holds
