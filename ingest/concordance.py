"""Two texts of one document, laid side by side article by article.

Articles are compared as printed, less what is only form: width, spaces, quotation marks, the cut of paragraphs.
The likeness of two is the cosine of their character pairs, the rarer ones weighing more. The most alike pair is
taken first, so that a weak pair never parts a strong one; what is left over may have been merged into an article
already taken, or split off from one.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from corpus.concordance import DOUBTFUL, Change, Concordance, Row
from corpus.model import MARGINS, DocumentText, Outline, Provision, Unit

#: Below this two articles have a subject in common at most (measured on the pairs named in docs/versions.md).
ALIKE = 0.30
#: So much of an article must stand in another before it counts as merged into it or split off from it.
CONTAINED = 0.575
#: Shorter ones are found everywhere.
_TELLING = 24
#: What the place in the law adds: it decides between articles of like words.
_PLACE = 0.05
_PART_ALIKE = 0.35

_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]")
_QUOTES = re.compile(r"[\"'“”‘’「」『』＂＇]")
_OPENING, _CLOSING = re.compile(r"[〈‹<]"), re.compile(r"[〉›>]")
_NUMBERS = re.compile(r"第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?")

_Matrix = NDArray[np.float32]


def plain_words(text: str) -> str:
    """Text as it is compared: half width, without spaces and quotation marks, with one kind of title marks."""
    words = _SPACE.sub("", unicodedata.normalize("NFKC", text))
    words = _QUOTES.sub("", unicodedata.normalize("NFKC", words))  # a letter and a mark that a space kept apart
    return _CLOSING.sub("》", _OPENING.sub("《", words))


@dataclass(frozen=True)
class _Article:
    provision: Provision
    subtree: tuple[Provision, ...]

    @cached_property
    def words(self) -> str:
        first, *rest = self.subtree
        return plain_words(first.heading + first.text + "".join(p.full_text for p in rest))

    @cached_property
    def grams(self) -> Counter[str]:
        return _grams(self.words)


def align(old: DocumentText, new: DocumentText) -> Concordance:
    """The concordance of two versions of one document.

    A text without 第X条 is compared by its 部分 and 措施, or whatever carries words.
    """
    before, after = _articles(old), _articles(new)
    weights = _weights([a.words for a in before + after])
    likeness = _cosines(before, after, weights)
    pairs = _best_first(likeness + _PLACE * _nearness(len(before), len(after)), likeness >= ALIKE)
    merged, split = _leftovers(before, after, pairs, weights)
    rows = [_pair(before[i], after[j], float(likeness[i, j])) for i, j in pairs.items()]
    rows += [_piece(before[i], after[j], share, merged=True) for i, (j, share) in merged.items()]
    rows += [_piece(before[i], after[j], share, merged=False) for j, (i, share) in split.items()]
    gone = [a for i, a in enumerate(before) if i not in pairs and i not in merged]
    fresh = [a for j, a in enumerate(after) if j not in pairs.values() and j not in split]
    rows += [Row(Change.NEW, None, a.provision.id, "", a.provision.label, 0.0) for a in fresh]
    rows += [Row(Change.GONE, a.provision.id, None, a.provision.label, "", 0.0) for a in gone]
    parts: dict[str, str] = {}
    pieces = [*((i, j) for j, (i, _) in split.items()), *((i, j) for i, (j, _) in merged.items())]
    for i, j in [*pieces, *pairs.items()]:
        parts |= _parts(before[i], after[j], weights)
    source = f"由程序比对 {old.document.id} 与 {new.document.id} 的文字得出，引用前请核对"
    return Concordance(old.document.id, new.document.id, _ordered(rows, before, after), source, parts)


def _articles(text: DocumentText) -> list[_Article]:
    outline = Outline(text.provisions)
    for units in (frozenset({Unit.ARTICLE}), frozenset(Unit) - MARGINS):
        heads = [p for p in text.provisions if p.unit in units and (p.text or p.unit is Unit.ARTICLE)]
        if heads:
            whole = units == {Unit.ARTICLE}
            return [_Article(p, tuple(outline.subtree(p.id)) if whole else (p,)) for p in heads]
    return []


# --- likeness --------------------------------------------------------------------------------------------------------


def _grams(words: str) -> Counter[str]:
    return Counter(words[i : i + 2] for i in range(len(words) - 1)) or Counter([words])


def _weights(texts: Sequence[str]) -> dict[str, float]:
    """Of each pair of characters: the rarer over both versions, the heavier."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(_grams(text).keys())
    return {gram: 0.1 + math.log((1 + len(texts)) / (1 + count)) for gram, count in found.items()}


def _cosines(before: Sequence[_Article], after: Sequence[_Article], weights: Mapping[str, float]) -> _Matrix:
    return _cosine([a.words for a in before], [a.words for a in after], weights)


