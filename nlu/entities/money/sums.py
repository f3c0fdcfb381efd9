"""The sums of a message: where each begins and ends, its two ends, and what bounds it (以内, 不超过, 左右)."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass

from nlu.entities.money.evidence import is_foreign, is_money, words_before
from nlu.entities.money.figures import has_loose_digit, scale_of, sharing_scale, value_of
from nlu.rules import rules
from nlu.text.numerals import UNITS, everyday
from nlu.text.plain import plain

_RULES = rules("money")
MOST = 100  # sums that are read; more is no message that a person wrote
LARGEST = 1e11  # yuan; more is a code or a telephone number


@dataclass(frozen=True)
class Sum:
    """Yuan, said at `start`..`end` (code points, end exclusive). `low` and `high` are equal for one figure; an open
    end is None above and 0 below. `approximate`: 三十来万, 大概, 左右."""

    start: int
    end: int
    low: float | None
    high: float | None
    approximate: bool = False

    @property
    def amount(self) -> int | float:
        """As the amount of a deal: one figure; of a range its lower end, of an open one the end it has."""
        return _neat(self.low or self.high or 0)

    def budget(self) -> int | float | list[int | float | None]:
        """As a budget: a number, or [min, max] where max may be None."""
        if self.low == self.high and self.low is not None:
            return _neat(self.low)
        return [_neat(self.low or 0), None if self.high is None else _neat(self.high)]


def find_sums(text: str) -> list[Sum]:
    """The sums of `text`, left to right, without overlap."""
    words = _RULES["budget_in_pieces"].sub(lambda found: found["figure"] + "万", everyday(plain(text)))
    rough = deque(_RULES["about_one"].finditer(words))
    found: list[Sum] = []
    at = 0
    while len(found) < MOST:
        match = _RULES["single"].search(words, at)
        while rough and rough[0].start() < at:
            rough.popleft()
        if rough and (match is None or rough[0].start() <= match.start()):
            money: Sum | None = _about_one(rough.popleft())
        elif match is None:
            break
        else:
            money, at = _sum_at(words, match)
        if money is not None:
            found.append(money)
            at = money.end
    return found


def _about_one(match: re.Match[str]) -> Sum:
    value = float(UNITS[match["unit"] or "万"] * UNITS.get(match["scale"], 1))
    return Sum(*match.span(), value, value, approximate=True)


def _sum_at(words: str, match: re.Match[str]) -> tuple[Sum | None, int]:
    """The sum that begins with `match`, if it is money, and where to read on."""
    before = words_before(words, match)
    between = _RULES["range"].match(words, match.start()) if _RULES["joint"].match(words, match.end()) else None
    last = between or match
    if is_foreign(words, before, last.end()):
        return None, last.end()
    return (between and _range(words, between)) or _single(words, match), match.end()


def _single(words: str, match: re.Match[str]) -> Sum | None:
    before = words_before(words, match)
    figure = _figure(words, match, before)
    return figure and _bounded(words, before, figure)


def _range(words: str, match: re.Match[str]) -> Sum | None:
    """50-80万, 50万到60万, 8000到1万: the scale said once is both's."""
    before = words_before(words, match)
    until = _figure(words, match, before)
    begin = value_of(match["low"], match["low_scale"] or "", match["low_tail"] or "")
    if until is None or until.high is None or begin is None:
        return None
    scale = scale_of(words, match, before)
    low = next((shared for shared in sharing_scale(match, scale, begin[0]) if shared < until.high), begin[0])
    low, high = min(low, until.high), max(low, until.high)
    return _bounded(words, before, Sum(match.start(), until.end, low, high, until.approximate))


def _figure(words: str, match: re.Match[str], before: str) -> Sum | None:
    """The (higher) figure, where it is money."""
    if not is_money(words, match, before):
        return None
    numeral, scale, tail, end = match["high"], scale_of(words, match, before), match["high_tail"] or "", match.end()
    if has_loose_digit(match) and _RULES["counted"].match(words, end):
        if not ("万" in numeral + scale or scale == "w"):
            return None
        numeral, tail, end = numeral if tail else numeral[:-1], "", end - len(tail or numeral[-1])
    value = value_of(numeral, scale, tail)
    if value is None or value[1] >= LARGEST:
        return None
    return Sum(match.start(), end, *value, bool(match["high_about"] or match["more"]))


def _bounded(words: str, before: str, figure: Sum) -> Sum:
    """`figure` with 以内, 以上, 不超过, 左右 around it; the words behind it are part of the sum."""
    low, high = figure.low, figure.high
    or_so = _RULES["or_so"].match(words, figure.end)
    behind = _RULES["within"].match(words, figure.end)
    if behind or _RULES["up_to"].search(before):
        low = 0.0 if low == high else low
    elif (behind := _RULES["and_more"].match(words, figure.end)) or _RULES["at_least"].search(before):
        high = None if low == high else high
    else:
        behind = or_so
    approximate = figure.approximate or bool(_RULES["about"].search(before)) or bool(or_so)
    return Sum(figure.start, behind.end() if behind else figure.end, low, high, approximate)


def _neat(value: float) -> int | float:
    return int(value) if value == int(value) else round(value, 2)
