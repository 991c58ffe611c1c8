"""Sentence encoders: the shipped static model without torch, or any sentence-transformers model put in its place."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from corpus import settings
from corpus.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent / "model"
_SETTING = "检查设置 ANFA_ENCODER；不设它就使用随附的编码器"
_HUB = "断网时请把 ANFA_ENCODER 设为本地模型文件夹；不设它就使用随附的编码器"
_BATCH = 256  # texts at a time: bounds the gathered rows to some tens of megabytes
_TINY = 1e-12
# What loading a broken or absent model raises in safetensors, tokenizers, transformers and huggingface_hub.
_LOADING = (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError, RuntimeError)


class Encoder(Protocol):
    """Texts -> unit vectors; a text without any known word becomes the zero vector."""

    @property
    def name(self) -> str:
        """Identity of the model for the index manifest; vectors of two names must not be mixed."""
        ...

    @property
    def dimension(self) -> int:
        """Width of every vector."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of what users type, shape (len(texts), dimension)."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors of what is searched, shape (len(texts), dimension)."""
        ...


class StaticEncoder:
    """A sentence-transformers folder of ``StaticEmbedding`` (and ``Normalize``), computed with numpy alone.

    The vector of a text is the mean of the vectors of its pieces, brought to unit length. Weights may be one table
    (``embedding.weight``) or the compact layout of model2vec (``embeddings`` with per-piece ``weights``, ``mapping``);
    8-bit tables stay 8-bit in memory.

    Raises:
        EncoderError: the folder is not such a model, or is damaged.
    """

    def __init__(self, folder: Path) -> None:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        home = _static_folder(folder)
        if home is None:
            raise EncoderError(f"{folder} 不是静态句向量模型", _SETTING)
        try:
            tensors = load_file(home / "model.safetensors")
            self._tokenizer = Tokenizer.from_file(str(home / "tokenizer.json"))
        except (*_LOADING, SafetensorError) as error:
            raise EncoderError(f"编码器 {folder} 已损坏：{error}", _SETTING) from error
        except Exception as error:
            raise EncoderError(f"编码器 {folder} 的分词器无法读取：{error}", _SETTING) from error
        table = tensors.get("embedding.weight", tensors.get("embeddings"))
        if table is None or table.ndim != 2:
            raise EncoderError(f"编码器 {folder} 缺少词向量表", _SETTING)
        self._table = table
        self._scale: NDArray[np.float32] | None = None
        if "weights" in tensors:
            self._scale = tensors["weights"].astype(np.float32)
        self._mapping = tensors.get("mapping")
        rows = len(self._mapping) if self._mapping is not None else len(table)
        if self._tokenizer.get_vocab_size() > rows:
            raise EncoderError(f"编码器 {folder} 的词表与词向量表不一致", _SETTING)
        self._tokenizer.no_padding()
        self._name = f"static-{self.dimension}-{_digest(home, ('model.safetensors', 'tokenizer.json'))}"

    @property
    def name(self) -> str:
        """``static-WIDTH-HASH``: the same wherever the folder lies."""
        return self._name

    @property
    def dimension(self) -> int:
        """Width of every vector."""
        return int(self._table.shape[1])

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension); queries and passages are treated alike."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension); queries and passages are treated alike."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self.dimension), np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            ids = [e.ids for e in self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)]
            sizes = np.fromiter((len(i) for i in ids), np.int64, len(ids))
            filled = np.flatnonzero(sizes)
            if not filled.size:
                continue
            vectors = self._rows(np.concatenate([np.asarray(i, np.int64) for i in ids if i]))
            # Only filled texts: reduceat would repeat a neighbour's row for an empty segment.
            starts = np.concatenate([[0], np.cumsum(sizes[filled])[:-1]])
            means = np.add.reduceat(vectors, starts, axis=0) / sizes[filled, None].astype(np.float32)
            out[start + filled] = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), _TINY)
        return out

    def _rows(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        rows = ids if self._mapping is None else self._mapping[ids]
        vectors: NDArray[np.float32] = self._table[rows].astype(np.float32)
        if self._scale is not None:
            vectors *= self._scale[ids, None]
        return vectors


class SentenceTransformerEncoder:
    """Any other sentence-transformers model: a local folder, or the name of one on a hub.

    Prompts are the model's own (``query`` and ``document`` / ``passage`` in its configuration); where it has none,
    ``ANFA_ENCODER_QUERY_PROMPT`` and ``ANFA_ENCODER_PASSAGE_PROMPT`` give them (for e5: ``query: `` and ``passage: ``).
    A local folder is never completed from the network.

    Raises:
        EncoderError: the model cannot be loaded.
    """

    def __init__(self, spec: str) -> None:
        folder = Path(spec).expanduser()
        local = folder.is_dir()
        if not local and _looks_like_path(spec):
            raise EncoderError(f"找不到编码器文件夹 {spec}", _SETTING)
        try:
            from sentence_transformers import SentenceTransformer

            self._model: Any = SentenceTransformer(str(folder) if local else spec, local_files_only=local)
        except _LOADING as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
            raise EncoderError(f"无法载入编码器 {spec}：{reason}", _SETTING if local else _HUB) from error
        self._dimension = int(self._model.get_embedding_dimension() or 0)
        prompts: dict[str, str | None] = self._model.prompts or {}
        own = prompts.get("document") or prompts.get("passage") or prompts.get("corpus")
        self._query_prompt = prompts.get("query") or os.environ.get("ANFA_ENCODER_QUERY_PROMPT", "")
        self._passage_prompt = own or os.environ.get("ANFA_ENCODER_PASSAGE_PROMPT", "")
        base = f"{folder.resolve().name}-{_digest(folder)}" if local else spec
        asked = self._query_prompt + "\0" + self._passage_prompt
        self._name = base + (f"+{hashlib.sha256(asked.encode()).hexdigest()[:6]}" if asked != "\0" else "")

    @property
    def name(self) -> str:
        """Folder name and content hash, or the hub name; another prompt is another name."""
        return self._name

    @property
    def dimension(self) -> int:
        """Width of every vector."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension), with the query prompt."""
        return self._encode(texts, self._query_prompt)

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), dimension), with the passage prompt."""
        return self._encode(texts, self._passage_prompt)

    def _encode(self, texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        out = np.zeros((len(texts), self._dimension), np.float32)
        filled = [i for i, text in enumerate(texts) if text.strip()]
        if filled:
            out[filled] = self._model.encode(
                [texts[i] for i in filled], prompt=prompt or None, normalize_embeddings=True, show_progress_bar=False
            )
        return out


def load_encoder(spec: str | None = None) -> Encoder:
    """The encoder named by ``spec``, else by ``ANFA_ENCODER``, else the shipped one.

    Args:
        spec: a local folder or hub name of a sentence-transformers model.

    Raises:
        EncoderError: it cannot be loaded.
    """
    chosen = spec or settings.encoder()
    if chosen is None:
        return StaticEncoder(SHIPPED)
    folder = Path(chosen).expanduser()
    if _static_folder(folder) is not None:
        return StaticEncoder(folder)
    return SentenceTransformerEncoder(chosen)


def _static_folder(folder: Path) -> Path | None:
    """Where the table of a ``StaticEmbedding`` (``Normalize``) model lies; None for any other model."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]).rpartition(".")[2] for module in modules]
        if kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"]):
            return folder / str(modules[0]["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def _looks_like_path(spec: str) -> bool:
    """Hub names are ``name`` or ``owner/name``; all else is a path that was meant to exist."""
    return spec.startswith((".", "~", "/", "\\")) or spec.count("/") > 1 or "\\" in spec or spec.endswith("/")


def _digest(folder: Path, names: Sequence[str] | None = None) -> str:
    """Twelve hexadecimal digits over the given files, or over every file of the folder."""
    total = hashlib.sha256()
    files = [folder / n for n in names] if names else sorted(p for p in folder.rglob("*") if p.is_file())
    for file in files:
        total.update(file.relative_to(folder).as_posix().encode())
        with file.open("rb") as stream:
            total.update(hashlib.file_digest(stream, "sha256").digest())
    return total.hexdigest()[:12]
