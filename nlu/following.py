"""Words that come right after something was done and change it: 改八点半, 八点吧 路远, 第二个不要了, 没签呢, 不缓了."""

from __future__ import annotations

import re
from datetime import datetime

from nlu.rules import rules
from nlu.text.numerals import small
from nlu.text.plain import plain
from nlu.time.times import find_times

LONGEST_REASON = 6  # characters of what is said beside a new time (路远)
CLAUSES = re.compile(r"[\s,，。;；!！、]+")
_RULES = rules("following")


def is_new_time(text: str, now: datetime) -> bool:
    """Whether the words are a time to put in another one's place, and at most a short reason beside it."""
    words = plain(text)
    if _RULES["asks"].search(words):
        return False
    named = False
    for clause in filter(None, CLAUSES.split(words)):
        found = [time for time in find_times(clause, now) if time.next_time is not None and time.is_point]
        left = _RULES["around_time"].sub("", _without(clause, [(time.start, time.end) for time in found]))
        if len(left) > (0 if found else LONGEST_REASON):
            return False
        named = named or bool(found)
    return named


def is_new_day(text: str, now: datetime) -> bool:
    """Whether the words are nothing but a day or time to put in another one's place (改成明天)."""
    words = plain(text)
    found = [time for time in find_times(words, now) if time.next_time is not None]
    left = CLAUSES.sub("", _without(words, [(time.start, time.end) for time in found]))
    return bool(found) and not _RULES["asks"].search(words) and not _RULES["around_time"].sub("", left)


def drops_listed(text: str) -> int | None:
    """The place in a list of what is not wanted any more (1不要了); -1 for the last, None for none."""
    return _place("drops_listed", text)


def moves_listed(text: str) -> int | None:
    """The place in a list of what is put elsewhere (第3个改到明天); -1 for the last, None for none."""
    return _place("moves_listed", text)


def denies_closing(text: str) -> bool:
    """Whether the words say that a deal is not won or lost after all."""
    words = plain(text).rstrip("呢。.!！ ")
    return not _RULES["asks"].search(words) and _RULES["not_closed"].search(words) is not None


def denies_delay(text: str) -> bool:
    """Whether the words say that something is not put off after all."""
    return _RULES["not_later"].search(plain(text)) is not None


def takes_back(text: str) -> bool:
    """Whether the words, naming nothing, say that what was just recorded is not to be."""
    return _RULES["takes_back"].search(plain(text)) is not None


def thought_of(text: str) -> str | None:
    """What is to be thought of besides (记得带报价单 → 带报价单); None if nothing is."""
    found = _RULES["thinks_of"].search(plain(text).strip(" 。.!！,，"))
    return found["more"] if found else None


def puts_sum(text: str) -> bool:
    """Whether the words put right the sum of a deal."""
    return not _RULES["asks"].search(plain(text)) and _RULES["puts_sum"].search(plain(text)) is not None


def _place(rule: str, text: str) -> int | None:
    found = _RULES[rule].search(plain(text).strip(" 。.!！,，"))
    if found is None:
        return None
    return -1 if found["number"] == "最后一" else small(found["number"])


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    return "".join(sign for at, sign in enumerate(text) if not any(start <= at < end for start, end in spans))
