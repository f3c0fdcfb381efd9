"""Words that answer what waits for somebody: a hand-over to decide, what a colleague wants of them.

`parse` does not know what waits; the bot asks here when something does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from nlu.rules import rules

LONGEST = 60  # characters that are read
NAME = "M"  # stands for the colleague that what waits is about
OrderAnswer = Literal["done", "seen", "will_do", "trouble"]
SmallTalk = Literal["tired", "laughs", "busy", "scolds", "leaves", "waits", "nothing_more"]
_SMALL_TALK: tuple[SmallTalk, ...] = ("nothing_more", "waits", "laughs", "scolds", "busy", "leaves", "tired")
LONGEST_TALK = 16  # characters of talk that asks for nothing
_RULES = rules("replies")
_ANSWERS: tuple[OrderAnswer, ...] = ("done", "seen", "will_do", "trouble")


def verdict(text: str, names: Iterable[str] = ()) -> bool | None:
    """Whether the words agree to a request; None if they do neither. `names` are those of whom it is about."""
    words = _with_name(text, names)
    if _RULES["refuses"].search(words):
        return False
    return True if _RULES["agrees"].search(words) else None


def goes_to(text: str, name: str) -> bool:
    """Whether the words give the customer in question to somebody of this name."""
    words = _with_name(text, (name,))
    return NAME in words and bool(_RULES["goes_to"].search(words))


def order_answer(text: str) -> OrderAnswer | None:
    """What the words say of what somebody was to do; None if they say nothing of it."""
    words = text.strip()[:LONGEST]
    return next((answer for answer in _ANSWERS if _RULES[answer].search(words)), None)


def small_talk(text: str) -> SmallTalk | None:
    """What kind of talk that asks for nothing the words are; None if they are none."""
    words = text.strip()
    if len(words) > LONGEST_TALK:
        return None
    return next((kind for kind in _SMALL_TALK if _RULES[kind].search(words)), None)


def withdraws(text: str) -> bool:
    """Whether the words take back what the speaker has just asked for or handed over."""
    return bool(_RULES["withdraws"].search(text.strip()[:LONGEST]))


def nudge_answer(text: str) -> Literal["done", "stop"] | None:
    """Whether the words say of what was just urged that it is done, or that the bot is to stop; None for neither."""
    words = text.strip()[:LONGEST]
    if _RULES["stop_urging"].search(words):
        return "stop"
    return "done" if _RULES["done_already"].search(words) else None


def wants_reminder(text: str) -> bool | None:
    """Whether the words agree to be reminded; None if they say neither yes nor no to it."""
    words = text.strip()[:LONGEST]
    if _RULES["wants_no_reminder"].search(words):
        return False
    return True if _RULES["wants_reminder"].search(words) else None


def all_of_them(text: str) -> bool:
    """Whether the words answer everything that waits."""
    return bool(_RULES["all_of_them"].search(text))


def _with_name(text: str, names: Iterable[str]) -> str:
    words = text.strip()[:LONGEST]
    for name in names:
        for called in (name, name[1:], name[-1:] + "姐", name[-1:] + "哥", name[:1] + "姐", name[:1] + "哥"):
            if len(called) > 1 and called in words:
                words = words.replace(called, NAME)
                break
    return words
