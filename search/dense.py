"""Dense vectors in FAISS, inner product of unit vectors (cosine), exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


class DenseIndex:
    """Exact nearest neighbours over passage vectors."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> DenseIndex:
        """Index unit vectors, shape (passages, dimension); they are kept as half floats."""
        import faiss

        index = faiss.IndexScalarQuantizer(vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        index.train(vectors)
        index.add(vectors)
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to ``path``."""
        import faiss

        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Open a saved index, memory-mapped."""
        import faiss

        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP | faiss.IO_FLAG_READ_ONLY))

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def nearest(
        self, query: NDArray[np.float32], count: int, allowed: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The ``count`` most similar allowed passages.

        Args:
            query: one unit vector, shape (dimension,).
            count: how many at most.
            allowed: mask over passages, shape (passages,).

        Returns:
            Passage numbers and their cosines, best first.
        """
        import faiss

        parameters = None
        if not allowed.all():
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(allowed), faiss.swig_ptr(bits))
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        cosines, numbers = self._index.search(query[np.newaxis, :], count, params=parameters)
        found = numbers[0] >= 0
        return numbers[0][found], cosines[0][found]

    def vectors(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors of the numbered passages, shape (len(numbers), dimension)."""
        vectors: NDArray[np.float32] = self._index.reconstruct_batch(numbers)
        return vectors

    def cosines(self, query: NDArray[np.float32], numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Cosine of each numbered passage with one unit vector, shape (len(numbers),)."""
        return self.vectors(numbers) @ query