def _cosine(before: Sequence[str], after: Sequence[str], weights: Mapping[str, float]) -> _Matrix:
    columns = {gram: i for i, gram in enumerate(weights)}

    def rows(texts: Sequence[str]) -> _Matrix:
        matrix = np.zeros((len(texts), len(columns) + 1), dtype=np.float32)
        for row, text in enumerate(texts):
            for gram, count in _grams(text).items():
                matrix[row, columns.get(gram, -1)] = (1 + math.log(count)) * weights.get(gram, 0.0)
        matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
        return matrix

    product: _Matrix = rows(before) @ rows(after).T
    return product


def _nearness(rows: int, columns: int) -> _Matrix:
    apart = np.linspace(0, 1, rows)[:, None] - np.linspace(0, 1, columns)[None, :]
    near: _Matrix = (1 - np.abs(apart)).astype(np.float32)
    return near


def _best_first(scores: _Matrix, allowed: NDArray[np.bool_]) -> dict[int, int]:
    """Row -> column, each taken once, the highest score first."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for flat in np.argsort(-scores, axis=None, kind="stable"):
        row, column = divmod(int(flat), scores.shape[1])
        if row not in pairs and column not in taken and allowed[row, column]:
            pairs[row] = column
            taken.add(column)
    return pairs


_Pieces = dict[int, tuple[int, float]]


def _leftovers(
    before: Sequence[_Article], after: Sequence[_Article], pairs: Mapping[int, int], weights: Mapping[str, float]
) -> tuple[_Pieces, _Pieces]:
    """Old article -> (the new one it stands in, share); new article -> (the old one it was taken from, share)."""
    taken = set(pairs.values())
    merged = {i: _container(before[i], after, weights) for i in range(len(before)) if i not in pairs}
    split = {j: _container(after[j], before, weights) for j in range(len(after)) if j not in taken}
    return (
        {i: held for i, held in merged.items() if held is not None and held[0] in taken},
        {j: held for j, held in split.items() if held is not None and held[0] in pairs},
    )


def _container(article: _Article, others: Sequence[_Article], weights: Mapping[str, float]) -> tuple[int, float] | None:
    """Index of the one that holds most of the article's words, and how much; None where none holds enough."""
    if len(article.words) < _TELLING or not others:
        return None
    own = article.grams
    total = sum(weights[gram] * count for gram, count in own.items())
    shares = [
        sum(weights[gram] * min(count, other.grams[gram]) for gram, count in own.items() if gram in other.grams) / total
        for other in others
    ]
    best = max(range(len(shares)), key=shares.__getitem__)
    return (best, shares[best]) if shares[best] >= CONTAINED else None


# --- rows ------------------------------------------------------------------------------------------------------------


def _pair(old: _Article, new: _Article, likeness: float) -> Row:
    ids = old.provision.id, new.provision.id, old.provision.label, new.provision.label
    if old.words == new.words:
        moved = old.provision.locator != new.provision.locator
        return Row(Change.RENUMBERED if moved else Change.SAME, *ids, 1.0)
    note = ""
    if _NUMBERS.sub("", old.words) == _NUMBERS.sub("", new.words):
        note = "只有引用的条号不同"
    elif likeness < DOUBTFUL:
        note = "文字差别很大，对应关系待核"
    return Row(Change.CHANGED, *ids, round(likeness, 3), False, note)


def _piece(old: _Article, new: _Article, share: float, *, merged: bool) -> Row:
    ids = old.provision.id, new.provision.id, old.provision.label, new.provision.label
    return Row(Change.CHANGED, *ids, round(share, 3), not merged, "并入该条" if merged else "由原条分出")


def _parts(old: _Article, new: _Article, weights: Mapping[str, float]) -> dict[str, str]:
    """Paragraphs to paragraphs and items to items, within a pair of articles."""
    found: dict[str, str] = {}
    for unit in (Unit.PARAGRAPH, Unit.ITEM, Unit.SUBITEM):
        before = [p for p in old.subtree if p.unit is unit]
        after = [p for p in new.subtree if p.unit is unit]
        if not before or not after:
            continue
        scores = _cosine([_part_words(p) for p in before], [_part_words(p) for p in after], weights)
        pairs = _best_first(scores + _PLACE * _nearness(len(before), len(after)), scores >= _PART_ALIKE)
        found |= {before[i].id: after[j].id for i, j in pairs.items()}
    return found


def _part_words(part: Provision) -> str:
    return plain_words(part.heading + part.text)


def _ordered(rows: Sequence[Row], before: Sequence[_Article], after: Sequence[_Article]) -> tuple[Row, ...]:
    """In the order of the newer version; an article that is gone after the one it followed."""
    new = {a.provision.id: place for place, a in enumerate(after)}
    old = {a.provision.id: place for place, a in enumerate(before)}
    kept: dict[str, int] = {}
    for row in rows:
        if row.old is not None and row.new is not None:
            kept[row.old] = max(new[row.new], kept.get(row.old, -1))

    def place(row: Row) -> tuple[int, int, int]:
        if row.new is not None:
            return new[row.new], 0, old.get(row.old or "", 0)
        at = old[row.old or ""]
        earlier = next((kept[a.provision.id] for a in reversed(before[:at]) if a.provision.id in kept), -1)
        return earlier, 1, at

    return tuple(sorted(rows, key=place))
