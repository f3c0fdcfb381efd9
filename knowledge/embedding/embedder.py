"""What every embedder offers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Calibration:
    """What the nearness of an embedder's vectors is worth; no two embedders' cosines mean the same.

    `meaning` is its weight beside words. A hit is right with the probability 1 / (1 + exp(-(bias + score x the hit's
    score + title x the cosine of question and title))); where that of the best is below `least`, nothing answers.
    `knowledge.calibrating` finds these numbers. Two texts whose cosine about the middle of the library is `same` or
    more say the same in other words."""

    meaning: float
    bias: float
    score: float
    title: float
    least: float
    same: float = 0.9

    def confidence(self, score: float, title: float) -> float:
        """The probability of a hit."""
        evidence = self.bias + self.score * score + self.title * title
        return round((1 + math.tanh(evidence / 2)) / 2, 4)  # the logistic function, for any evidence


class NoAnswer(Exception):
    """An embedder cannot give vectors just now; the message says why, for a person."""


class Embedder(Protocol):
    """Texts → vectors of length 1 (texts x size), of 0 where nothing of a text is known. `id` differs wherever the
    vectors do: those of two embedders are never compared. `documents` and `queries` may raise NoAnswer."""

    @property
    def id(self) -> str:
        """Which embedder."""
        ...

    @property
    def size(self) -> int:
        """Numbers of a vector."""
        ...

    @property
    def calibration(self) -> Calibration:
        """What its nearness is worth."""
        ...

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts that are to be found."""
        ...

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions."""
        ...


def normalised(vectors: Vectors) -> Vectors:
    """The vectors with length 1; what is 0 stays 0."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths > 0, lengths, 1), np.float32)


class Recalibrated:
    """An embedder whose nearness is worth something else."""

    def __init__(self, embedder: Embedder, calibration: Calibration) -> None:
        self._embedder = embedder
        self.calibration = calibration

    @property
    def id(self) -> str:
        """That of the embedder: the vectors are the same."""
        return self._embedder.id

    @property
    def size(self) -> int:
        """See Embedder."""
        return self._embedder.size

    def documents(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self._embedder.documents(texts)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """See Embedder."""
        return self._embedder.queries(texts)
