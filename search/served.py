"""Passages on a Neo4j server: its full-text index instead of BM25 files, its vector index instead of FAISS.

Both rank by the same formulas as the embedded index (Lucene's BM25, cosine), the words by Lucene's rounded lengths
and the vectors by an approximate graph of neighbours; docs/results.md has how far the answers agree.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph import neo4j_cypher as cypher
from graph.neo4j_cypher import Slot
from graph.neo4j_store import Neo4jStore
from graph.rows import batches
from search.candidates import EXPANSION_WEIGHT, NO_CANDIDATES, POOL, Asked, Candidates, Place
from search.filters import Scope
from search.index import SearchIndex
from search.lexical import tokens
from search.passages import Passage

#: Lucene takes 1,024 clauses a query: so many different terms, and so many passages asked about by their keys.
_MOST_TERMS, _MOST_KEYS = 500, 500
#: How many the first look at the best by words or vectors takes in, to leave ``POOL`` after the scope.
_AHEAD = POOL + POOL // 4
#: Seconds for the server to fill its indexes.
_INDEXING = 3600
#: Passages a transaction: a vector is a kilobyte or two on the way.
_BATCH = 1_000
_SPECIAL = re.compile(r'([-+!(){}\[\]^"~*?:\\/&|<>=])')

Scores = dict[int, float]


class ServedPassages:
    """The passages in one slot of a server; a ``PassageSearch``."""

    def __init__(self, store: Neo4jStore, slot: Slot, dimension: int) -> None:
        self._store = store
        self._slot = slot
        self.dimension = dimension

    def candidates(self, asked: Asked, scope: Scope) -> Candidates:
        """The best passages by words and by vectors."""
        words = Counter[str](tokens(asked.text))
        weights = dict[str, float](words)
        for term, count in Counter(tokens(" ".join(asked.terms))).items():
            weights[term] = weights.get(term, 0.0) + EXPANSION_WEIGHT * count
        if not weights:
            return NO_CANDIDATES
        lexical, known = self._best(cypher.by_words(self._slot), {"words": lucene(weights)}, scope)
        if not known:
            return NO_CANDIDATES
        vector = asked.vector.astype(float).tolist()
        near, _ = self._best(cypher.by_vector(self._slot), {"vector": vector}, scope)
        numbers = sorted(lexical.keys() | near.keys())
        lexical |= self._scored(weights, [n for n in numbers if n not in lexical])
        near |= self._likeness(vector, [n for n in numbers if n not in near])
        own = self._scored(words, numbers) if asked.terms else lexical
        return Candidates(
            np.array(numbers, np.int64), _array(own, numbers), _array(lexical, numbers), 2 * _array(near, numbers) - 1
        )

    def placed(self, clauses: Collection[str], scope: Scope) -> dict[str, int]:
        """Numbers of the passages of these provisions."""
        parameters = {"clauses": list(clauses), **_parameters(scope)}
        rows: list[dict[str, Any]] = self._store.query(cypher.placed(self._slot), parameters)
        return {row["clause"]: row["number"] for row in rows}

    def places(self, numbers: Collection[int]) -> dict[int, Place]:
        """Where these passages stand."""
        row = self._row(cypher.places(self._slot), numbers=list(numbers))
        stand = map(Place, row["provisions"], row["anchors"], row["documents"])
        return dict(zip(row["numbers"], stand, strict=True))

    def _best(self, statement: str, parameters: Mapping[str, object], scope: Scope) -> tuple[Scores, bool]:
        """The ``POOL`` best in scope with their scores, and whether anything was found whatever the scope.

        The server's indexes know no scope: so more is fetched until enough of it is in scope.
        """
        limit = _AHEAD
        while True:
            row = self._row(statement, **parameters, **_parameters(scope), limit=limit)
            if len(row["numbers"]) >= POOL or row["seen"] < limit:
                return dict(zip(row["numbers"][:POOL], row["scores"][:POOL], strict=True)), row["seen"] > 0
            limit *= 4

    def _scored(self, weights: Mapping[str, float], numbers: Sequence[int]) -> Scores:
        """Scores of these passages by words; of those without any of them 0."""
        scores = dict.fromkeys(numbers, 0.0)
        for part in batches(numbers, _MOST_KEYS):
            # The keys only limit: a weight of zero leaves the score to the words.
            query = f"+{lucene(weights)} +key:({' '.join(map(_key, part))})^0"
            row = self._row(cypher.scored_by_words(self._slot), words=query, limit=len(part))
            scores |= zip(row["numbers"], row["scores"], strict=True)
        return scores

    def _likeness(self, vector: Sequence[float], numbers: Sequence[int]) -> Scores:
        row = self._row(cypher.similarities(self._slot), numbers=list(numbers), vector=vector)
        return dict(zip(row["numbers"], row["scores"], strict=True))

    def _row(self, statement: str, **parameters: object) -> dict[str, Any]:
        (row,) = self._store.query(statement, parameters)
        return row


def write_passages(
    store: Neo4jStore, slot: Slot, passages: Sequence[Passage], index: SearchIndex, tell: Callable[[int], None]
) -> None:
    """Write passages with their words and vectors into an empty slot, and wait until the server has indexed them.

    Args:
        store: the server.
        slot: where to.
        passages: in library order.
        index: of these passages, whose vectors are taken.
        tell: called with the number of passages just written.
    """
    store.define(*cypher.passage_keys(slot))
    for part in batches(enumerate(passages), _BATCH):
        store.write(cypher.write_passages(slot), _rows(part, index), _BATCH)
        tell(len(part))
    store.define(*cypher.passage_indexes(slot, index.dimension))
    store.run(cypher.AWAIT_INDEXES, {"seconds": _INDEXING})


def lucene(weights: Mapping[str, float]) -> str:
    """A query of Lucene's classic syntax for any of these terms, each with its weight.

    Of more than Lucene takes the heaviest stay, pairs and words before single characters.
    """
    chosen = sorted(weights, key=lambda term: (-weights[term] * len(term), term))[:_MOST_TERMS]
    return f"words:({' '.join(f'{escaped(term)}^{weights[term]:g}' for term in chosen)})"


def escaped(term: str) -> str:
    """A term that Lucene takes as nothing but a term."""
    plain = _SPECIAL.sub(r"\\\1", term)
    return f"\\{plain}" if plain in {"AND", "OR", "NOT", "TO"} else plain


def _rows(part: Sequence[tuple[int, Passage]], index: SearchIndex) -> Iterator[dict[str, Any]]:
    vectors = index.dense.vectors(np.array([number for number, _ in part], np.int64))
    for (number, passage), vector in zip(part, vectors, strict=True):
        yield {
            "passage": {
                "number": number,
                "key": _key(number),
                "provision": passage.provision_id,
                "anchor": passage.anchor_id,
                "document": passage.document_id,
                "ended": int(index.table.ended[number]),
                "words": " ".join(tokens(passage.lexical_text)),
            },
            "vector": vector.astype(float).tolist(),
        }


def _key(number: int) -> str:
    """What stands for a passage in the full-text index, unlike any word of a law."""
    return f"№{number}"


def _parameters(scope: Scope) -> dict[str, object]:
    return {
        "documents": sorted(scope.documents),
        "day": scope.standing_on.toordinal() if scope.standing_on is not None else None,
    }


def _array(scores: Mapping[int, float], numbers: Sequence[int]) -> NDArray[np.float32]:
    return np.array([scores[number] for number in numbers], np.float32)
