"""How fast citations are found, beside the peer's citation checker on the same text.

The peer is china-law-mcp's ``check_citations_in_text``: one regular expression over the text, then a look-up. Its code
is not run; the expression is read out of the installed file and compiled here.
"""

from __future__ import annotations

import ast
import re
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib.metadata import files
from pathlib import Path

from corpus.library import Library, write_library
from corpus.statutes import load_selection
from corpus.versions import chained
from desks.citing import cite
from ingest.citation_grammar import find_references
from ingest.citations import Resolver
from ingest.statutes import read_statutes

ROUNDS = 3
DECISION = (
    "该公司的行为违反了《中华人民共和国安全生产法》第三十六条第一款、第四十一条第二款，依据《中华人民共和国安全生产法》"
    "第九十九条第（二）项、第一百零二条和新安法第97条第7项，参照《行政处罚法》第三十二条至第三十四条，决定罚款三万元。\n"
)


def peer_pattern() -> re.Pattern[str]:
    """The expression that the peer looks for citations with."""
    source = next(f for f in files("china-law-mcp") or () if f.name == "server.py").read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "_CITE_RE" for t in node.targets):
            assert isinstance(node.value, ast.Call)
            return re.compile(str(ast.literal_eval(node.value.args[0])))
    raise SystemExit("china-law-mcp 里没有 _CITE_RE，请核对其版本")


def speed(size: int, work: Callable[[], int]) -> tuple[float, int]:
    """Best of some rounds in MB/s, and what was found."""
    best, found = 0.0, 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = work()
        best = max(best, size / 1e6 / (time.perf_counter() - began))
    return best, found


def main() -> None:
    """Print one table over the default statutes, which name few documents, and one over penalty decisions, dense with them."""
    with tempfile.TemporaryDirectory() as folder:
        texts = chained(read_statutes(load_selection()))
        write_library(Path(folder) / "library.sqlite", texts)
        library = Library(Path(folder) / "library.sqlite")
        statutes = "\n".join(t.cleaned_text() for t in texts)
        _table(library, f"{len(texts)} statutes", statutes)
        _table(library, "one penalty decision, many times", DECISION * 2000)


def _table(library: Library, name: str, text: str) -> None:
    size, day = len(text.encode()), date.today()
    known, pattern = Resolver(library, day).known, peer_pattern()
    rows = {
        "china-law-mcp 0.1.1, expression": lambda: len(pattern.findall(text)),
        "anfa, found": lambda: len(find_references(text, known)),
        "anfa, found and resolved": lambda: len(cite(library, text, day)),
    }
    print(f"{name}, {size / 1e6:.1f} MB\n\n| reader | MB/s | citations |\n|---|---|---|")
    for reader, work in rows.items():
        rate, found = speed(size, work)
        print(f"| {reader} | {rate:.1f} | {found} |")
    print()
