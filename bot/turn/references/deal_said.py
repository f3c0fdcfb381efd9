"""Which of a customer's open deals a report or a request is about, by what it says beside the customer.

86万那单 and 成交85万 name a deal by its sum, 机组 by a part of its product, 小的那单 by its size.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlu.context import deal_named_by, size_meant
from nlu.entities.money import find_sums
from sales.deals import DealFact

SHORTEST_PIECE = 2  # characters of a product's name that tell it from others
NEAR = 0.2  # how far a sum talked about may be from the deal's, as a part of it
FAR = 0.5  # how far it must be from any other deal's


def deals_said(text: str, found: Sequence[DealFact]) -> tuple[DealFact, ...]:
    """Those of `found` that `text` means; all of them where it names none of them, or does not tell them apart."""
    for those in (deals_named(text, found), _by_sum(text, found), _by_size(text, found)):
        if len(those) == 1:
            return those
    return tuple(found)


def deals_named(text: str, found: Sequence[DealFact]) -> tuple[DealFact, ...]:
    """Those of `found` whose product is named: of several the one that is spoken of as a deal (臭氧那单)."""
    named = _by_product(text, found)
    spoken_of = tuple(deal for deal in named if any(deal_named_by(text, piece) for piece in _own_pieces(deal, found)))
    return spoken_of if len(spoken_of) == 1 else named


def one_named(text: str, found: Sequence[DealFact]) -> DealFact | None:
    """The one of a customer's several deals that the words name by its product or size."""
    those = deals_named(text, found) or _by_size(text, found)
    return those[0] if len(those) == 1 < len(found) else None


def _by_product(text: str, found: Sequence[DealFact]) -> tuple[DealFact, ...]:
    """Those whose product has a piece in the words that no other's has."""
    return tuple(deal for deal in found if any(piece in text for piece in _own_pieces(deal, found)))


def _own_pieces(deal: DealFact, found: Sequence[DealFact]) -> set[str]:
    others = [other.product_line or "" for other in found if other.id != deal.id]
    name = deal.product_line or ""
    pieces = {name[start : start + SHORTEST_PIECE] for start in range(len(name) - SHORTEST_PIECE + 1)}
    known = [*others, deal.customer]  # 水质 in 晶澈水质检测 names the customer
    return {piece for piece in pieces if not any(piece in other for other in known)}


def _by_sum(text: str, found: Sequence[DealFact]) -> tuple[DealFact, ...]:
    """Those whose very sum is said; else the one to which what is said is near, and to no other."""
    said = [known.amount * 100 for known in find_sums(text)]
    sums = {deal.id: float(deal.amount_fen) for deal in found if deal.amount_fen}
    exactly = tuple(deal for deal in found if sums.get(deal.id) in said)
    if exactly or len(sums) < len(found):
        return exactly
    away = {deal.id: min((abs(sums[deal.id] - one) / sums[deal.id] for one in said), default=FAR) for deal in found}
    near = tuple(deal for deal in found if away[deal.id] <= NEAR)
    return near if sum(part < FAR for part in away.values()) == 1 else ()


def _by_size(text: str, found: Sequence[DealFact]) -> tuple[DealFact, ...]:
    """The largest or the smallest, where the words say so."""
    size, sums = size_meant(text), [deal.amount_fen for deal in found if deal.amount_fen]
    if size is None or not sums:
        return ()
    best = max(sums) if size == "large" else min(sums)
    return tuple(deal for deal in found if deal.amount_fen == best)
