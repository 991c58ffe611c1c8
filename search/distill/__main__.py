"""``python -m search.distill --out DIR --texts PATH...``: make the static encoder again (docs/encoder.md)."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click
import numpy as np

from corpus.errors import AnfaError
from search.distill.distill import Bags, Recipe, finetune, principal_axes, starting_table, targets, train, unit
from search.distill.questions import read_questions
from search.distill.ship import model_card, save
from search.distill.teacher import PASSAGE, QUERY, Teacher
from search.distill.texts import clause_pairs, passages, read_texts, sample, statute_articles
from search.distill.vocabulary import build_tokenizer, choose_pieces

_HELD = 2000  # passages and queries kept out of the training, to measure it


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the model to write.")
@click.option(
    "--texts",
    type=click.Path(path_type=Path),
    multiple=True,
    help="File or folder of legal texts beside the packaged statutes (.txt .md .jsonl .jsonl.gz); repeatable.",
)
@click.option(
    "--questions",
    type=click.Path(path_type=Path),
    help="Folder in BEIR layout whose train split ends the training (corpus.jsonl.gz, queries.train.jsonl, qrels/).",
)
@click.option("--pieces", default=34_000, show_default=True, help="Size of the vocabulary.")
@click.option("--n-passages", default=60_000, show_default=True, help="Passages that the teacher encodes.")
@click.option("--n-queries", default=25_000, show_default=True, help="Clauses that the teacher encodes as queries.")
@click.option("--dimension", default=Recipe.dimension, show_default=True)
@click.option("--epochs", default=Recipe.epochs, show_default=True)
def main(
    out: Path,
    texts: tuple[Path, ...],
    questions: Path | None,
    pieces: int,
    n_passages: int,
    n_queries: int,
    dimension: int,
    epochs: int,
) -> None:
    """Distil multilingual-e5-small into a static encoder for Chinese law."""
    recipe, started = Recipe(dimension=dimension, epochs=epochs), time.perf_counter()
    try:
        asked = read_questions(questions) if questions else None
        read = list(dict.fromkeys([*statute_articles(), *read_texts(texts)]))
        teacher = Teacher()
    except AnfaError as error:
        raise click.ClickException(str(error)) from error
    tokenizer = build_tokenizer(choose_pieces([*read, *(asked.queries if asked else [])], pieces))
    tokenizer.no_padding()
    click.echo(f"{len(read)} texts, {tokenizer.get_vocab_size()} pieces")

    chosen = sample(read, n_passages, n_queries, recipe.seed)
    seen, clauses = teacher.encode(chosen.passages, PASSAGE), teacher.encode(chosen.queries, QUERY)
    vocabulary = tokenizer.get_vocab()
    single = teacher.encode(sorted(vocabulary, key=vocabulary.__getitem__), QUERY)
    axes = principal_axes(seen, dimension)
    wanted = np.concatenate([targets(seen, axes), targets(clauses, axes)])
    bags = Bags(tokenizer, chosen.passages + chosen.queries)
    held = np.zeros(len(wanted), np.bool_)
    held[: min(_HELD, n_passages // 10)] = True
    held[len(seen) : len(seen) + min(_HELD, n_queries // 10)] = True

    known = Bags(tokenizer, [t for t, h in zip(chosen.passages + chosen.queries, held, strict=True) if not h])
    pairs = list(clause_pairs(list(dict.fromkeys(p for text in read for p in passages(text))), recipe.seed))
    paired = Bags(tokenizer, [query for query, _ in pairs]), Bags(tokenizer, [passage for _, passage in pairs])
    table = starting_table(targets(single, axes), known, wanted[~held], recipe)
    table = train(table, known, wanted[~held], recipe, paired, click.echo)
    if asked is not None:
        table = finetune(table, tokenizer, asked, (known, wanted[~held]), paired, recipe, click.echo)
    agreement = float((unit(bags.means(table))[held] * wanted[held]).sum(1).mean())
    minutes = (time.perf_counter() - started) / 60
    save(out, tokenizer, table, model_card(table.shape, agreement))
    click.echo(json.dumps({"folder": str(out), "cosine_to_teacher": round(agreement, 4), "minutes": round(minutes, 1)}))


if __name__ == "__main__":
    main()
