"""The names in a text: those a lexicon knows, written in any way or misheard, and those with the form of a name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from nlu.entities.areas import industries, regions
from nlu.entities.buyer_roles import roles
from nlu.entities.codes import articles, contract_numbers, other_articles
from nlu.entities.colleagues import Colleagues
from nlu.entities.companies import companies
from nlu.entities.contacts import announced, familiar, goes_on, latin_names, surnames_alone, titled
from nlu.entities.known_names.aliases import as_said
from nlu.entities.known_names.cached import table_of
from nlu.entities.known_names.longer_names import is_person
from nlu.entities.known_names.phonetic_match import by_sound
from nlu.entities.known_names.spellings import Meaning, squeezed
from nlu.entities.known_names.table import NameTable
from nlu.entities.mentions import NameMention, standing
from nlu.lexicon import Changes, Lexicon
from nlu.rules import rules
from nlu.text.plain import plain
from nlu.text.words import LONGEST, is_word, reads_as_name

FORMS_UP_TO = 1000
_CERTAIN_COST = 8.0  # nats
_DERIVED_COST = 11.5
_CROSSED_TWICE = 4.0  # more, where ordinary words reach in on both sides: 后天|一早
_TOO_LONG_FOR_CHANCE = 4
_COMPANIES = rules("companies")
_CODE_GOES_ON = re.compile(r"-?[a-z0-9]")
_PARTS_OF_FIRMS = ("industry", "region")
Meanings = tuple[Meaning, ...]


class NameIndex:
    """Finds names in texts. Built once for a lexicon; nothing in it changes afterwards."""

    def __init__(self, table: NameTable) -> None:
        self._table = table
        self._colleagues = _colleagues(table.members)

    def changed(self, changes: Changes) -> NameIndex:
        """The index of the lexicon after `changes`."""
        return NameIndex(self._table.changed(changes))

    def find(self, text: str) -> list[NameMention]:
        """The names of `text`, left to right, none overlapping another. By form and sound, only names in the first
        FORMS_UP_TO code points are found."""
        words = plain(text)
        spelt = standing((*self._spelt(words, text), *articles(words, self._table.articles)))
        if len(text) > FORMS_UP_TO:
            beyond = [name for name in spelt if name.end > FORMS_UP_TO]
            return self._with_forms(words[:FORMS_UP_TO], text[:FORMS_UP_TO], spelt[: len(spelt) - len(beyond)]) + beyond
        return self._with_forms(words, text, spelt)

    def _with_forms(self, words: str, text: str, spelt: list[NameMention]) -> list[NameMention]:
        """`spelt` and, where they leave room, the names found by form and sound."""
        ends = frozenset(name.end for name in spelt if name.certain)
        people = [*titled(words, text, ends), *familiar(words, text), *surnames_alone(words, text), *latin_names(text)]
        people = [self._colleagues.known(person, ends) for person in (*people, *announced(words, text))]
        people += self._colleagues.by_given_name(words, text)
        if "(" in words:
            people = _outside_brackets(people, words)
        known = standing(_not_inside(spelt, people, ("buyer_role",)))
        known = standing((*contract_numbers(words, text), *people), known)
        known = standing(roles(words, text, _starts(known, "contact")), known)
        sounding = list(by_sound(words, self._table, known))
        known = standing(sounding, _not_inside(known, sounding, ("industry",)))
        firms = list(companies(words, text, [name for name in known if name.kind not in _PARTS_OF_FIRMS]))
        known = standing(firms, _not_inside(known, firms, _PARTS_OF_FIRMS))
        areas = regions(words, text, self._table.regions)
        trades = industries(words, text, _starts(known, "buyer_role"), self._table.industry_parts)
        known = standing((*areas, *trades), known)
        return _one_name_each(standing(other_articles(words, text), known))

    def _spelt(self, words: str, text: str) -> Iterator[NameMention]:
        for start, end, meanings in self._maximal(words):
            yield self._meant(words, text, start, end, meanings)

    def _maximal(self, words: str) -> list[tuple[int, int, Meanings]]:
        """The spans of spellings and what they mean, without those inside a certain one of their own kind."""
        kept: list[tuple[int, int, Meanings]] = []
        close, places = squeezed(words) if " " in words else (words, range(len(words)))
        for begin, stop, meanings in self._table.spelt(close):
            start, end, meaning = places[begin], places[stop - 1] + 1, meanings[0]
            if kept and kept[-1][1] == end and _settles(kept[-1][2], meaning.kind):
                continue  # of those that end alike the longest comes first
            if self._stands(words, start, end, meaning):
                while kept and kept[-1][0] >= start and _settles(meanings, kept[-1][2][0].kind):
                    kept.pop()
                kept.append((start, end, meanings))
        return kept

    def _stands(self, words: str, start: int, end: int, meaning: Meaning) -> bool:
        if meaning.kind == "contact" and goes_on(words, words[start + 1 : end], end):
            return False
        if meaning.kind == "customer":
            place = _COMPANIES["place_behind"].match(words, end) and not is_person(words, end)
            if place or _inside_word(words, start, end):
                return False
        return _stands_alone(words, start, end, meaning.certain)

    def _meant(self, words: str, text: str, start: int, end: int, meanings: Meanings) -> NameMention:
        kind, value, certain = meanings[0]
        if kind == "customer":
            return as_said(words, text, start, end, [meaning for meaning in meanings if meaning.kind == "customer"])
        return NameMention(start, end, kind, text[start:end] if kind == "contact" else value, certain)


@lru_cache(maxsize=2)
def index_of(lexicon: Lexicon, cache: Path | None) -> NameIndex:
    """The index of `lexicon`, from the folder `cache` where it was built before."""
    return NameIndex(table_of(lexicon, cache))


@lru_cache(maxsize=2)
def _colleagues(members: tuple[str, ...]) -> Colleagues:
    return Colleagues(name for name in members if len(squeezed(plain(name))[0]) > 1)


def _settles(meanings: Meanings, kind: str) -> bool:
    return meanings[0].certain and meanings[0].kind == kind


def _stands_alone(words: str, start: int, end: int, certain: bool) -> bool:
    """Whether the name is not a piece of a Latin word or of ordinary words around it (高新 in 提高新品)."""
    before, after = words[start - 1 : start], words[end : end + 1]
    if (_latin(before) and _latin(words[start])) or (_latin(words[end - 1]) and _CODE_GOES_ON.match(words, end)):
        return False
    if end - start > _TOO_LONG_FOR_CHANCE:
        return True
    crossings = is_word(before + words[start]) + is_word(words[end - 1] + after)
    if not crossings:
        return True
    cost = (_CERTAIN_COST if certain else _DERIVED_COST) + (_CROSSED_TWICE if crossings > 1 else 0.0)
    return reads_as_name(words, start, end, cost)


def _outside_brackets(people: list[NameMention], words: str) -> list[NameMention]:
    """`people` without those that a part of a company's name in brackets looks like: (东院)."""
    inside = {at for found in _COMPANIES["in_brackets"].finditer(words) for at in range(*found.span())}
    return [person for person in people if person.start not in inside]


