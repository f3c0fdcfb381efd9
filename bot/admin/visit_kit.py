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
    role before those for anybody) and of a case; and the filters that were used. Answers are for the budget and of the
    product of the deal, as far as the library knows it; the rest too, where there is any."""
    used = [*filters.industry, *filters.buyer_role]
    chosen = _Chosen(index, filters, " ".join([query, product, *used]), product)
    parts = {
        "openers": chosen.tagged(wording.OPENERS, ("script",), MOST_OPENERS, wording.OPENING),
        "objections": chosen.one_each(wording.OBJECTIONS, SPOKEN)[:MOST_OBJECTIONS],
        "recordings": chosen.nearest(wording.OPENERS, RECORDED, MOST_RECORDINGS),
        "cases": chosen.nearest(wording.CASES, ("case",), 1),
    }
    return {"parts": parts, "used": used}


class _Chosen:
    """Chooses items for a kit, none twice: those for this industry and role before those for anybody."""

    def __init__(self, index: Index, filters: Filters, about: str, product: str) -> None:
        self._index, self._filters, self._about = index, filters, about
        near = index.nearest(product, Filters(), NEAR) if product else []
        self._product = product if any(_are_one(product, hit.item.product_line) for hit in near) else ""
        self._taken: set[str] = set()

    def tagged(self, question: str, kinds: tuple[str, ...], most: int, tag: str) -> list[str]:
        """The codes of the nearest items of these kinds that have the tag; where none has it, of those that surely
        answer the question."""
        filters = replace(self._filters, kinds=kinds)
        having = [item for item in self._near(question, kinds) if tag in item.tags]
        return self._take(having or [hit.item for hit in self._index.search(question, filters, most)], most)

    def nearest(self, question: str, kinds: tuple[str, ...], most: int) -> list[str]:
        """The codes of the nearest items of these kinds."""
        return self._take(self._near(question, kinds), most)

    def _near(self, question: str, kinds: tuple[str, ...]) -> list[Item]:
        """The items of these kinds, the nearest first; where none is for the budget, those for any."""
        filters = replace(self._filters, kinds=kinds)
        for narrow in (filters, replace(filters, budget_fen=None)):
            if hits := self._index.nearest(f"{question} {self._about}", narrow, NEAR):
                return [hit.item for hit in hits]
        return []

    def one_each(self, questions: Sequence[str], kinds: tuple[str, ...]) -> list[str]:
        """The code of the item that answers each question, where one does."""
        filters = replace(self._filters, kinds=kinds)
        found = ([hit.item for hit in self._index.search(question, filters, FEW)] for question in questions)
        return [code for items in found for code in self._take(items, 1, of_any_product=False)]

    def _take(self, items: Sequence[Item], most: int, *, of_any_product: bool = True) -> list[str]:
        """Of those not taken yet: of the deal's product or of none in particular, else of any, where they may be."""
        new = [item for item in items if item.code not in self._taken]
        fitting = [item for item in new if self._is_of_product(item)]
        new = fitting if fitting or not of_any_product else new
        codes = [item.code for item in sorted(new, key=self._is_for_anybody)[:most]]
        self._taken.update(codes)
        return codes

    def _is_of_product(self, item: Item) -> bool:
        return not (item.product_line and self._product) or _are_one(self._product, item.product_line)

    def _is_for_anybody(self, item: Item) -> bool:
        meant = {*self._filters.industry, *self._filters.buyer_role}
        return bool(meant) and meant.isdisjoint((*item.industry, *item.buyer_role))


def _are_one(product: str, other: str | None) -> bool:
    """Whether two names are of one product: one is in the other."""
    return other is not None and (product in other or other in product)
