"""How much the words of a question are those of an item: letters, pairs of letters and concepts of the trade, weighted
by how rare they are (TF-IDF with a sublinear term frequency; cosine of the text plus `TITLE` times that of the title).

A concept of the thesaurus (`config/thesaurus.yml`) counts as a word of its own, so that 肉疼 finds 嫌贵.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Postings:
    """The terms of a library by their number; how rare each is; and, term after term, the items that say it with their
    weights: those of term t stand from `starts[t]` to `starts[t + 1]`."""

    terms: Sequence[str]
    rarity: Numbers
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    weights: Numbers


class Lexical:
    """How much each of `count` items says of a question. It never changes."""

    def __init__(self, postings: Postings, count: int, concepts: Concepts) -> None:
        self._postings, self._count, self._concepts = postings, count, concepts
        self._numbers = {term: number for number, term in enumerate(postings.terms)}

    def scores(self, query: str) -> Numbers:
        """For each item 0-1: how much of the question it says."""
        found = np.zeros(self._count, np.float32)
        counts: Counter[int] = Counter()
        for term, times in terms_of(query, self._concepts):
            if term in self._numbers:
                counts[self._numbers[term]] += times  # type: ignore[assignment]
        postings = self._postings
        for term, weight in zip(*_weighted(counts, postings.rarity), strict=True):
            start, end = postings.starts[term : term + 2]
            found[postings.places[start:end]] += weight * postings.weights[start:end]
        return found


def postings_of(items: Sequence[Item], concepts: Concepts) -> Postings:
    """The terms of all items."""
    numbers: dict[str, int] = {}
    wholes = [_counted(item.text, concepts, numbers) for item in items]
    titles = [_counted(f"{item.title} {' '.join(item.tags)}", concepts, numbers) for item in items]
    rarity = _rarities(wholes, len(numbers))
    terms, places, weights = _by_item(wholes, titles, rarity)
    order = np.argsort(terms, kind="stable")
    starts = np.searchsorted(terms[order], np.arange(len(numbers) + 1))
    return Postings(list(numbers), rarity, starts, places[order], weights[order])


def terms_of(text: str, concepts: Concepts) -> Iterator[tuple[str, float]]:
    """The terms of a text, and how often each counts as said."""
    yield from ((gram, 1) for gram in grams(text))
    yield from ((f"={concept.key}", CONCEPT) for concept in concepts.in_text(text))


def _counted(text: str, concepts: Concepts, numbers: dict[str, int]) -> Mapping[int, float]:
    counts: Counter[int] = Counter()
    for term, times in terms_of(text, concepts):
        counts[numbers.setdefault(term, len(numbers))] += times  # type: ignore[assignment]
    return counts


def _rarities(texts: Sequence[Mapping[int, float]], terms: int) -> Numbers:
    having = np.zeros(terms, np.float32)
    for counts in texts:
        having[list(counts)] += 1
    return np.log((1 + len(texts)) / (1 + having)) + 1


def _weighted(counts: Mapping[int, float], rarity: Numbers) -> tuple[NDArray[np.int64], Numbers]:
    terms = np.fromiter(counts, np.int64, len(counts))
    often = np.fromiter(counts.values(), np.float32, len(counts))
    weights = (1 + np.log(often)) * rarity[terms]
    return terms, weights / (np.linalg.norm(weights) or 1)


def _by_item(
    wholes: Sequence[Mapping[int, float]], titles: Sequence[Mapping[int, float]], rarity: Numbers
) -> tuple[Any, Any, Any]:
    """Item after item its terms, its place and the weight of each term in it."""
    rows, columns, values = [], [], []
    for place, (whole, title) in enumerate(zip(wholes, titles, strict=True)):
        terms, weights = _weighted(whole, rarity)
        of_title = dict(zip(*(part.tolist() for part in _weighted(title, rarity)), strict=True))
        extra = np.array([of_title.get(term, 0) for term in terms.tolist()], np.float32)
        rows.append(terms)
        columns.append(np.full(len(terms), place, np.int32))
        values.append((weights + TITLE * extra) / (1 + TITLE))
    if not rows:
        return np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32)
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values).astype(np.float32)


def grams(text: str) -> list[str]:
    """The letters of a text and its pairs of letters; no pair reaches over what separates words."""
    runs = [run for run in _BREAKS.split(plain(text)) if run]
    return [gram for run in runs for gram in (*run, *(run[place : place + 2] for place in range(len(run) - 1)))]
