"""Versions of an item: those of one title and product line. Only the newest is current; an older one is found by a
question that names its version."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.items import Item

NAMED = re.compile(r"(?<![\d.])[VvＶ]?(\d+(?:\.\d+)+)(?![\d.]*\d)|[VvＶ](\d+)(?![\d.])|(?<![\d.])(\d+)\s*版")
Version = tuple[int, ...]


class Families:
    """The items of a library, those that are versions of each other together; `of` is the family of each item."""

    def __init__(self, items: Sequence[Item]) -> None:
        numbers: dict[tuple[str, str | None], int] = {}
        families = (numbers.setdefault((item.title, item.product_line), len(numbers)) for item in items)
        self.of: NDArray[np.int64] = np.fromiter(families, np.int64, len(items))
        self.count = len(numbers)
        versions = [version(item.product_version) for item in items]
        newest: dict[int, Version] = defaultdict(tuple)
        for family, number in zip(self.of.tolist(), versions, strict=True):
            newest[family] = max(newest[family], number)
        pairs = zip(self.of.tolist(), versions, strict=True)
        self._newest = np.fromiter((newest[family] == number for family, number in pairs), np.bool_, len(items))
        self._of_version: dict[Version, list[int]] = defaultdict(list)
        for place, number in enumerate(versions):
            self._of_version[number].append(place)

    def current(self, query: str) -> NDArray[np.bool_]:
        """For each item whether a question may find it: of a family the version that it names, else the newest."""
        asked = [place for number in named(query) if number for place in self._of_version.get(number, ())]
        if not asked:
            return self._newest
        current: NDArray[np.bool_] = self._newest & ~np.isin(self.of, self.of[asked])
        current[asked] = True
        return current


def version(text: str | None) -> Version:
    """The parts of a version as numbers, so that 9.0 is before 10.1; without zeros at its end."""
    parts = [int(part) for part in re.findall(r"\d+", text or "")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)


def named(query: str) -> frozenset[Version]:
    """The versions that a question names: 1.3版, V2, 10.2."""
    return frozenset(version(next(filter(None, found.groups()))) for found in NAMED.finditer(query))
