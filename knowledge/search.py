"""Searching the library: hard filters, then how much an item says what a question says, in words and in meaning.

An item's score is its lexical score plus, with the embedder's weight, the cosine of its vector with the question's (a
mix of scores finds more than a mix of ranks; `prepared` says of which vectors). A newer version takes the best score of
its older ones: they are about the same thing in other words. The best are exact: no item with a higher score is left
out; scores that are the same when rounded to ROUNDING stand in the order in which their items came. Items after whose
use deals went on come a little before others that answer about as well; how sure a place in the order is does not
depend on that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np

from config.concepts import Concept, Concepts
from config.concepts import plain as plain_phrase
from knowledge.embedding.embedder import Embedder, Vectors, normalised
from knowledge.filters import Filtering, Filters
from knowledge.items import Item
from knowledge.lexical import Lexical
from knowledge.points.likeness import most_alike
from knowledge.prepared import Prepared
from knowledge.vectors import ROUNDING, FaissVectors, Nearest, Wanted
from knowledge.versions import Families
from nlu.text.words import cut

PREFERRED = 0.05  # for an industry or role that the words name
MOST = 50
FIRST = 100  # items looked at by meaning before words say whether more are to be
SHOWN = 3
SURE = 0.68  # of a hit that is shown though no script was asked for
MOST_LIFTED = 0.03  # of a score, for an item after whose use many deals went on
HALF_LIFTED = 2  # deals that went on: half of that
ANY = Filters()
NOTHING_KNOWN: Mapping[str, int] = {}
_AROUND = re.compile(
    r"(?:怎么|咋|如何|该怎么|要怎么)(?:回答|回他|回她|回|接话|接|应对|应|办|整|说|讲|劝|聊|谈|破)(?![^\W呢吗啊呀的好他她])"
    r"|有没有|(?:有|给|找|来|求|要)(?:一|几|两)?[条段个套份](?=话术|说法|案例|资料)|帮我(?:找|搜|查)(?:一下|下)?|话术|说辞"
    r"|^(?:客户|对方|人家)(?:们|那边|这边)?(?:老是|总是|一直|老|总)?(?:说|讲|问|觉得)?"
    r"|^(?:他们|她|他)(?:老|总|一直)?(?:说|讲|问|觉得)"
)
_ASKING = re.compile(
    r"(?:什么|怎么|怎样|怎么样|如何|多少|多久|多大|哪里|在哪|哪儿|哪个|为什么|是不是|能不能|有没有|可以|现在|今天|我们|你们|他们|客户|客户[说问])+"
)
_BREAKS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Hit:
    """A found item, with a confidence in 0-1 and why it fits."""

    item: Item
    score: float
    why: str


class Index:
    """A library, ready to be searched. It never changes. `vectors`: where the nearest are found; by default in
    memory."""

    def __init__(
        self,
        items: Sequence[Item],
        prepared: Prepared,
        embedder: Embedder,
        concepts: Concepts,
        vectors: Nearest | None = None,
    ) -> None:
        self._items = tuple(items)
        self._place_of = {item.code: place for place, item in enumerate(self._items)}
        self._families, self.filtering = Families(self._items), Filtering(self._items)
        self._lexical = Lexical(prepared.postings, len(self._items), concepts)
        self._concepts, self._embedder = concepts, embedder
        self._middle, self._centre = np.array(prepared.middle), np.array(prepared.centre)
        self._vectors = vectors or FaissVectors(prepared)

    def __len__(self) -> int:
        return len(self._items)

    def search(
        self, query: str, filters: Filters = ANY, k: int = 10, went_on: Mapping[str, int] = NOTHING_KNOWN
    ) -> list[Hit]:
        """The `k` best items that the filters allow, the best first; none where nothing answers the question.
        `went_on`: with how many deals an item (by its code) was of use that went on afterwards."""
        hits = self.nearest(query, filters, k, went_on)
        sure = hits and (hits[0].score >= self._embedder.calibration.least or self._is_about(query, hits[0].item))
        return hits if sure else []

    def surely(
        self, query: str, filters: Filters = ANY, k: int = 10, went_on: Mapping[str, int] = NOTHING_KNOWN
    ) -> list[Hit]:
        """The best items where the first surely answers the question, though nobody asked for one: it shares a word
        with it that is no question's own, or something of the trade."""
        hits = self.search(query, filters, k, went_on)
        if not hits or hits[0].score < SURE:
            return []
        text = hits[0].item.text
        words = {word for word in common_words(query, text) if not _ASKING.fullmatch(word)}
        meant = {concept.key for concept in self._concepts.in_text(text)}
        return hits if words or any(one.key in meant for one in self._concepts.in_text(query)) else []

    def same(self, text: str) -> Item | None:
        """The item that says what `text` says, in its words or in others; None if none does."""
        word_for_word = most_alike(text, ((item, item.body) for item in self._items))
        if word_for_word is not None or not self._items:
            return word_for_word
        vector = normalised((self._embedder.documents([text])[0] - self._centre)[None])[0]
        place, meaning = self._vectors.most_alike(vector)
        return self._items[place] if meaning >= self._embedder.calibration.same else None

    def nearest(
        self, query: str, filters: Filters = ANY, k: int = 10, went_on: Mapping[str, int] = NOTHING_KNOWN
    ) -> list[Hit]:
        """The `k` best items that the filters allow, though none may answer the question. No hit is surer than one
        before it."""
        found = self.evidence(query, filters, k, went_on)
        scale = self._embedder.calibration
        concepts = self._concepts.in_text(query)
        by_score = sorted(found, key=lambda hit: -hit[0])
        sure = accumulate((scale.confidence(score, title) for score, title, _ in by_score), min)
        return [
            Hit(self._items[place], confidence, self._why(place, query, concepts, filters, went_on))
            for (_, _, place), confidence in zip(found, sure, strict=True)
        ]

    def evidence(
        self, query: str, filters: Filters = ANY, k: int = 10, went_on: Mapping[str, int] = NOTHING_KNOWN
    ) -> list[tuple[float, float, int]]:
        """Of the `k` best items the score, the cosine of the title and the question, and the item's place."""
        if not self._items or not query.strip():
            return []
        query = asked(query)
        vector = self._embedder.queries([query])[0]
        about_middle = normalised((vector - self._middle)[None])[0]
        best = self._best(query, about_middle, filters, min(k, MOST), self._lifts(went_on))
        titles = self._vectors.titles(vector, np.array([place for _, place in best], np.int64)).tolist()
        return [(score, title, place) for (score, place), title in zip(best, titles, strict=True)]

    def _best(self, query: str, vector: Vectors, filters: Filters, k: int, lifts: Vectors) -> list[tuple[float, int]]:
        """The `k` items to be shown with the highest scores, lifted a little for what followed their use. Items of a
        family share its best score and lift, so all items of families that are shown are looked at."""
        family, weight = self._families.of, self._embedder.calibration.meaning
        allowed = self.filtering.allowed(filters)
        shown = allowed & self._families.current(query)
        is_shown = np.zeros(self._families.count, np.bool_)
        is_shown[family[shown]] = True
        looked_at = is_shown[family]
        words = self._lexical.scores(query) + PREFERRED * self.filtering.named(query)
        near = self._vectors.nearest(vector, Wanted(filters, allowed, looked_at), max(FIRST, 4 * k))
        scores = np.full(len(self._items), -np.inf, np.float32)
        scores[near.places] = words[near.places] + weight * near.products
        least = self._kth(scores, k) - MOST_LIFTED * bool(lifts.any()) - 2 * ROUNDING
        more = np.flatnonzero(looked_at & np.isneginf(scores) & (words + weight * near.others > least))
        scores[more] = words[more] + weight * self._vectors.products(vector, more)
        of_families = self._of_families(scores)
        found = np.flatnonzero(shown & (of_families > -np.inf)[family])
        of_item = of_families[family[found]].astype(np.float64)
        lifted = np.round(of_item + (self._of_families(lifts)[family[found]] if lifts.any() else 0), 4)
        order = np.lexsort((found, -lifted))[:k]
        return [(float(of_item[place]), int(found[place])) for place in order]

    def _lifts(self, went_on: Mapping[str, int]) -> Vectors:
        """How much each item is lifted: more for more deals, never more than MOST_LIFTED."""
        deals = np.zeros(len(self._items), np.float32)
        for code, count in went_on.items():
            if code in self._place_of:
                deals[self._place_of[code]] = count
        return np.asarray(MOST_LIFTED * deals / (deals + HALF_LIFTED), np.float32)

    def _kth(self, scores: Vectors, k: int) -> float:
        """The score of the family in the `k`-th place: an item further in meaning than those looked at is among the
        best only where its words bring it above."""
        of_families = self._of_families(scores)
        known = of_families[of_families > -np.inf]
        return float(np.partition(known, -k)[-k]) if k <= len(known) else -np.inf

    def _of_families(self, scores: Vectors) -> Vectors:
        best = np.full(self._families.count, -np.inf, np.float32)
        known = np.flatnonzero(scores > -np.inf)
        np.maximum.at(best, self._families.of[known], scores[known])
        return best

    def _is_about(self, query: str, item: Item) -> bool:
        """Whether the question is nothing but a phrase of the trade (嫌贵), of which the item speaks in some way."""
        phrase, said = plain_phrase(asked(query)), self._concepts.in_text(item.text)
        return any(phrase in concept.phrases for concept in said)

    def _why(
        self, place: int, query: str, asked_of: Sequence[Concept], filters: Filters, went_on: Mapping[str, int]
    ) -> str:
        item = self._items[place]
        chosen = (*filters.industry, *filters.buyer_role)
        fitting = [word for word in (*item.industry, *item.buyer_role) if word in chosen]
        text = item.text
        meant = {concept.key for concept in self._concepts.in_text(text)} if asked_of else ()
        shared = common_words(query, text)[:SHOWN]
        concepts = [concept.name for concept in asked_of if concept.key in meant and _says_more(concept, query, text)]
        concepts = concepts[:SHOWN]
        parts = [f"适合{'、'.join(fitting)}" if fitting else "", f"讲的是{'、'.join(concepts)}" if concepts else ""]
        parts.append(f"说到{'、'.join(shared)}" if shared else "" if concepts else "意思相近")
        parts.append(f"{went_on[item.code]} 单用过之后有推进" if went_on.get(item.code) else "")
        return ";".join(part for part in parts if part)


