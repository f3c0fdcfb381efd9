"""What helps in meeting somebody: openers, what is recorded for them, answers to the usual objections, and a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.wording.library import kit as wording
from knowledge.filters import Filters
from knowledge.items import Item
from knowledge.search import Index

SPOKEN, RECORDED = ("script", "faq"), ("audio", "video")
MOST_OPENERS, MOST_OBJECTIONS, MOST_RECORDINGS = 3, 3, 2
NEAR = 40  # items looked at for each part
FEW = 3  # of those that answer an objection


def kit_of(index: Index, filters: Filters, query: str, product: str = "") -> Mapping[str, Any]:
    """Codes of openers, of recordings, of answers to the usual objections (one to each, those for this industry and
    role before those for anybody) and of a case; and the filters that were used. Nothing about another product than
    that of the deal; where a budget leaves nothing at all, it is for any."""
    used = [*filters.industry, *filters.buyer_role]
    parts = _parts(_Chosen(index, filters, " ".join([query, product, *used]), product))
    if not any(parts.values()) and filters.budget_fen is not None:
        anybody = replace(filters, budget_fen=None)
        parts = _parts(_Chosen(index, anybody, " ".join([query, product, *used]), product))
    return {"parts": parts, "used": used}


def _parts(chosen: _Chosen) -> Mapping[str, list[str]]:
    return {
        "openers": chosen.tagged(wording.OPENERS, ("script",), MOST_OPENERS, wording.OPENING),
        "objections": chosen.one_each(wording.OBJECTIONS, SPOKEN)[:MOST_OBJECTIONS],
        "recordings": chosen.nearest(wording.OPENERS, RECORDED, MOST_RECORDINGS),
        "cases": chosen.nearest(wording.CASES, ("case",), 1),
    }


class _Chosen:
    """Chooses items for a kit, none twice: those for this industry and role before those for anybody."""

    def __init__(self, index: Index, filters: Filters, about: str, product: str) -> None:
        self._index, self._filters, self._about, self._product = index, filters, about, product
        self._taken: set[str] = set()

    def tagged(self, question: str, kinds: tuple[str, ...], most: int, tag: str) -> list[str]:
        """The codes of the nearest items of these kinds that have the tag; where none has it, of those that surely
        answer the question."""
        filters = replace(self._filters, kinds=kinds)
        near = [hit.item for hit in self._index.nearest(f"{question} {self._about}", filters, NEAR)]
        having = [item for item in near if tag in item.tags]
        return self._take(having or [hit.item for hit in self._index.search(question, filters, most)], most)

    def nearest(self, question: str, kinds: tuple[str, ...], most: int) -> list[str]:
        """The codes of the nearest items of these kinds."""
        hits = self._index.nearest(f"{question} {self._about}", replace(self._filters, kinds=kinds), NEAR)
        return self._take([hit.item for hit in hits], most)

    def one_each(self, questions: Sequence[str], kinds: tuple[str, ...]) -> list[str]:
        """The code of the item that answers each question, where one does."""
        filters = replace(self._filters, kinds=kinds)
        found = ([hit.item for hit in self._index.search(question, filters, FEW)] for question in questions)
        return [code for items in found for code in self._take(items, 1)]

    def _take(self, items: Sequence[Item], most: int) -> list[str]:
        new = [item for item in items if item.code not in self._taken and self._is_of_product(item)]
        codes = [item.code for item in sorted(new, key=self._is_for_anybody)[:most]]
        self._taken.update(codes)
        return codes

    def _is_of_product(self, item: Item) -> bool:
        product = item.product_line
        return not (product and self._product) or product in self._product or self._product in product

    def _is_for_anybody(self, item: Item) -> bool:
        meant = {*self._filters.industry, *self._filters.buyer_role}
        return bool(meant) and meant.isdisjoint((*item.industry, *item.buyer_role))
