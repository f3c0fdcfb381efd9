"""Whether a number is money. Pieces, discounts and areas are none.

A number is money if its unit says so (万 does), if the words before it do (预算, 报价), or if it is a plain number of
thousands (一千五); never if it counts something (两万平, 五十万台) or is of another country (3万美元), which is not
converted.
"""

from __future__ import annotations

import re

from nlu.entities.money.figures import BIG, has_loose_digit, scale_of
from nlu.rules import rules
from nlu.text.numerals import UNITS, number

_RULES = rules("money")
LOOK_BACK = 10  # code points before a number that may say what it is
LARGEST_SMALL = 1e10  # yuan without a scale; more is a code or a telephone number


def words_before(words: str, match: re.Match[str]) -> str:
    """The words before a number that may say what it is."""
    return words[max(0, match.start() - LOOK_BACK) : match.start()]


def is_foreign(words: str, before: str, end: int) -> bool:
    """Whether what ends at `end` is of another country's money."""
    return bool(_RULES["foreign_behind"].match(words, end) or _RULES["foreign_before"].search(before))


def is_money(words: str, match: re.Match[str], before: str) -> bool:
    """Whether the (higher) figure of `match` is money; `before` are the words before it."""
    numeral, scale, after = match["high"], scale_of(words, match, before), match.end()
    currency = match["currency"] or ""
    if match["sign"] or currency not in ("", "块"):
        return True
    if currency == "块":
        return bool(_RULES["cheap"].match(words, after) or _RULES["cue"].search(before))
    big = scale in BIG or "万" in numeral or "亿" in numeral
    if not (big or scale or len(numeral) > 2 or "百" in numeral or "千" in numeral):
        return False
    if _RULES["counted"].match(words, after) and not has_loose_digit(match):
        return False
    if numeral + scale in ("千万", "百万") and not match["high_about"]:
        return bool(_RULES["no_adverb"].match(words, after)) or before.endswith(("上", "近", "过"))
    if scale == "k":
        return bool(_RULES["cue"].search(before)) or not _RULES["no_k"].match(words, after)
    if scale == "w":
        return not _RULES["no_w"].match(words, after) and not before.endswith("功率")
    closed = not words[after : after + 1].isalnum() or _RULES["by_time"].match(words, after)
    if big or ("千" in numeral + scale and closed):
        return True
    paid = _RULES["cue"].search(before) or _RULES["by_time"].match(words, after)
    return bool(paid) and _at_least_hundred(numeral + scale)


def _at_least_hundred(numeral: str) -> bool:
    value = number(numeral)
    return value is not None and 100 <= value < LARGEST_SMALL and numeral not in UNITS
