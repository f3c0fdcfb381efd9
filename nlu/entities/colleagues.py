"""Colleagues as they are called among themselves: 郭姐 of 郭海燕, 丽姐 of 贺丽."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from nlu.entities.mentions import NameMention
from nlu.rules import any_of

_FAMILIAR = ("姐", "哥")
_SHORT_NAME = 2  # characters of a name whose second one is called: 丽姐


class Colleagues:
    """The members of the company by the character before 姐 and 哥. Immutable."""

    def __init__(self, members: Iterable[str]) -> None:
        self._by_surname: dict[str, set[str]] = defaultdict(set)
        self._by_given: dict[str, set[str]] = defaultdict(set)
        for member in members:
            self._by_surname[member[0]].add(member)
            if len(member) == _SHORT_NAME:
                self._by_given[member[1]].add(member)
        called = any_of(tuple(self._by_given))
        self._given = re.compile(f"(?:{called})(?:{any_of(_FAMILIAR)})") if self._by_given else None

    def known(self, person: NameMention, after_names: Collection[int]) -> NameMention:
        """郭姐 as the colleague of that surname, unless a customer is named right before (鹭岛郭姐)."""
        surname, title = person.value[:1], person.value[1:]
        if title not in _FAMILIAR or surname not in self._by_surname or person.start in after_names:
            return person
        return replace(person, kind="person", value=_only(self._by_surname[surname], person.value))

    def by_given_name(self, words: str, text: str) -> Iterator[NameMention]:
        """丽姐 of 贺丽."""
        for found in self._given.finditer(words) if self._given else ():
            members = self._by_given.get(words[found.start()], set())
            if members:
                value = _only(members, text[found.start() : found.end()])
                yield NameMention(*found.span(), "person", value, certain=False)


def _only(members: Collection[str], written: str) -> str:
    return next(iter(members)) if len(members) == 1 else written
