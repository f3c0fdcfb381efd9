"""One of a list that was just shown, by its place in it: 第二个下午跟, 下一个, 最后一个呢 (rules/shown.yml)."""

from __future__ import annotations

from typing import NamedTuple

from nlu.rules import rules
from nlu.text.numerals import small
from nlu.text.plain import plain

LAST = -1
_RULES = rules("shown")


class Place(NamedTuple):
    """A place in a list, counted from its head (LAST: from its end) or, `relative`, from what was looked at last; and
    what is said of what stands there, where anything is."""

    number: int
    rest: str = ""
    relative: bool = False


def place_in_list(text: str) -> Place | None:
    """The place that words begin with, or are nothing but; None for other words."""
    words = plain(text.strip())
    if (found := _RULES["of_place"].search(words)) is not None:
        number = small(found["number"])
        return Place(number, text.strip()[found.start("rest") :]) if number else None
    found = _RULES["place_alone"].search(words)
    if found is None:
        return None
    if found["next"] or found["before"]:
        return Place(1 if found["next"] else -1, relative=True)
    number = LAST if found["last"] else small(found["number"])
    return Place(number) if number else None
