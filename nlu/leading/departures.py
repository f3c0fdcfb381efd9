"""Somebody leaves or comes back; a colleague M stands as one letter in the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from nlu.leading.sharing import forms_of
from nlu.rules import rules

_RULES = rules("leaving")
PLACED: Mapping[Literal["team", "regular", "leader"], str] = {
    "regular": "turns_regular",
    "leader": "leads_now",
    "team": "moves_team",
}


def leaves(words: str) -> bool:
    """Whether the words, with M for a colleague's name, say that the colleague (or who speaks) leaves the company."""
    return _RULES["leaves"].search(words.strip()) is not None


def may_leave(text: str) -> bool:
    """Whether a word stands in the text with which somebody is said to leave the company."""
    return _RULES["leave_word"].search(text) is not None


def clearly_leaves(words: str) -> bool:
    """Whether they say so in words that mean nothing else (离职, not 走了)."""
    return leaves(words) and _RULES["clearly"].search(words) is not None


def evenly(text: str) -> bool:
    """Whether all are to get about as much."""
    return _RULES["evenly"].search(text) is not None


def own_leaving(text: str) -> bool:
    """Whether it is the speaker who leaves."""
    return _RULES["own_leaving"].search(text.strip()) is not None


def not_gone(text: str) -> bool:
    """Whether the words say that whoever was said to leave has not."""
    return _RULES["not_gone"].search(text.strip()) is not None


def asks_how_out(text: str) -> bool:
    """Whether it is asked what is to be done when somebody leaves."""
    return _RULES["asks_how_out"].search(text.strip()) is not None


def may_come_back(text: str) -> bool:
    """Whether the words might say that somebody comes back or is to be let in."""
    return _RULES["back_word"].search(text) is not None


def asks_how_in(text: str) -> bool:
    """Whether somebody new comes, or it is asked how they get in."""
    return joins(text) or _RULES["asks_how_in"].search(text.strip()) is not None


def without_name(text: str, name: str) -> str:
    """The text with M for every way of calling somebody of this name."""
    for form in sorted(forms_of(name), key=len, reverse=True):
        text = text.replace(form, "M")
    return text


def joins(text: str) -> bool:
    """Whether the words say that somebody new comes into the company."""
    return _RULES["joins"].search(text.strip()) is not None


def comes_back(words: str) -> bool:
    """Whether the words, with M for the name, say that M is to be let in again, or ask how."""
    return _RULES["comes_back"].search(words.strip()) is not None


def lets_in(words: str) -> bool:
    """Whether an account or an invitation is spoken of, not only that somebody is back."""
    return _RULES["lets_in"].search(words) is not None


def confirms(text: str) -> bool | None:
    """Whether the words agree to what is about to be done; None where they say neither yes nor no."""
    words = text.strip()
    if _RULES["declines"].search(words):
        return False
    return True if _RULES["confirms"].search(words) else None


def leaves_empty(text: str) -> bool:
    """Whether nobody is to lead the team for now."""
    return _RULES["leaves_empty"].search(text.strip()) is not None


def named_successor(text: str, names: Iterable[str]) -> str | None:
    """Of these people, the one who the words say leads the team from now on (孟晓顶上当主管)."""
    for name in names:
        for form in forms_of(name):
            if form in text and _RULES["succeeds"].search(text.replace(form, "M")):
                return name
    return None


def without_successor(text: str, name: str) -> str:
    """The words without the clause that says who leads the team."""
    clauses = re.split(r"([，,。；;\s]+)", text)
    kept = [clause for clause in clauses if not any(form in clause for form in forms_of(name)) or "客户" in clause]
    return "".join(kept)


def may_be_placed(text: str) -> bool:
    """Whether a word stands in the text with which somebody is said to change team or post."""
    return _RULES["place_word"].search(text) is not None


def placed(words: str) -> Literal["team", "regular", "leader"] | None:
    """How a colleague, M in the words, is placed from now on: in another team, as a rep after probation, or as the
    leader of a team; None where nothing of this is said."""
    for kind, rule in PLACED.items():
        if _RULES[rule].search(words.strip()):
            return kind
    return None


def newcomer(words: str) -> str | None:
    """The name of somebody new who is to take over what a colleague has; None for no such words."""
    found = _RULES["newcomer_takes"].search(words.strip())
    return found["who"] if found else None
