"""Reading what is said to what a colleague wanted. Pure functions."""

from __future__ import annotations

import re
from typing import Literal

from nlu.rules import rules

LONGEST = 60  # characters that are read
OrderAnswer = Literal["done", "proposes", "seen", "will_do", "trouble", "denies", "suggests"]
_ANSWERS: tuple[OrderAnswer, ...] = ("done", "proposes", "seen", "will_do", "trouble", "denies", "suggests")
_CLAUSES = re.compile(r"[\s,，。;；!！、]+")
_RULES = rules("orders")


def order_answer(text: str) -> OrderAnswer | None:
    """What the words say of what somebody was to do; None if they say nothing of it."""
    words = text.strip()[:LONGEST]
    if (answer := next((answer for answer in _ANSWERS if _RULES[answer].search(words)), None)) is not None:
        return answer
    clauses = [clause for clause in _CLAUSES.split(words) if clause and not _RULES["nods"].search(clause)]
    if not clauses or not_reached(words) or asks_back(words):
        return None
    over = any(_says_done(clause) for clause in clauses) and not _RULES["ahead"].search(words)
    return "done" if over or _says_done(clauses[0]) else None


def cannot(text: str) -> bool:
    """Whether the speaker says that they can't do it (去不了,闵总出差)."""
    return bool(_RULES["cannot"].search(text.strip()[:LONGEST]))


def says_yes_or_no(text: str) -> bool:
    """Whether the words begin with a yes or no to what was asked (没呢,项主任说周五)."""
    first = next((clause for clause in _CLAUSES.split(text.strip()[:LONGEST]) if clause), "")
    return bool(_RULES["yes_or_no"].search(first))


def asks_back(text: str) -> bool:
    """Whether the words ask something of whoever wanted it (带哪些啊)."""
    return bool(_RULES["asks_back"].search(text.strip()[:LONGEST]))


def is_news(wanted: str) -> bool:
    """Whether what a colleague is told is a fact to know, not something to do (执照收到了)."""
    return bool(_RULES["news"].search(wanted.strip()[:LONGEST]))


def _says_done(clause: str) -> bool:
    return bool(_RULES["done"].search(clause) or _RULES["delivered"].search(clause))


def not_reached(text: str) -> bool:
    """Whether the words say that nobody was reached, or that it is not over."""
    return bool(_RULES["not_reached"].search(text))


def says_more_than_done(text: str) -> bool:
    """Whether words that say that it is done tell more (办好了 样机他周五来拿)."""
    return bool(text) and _RULES["done"].search(text) is None


def may_answer(text: str, wanted: str) -> bool:
    """Whether words that say nothing by themselves are said to what a colleague wanted just now: they begin as an
    answer does, or speak of the same thing; not those to somebody else or to the bot."""
    words = text.strip()[:LONGEST]
    if to_others(words):
        return False
    same = any(words[at : at + 2] in wanted for at in range(len(words) - 1) if not _CLAUSES.search(words[at : at + 2]))
    return same or any(_RULES["begins_answer"].search(clause) for clause in _CLAUSES.split(words) if clause)


def asks_for_answer(wanted: str) -> bool:
    """Whether what a colleague wants is to be answered in words (问下一年要多少台, 给个准话)."""
    return bool(_RULES["asks_for_answer"].search(wanted))


def to_others(text: str) -> bool:
    """Whether the words are said to somebody else's face, or ask something of the bot."""
    return bool(_RULES["to_others"].search(text.strip()))
