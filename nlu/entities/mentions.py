"""A name found in a text, and which of several readings stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class NameMention:
    """`value` is the lexicon's name where the words resolve to one, otherwise the words as written. `certain` where
    a name of the lexicon was said as it stands there; `ambiguous` where several of its customers are called so."""

    start: int  # code points of the text, end exclusive
    end: int
    kind: str  # customer, contact, product, sku, person, industry, buyer_role, region, contract_no
    value: str
    certain: bool = False
    ambiguous: bool = False


def standing(found: Iterable[NameMention], before: Iterable[NameMention] = ()) -> list[NameMention]:
    """Of `found`, those that stand beside `before` and each other, left to right: certain ones first, then the
    longer, then the earlier."""
    kept = list(before)
    owned = {at for mention in kept for at in range(mention.start, mention.end)}
    for mention in sorted(found, key=lambda it: (not it.certain, it.start - it.end, it.start)):
        places = range(mention.start, mention.end)
        if places and owned.isdisjoint(places):
            owned.update(places)
            kept.append(mention)
    return sorted(kept, key=lambda it: it.start)
