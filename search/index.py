"""The search index of one generation on disk: passage table, BM25, vectors."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LibraryError
from search.dense import DenseIndex
from search.encoder import Encoder
from search.lexical import LexicalIndex
from search.passages import Passage

_NEVER = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class PassageTable:
    """What the ranking must know of every passage; row i everywhere is passage i.

    Attributes:
        provisions: provision ids.
        anchors: numbers into ``anchor_ids``.
        anchor_ids: ids of articles and measures.
        documents: numbers into ``document_ids``.
        document_ids: version ids.
        ended: ordinal of the first day a provision no longer stands; the largest date when it does.
    """

    provisions: list[str]
    anchors: NDArray[np.int32]
    anchor_ids: list[str]
    documents: NDArray[np.int32]
    document_ids: list[str]
    ended: NDArray[np.int32]
    _numbers: dict[str, int] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        # Here and not at the first question: threads that ask at once must not see half of it.
        for number in range(len(self.provisions) - 1, -1, -1):
            self._numbers[self.anchor_ids[self.anchors[number]]] = number
        self._numbers.update({identifier: number for number, identifier in enumerate(self.provisions)})

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> PassageTable:
        """The table of these passages."""
        anchors: dict[str, int] = {}
        documents: dict[str, int] = {}
        return cls(
            [p.provision_id for p in passages],
            np.array([anchors.setdefault(p.anchor_id, len(anchors)) for p in passages], np.int32),
            list(anchors),
            np.array([documents.setdefault(p.document_id, len(documents)) for p in passages], np.int32),
            list(documents),
            np.array([p.ended.toordinal() if p.ended else _NEVER for p in passages], np.int32),
        )

    def passage_of(self, provision: str) -> int | None:
        """Number of the passage with a provision's words; of an article without words of its own, its first one's."""
        return self._numbers.get(provision)

    def save(self, folder: Path) -> None:
        """Write ``passages.json`` and ``passages.npz``."""
        names = {"provisions": self.provisions, "anchors": self.anchor_ids, "documents": self.document_ids}
        (folder / "passages.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "passages.npz", anchors=self.anchors, documents=self.documents, ended=self.ended)

    @classmethod
    def load(cls, folder: Path) -> PassageTable:
        """Read what :meth:`save` wrote."""
        names = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
        with np.load(folder / "passages.npz") as arrays:
            return cls(
                names["provisions"],
                arrays["anchors"],
                names["anchors"],
                arrays["documents"],
                names["documents"],
                arrays["ended"],
            )


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """Everything a query touches."""

    table: PassageTable
    lexical: LexicalIndex
    dense: DenseIndex

    @classmethod
    def build(
        cls,
        passages: Sequence[Passage],
        encoder: Encoder,
        folder: Path,
        *,
        batch: int = 512,
        progress: Callable[[int], None] = lambda _: None,
    ) -> SearchIndex:
        """Index the passages and write everything into ``folder``.

        Args:
            passages: at least one.
            encoder: makes the vectors.
            folder: an existing folder.
            batch: passages encoded at a time.
            progress: called with the number of passages just encoded.
        """
        if not passages:
            raise LibraryError("没有可检索的条款", "请检查所选法律或收录的文件是否为空")
        vectors = np.empty((len(passages), encoder.dimension), np.float32)
        for start in range(0, len(passages), batch):
            part = passages[start : start + batch]
            vectors[start : start + len(part)] = encoder.encode_passages([p.dense_text for p in part])
            progress(len(part))
        index = cls(
            PassageTable.of(passages),
            LexicalIndex.build(p.lexical_text for p in passages),
            DenseIndex.build(vectors),
        )
        index.table.save(folder)
        index.lexical.save(folder / "bm25")
        index.dense.save(folder / "vectors.faiss")
        return index

    @classmethod
    def load(cls, folder: Path) -> SearchIndex:
        """Open an index.

        Raises:
            LibraryError: a part is absent or damaged.
        """
        try:
            return cls(
                PassageTable.load(folder),
                LexicalIndex.load(folder / "bm25"),
                DenseIndex.load(folder / "vectors.faiss"),
            )
        except (OSError, EOFError, ValueError, KeyError, RuntimeError) as error:
            raise LibraryError(f"检索索引无法读取（{error}）", "请运行 anfa build 重建") from error
