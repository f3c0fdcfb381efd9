"""Reading what is reported as the action of the day. Pure functions."""

from __future__ import annotations

from typing import Literal

from nlu.rules import rules

Flaw = Literal["another_day", "another_person", "planned", "put_off", "wished"]
LONGEST = 80  # characters that are read
_FLAWS: tuple[Flaw, ...] = ("another_person", "wished", "planned", "put_off", "another_day")
_RULES = rules("actions")


def flaw(text: str) -> Flaw | None:
    """Why the words, with a colleague as M, are no action of who writes them today; None if they may be one."""
    words = text.strip()[:LONGEST]
    found = next((kind for kind in _FLAWS if _RULES[kind].search(words)), None)
    return None if found == "another_day" and _RULES["today_too"].search(words) else found


def takes_offered(text: str) -> bool:
    """Whether the words take what was suggested as the action, and say nothing else (就用短的那个)."""
    return bool(_RULES["takes_offered"].search(text.strip()))


def is_not_this(text: str) -> bool:
    """Whether the words say that what was reported is no action, and put another in its place."""
    return bool(_RULES["not_this"].search(text.strip()[:LONGEST]))
