"""Words that ask a department for nothing: how long it took (客服多久回的), that it need not (财务不用看了)."""

from __future__ import annotations

from nlu.rules import rules
from nlu.text.plain import plain

_RULES = rules("tickets")
LONGEST = 60  # characters


def asks_took(text: str) -> bool:
    """Whether the words ask how long something asked of a department took, or has been with it."""
    return _says("took", text)


def asks_nothing(text: str) -> bool:
    """Whether words that name a department ask it for nothing."""
    return asks_took(text) or _says("spared", text)


def _says(rule: str, text: str) -> bool:
    words = plain(text.strip())
    return len(words) <= LONGEST and bool(_RULES[rule].search(words))
