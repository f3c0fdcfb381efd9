"""Hard filters: an item that contradicts a given filter is never found; one that says nothing of it fits anybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.items import Item

Mask = NDArray[np.bool_]
ANY_FEN = 2**62  # more than any budget


@dataclass(frozen=True)
class Filters:
    """Industries and buyers' roles of which one must be meant (empty: any), a budget (from, to) in 分 that must overlap
    the item's, and kinds of which the item must be one (empty: any)."""

    industry: tuple[str, ...] = ()
    buyer_role: tuple[str, ...] = ()
    budget_fen: tuple[int, int] | None = None
    kinds: tuple[str, ...] = ()


class Filtering:
    """Says which items of a library filters allow, for all of them at once, and which industries and roles there are.
    It never changes."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.industries = tuple(dict.fromkeys(value for item in items for value in item.industry))
        self.buyer_roles = tuple(dict.fromkeys(value for item in items for value in item.buyer_role))
        self._industry = _Meant([item.industry for item in items])
        self._buyer_role = _Meant([item.buyer_role for item in items])
        self._kinds = np.array([item.kind for item in items], np.str_)
        self._lowest = np.array([item.budget_min_fen or 0 for item in items], np.int64)
        highest = (ANY_FEN if item.budget_max_fen is None else item.budget_max_fen for item in items)
        self._highest = np.fromiter(highest, np.int64, len(items))

    def allowed(self, filters: Filters) -> Mask:
        """For each item whether it may be found."""
        allowed = self._industry.fits(filters.industry) & self._buyer_role.fits(filters.buyer_role)
        if filters.budget_fen is not None:
            low, high = filters.budget_fen
            allowed &= (self._lowest <= high) & (low <= self._highest)
        if filters.kinds:
            allowed &= np.isin(self._kinds, filters.kinds)
        return allowed

    def named(self, query: str) -> Mask:
        """For each item whether the words of a question name an industry or role that it is for."""
        return self._industry.named(query) | self._buyer_role.named(query)


def known_values(
    said: Sequence[str], known: Collection[str], synonyms: Mapping[str, Collection[str]]
) -> tuple[str, ...]:
    """The values of a library that are meant by what people say: by name, by another name, or as a part (K12: K12学校);
    none, where the library knows nothing of the kind, and then it is no filter."""
    names = with_synonyms(said, synonyms)
    return tuple(value for value in known if value in names) or tuple(
        value for value in known if any(name in value or value in name for name in names)
    )


def with_synonyms(values: Sequence[str], synonyms: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """The values of a filter, and those that company policy names as the same (a name and its other names)."""
    same = [{name, *others} for name, others in synonyms.items() if not {name, *others}.isdisjoint(values)]
    return tuple(dict.fromkeys([*values, *sorted(set().union(*same) if same else set())]))


class _Meant:
    """Who each item is meant for, of one kind of filter."""

    def __init__(self, meant: Sequence[Sequence[str]]) -> None:
        self._anybody = np.fromiter((not values for values in meant), np.bool_, len(meant))
        places: dict[str, list[int]] = {}
        for place, values in enumerate(meant):
            for value in values:
                places.setdefault(value, []).append(place)
        self._places = {value: np.array(found) for value, found in places.items()}

    def fits(self, wanted: Sequence[str]) -> Mask:
        return self._anybody | self._for(wanted) if wanted else np.ones_like(self._anybody)

    def named(self, query: str) -> Mask:
        return self._for(value for value in self._places if value in query)

    def _for(self, values: Iterable[str]) -> Mask:
        mask = np.zeros_like(self._anybody)
        for value in values:
            if value in self._places:
                mask[self._places[value]] = True
        return mask
