"""What the figure of a sum is worth, in yuan: 3.5万, 三万五, 二三十万, 18万6.

A figure is a numeral, a scale behind it and a tail behind that (18, 万, 6), as the rules `high` and `low` of
rules/money.yml match them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.rules import rules
from nlu.text.numerals import DIGITS, number

_RULES = rules("money")
SCALES = {"千万": 1e7, "百万": 1e6, "万": 1e4, "w": 1e4, "千": 1e3, "k": 1e3, "百": 1e2, "亿": 1e8}
BIG = ("万", "亿", "百万", "千万")


def scale_of(words: str, match: re.Match[str], before: str) -> str:
    """The scale of the (higher) figure; 万 where it is left out behind what names a deal's sum: 预算给到50."""
    if match["high_scale"] or match["currency"] or match["sign"]:
        return match["high_scale"] or ""
    if not _RULES["deal_sum"].search(before) or _RULES["unit_price"].search(before):
        return ""
    if _RULES["counted"].match(words, match.end()):
        return ""
    value = number(match["high"]) if _RULES["closes"].match(words, match.end()) else None
    return "万" if value and 10 <= value < 1000 else ""


def value_of(numeral: str, scale: str, tail: str) -> tuple[float, float] | None:
    """The figure, twice; the two ends where two are said in one numeral (二三十万). None for what is no numeral."""
    scaled = numeral + {"w": "万", "k": "千"}.get(scale, scale)
    two = _RULES["two_in_one"].fullmatch(scaled)
    if two:
        low, high = number(two[1] + two[2] + two[4]), number(two[1] + two[3] + two[4])
        if low is not None and high is not None and low < high:
            return low, high
    value = number(numeral)
    if value is None:
        return None
    factor = SCALES.get(scale, 1.0)
    rest = (number(tail) or 0.0) * (1 if len(tail) > 1 else factor / 10)
    return (value * factor + rest,) * 2


def sharing_scale(match: re.Match[str], scale: str, low: float) -> Iterator[float]:
    """The lower figure of a range with the scale that is said once, behind the higher: 50到80万, 三到五百万."""
    numeral, high = match["low"], match["high"]
    if match["low_scale"] or numeral[-1] in "万亿":
        return
    if len(numeral) == 1 and numeral in DIGITS and high[0] in DIGITS and high[1:2] in ("十", "百", "千"):
        yield number(numeral + high[1:]) or low
    yield low * SCALES.get(scale or high[-1], 1.0)


def has_loose_digit(match: re.Match[str]) -> bool:
    """Whether the last digit may count what follows instead: 五十万两台."""
    if match["more"] or match["currency"]:
        return False
    return bool(match["high_tail"] or _RULES["loose_digit"].search(match["high"]))
