"""Reading what is said about new leads. Pure functions."""

from __future__ import annotations

import re
from typing import Literal

from nlu.rules import rules
from nlu.text.plain import plain

How = Literal["round_robin", "by_region"]  # as policy calls them
Topic = Literal["untouched", "whose", "rule", "wants_one"]
_RULES = rules("leads")
_TOPICS: tuple[Topic, ...] = ("untouched", "whose", "rule", "wants_one")
PARTS = re.compile(r"[;；\n]+")  # between leads
LONGEST = 60  # characters of a question, or of words that hand leads out


def how_shared(text: str) -> How | None:
    """How leads are to be handed out; None where the words say nothing of it."""
    words = plain(text).strip()
    if _RULES["by_region"].search(words):
        return "by_region"
    return "round_robin" if any(_RULES[rule].search(words) for rule in ("in_turn", "as_you_like")) else None


def shares(text: str) -> bool:
    """Whether the words, and nothing else in them, have leads handed out to whoever's turn it is."""
    words = plain(text).strip()
    return len(words) <= LONGEST and _RULES["shares"].match(words) is not None


def in_turn_among(words: str) -> bool:
    """Whether the words, with M for names, have leads go in turn to several colleagues."""
    return _RULES["in_turn_among"].search(words.strip()) is not None


def to_colleague(text: str) -> bool:
    """Whether a lead is to go to the colleague M."""
    return _RULES["to_colleague"].search(text) is not None


def announced(text: str) -> str | None:
    """What is told of a lead that is said to have come in; None where none is."""
    found = _RULES["announces"].match(plain(text).strip())
    return found["rest"] if found else None


def listed(text: str) -> tuple[str, ...]:
    """What is told of each of several leads that are announced together (新线索两条:甲;乙); nothing for other words."""
    found = _RULES["several"].match(text.strip())
    told = PARTS.split(found["rest"] or found["told"]) if found else []
    parts = tuple(part.strip() for part in told if part.strip())
    return parts if len(parts) > 1 else ()


def opens_deal(text: str) -> bool:
    """Whether the words have another deal of a customer entered (再开一单,加药装置,12万)."""
    return _RULES["opens_deal"].search(plain(text).strip()) is not None


def set_apart(told: str, name: str) -> str:
    """What is told of a lead, with a comma before whom it goes to."""
    return re.sub(rf"(?<=[^,，。\s])(?=(?:{'|'.join(_RULES.words('hands'))}){re.escape(name)})", ",", told)


def asked(text: str) -> Topic | None:
    """What is asked about leads; None for nothing."""
    words = plain(text).strip()
    if len(words) > LONGEST:
        return None
    return next((topic for topic in _TOPICS if _RULES[topic].search(words)), None)
