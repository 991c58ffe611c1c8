"""Fitting the student: piece vectors whose mean gives back the teacher's vector of the whole text.

Teacher vectors lie in a narrow cone and carry the mark of their prefix; queries, passages and single pieces are
therefore each centred on their own mean, then turned to the principal axes of the passages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from search.distill.questions import Questions


@dataclass(frozen=True)
class Recipe:
    """Settings of one distillation; the defaults are those of the shipped model.

    Attributes:
        dimension: width of the student.
        sif: constant a of the starting weight a / (a + p) of a piece with frequency p.
        ridge: penalty of the linear map that starts the training.
        epochs: passes over the sample.
        batch: texts in a batch; also the number of candidates in the ranking loss.
        rate: first learning rate, falling to zero along a cosine.
        ranking: weight of the ranking loss beside the cosine loss.
        temperature: of the ranking loss.
        pairing: weight of the loss over the given pairs of query and passage, as many a batch.
        dropout: share of pieces left out of a training text.
        question_epochs: passes over the judged questions in the last step.
        question_rate: learning rate of the last step.
        question_batch: judged pairs in a batch of the last step.
        random_passages: passages drawn by chance that the right one must beat.
        near_passages: passages a question that ranked high before the last step without being right.
        anchor: weight of the cosine loss that keeps the last step near the teacher.
        seed: of every random choice.
    """

    dimension: int = 384
    sif: float = 1e-3
    ridge: float = 1.0
    epochs: int = 6
    batch: int = 1024
    rate: float = 5e-3
    ranking: float = 0.2
    temperature: float = 0.05
    dropout: float = 0.1
    pairing: float = 0.1
    question_epochs: int = 8
    question_rate: float = 2e-3
    question_batch: int = 128
    random_passages: int = 2048
    near_passages: int = 4
    anchor: float = 5.0
    seed: int = 7


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows at unit length; zero rows stay zero."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), np.float32)


def principal_axes(passages: NDArray[np.float32], dimension: int) -> NDArray[np.float32]:
    """The ``dimension`` directions of greatest variance, shape (width, dimension)."""
    centred = passages - passages.mean(0)
    _, axes = np.linalg.eigh(np.asarray(centred.T @ centred, np.float64))
    return np.asarray(axes[:, ::-1][:, :dimension], np.float32)


def targets(vectors: NDArray[np.float32], axes: NDArray[np.float32]) -> NDArray[np.float32]:
    """Centred, turned to ``axes`` and brought to unit length."""
    return unit((vectors - vectors.mean(0)) @ axes)


class Bags:
    """Piece numbers of many texts, laid end to end."""

    def __init__(self, tokenizer: Tokenizer, texts: Sequence[str]) -> None:
        encoded = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        self.sizes = np.array([len(e.ids) for e in encoded], np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.sizes)])
        self.ids = np.concatenate([np.asarray(e.ids, np.int64) for e in encoded])

    def take(self, rows: NDArray[np.int64], keep: NDArray[np.bool_] | None = None) -> tuple[Any, Any]:
        """Ids and offsets of ``rows`` for ``EmbeddingBag``; ``keep`` marks the pieces not dropped."""
        import torch

        pieces = [self.ids[self.starts[r] : self.starts[r + 1]] for r in rows]
        if keep is not None:
            dropped = [p[keep[self.starts[r] : self.starts[r + 1]]] for r, p in zip(rows, pieces, strict=True)]
            pieces = [d if len(d) else p for d, p in zip(dropped, pieces, strict=True)]
        offsets = np.cumsum([0] + [len(p) for p in pieces[:-1]])
        return torch.from_numpy(np.concatenate(pieces)), torch.from_numpy(offsets)

    def means(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """Mean row of ``table`` for every text; zero for a text without pieces."""
        import torch

        with torch.no_grad():
            bag = torch.nn.functional.embedding_bag(
                torch.from_numpy(self.ids), torch.from_numpy(table), torch.from_numpy(self.starts[:-1]), mode="mean"
            )
        return np.asarray(bag.numpy(), np.float32)


def starting_table(
    pieces: NDArray[np.float32], bags: Bags, wanted: NDArray[np.float32], recipe: Recipe
) -> NDArray[np.float32]:
    """Teacher vectors of the single pieces, weighted by rarity, under the best linear map to the targets.

    The map reaches the pieces that no training text holds, so that they live in the same space as the others.
    """
    counts = np.bincount(bags.ids, minlength=len(pieces)).astype(np.float64)
    share = counts / counts.sum()
    weighted = (pieces * (recipe.sif / (recipe.sif + share))[:, None]).astype(np.float32)
    weighted[0] = 0.0  # the unknown piece says nothing
    means = bags.means(weighted)
    scale = np.linalg.norm(means, axis=1, keepdims=True).mean()
    means = means / scale
    gram = means.T @ means + recipe.ridge * np.eye(means.shape[1], dtype=np.float32)
    return np.asarray((weighted / scale) @ np.linalg.solve(gram, means.T @ wanted), np.float32)


def train(
    table: NDArray[np.float32],
    bags: Bags,
    wanted: NDArray[np.float32],
    recipe: Recipe,
    pairs: tuple[Bags, Bags] | None = None,
    log: Callable[[str], object] = print,
) -> NDArray[np.float32]:
    """The table after ``recipe.epochs`` passes.

    Loss: one minus cosine to the target, plus the divergence between the teacher's and the student's ranking of the
    other texts in the batch.
    """
    import torch
    from torch.nn import functional

    torch.manual_seed(recipe.seed)
    chance = np.random.default_rng(recipe.seed)
    weights = torch.nn.Parameter(torch.from_numpy(table.copy()))
    optimiser = torch.optim.Adam([weights], lr=recipe.rate, fused=True)
    rows = np.flatnonzero(bags.sizes)
    steps = recipe.epochs * (len(rows) // recipe.batch)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    goal = torch.from_numpy(wanted)
    for epoch in range(recipe.epochs):
        chance.shuffle(rows)
        keep = chance.random(len(bags.ids)) >= recipe.dropout
        total = 0.0
        for start in range(0, len(rows) - recipe.batch + 1, recipe.batch):
            chosen = rows[start : start + recipe.batch]
            ids, offsets = bags.take(chosen, keep)
            out = functional.normalize(functional.embedding_bag(ids, weights, offsets, mode="mean"), dim=1)
            right = goal[torch.from_numpy(chosen)]
            loss = (1 - (out * right).sum(1)).mean()
            if recipe.ranking:
                itself = torch.eye(len(chosen), dtype=torch.bool)
                ours = (out @ out.T / recipe.temperature).masked_fill(itself, -1e4)
                theirs = (right @ right.T / recipe.temperature).masked_fill(itself, -1e4)
                loss = loss + recipe.ranking * functional.kl_div(
                    ours.log_softmax(1), theirs.log_softmax(1), reduction="batchmean", log_target=True
                )
            if pairs and recipe.pairing:
                loss = loss + recipe.pairing * _pairing_loss(weights, pairs, recipe, chance)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
            total += loss.item() * recipe.batch / len(rows)
        log(f"epoch {epoch + 1}/{recipe.epochs}: loss {total:.4f}")
    trained: NDArray[np.float32] = weights.detach().numpy()
    return trained


def _pairing_loss(weights: Any, pairs: tuple[Bags, Bags], recipe: Recipe, chance: np.random.Generator) -> Any:
    """Cross entropy of finding each query's own passage among those of the batch."""
    import torch
    from torch.nn import functional

    left, right = pairs
    rows = chance.choice(len(left.sizes), min(recipe.batch, len(left.sizes)), replace=False)
    queries, passages = (
        functional.normalize(functional.embedding_bag(ids, weights, offsets, mode="mean"), dim=1)
        for ids, offsets in (left.take(rows), right.take(rows))
    )
    return functional.cross_entropy(queries @ passages.T / recipe.temperature, torch.arange(len(rows)))


