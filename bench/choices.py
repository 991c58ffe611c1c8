"""The choices behind the search, measured on the dev cases: what BM25 counts, and how the rankings are fused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from bench.quality import Ranking, first_seen, recall, top
from bench.questions import Question, article_key, case_questions
from corpus.lexicon import load_lexicon
from ingest.segment import words
from search.engine import SearchEngine
from search.filters import Filters
from search.fusion import blend, ranked
from search.lexical import tokens
from search.passages import passages_of

_CUTS = (5, 10, 20)
Terms = Callable[[str], list[str]]


def terms_table(engine: SearchEngine) -> dict[str, dict[str, float]]:
    """BM25 alone over items: characters with pairs (kept), jieba words with our lexicon, both; and with leads."""
    passages = [p for text in engine.library.texts() for p in passages_of(text)]
    keys = [article_key(p.provision_id) for p in passages]
    own = [p.lexical_text for p in passages]
    variants: dict[str, tuple[Terms, list[str]]] = {
        "字与双字（采用）": (tokens, own),
        "jieba 词（加自带词典）": (words, own),
        "字、双字与 jieba 词": (lambda s: tokens(s) + [w for w in words(s) if len(w) > 2], own),
        "字与双字，项前加引导句": (tokens, [p.dense_text for p in passages]),
        "字与双字，不加法名和章名": (tokens, [p.text for p in passages]),
    }
    questions = case_questions(engine.library)
    table = {}
    for name, (terms, texts) in variants.items():
        model = bm25s.BM25()
        model.index([terms(text) for text in texts], show_progress=False)

        def rank(question: Question, model: Any = model, terms: Terms = terms) -> Sequence[str]:
            return first_seen(keys[i] for i in top(model.get_scores(terms(question.text))))

        table[name] = recall(questions, rank, _CUTS)
    return table


def fusion_table(engine: SearchEngine, day: date) -> dict[str, dict[str, float]]:
    """Standardised scores at several weights, and reciprocal ranks."""
    questions = case_questions(engine.library)
    allowed = engine.index.allowed(engine.scope(Filters(day, standing_only=False)))
    names = engine.index.table.provisions
    pools: dict[str, tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]] = {}
    for question in questions:
        terms = load_lexicon().expand(question.text)
        lexical, vector = engine.index.lexical_scores(question.text, terms), engine.query_vector(question.text, terms)
        pool = np.union1d(top(np.where(allowed, lexical, 0)), engine.index.dense.nearest(vector, 300, allowed)[0])
        pools[question.text] = (pool, lexical[pool], engine.index.dense.cosines(vector, pool))

    def fused(weight: float) -> Ranking:
        return lambda q: first_seen(article_key(names[i]) for i in ranked(blend(*pools[q.text], weight)))

    def reciprocal(question: Question) -> Sequence[str]:
        pool, lexical, dense = pools[question.text]
        ranks = [np.argsort(np.argsort(-scores, kind="stable")) for scores in (lexical, dense)]
        return first_seen(article_key(names[pool[i]]) for i in np.argsort(-sum(1 / (61 + r) for r in ranks)))

    table = {f"标准分，向量权重 {w}": recall(questions, fused(w), _CUTS) for w in (0.0, 0.3, 0.5, 1.0, 1.5)}
    return {**table, "倒数排名（RRF，k = 60）": recall(questions, reciprocal, _CUTS)}
