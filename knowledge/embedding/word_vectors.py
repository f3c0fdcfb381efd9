"""The embedder that is always there: a text is the weighted sum of its words' vectors.

The vectors lie in `word_vectors.npz`: the commonest Chinese words, each as multilingual-e5-small sees it by itself,
reduced to the directions in which words differ most (`distil` makes the file). Words count less the commoner they are:
a / (a + frequency), the smooth inverse frequency of Arora et al. 2017.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from knowledge.embedding.embedder import Calibration, Vectors, normalised
from nlu.text.plain import plain
from nlu.text.words import cut

CALIBRATION = Calibration(
    meaning=0.3, bias=-1.42, score=8.11, title=-0.7, least=0.266, same=0.76
)  # knowledge.calibrating
FILE = Path(__file__).with_name("word_vectors.npz")


class WordVectors:
    """The words of a file, opened when the first text comes."""

    calibration = CALIBRATION

    def __init__(self, file: Path = FILE) -> None:
        self._file = file

    @cached_property
    def id(self) -> str:
        """Which words and vectors."""
        return f"words-{hashlib.sha256(self._file.read_bytes()).hexdigest()[:12]}"

    @property
    def size(self) -> int:
        """Numbers of a vector."""
        return int(self._vectors.shape[1])

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts."""
        return (
            normalised(np.stack([self._sum(text) for text in texts])) if texts else np.zeros((0, self.size), np.float32)
        )

    queries = documents

    def _sum(self, text: str) -> Vectors:
        letters = plain(text)
        words = (letters[start:end] for start, end in cut(letters, 0, len(letters)))
        rows = [row for word in words if (row := self._rows.get(word)) is not None]
        return self._vectors[rows].sum(axis=0) if rows else np.zeros(self.size, np.float32)

    @property
    def _rows(self) -> dict[str, int]:
        return _opened(self._file)[0]

    @property
    def _vectors(self) -> Vectors:
        return _opened(self._file)[1]


@cache
def _opened(file: Path) -> tuple[dict[str, int], Vectors]:
    """Words with the rows of their vectors, once for each process."""
    with np.load(file) as held:
        words = str(held["words"]).split("\n")
        return dict(zip(words, range(len(words)), strict=True)), held["values"] * held["scales"][:, None]
