"""How much the words of a question are those of an item: letters, pairs of letters and concepts of the trade, weighted
by how rare they are (TF-IDF with a sublinear term frequency; cosine of the text plus `TITLE` times that of the title).

A concept of the thesaurus (`config/thesaurus.yml`) counts as a word of its own, so that 肉疼 finds 嫌贵.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.concepts import Concepts
from knowledge.items import Item
from nlu.text.plain import plain

TITLE = 0.5  # weight of the title and tags beside the whole
CONCEPT = 2.5  # how often a concept counts as said
_BREAKS = re.compile(r"[^\w]+")
Numbers = NDArray[np.float32]


class Lexical:
    """The terms of all items, with the items that have each. It never changes."""

    def __init__(self, items: Sequence[Item], concepts: Concepts) -> None:
        self._concepts, self._count = concepts, len(items)
        self._terms: dict[str, int] = {}
        wholes = [self._counted(item.text) for item in items]
        titles = [self._counted(f"{item.title} {' '.join(item.tags)}") for item in items]
        self._rarity = self._rarities(wholes)
        self._starts, self._places, self._weights = self._postings(wholes, titles)

    def scores(self, query: str) -> Numbers:
        """For each item 0-1: how much of the question it says."""
        found = np.zeros(self._count, np.float32)
        counts = self._counted(query, learn=False)
        for term, weight in zip(*self._weighted(counts), strict=True):
            start, end = self._starts[term : term + 2]
            found[self._places[start:end]] += weight * self._weights[start:end]
        return found

    def _counted(self, text: str, learn: bool = True) -> Mapping[int, float]:
        """How often the text says each term; terms that no item has are left out of a question."""
        counts: Counter[int] = Counter()
        for term, times in self._said(text):
            number = self._terms.setdefault(term, len(self._terms)) if learn else self._terms.get(term)
            if number is not None:
                counts[number] += times  # type: ignore[assignment]
        return counts

    def _said(self, text: str) -> Iterator[tuple[str, float]]:
        yield from ((gram, 1) for gram in grams(text))
        yield from ((f"={concept.key}", CONCEPT) for concept in self._concepts.in_text(text))

    def _rarities(self, texts: Sequence[Mapping[int, float]]) -> Numbers:
        having = np.zeros(len(self._terms), np.float32)
        for counts in texts:
            having[list(counts)] += 1
        return np.log((1 + len(texts)) / (1 + having)) + 1

    def _weighted(self, counts: Mapping[int, float]) -> tuple[NDArray[np.int64], Numbers]:
        terms = np.fromiter(counts, np.int64, len(counts))
        often = np.fromiter(counts.values(), np.float32, len(counts))
        weights = (1 + np.log(often)) * self._rarity[terms]
        return terms, weights / (np.linalg.norm(weights) or 1)

    def _postings(self, wholes: Sequence[Any], titles: Sequence[Any]) -> tuple[Any, Any, Any]:
        """The items of each term and its weight in them, term after term: where each term's begin, items, weights."""
        rows, columns, values = [], [], []
        for place, (whole, title) in enumerate(zip(wholes, titles, strict=True)):
            terms, weights = self._weighted(whole)
            of_title = dict(zip(*(part.tolist() for part in self._weighted(title)), strict=True))
            extra = np.array([of_title.get(term, 0) for term in terms.tolist()], np.float32)
            rows.append(terms)
            columns.append(np.full(len(terms), place, np.int32))
            values.append((weights + TITLE * extra) / (1 + TITLE))
        all_terms, places, all_weights = (
            np.concatenate(part) if part else np.zeros(0) for part in (rows, columns, values)
        )
        order: Any = np.argsort(all_terms, kind="stable")
        starts = np.searchsorted(all_terms[order], np.arange(len(self._terms) + 1))
        return starts, places[order], all_weights[order].astype(np.float32)


def grams(text: str) -> list[str]:
    """The letters of a text and its pairs of letters; no pair reaches over what separates words."""
    runs = [run for run in _BREAKS.split(plain(text)) if run]
    return [gram for run in runs for gram in (*run, *(run[place : place + 2] for place in range(len(run) - 1)))]
