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


def kit_of(index: Index, filters: Filters, query: str) -> Mapping[str, Any]:
    """Codes of openers, of recordings, of answers to the usual objections (one to each, those for this industry and
    role before those for anybody) and of a case; and the filters that were used."""
    used = [*filters.industry, *filters.buyer_role]
    chosen = _Chosen(index, filters, " ".join([query, *used]))
    parts = {
        "openers": chosen.best(wording.OPENERS, ("script",), MOST_OPENERS, wording.OPENING),
        "objections": chosen.one_each(wording.OBJECTIONS, SPOKEN)[:MOST_OBJECTIONS],
        "recordings": chosen.best(wording.OPENERS, RECORDED, MOST_RECORDINGS),
        "cases": chosen.best(wording.CASES, ("case",), 1),
    }
    return {"parts": parts, "used": used}


class _Chosen:
    """Chooses items for a kit, none twice: those for this industry and role before those for anybody."""

    def __init__(self, index: Index, filters: Filters, about: str) -> None:
        self._index, self._filters, self._about = index, filters, about
        self._taken: set[str] = set()

    def best(self, question: str, kinds: tuple[str, ...], most: int, tag: str = "") -> list[str]:
        """The codes of the nearest items of these kinds; of those with the tag, where there are some."""
        hits = self._index.nearest(f"{question} {self._about}", replace(self._filters, kinds=kinds), NEAR)
        new = [hit.item for hit in hits if hit.item.code not in self._taken]
        tagged = [item for item in new if tag in item.tags]
        found = [item.code for item in sorted(tagged or new, key=self._is_for_anybody)[:most]]
        self._taken.update(found)
        return found

    def one_each(self, questions: Sequence[str], kinds: tuple[str, ...]) -> list[str]:
        """The code of the item that answers each question, where one does."""
        found: list[str] = []
        for question in questions:
            hits = self._index.search(question, replace(self._filters, kinds=kinds), NEAR)
            new = [hit.item for hit in hits[:FEW] if hit.item.code not in self._taken]
            found += [item.code for item in sorted(new, key=self._is_for_anybody)[:1]]
            self._taken.update(found)
        return found

    def _is_for_anybody(self, item: Item) -> bool:
        meant = {*self._filters.industry, *self._filters.buyer_role}
        return bool(meant) and meant.isdisjoint((*item.industry, *item.buyer_role))