def finetune(
    table: NDArray[np.float32],
    tokenizer: Tokenizer,
    asked: Questions,
    anchor: tuple[Bags, NDArray[np.float32]],
    clauses: tuple[Bags, Bags],
    recipe: Recipe,
    log: Callable[[str], object] = print,
) -> NDArray[np.float32]:
    """A light last step on judged questions: the right passage before near misses and passages drawn by chance.

    ``anchor`` (texts of the distillation and their targets) and ``clauses`` (its pairs) go on being learnt, so that
    other fields of law are not forgotten.
    """
    import torch
    from torch.nn import functional

    chance = np.random.default_rng(recipe.seed)
    queries, passages = Bags(tokenizer, asked.queries), Bags(tokenizer, asked.passages)
    near = _nearest(unit(queries.means(table)), unit(passages.means(table)), 60)
    pairs = np.array([(q, p) for q, right in enumerate(asked.right) for p in sorted(right)])
    known, goal = anchor
    filled, wanted = np.flatnonzero(known.sizes), torch.from_numpy(goal)
    weights = torch.nn.Parameter(torch.from_numpy(table.copy()))
    optimiser = torch.optim.Adam([weights], lr=recipe.question_rate, fused=True)

    def vectors(bags: Bags, rows: NDArray[np.int64]) -> Any:
        ids, offsets = bags.take(rows)
        return functional.normalize(functional.embedding_bag(ids, weights, offsets, mode="mean"), dim=1)

    for epoch in range(recipe.question_epochs):
        chance.shuffle(pairs)
        total, batches = 0.0, len(pairs) // recipe.question_batch
        for pair in pairs[: batches * recipe.question_batch].reshape(batches, -1, 2):
            misses = [chance.choice(near[q], recipe.near_passages, replace=False) for q in pair[:, 0]]
            drawn = chance.choice(len(asked.passages), recipe.random_passages, replace=False)
            candidates = np.concatenate([pair[:, 1], *misses, drawn])
            # A question's other right passages are no misses; its own stands on the diagonal.
            also = np.array([np.isin(candidates, list(asked.right[q])) for q in pair[:, 0]])
            np.fill_diagonal(also, False)
            scores = vectors(queries, pair[:, 0]) @ vectors(passages, candidates).T / recipe.temperature
            scores = scores.masked_fill(torch.from_numpy(also), -1e4)
            rows = chance.choice(filled, min(recipe.batch, len(filled)), replace=False)
            cosine = (vectors(known, rows) * wanted[torch.from_numpy(rows)]).sum(1)
            loss = functional.cross_entropy(scores, torch.arange(len(pair))) + recipe.anchor * (1 - cosine).mean()
            loss = loss + recipe.pairing * _pairing_loss(weights, clauses, recipe, chance)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() / batches
        log(f"questions {epoch + 1}/{recipe.question_epochs}: loss {total:.4f}")
    tuned: NDArray[np.float32] = weights.detach().numpy()
    return tuned


def _nearest(queries: NDArray[np.float32], passages: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Row numbers of the ``count`` passages nearest to every query, in no order."""
    best = [np.argpartition(-(passages @ query), count)[:count] for query in queries]
    return np.asarray(best, np.int64)
