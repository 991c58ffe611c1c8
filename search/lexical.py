"""BM25 over characters: single Han characters and their bigrams, Latin words and numbers whole.

Measured against jieba words (docs/results.md): shorter to load, no dictionary at query time, and better on both
lay questions and real findings, so words are not used here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[a-z0-9]+(?:\.[0-9]+)?")


def normalise(text: str) -> str:
    """Full width to half width (NFKC) and lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def tokens(text: str) -> list[str]:
    """Terms of a text: Han characters and overlapping pairs of them; Latin words and numbers whole."""
    terms: list[str] = []
    for run in _RUN.findall(normalise(text)):
        if run[0].isascii():
            terms.append(run)
        else:
            terms.extend(run)
            terms.extend(run[i : i + 2] for i in range(len(run) - 1))
    return terms


def coverage(query: str, texts: Iterable[str]) -> float:
    """Largest share, 0 to 1, of the pairs and words of ``query`` that any one of ``texts`` has: 1 for a verbatim one."""
    wanted = _telling(query)
    return max((len(wanted & _telling(text)) for text in texts), default=0) / max(1, len(wanted))


def _telling(text: str) -> set[str]:
    return {term for term in tokens(text) if len(term) > 1}


class LexicalIndex:
    """BM25 (Lucene's variant and constants, k1 = 1.2 and b = 0.75, so that Neo4j ranks alike) over passages, by ``bm25s``."""

    def __init__(self, model: Any) -> None:
        self._model = model

    @classmethod
    def build(cls, texts: Iterable[str]) -> LexicalIndex:
        """Index the texts; row i of every score array is the i-th text."""
        import bm25s

        model = bm25s.BM25(k1=1.2)
        vocabulary: dict[str, int] = {}
        rows = [[vocabulary.setdefault(term, len(vocabulary)) for term in tokens(text)] for text in texts]
        model.index((rows, vocabulary), create_empty_token=False, show_progress=False)
        return cls(model)

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``."""
        self._model.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open a saved index; its arrays stay on disk until they are used."""
        import bm25s

        return cls(bm25s.BM25.load(folder, mmap=True, show_progress=False))

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 score of every passage for ``query``, shape (passages,); zeros when no term is known."""
        ids = self._model.get_tokens_ids(tokens(query))
        if not ids:
            return np.zeros(self._model.scores["num_docs"], dtype=np.float32)
        scores: NDArray[np.float32] = self._model.get_scores_from_ids(ids)
        return scores
