"""Reading words about giving and earning by the rules of `nlu/rules/giving.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from nlu.rules import rules

About = Literal["practice", "how_earned", "ranking", "redeems", "scripts", "points"]
_ABOUT: tuple[About, ...] = ("practice", "how_earned", "ranking", "redeems", "scripts", "points")
LONGEST = 200  # characters of a decision that are read
_RULES = rules("giving")


@dataclass(frozen=True)
class Verdict:
    """Whether something may enter the library, and the reason that was given with it."""

    granted: bool
    why: str = ""


def asked_about(text: str) -> About | None:
    """What of one's own progress is asked about; None if it is something else (计划, 业绩)."""
    return next((about for about in _ABOUT if _RULES[about].search(text)), None)


def verdict(text: str) -> Verdict | None:
    """The decision that the words are; None if they are none."""
    words = text.strip()[:LONGEST]
    for rule, granted in (("returns", False), ("lets_in", True)):
        if found := _RULES[rule].search(words):
            return Verdict(granted, (found["why"] or "").strip(" ,，、。.!！:："))
    return None


def new_title(text: str) -> str | None:
    """The title that the words give; None if they give none."""
    found = _RULES["title"].search(text.strip())
    return found["what"].strip() if found else None


def new_whom(text: str) -> str | None:
    """The words for whom it is to be (医院的院长); None if they say nothing of that."""
    found = _RULES["whom"].search(text.strip())
    return found["what"].strip() if found else None


def for_anybody(text: str) -> bool:
    """Whether it is to be for anybody."""
    return bool(_RULES["anybody"].search(text))
