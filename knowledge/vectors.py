"""The vectors of a library: the nearest of those that a filter allows, exactly. Here in memory (FAISS, a flat index);
`pg_vectors` has them in the database.

Whoever finds them, they are multiplied in double precision afterwards, so that all have the same products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.embedder import Vectors
from knowledge.filters import Filters, Mask
from knowledge.prepared import Prepared

Places = NDArray[np.int64]
Products = NDArray[np.float64]
ROUNDING = 1e-4  # what lies nearer together than this counts as the same
AT_ONCE = 256  # vectors multiplied
NONE_LEFT = -2.0  # lower than any product: nothing is further


@dataclass(frozen=True)
class Wanted:
    """Of which items the nearest are wanted: `looked_at`, for each item. These are the items that `filters` allow
    (`allowed`) and some beside them, without some of them."""

    filters: Filters
    allowed: Mask
    looked_at: Mask


@dataclass(frozen=True)
class Near:
    """The places of the nearest items and their products with a question's vector; any other item that is wanted has a
    product of at most `others`."""

    places: Places
    products: Products
    others: float


class Nearest(Protocol):
    """Vectors of items by their place; products with a question's vector, higher is nearer. An item whose vector is
    not to be had any more has the product -inf."""

    def nearest(self, query: Vectors, wanted: Wanted, count: int) -> Near:
        """The `count` nearest items that are wanted; fewer where there are no more."""
        ...

    def products(self, query: Vectors, places: Places) -> Products:
        """The products of the items at some places."""
        ...

    def titles(self, query: Vectors, places: Places) -> Products:
        """The products of these items' titles, as they are, with a question's vector as it is."""
        ...

    def most_alike(self, text: Vectors) -> tuple[int, float]:
        """The place of the item whose whole is nearest to a text's vector about the middle of the library, the first
        of several, and their product. There must be an item."""
        ...


class FaissVectors:
    """In memory; exact with any filter, which graphs and clusters of vectors are not (28-53 % found at 1 % allowed)."""

    def __init__(self, prepared: Prepared) -> None:
        import faiss

        self._titles, self._wholes = prepared.titles, prepared.wholes
        self._index: Any = faiss.IndexFlatIP(prepared.vectors.shape[1])
        self._index.add(np.ascontiguousarray(prepared.vectors, np.float32))

    def nearest(self, query: Vectors, wanted: Wanted, count: int) -> Near:
        """See Nearest."""
        import faiss

        searching: Any = faiss  # its stubs do not know what its Python layer adds
        selector = searching.IDSelectorBitmap(np.packbits(wanted.looked_at, bitorder="little"))
        found, places = self._index.search(query[None], count, params=searching.SearchParameters(sel=selector))
        real: Places = places[0][places[0] >= 0]
        others = float(found[0][-1]) if len(real) == count else NONE_LEFT
        return Near(real, self.products(query, real), others)

    def products(self, query: Vectors, places: Places) -> Products:
        """See Nearest."""
        return multiplied(self._index.reconstruct_batch(places), query)

    def titles(self, query: Vectors, places: Places) -> Products:
        """See Nearest."""
        return multiplied(self._titles[places], query)

    def most_alike(self, text: Vectors) -> tuple[int, float]:
        """See Nearest."""
        near = self._wholes @ text
        places = np.flatnonzero(near >= near.max() - ROUNDING)
        return first_of_the_best(places, multiplied(self._wholes[places], text))


def multiplied(vectors: Vectors, query: Vectors) -> Products:
    """The products of vectors with that of a question; some at a time, for which the processor's cache has room."""
    asked, products = query.astype(np.float64), np.empty(len(vectors), np.float64)
    for first in range(0, len(vectors), AT_ONCE):
        products[first : first + AT_ONCE] = np.asarray(vectors[first : first + AT_ONCE], np.float64) @ asked
    return products


def first_of_the_best(places: Places, products: Products) -> tuple[int, float]:
    """The place with the highest product, and that; the first of those that are alike."""
    rounded = np.round(products, 4)
    best = np.flatnonzero(rounded == rounded.max())
    chosen = best[np.argmin(places[best])]
    return int(places[chosen]), float(products[chosen])
