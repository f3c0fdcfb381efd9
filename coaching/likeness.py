"""Which texts mean the like: what an embedder must offer here, and how near to each other its texts are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Likeness(Protocol):
    """Texts → vectors of length 1 (texts x size), of 0 where nothing of a text is known; the same texts always give the
    same vectors."""

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """The vectors."""
        ...


def nearness(likeness: Likeness | None, first: Sequence[str], second: Sequence[str]) -> Vectors:
    """The cosine of each of the first with each of the second, rounded so that no machine differs; 0 without an
    embedder."""
    if likeness is None or not first or not second:
        return np.zeros((len(first), len(second)), np.float32)
    vectors = likeness([*first, *second])
    return np.asarray(np.round(vectors[: len(first)] @ vectors[len(first) :].T, 4), np.float32)
