"""A tiny network in the format of the weights of e5-small, and what that network gives, computed plainly."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HIDDEN, LAYERS, HEADS, INNER, POSITIONS = 32, 2, 4, 64, 24
PIECES = [
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "▁",
    "嫌",
    "贵",
    "太贵",
    "价",
    "高",
    "query",
    ":",
    "passage",
    "▁query",
    "▁passage",
]
EPSILON = 1e-5
PARTS = {**dict.fromkeys(("q", "k", "v", "ao"), (HIDDEN, HIDDEN)), "fi": (INNER, HIDDEN), "fo": (HIDDEN, INNER)}
Array = NDArray[Any]


class TinyE5:
    """Random weights, the same for the same seed, already rounded to what the file can hold."""

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        self.full: dict[str, Array] = {}
        self.packed: dict[str, Array] = {}
        self._blobs: list[tuple[str, int, bytes]] = []
        self._matrix(random, "emb.word", len(PIECES), HIDDEN)
        self._floats(random, "emb.pos", POSITIONS, HIDDEN)
        self._floats(random, "emb.type", HIDDEN)
        self._norm(random, "emb.ln")
        for layer in range(LAYERS):
            for part, (rows, columns) in PARTS.items():
                self._matrix(random, f"l{layer}.{part}.w", rows, columns)
                self._floats(random, f"l{layer}.{part}.b", rows)
            self._norm(random, f"l{layer}.aln")
            self._norm(random, f"l{layer}.oln")

    def write(self, path: Path) -> None:
        """The weights as a file."""
        head = (
            b"E5S1" + struct.pack("<i", 1) + struct.pack("<7i", HIDDEN, LAYERS, HEADS, INNER, len(PIECES), POSITIONS, 2)
        )
        head += struct.pack("<f", EPSILON) + struct.pack("<i", 0)
        pieces = [piece.encode() for piece in PIECES]
        starts = np.cumsum([0, *map(len, pieces)]).astype("<u4")
        head += struct.pack("<5i", len(PIECES), 0, 2, 1, 3) + struct.pack("<Q", sum(map(len, pieces)))
        head += starts.tobytes() + np.linspace(-1, -9, len(PIECES)).astype("<f4").tobytes() + b"".join(pieces)
        head += struct.pack("<iI", 0, 0) + struct.pack("<i", len(self._blobs))
        entries = sum(2 + len(name.encode()) + 21 for name, _, _ in self._blobs)
        place = len(head) + entries
        table, data = b"", b""
        for name, count, blob in self._blobs:
            table += (
                struct.pack("<H", len(name.encode()))
                + name.encode()
                + struct.pack("<BIQQ", 0, count, place + len(data), len(blob))
            )
            data += blob
        path.write_bytes(head + table + data)

    def vector(self, tokens: Sequence[int]) -> Array:
        """What the network gives for a text, in full precision."""
        state = self.packed["emb.word"][list(tokens)] + self.full["emb.pos"][: len(tokens)] + self.full["emb.type"]
        state = self._normed(state, "emb.ln")
        for layer in range(LAYERS):
            name = f"l{layer}"
            query, key, value = (self._heads(self._linear(state, f"{name}.{part}")) for part in "qkv")
            scores = query @ key.transpose(0, 2, 1) / math.sqrt(HIDDEN / HEADS)
            weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
            mixed = (weights / weights.sum(axis=-1, keepdims=True)) @ value
            mixed = mixed.transpose(1, 0, 2).reshape(len(tokens), HIDDEN)
            state = self._normed(self._linear(mixed, f"{name}.ao") + state, f"{name}.aln")
            inner = self._linear(state, f"{name}.fi")
            inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
            state = self._normed(self._linear(inner, f"{name}.fo") + state, f"{name}.oln")
        mean = state.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean))

    def _heads(self, state: Array) -> Array:
        return state.reshape(len(state), HEADS, HIDDEN // HEADS).transpose(1, 0, 2)

    def _linear(self, state: Array, name: str) -> Array:
        return np.asarray(state @ self.packed[f"{name}.w"].T + self.full[f"{name}.b"])

    def _normed(self, state: Array, name: str) -> Array:
        centred = state - state.mean(axis=-1, keepdims=True)
        scale = np.sqrt(centred.var(axis=-1, keepdims=True) + EPSILON)
        return np.asarray(centred / scale * self.full[f"{name}.w"] + self.full[f"{name}.b"])

    def _floats(self, random: np.random.Generator, name: str, *shape: int, mean: float = 0) -> None:
        values = random.normal(mean, 0.1, shape).astype("<f4")
        self.full[name] = values
        self._blobs.append((name, values.size, values.tobytes()))

    def _norm(self, random: np.random.Generator, name: str) -> None:
        self._floats(random, f"{name}.w", HIDDEN, mean=1)
        self._floats(random, f"{name}.b", HIDDEN)

    def _matrix(self, random: np.random.Generator, name: str, rows: int, columns: int) -> None:
        blocks = rows * columns // 32
        scales = random.uniform(0.01, 0.05, (blocks, 1)).astype("<f2")
        values = random.integers(0, 16, (blocks, 32)).astype(np.uint8)
        self.packed[name] = ((values.astype(np.float32) - 8) * scales.astype(np.float32)).reshape(rows, columns)
        packed = np.concatenate([scales.view(np.uint8), values[:, :16] | values[:, 16:] << 4], axis=1)
        self._blobs.append((name, rows * columns, packed.tobytes()))
