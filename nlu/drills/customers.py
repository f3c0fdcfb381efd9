"""On whom somebody wants to practise, by the rules of `nlu/rules/drill_customers.yml`. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from nlu.drills.reading import asks_results, erases, speaks_of_keeping, speaks_of_weights
from nlu.rules import rules
from nlu.text import plain

Level = Literal["hardest", "harder", "easier"]

_RULES = rules("drill_customers")
LONGEST = 80  # characters of words that say whom
_BETWEEN = re.compile(r"[,，。;；、:：!！?？\s]+")
_OWN_LEVELS: tuple[Level, ...] = ("hardest", "harder", "easier")


@dataclass(frozen=True)
class Somebody:
    """A customer as people speak of one: `place` is where they are as said (连锁药店), `trade` the scenarios' name for
    it, None where there are none of that trade; `post` what they are there. Empty where it is not said."""

    place: str = ""
    trade: str | None = None
    post: str = ""


def somebody(text: str, industries: Iterable[str] = (), posts: Iterable[str] = ()) -> Somebody:
    """The customer that the words describe; `industries` and `posts` are those that were found in them already."""
    found = [_in_clause(clause) for clause in _clauses(text)]
    place = next((each.place for each in found if each.place), "") or next(iter(industries), "")
    post = next(iter(posts), "") or next((each.post for each in found if each.post), "")
    return Somebody(_as_typed(place, text), trade_of(place) or trade_of(post), _as_typed(post, text))


def trade_of(words: str) -> str | None:
    """The trade of the scenarios that words name, the longest of them; None if none do."""
    table, plain = _RULES.table("trades"), words.lower()
    named = [name for name in table if name in plain]
    return table[max(named, key=len)] if named else None


def level(text: str) -> Level | None:
    """How hard it is to be, against what was before; None if nothing is said of it."""
    return next((name for name in _OWN_LEVELS if _RULES[name].search(text)), None)


def is_anybody(text: str) -> bool:
    """Whether it does not matter who."""
    return _RULES["anybody"].search(text.strip()) is not None


def is_own(text: str) -> bool:
    """Whether somebody of one's own customers is meant, without a name."""
    return _RULES["own"].search(text) is not None


def is_this(text: str) -> bool:
    """Whether the customer under discussion is meant."""
    return _RULES["this"].search(text) is not None


def is_hesitant(text: str) -> bool:
    """Whether the customer is to be one who puts off."""
    return _RULES["hesitant"].search(text) is not None


def focus(text: str) -> str | None:
    """The part of the score that is to be practised."""
    found = _RULES["focus"].search(text)
    return found["focus"] if found else None


def wanted(text: str) -> bool:
    """Whether the words want a drill, whatever else they may mean."""
    said = text.strip()
    if len(said) > LONGEST or asks_results(said) or erases(said):
        return False
    if speaks_of_keeping(said) or speaks_of_weights(said):
        return False
    announced = _RULES["announced"].search(said)
    if announced is not None and not _RULES["about_drills"].search(announced["whom"]):
        return True
    return _RULES["wanted"].search(said) is not None


def for_another(text: str) -> str | None:
    """Who else is to practise, as said; None if nobody is."""
    found = _RULES["for_another"].search(text.strip()[:LONGEST])
    return None if found is None else found["who"] or found["other"] or found["third"]


def wants_for_another(text: str) -> bool:
    """Whether somebody else is to practise."""
    return for_another(text) is not None


def _clauses(text: str) -> list[str]:
    return [clause for clause in _BETWEEN.split(plain.plain(text[:LONGEST])) if clause]


def _as_typed(words: str, text: str) -> str:
    start = plain.plain(text).find(words)
    return text[start : start + len(words)] if start >= 0 else words


def _in_clause(clause: str) -> Somebody:
    words = _RULES["behind"].sub("", _RULES["before"].sub("", clause))
    found = _RULES["somebody"].search(words)
    if found is None:
        return Somebody(_place(words))
    return Somebody(_place(found["org"]), post=found["post"])


def _place(words: str) -> str:
    """The place or trade that words end with, without what is said of it (强势的)."""
    found = _RULES["place"].search(words.rpartition("的")[2] or words.removesuffix("的"))
    return found["org"] if found else ""
