"""Hard filters: an item that contradicts a given filter is never found; one that says nothing of it fits anybody."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from knowledge.items import Item


@dataclass(frozen=True)
class Filters:
    """Industries and buyers' roles of which one must be meant (empty: any), and a budget (from, to) in 分 that must
    overlap the item's."""

    industry: tuple[str, ...] = ()
    buyer_role: tuple[str, ...] = ()
    budget_fen: tuple[int, int] | None = None

    def allow(self, item: Item) -> bool:
        """Whether the item may be found."""
        return _meets(self.industry, item.industry) and _meets(self.buyer_role, item.buyer_role) and self._affords(item)

    def _affords(self, item: Item) -> bool:
        if self.budget_fen is None:
            return True
        low, high = self.budget_fen
        above = item.budget_min_fen is not None and high < item.budget_min_fen
        below = item.budget_max_fen is not None and low > item.budget_max_fen
        return not above and not below


def with_synonyms(values: Sequence[str], synonyms: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The values of a filter, and those that company policy names as the same (a name and its other names)."""
    same = [{name, *others} for name, others in synonyms.items() if not {name, *others}.isdisjoint(values)]
    return tuple(dict.fromkeys([*values, *sorted(set().union(*same) if same else set())]))


def _meets(wanted: Sequence[str], meant: Sequence[str]) -> bool:
    return not wanted or not meant or not set(wanted).isdisjoint(meant)
