"""People at customers as they are called: 李总, 欧阳主任, 何副总, 小田, 老秦, 苏大伟经理, Vivian."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu.entities.mentions import NameMention
from nlu.entities.surnames import DOUBLE, SURNAMES, TITLES
from nlu.rules import rules
from nlu.text.words import is_word, reading, reads_as_name

_RULES, _COMPANIES = rules("people"), rules("companies")
_POSITIONS = frozenset(_RULES.words("positions"))
_DEPARTMENTS = frozenset(_RULES.words("departments"))
_TITLES_THAT_GO_ON = frozenset(_RULES.words("titles_that_go_on"))
_BRIEF_TITLES = frozenset(_RULES.words("brief_titles"))
_SMALL_WORDS = frozenset(_RULES.words("surnames_that_are_small_words"))
_NEVER_IN_GIVEN_NAMES = frozenset(_RULES.words("never_in_given_names"))
_ENDS_OF_DEPARTMENTS = frozenset(_RULES.words("ends_of_departments"))
_FIRST_NAMES = frozenset(_RULES.words("first_names"))
_PUNCTUATION = frozenset(" ,。;:!?、/|()\"'")
_LATIN_NAME = re.compile(r"(?<![A-Za-z0-9])[A-Z][a-z]{1,11}(?![A-Za-z0-9])")
# What taking words for a name costs, in nats (nlu/text/words).
_NAME_COST = 12.0
_SURNAME_COST = 4.5
_FULL_NAME_COST = 19.0
_NICKNAME_COST = 11.7
_GOES_ON_AS_WORD = 13.0  # 小程|序
_KNOWN_NICKNAME = 11.85  # 小时, 老师: words more frequent than this are no names


def titled(text: str, written: str, known_ends: frozenset[int]) -> Iterator[NameMention]:
    """Surname and title, with or without a given name. `known_ends`: where a known name ended, so that a surname
    may begin there."""
    for found in _RULES["title"].finditer(text):
        title = found.group().removeprefix("副")
        if goes_on(text, title, found.end()):
            continue
        if len(title) == 1 and _COMPANIES["company_behind"].match(text, found.end()):
            continue
        start = _start_of_name(text, found.start(), found.end(), title, known_ends)
        if start is not None and text[start : found.end()] not in _POSITIONS:
            yield NameMention(start, found.end(), "contact", written[start : found.end()])


def goes_on(text: str, title: str, end: int) -> bool:
    """Whether the title that ends at `end` is the beginning of another word: 总 of 总部."""
    return title in _TITLES_THAT_GO_ON and _RULES["goes_on"].match(text, end) is not None


def _start_of_name(text: str, at: int, end: int, title: str, known_ends: frozenset[int]) -> int | None:
    for size in (2, 1):
        start = at - size
        surname = text[max(start, 0) : at]
        if start < 0 or not (surname in DOUBLE if size == 2 else surname in SURNAMES):
            continue
        begins = start in known_ends or _begins_clause(text, start) or _after_post(text, start)
        if title == "总" and not begins and _RULES["total"].match(text, end):
            continue
        if title in _BRIEF_TITLES and not (begins and _ends_clause(text, end)):
            continue
        if surname in _SMALL_WORDS:
            if begins and text[at:end] not in _POSITIONS:
                return start
        elif start in known_ends or not _crossed(text, start, end) or _reads(text, start, at, end):
            return start
    return _start_of_full_name(text, at, end) if len(title) > 1 else None


def _reads(text: str, start: int, at: int, end: int) -> bool:
    return reads_as_name(text, start, end, max(_NAME_COST, _SURNAME_COST + reading(text, at, end)))


def _ends_clause(text: str, end: int) -> bool:
    return end == len(text) or text[end] in _PUNCTUATION or _RULES["speaks"].match(text, end) is not None


def _crossed(text: str, start: int, end: int) -> bool:
    """Whether ordinary words reach into text[start:end] or are the whole of it."""
    return is_word(text[start:end]) or is_word(text[start - 1 : start + 1]) or is_word(text[end - 1 : end + 1])


def _start_of_full_name(text: str, at: int, end: int) -> int | None:
    for size in (3, 2):
        start = at - size
        if (
            start < 0
            or text[start] not in SURNAMES
            or text[start] in _SMALL_WORDS
            or text[at - 1] in _ENDS_OF_DEPARTMENTS
        ):
            continue
        if size == 2 and text[at:end] in _POSITIONS:  # 牧源场长 is more likely the 场长 of 牧源
            continue
        given = text[start + 1 : at]
        if (
            given in TITLES
            or given in _DEPARTMENTS
            or not _NEVER_IN_GIVEN_NAMES.isdisjoint(given)
            or not given.isalpha()
            or given.isascii()
            or is_word(text[start:at])
        ):
            continue
        if reads_as_name(text, start, end, _FULL_NAME_COST):
            return start
    return None


def familiar(text: str, written: str) -> Iterator[NameMention]:
    """小田, 老秦; 阿辉 where nothing else is in the clause."""
    for found in _RULES["young_or_old"].finditer(text):
        start, end = found.start(), found.start() + 2
        surname, after = text[start + 1 : end], text[end : end + 1]
        if is_word(text[start:end], _KNOWN_NICKNAME) or is_word(surname + after, _GOES_ON_AS_WORD) or after == "了":
            continue
        if _COMPANIES["goes_on_as_company"].match(text, end):
            continue
        chinese = "\u4e00" <= surname <= "\u9fff"
        ends = not after or after in _PUNCTUATION or not (after.isalnum() or after.isspace())
        alone = start > 0 and _begins_clause(text, start) and ends and chinese
        if text[start] == "阿" and chinese and not is_word(text[start:end]) and not is_word(text[start : end + 1]):
            alone = True
        by_surname = surname in SURNAMES and surname not in _SMALL_WORDS
        if alone or (by_surname and reads_as_name(text, start, end, _NICKNAME_COST)):
            yield NameMention(start, end, "contact", written[start:end])


def _after_post(text: str, start: int) -> bool:
    """Whether a department or a position stands right before: 后勤沙科, 项目经理向经理."""
    return _RULES["post"].search(text, max(0, start - 6), start) is not None


def _begins_clause(text: str, start: int) -> bool:
    return start == 0 or text[start - 1] in _PUNCTUATION


def surnames_alone(text: str, written: str) -> Iterator[NameMention]:
    """耿 of 老板姓耿."""
    for found in _RULES["surnamed"].finditer(text):
        yield NameMention(*found.span(1), "contact", written[found.start(1) : found.end(1)])


def announced(text: str, written: str) -> Iterator[NameMention]:
    """联系人朴部长: a person of whatever surname."""
    for found in _RULES["announced"].finditer(text):
        start, end = found.span("name")
        yield NameMention(start, end, "contact", written[start:end])


def latin_names(written: str) -> Iterator[NameMention]:
    """Vivian, Kevin."""
    for found in _LATIN_NAME.finditer(written):
        if found.group().lower() in _FIRST_NAMES:
            yield NameMention(*found.span(), "contact", found.group())
