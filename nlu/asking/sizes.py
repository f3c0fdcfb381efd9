"""Of which size the deals are to be that words ask for: 20万以上的单子, 不到10万的, 只看大单 (rules/sizes.yml)."""

from __future__ import annotations

import re
from typing import NamedTuple

from nlu.entities.money import find_sums
from nlu.rules import rules
from nlu.text.numerals import number
from nlu.text.plain import plain
from nlu.understanding import Span

FEN = 100
MOST = 8  # deals of a list
_RULES = rules("sizes")


class Size(NamedTuple):
    """The least and the most that a deal is to be worth, in 分; None for no bound."""

    least: int | None
    most: int | None


def size_asked(text: str) -> Size | None:
    """The bounds that the words give; None where they give none."""
    found = _bounded(text)
    sums = find_sums(found["sum"]) if found is not None else []
    if found is None or not sums:
        return None
    fen = round(sums[0].amount * FEN)
    return Size(None, fen) if found["under"] else Size(fen, None)


def size_span(text: str) -> Span | None:
    """Where the words stand that give the bounds."""
    found = _bounded(text)
    return found.span() if found is not None else None


def of_big(text: str) -> bool:
    """Whether only big deals are wanted, and nothing says how big that is."""
    return bool(_RULES["of_big"].search(text.strip()))


def lists_by_size(text: str) -> bool:
    """Whether the deals of a size are wanted, whatever else they are: not those that are late."""
    return size_span(text) is not None and bool(_RULES["lists"].search(text)) and not _RULES["late"].search(text)


def largest_asked(text: str) -> int | None:
    """How many of the largest deals are wanted; None where they are not. Where no number is said, so many as a list
    holds (MOST)."""
    if _RULES["by_sum"].search(plain(text.strip())):
        return MOST
    found = _RULES["largest"].search(plain(text.strip()))
    if found is None or _RULES["late"].search(text):
        return None
    count = found["count"] or found["first"] or found["which"]
    return min(int(number(count) or MOST), MOST) if count else MOST


def _bounded(text: str) -> re.Match[str] | None:
    words = plain(text)
    return _RULES["bounded_before"].search(words) or _RULES["bounded_behind"].search(words)
