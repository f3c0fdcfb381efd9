"""How a person at a customer is named: 李总 is a surname and a title; 李大明副总经理 may be the same person."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from nlu.entities.surnames import DOUBLE, SURNAMES, TITLES

MOST_KEPT = 4096  # names whose parts are kept at hand
_LONGEST_FIRST = sorted(TITLES, key=len, reverse=True)


@dataclass(frozen=True)
class ContactName:
    """A name in its parts; `given` is empty if only surname and title are given. `title` is in its normal form."""

    surname: str
    given: str
    title: str


@lru_cache(MOST_KEPT)
def contact_name(name: str) -> ContactName | None:
    """`name` in its parts; None if it is not a surname (and given name) with a title."""
    plain = normalized(name)
    for title in _LONGEST_FIRST:
        if plain.endswith(title) and (found := _named(plain[: -len(title)].removesuffix("副"), TITLES[title])):
            return found
    return None


def same_person(name: str, other: str) -> bool:
    """Whether two ways to name somebody at the same customer may mean the same person: equal, or the same surname
    and title with given names that do not differ."""
    if normalized(name) == normalized(other):
        return True
    left, right = contact_name(name), contact_name(other)
    if left is None or right is None:
        return False
    given_agree = not left.given or not right.given or left.given == right.given
    return (left.surname, left.title) == (right.surname, right.title) and given_agree


def normalized(name: str) -> str:
    """A name as it is compared: width, spaces and case do not matter."""
    return unicodedata.normalize("NFKC", name).replace(" ", "").casefold()


def _named(body: str, title: str) -> ContactName | None:
    surname = body[:2] if body[:2] in DOUBLE else body[:1]
    given = body[len(surname) :]
    if (surname in DOUBLE or surname in SURNAMES) and len(given) <= 2:
        return ContactName(surname, given, title)
    return None
