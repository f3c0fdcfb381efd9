"""Searching the library: hard filters, then how much the words of a question are those of an item.

Score of an item: the cosine of its text (title, body, tags) plus half that of its title and tags, in weighted letters
and pairs of letters (TF-IDF, sublinear), divided by 1.5. A newer version takes the best score of its older ones: they
are about the same thing in other words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from knowledge import versions
from knowledge.filters import Filters
from knowledge.items import Item

TITLE = 0.5  # weight of the title beside the whole
PREFERRED = 0.05  # for an industry or role that the words name
LEAST = 0.05  # below it nothing answers the question
MOST = 50
SHOWN = 3
ANY = Filters()
_BREAKS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Hit:
    """A found item, with a confidence in 0-1 and why it fits."""

    item: Item
    score: float
    why: str


class Index:
    """A library, ready to be searched. It never changes."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = tuple(items)
        self._families = versions.families(self._items)
        self._whole = _Letters([f"{item.title} {item.body} {' '.join(item.tags)}" for item in self._items])
        self._titles = _Letters([f"{item.title} {' '.join(item.tags)}" for item in self._items])

    def search(self, query: str, filters: Filters = ANY, k: int = 10) -> list[Hit]:
        """The `k` best items that the filters allow, the best first; none where nothing answers the question."""
        if not self._items or not query.strip():
            return []
        scores = (self._whole.cosines(query) + TITLE * self._titles.cosines(query)) / (1 + TITLE)
        asked = versions.named(query)
        found = [
            (self._preferred(place, query, max(float(scores[sibling]) for sibling in family)), place)
            for family in self._families
            for place in versions.current(self._items, family, asked)
            if filters.allow(self._items[place])
        ]
        best = sorted(found, key=lambda pair: (-pair[0], pair[1]))[: min(k, MOST)]
        if not best or best[0][0] < LEAST:
            return []
        return [Hit(self._items[place], round(score, 4), self._why(place, query, filters)) for score, place in best]

    def _preferred(self, place: int, query: str, score: float) -> float:
        item = self._items[place]
        named = any(word in query for word in (*item.industry, *item.buyer_role))
        return min(1.0, score + PREFERRED) if named else score

    def _why(self, place: int, query: str, filters: Filters) -> str:
        item = self._items[place]
        fitting = [
            word for word in (*item.industry, *item.buyer_role) if word in (*filters.industry, *filters.buyer_role)
        ]
        shared = common_words(query, f"{item.title} {' '.join(item.tags)} {item.body}")[:SHOWN]
        parts = [f"适合{'、'.join(fitting)}" if fitting else "", f"说到{'、'.join(shared)}" if shared else "意思相近"]
        return ";".join(part for part in parts if part)


def common_words(query: str, text: str) -> list[str]:
    """The longest runs of two letters or more that a question has in common with a text, the longest first."""
    found: list[str] = []
    for run in filter(None, _BREAKS.split(query)):
        start = 0
        while start < len(run) - 1:
            end = start
            while end < len(run) and run[start : end + 1] in text:
                end += 1
            if end - start > 1:
                found.append(run[start:end])
            start = max(end, start + 1)
    return sorted(dict.fromkeys(found), key=len, reverse=True)


class _Letters:
    """Texts as weighted letters and pairs of letters."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def cosines(self, query: str) -> Any:
        """How near each text is to a query, 0-1."""
        vectorizer, matrix = self._fitted
        return (matrix @ vectorizer.transform([query]).T).toarray().ravel()

    @cached_property
    def _fitted(self) -> tuple[Any, Any]:
        from sklearn.feature_extraction.text import TfidfVectorizer

        vectorizer = TfidfVectorizer(analyzer=grams, sublinear_tf=True)
        return vectorizer, vectorizer.fit_transform(self._texts)


def grams(text: str) -> list[str]:
    """The letters of a text and its pairs of letters; no pair reaches over what separates words."""
    runs = [run for run in _BREAKS.split(text.lower()) if run]
    return [gram for run in runs for gram in (*run, *(run[place : place + 2] for place in range(len(run) - 1)))]
