"""Words in the middle of a drill that are for the bot, by the rules of `nlu/rules/drill_talk.yml`. Pure functions."""

from __future__ import annotations

from typing import Literal, get_args

from nlu.drills.reading import asks_hint, ends
from nlu.rules import rules

Said = Literal["redo", "pause", "over", "another", "goal", "place", "meaning", "again", "example", "hint"]

_RULES = rules("drill_talk")
LONGEST = 30  # characters of words that are for the bot; more is said to the customer


def said_to_bot(text: str) -> Said | None:
    """What the bot is told or asked; None for what is said to the customer."""
    plain = text.strip()
    if len(plain) > LONGEST:
        return None
    if asks_hint(plain):
        return "hint"
    found: Said | None = next((name for name in get_args(Said) if name != "hint" and _RULES[name].search(plain)), None)
    return found or ("over" if ends(plain) else None)


def asks_own_work(text: str) -> bool:
    """Whether one's own work is asked for: neither the drill nor its customer is meant."""
    return len(text) <= LONGEST and _RULES["own_work"].search(text.strip()) is not None


def tells_of_contact(text: str) -> bool:
    """Whether words tell what a contact of one's own said or wants: they address nobody."""
    return _RULES["tells_of_contact"].search(text.strip()) is not None


def goes_on(text: str) -> bool:
    """Whether a drill that waits is to go on."""
    return _RULES["goes_on"].search(text.strip()) is not None