def _says_more(concept: Concept, query: str, text: str) -> bool:
    """Whether an item speaks of a concept in other words than the question, or in longer ones: one short word in both
    is no more than that word (药剂: 说到药剂)."""
    phrase, said = plain_phrase(query), plain_phrase(text)
    asked_as = [one for one in concept.phrases if one in phrase]
    return any(len(one) > 2 for one in asked_as if one in said) or any(one not in said for one in asked_as)


def asked(query: str) -> str:
    """What a question is about, without the words around it that every question has (客户说…怎么回)."""
    return _AROUND.sub(" ", query).strip() or query


def common_words(query: str, text: str) -> list[str]:
    """The longest runs of whole words, of two letters or more, that a question has in common with a text, the longest
    first."""
    found: list[str] = []
    for words in _words_of(query):
        run = ""
        for word in words:
            if run + word in text:
                run += word
                continue
            found.append(run)
            run = word if word in text else ""
        found.append(run)
    return sorted(dict.fromkeys(run for run in found if len(run) > 1), key=len, reverse=True)


@lru_cache(MOST)  # all hits of a question ask for the same
def _words_of(query: str) -> tuple[tuple[str, ...], ...]:
    """The words of a question, part by part."""
    parts = filter(None, _BREAKS.split(query))
    return tuple(tuple(part[start:end] for start, end in cut(part, 0, len(part))) for part in parts)
