"""Strings found by 64-bit keys in a sorted array, which may lie in a file: nothing is loaded to look one up.

A key is a polynomial over the code points, so that those of all beginnings of a string cost one multiplication each.
That two of a million strings have the same key happens to one company in 30 million; two names are then taken for
each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

FACTOR = 0x9E3779B97F4A7C15  # odd, so that no step loses anything; 2⁶⁴ / golden ratio, so that its bits are mixed
MASK = (1 << 64) - 1
START = 1
KEY_BITS = 64


def key_of(text: str) -> int:
    """The key of a string."""
    key = START
    for letter in text:
        key = (key + ord(letter)) * FACTOR & MASK
    return key


@dataclass(frozen=True)
class SortedKeys:
    """Keys in order, and for each value of their first bits where the keys that begin so start."""

    keys: Any  # a sequence of unsigned 64-bit integers
    starts: Any
    shift: int

    @classmethod
    def of(cls, keys: Any, starts: Any) -> SortedKeys:
        return cls(keys, starts, KEY_BITS - _bits(len(keys)))

    def find(self, key: int) -> int:
        """The place of `key`; -1 if it is none of these."""
        bucket = key >> self.shift
        place: int = self.starts[bucket]
        end: int = self.starts[bucket + 1]
        while place < end:
            if self.keys[place] == key:
                return place
            place += 1
        return -1


def shift_of(by_first_bits: Any) -> int:
    """How far a key is shifted to find its place in an array by first bits."""
    return KEY_BITS - (len(by_first_bits).bit_length() - 1)


def starts_of(keys: np.ndarray[Any, np.dtype[np.uint64]]) -> np.ndarray[Any, np.dtype[np.uint32]]:
    """What `SortedKeys` needs beside `keys`, which are in order."""
    bits = _bits(len(keys))
    firsts = np.arange(1 << bits, dtype=np.uint64) << np.uint64(KEY_BITS - bits)
    return np.append(np.searchsorted(keys, firsts), len(keys)).astype(np.uint32)


def _bits(count: int) -> int:
    """How many first bits tell `count` keys apart, about one for each value."""
    return max(1, count.bit_length())
