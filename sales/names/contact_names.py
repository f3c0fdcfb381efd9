"""How a person at a customer is named: 李总 is a surname and a title; 李大明副总经理 may be the same person, and so may
后勤孙主任 and 孙主任, 馆长杜老师 and 杜馆长."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nlu.entities.posts import after_any_words, title_of, without_post
from nlu.entities.surnames import DOUBLE, SURNAMES, TITLES

MOST_KEPT = 4096  # names whose parts are kept at hand
FAMILIAR = ("小", "老")
_LONGEST_FIRST = sorted(TITLES, key=len, reverse=True)


@dataclass(frozen=True)
class ContactName:
    """A name in its parts; `given` is empty if only surname and title are given. `title` is in its normal form, `post`
    what stands before the name (后勤, 馆长)."""

    surname: str
    given: str
    title: str
    post: str = ""

    @property
    def titles(self) -> frozenset[str]:
        """All by which the person may be called: 馆长杜老师 is 馆长 and 老师."""
        return frozenset(filter(None, (self.title, title_of(self.post))))


@lru_cache(MOST_KEPT)
def contact_name(name: str) -> ContactName | None:
    """`name` in its parts; None if it is not a surname (and given name) with a title, a post before it or not."""
    person = called(name)
    return None if person is None or (person.title in FAMILIAR and not title_of(person.post)) else person


@lru_cache(MOST_KEPT)
def called(name: str) -> ContactName | None:
    """As `contact_name`, and 小李 and 老李 with 小 and 老 as their titles."""
    plain = normalized(name)
    post, rest = without_post(plain)
    person = _titled(rest, post)
    return person if person is not None else _titled(*reversed(after_any_words(plain)))


def same_person(name: str, other: str) -> bool:
    """Whether two ways to name somebody at the same customer may mean the same person: equal, or the same surname
    and a title of both, with given names and departments that do not differ."""
    if normalized(name) == normalized(other):
        return True
    left, right = called(name), called(other)
    if left is None or right is None or left.surname != right.surname:
        return False
    given_agree = not left.given or not right.given or left.given == right.given
    return bool(left.titles & right.titles) and given_agree and _posts_agree(left.post, right.post)


def also_called(name: str, title: str | None) -> tuple[str, ...]:
    """The names by which somebody known as `name` with the position `title` is called: 龙总经理 of 龙老板, 总经理."""
    person = called(name)
    return (name, f"{person.surname}{person.given}{title}") if person is not None and title else (name,)


def each_once(names: Iterable[str]) -> tuple[str, ...]:
    """The people of `names`, each by the longest of the names that mean the same person."""
    people: list[str] = []
    for name in names:
        known = next((place for place, other in enumerate(people) if same_person(name, other)), None)
        if known is None:
            people.append(name)
        else:
            people[known] = max(people[known], name, key=len)
    return tuple(people)


def normalized(name: str) -> str:
    """A name as it is compared: width, spaces and case do not matter."""
    return unicodedata.normalize("NFKC", name).replace(" ", "").casefold()


def _posts_agree(post: str, other: str) -> bool:
    """Whether two departments may be the same one; a position (馆长) says nothing of a department."""
    departments = [words for words in (post, other) if words and title_of(words) is None]
    return len(departments) < len((post, other)) or departments[0][:2] in other or departments[1][:2] in post


def _titled(plain: str, post: str) -> ContactName | None:
    for title in _LONGEST_FIRST:
        if plain.endswith(title) and (found := _named(plain[: -len(title)].removesuffix("副"), TITLES[title], post)):
            return found
    familiar = plain[:1] in FAMILIAR and plain[1:] in SURNAMES
    return ContactName(plain[1:], "", plain[0], post) if familiar else None


def _named(body: str, title: str, post: str) -> ContactName | None:
    surname = body[:2] if body[:2] in DOUBLE else body[:1]
    given = body[len(surname) :]
    if (surname in DOUBLE or surname in SURNAMES) and len(given) <= 2:
        return ContactName(surname, given, title, post)
    return None
