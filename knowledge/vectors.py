"""The vectors of a library in memory: the nearest of those that a filter allows, exactly (FAISS, a flat index)."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.embedder import Vectors
from knowledge.filters import Mask

Places = NDArray[np.int64]


class Nearest(Protocol):
    """Vectors of items by their place; products with a question's vector, higher is nearer."""

    def nearest(self, query: Vectors, allowed: Mask, count: int) -> tuple[Places, Vectors]:
        """The places of the `count` nearest items that are allowed, the nearest first, and their products."""
        ...

    def products(self, query: Vectors, places: Places) -> Vectors:
        """The products of the items at some places."""
        ...


class FaissVectors:
    """In memory; exact with any filter, which graphs and clusters of vectors are not (28-53 % found at 1 % allowed)."""

    def __init__(self, vectors: Vectors) -> None:
        import faiss

        self._index: Any = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors, np.float32))

    def nearest(self, query: Vectors, allowed: Mask, count: int) -> tuple[Places, Vectors]:
        """See Nearest."""
        import faiss

        searching: Any = faiss  # its stubs do not know what its Python layer adds
        selector = searching.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        found, places = self._index.search(query[None], count, params=searching.SearchParameters(sel=selector))
        real = places[0] >= 0
        return places[0][real], found[0][real]

    def products(self, query: Vectors, places: Places) -> Vectors:
        """See Nearest."""
        products: Vectors = self._index.reconstruct_batch(places) @ query
        return products