def _inside_word(words: str, start: int, end: int) -> bool:
    """Whether the name is a part of one longer word: 华盛 of 华盛顿."""
    begins = range(max(0, end - LONGEST), start + 1)
    return any(
        is_word(words[begin:stop]) and not reads_as_name(words, start, end, _CERTAIN_COST)
        for begin in begins
        for stop in range(end, min(len(words), begin + LONGEST) + 1)
        if (begin, stop) != (start, end)
    )


def _one_name_each(found: list[NameMention]) -> list[NameMention]:
    """老尤 and the bare 尤 of 矿长姓尤 are the 尤矿长 of the same text, if only one person of that surname is named."""
    people = {name.value for name in found if name.kind == "contact"}

    def fuller(name: NameMention) -> NameMention:
        surname = name.value.removeprefix("老")
        called = [person for person in people if person.startswith(surname) and len(person) > 1]
        short = name.kind == "contact" and len(surname) == 1
        return replace(name, value=called[0]) if short and len(called) == 1 else name

    return [fuller(name) for name in found]


def _not_inside(
    names: Iterable[NameMention], larger: Iterable[NameMention], kinds: Collection[str]
) -> list[NameMention]:
    """`names` without those of `kinds` that are a part of a larger one: 院长 in 冯院长, 华中 in 华中仪表集团."""
    cover = {at: name for name in larger for at in range(name.start, name.end)}

    def whole(name: NameMention) -> bool:
        other = cover.get(name.start)
        return other is None or other.end < name.end or other.end - other.start <= name.end - name.start

    return [name for name in names if name.kind not in kinds or whole(name)]


def _starts(found: list[NameMention], kind: str) -> frozenset[int]:
    return frozenset(name.start for name in found if name.kind == kind)


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()
