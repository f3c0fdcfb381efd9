"""Companies that no lexicon knows, by the form of their names and where they stand: 新线索:铜川渭北农资,甄经理."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from nlu.entities.company_forms import ENDINGS, ORGANISATIONS, TRADES, brand_of, end_of_bracketed, ending_of, is_telling
from nlu.entities.mentions import NameMention
from nlu.entities.places import PLACES, PLACES_BEFORE
from nlu.entities.surnames import SURNAMES
from nlu.rules import rules
from nlu.text.words import cut, is_word, reading

_RULES = rules("companies")
_CLAUSE = re.compile(r"[^\s,。;:!?、/|()\"'~]+")
_BACK = 5  # characters looked back
_LONGEST, _LONGEST_CALLED, _LONGEST_BRAND = 14, 6, 4
_SHORTEST = 2  # characters of the shortest name
# In nats (nlu/text/words): words more frequent than this are no company's own name.
_EVERYDAY = 11.5
_RARE = 13.0
_RARE_LETTERS = 7.5  # for each character
_PEOPLE = ("contact", "buyer_role")

_ORGANISATIONS = frozenset(ORGANISATIONS)
_NO_NAMES = frozenset((*PLACES, *ORGANISATIONS, *TRADES, *rules("buying_roles").words("kin")))
_NEVER = frozenset(_RULES.words("never_in_names"))
_SELDOM = _NEVER.union(_RULES.words("seldom_in_names"))
_SMALL_WORDS = frozenset(word for word in _NEVER if len(word) == 1)
_BRANCHES = frozenset(_RULES.words("branches"))
_NEVER_FIRST = frozenset(_RULES.words("never_first_in_names"))
_JOINS = frozenset("和跟与及")  # no part of the name behind a person
_DEPARTMENTS = frozenset(_RULES.words("ends_of_departments"))
_NEVER_FIRST_LETTER = _DEPARTMENTS.union(_RULES.words("counting_words"))


def companies(text: str, written: str, known: Sequence[NameMention]) -> Iterator[NameMention]:
    """Companies in the plain `text`, valued as in `written`. `known`: the names found before, left to right; companies
    stand between them."""
    lead, reached, waiting = False, 0, deque(known)
    for clause in _CLAUSE.finditer(text):
        at = clause.start()
        for name in (*_up_to(clause.end(), waiting), None):
            end = name.start if name else clause.end()
            place = _Place(at, end, name.kind if name else "", lead and at == clause.start())
            if at >= reached and end - at >= _SHORTEST and (found := _company(text, place)):
                lead, reached = False, end_of_bracketed(text, found[1])
                yield NameMention(found[0], reached, "customer", written[found[0] : reached])
            if name:
                at = name.end + (name.kind in _PEOPLE and text[name.end : name.end + 1] in _JOINS)  # 王总和顺通物流
        lead = lead or bool(_RULES["lead"].search(text, clause.start(), clause.end()))


def _trade_at(text: str, words: Sequence[tuple[int, int]], place: _Place) -> frozenset[str]:
    """咨询 that ends a name which has no trade yet (安平咨询), not what somebody did (嘉禾食品咨询)."""
    for (_, stop), (begin, end) in pairwise(words):
        if text[begin:end] in ENDINGS and _closes(text, end, place) and text[place.start : stop][-2:] not in ENDINGS:
            return frozenset((text[begin:end],))
    return frozenset()


def _up_to(end: int, waiting: deque[NameMention]) -> Iterator[NameMention]:
    """The next names that begin before `end`, taken out of `waiting`."""
    while waiting and waiting[0].start < end:
        yield waiting.popleft()


class _Place(NamedTuple):
    """Words between two names or ends of a clause."""

    start: int
    end: int
    follower: str  # the kind of name after them
    lead: bool  # the clause begins here, after one that announced a lead


def _company(text: str, place: _Place) -> tuple[int, int] | None:
    """The span of the company that stands at `place`, if one does: known by its form, else by its context."""
    words = cut(text, place.start, place.end)
    trade = _trade_at(text, words, place)
    for seldom, fits in ((_NEVER, _by_form), (_SELDOM, _by_context)):
        for begin, stop in _pieces(text, words, seldom - trade if trade else seldom):
            if _SHORTEST <= stop - begin <= _LONGEST and fits(text, begin, stop, place):
                return begin, stop
    return None


def _by_form(text: str, begin: int, stop: int, place: _Place) -> bool:
    """A place and more, where more is a trade or the name was announced or a person follows; a trade, where the name
    was announced."""
    name, named, closes = text[begin:stop], _is_named(text, begin, place), _closes(text, stop, place)
    before = PLACES_BEFORE.match(name)
    own = name[before.end() :] if before else name
    ending = ending_of(own)
    brand = own[: len(own) - len(ending)]
    if len(own) == len(name):
        organisation = ending in _ORGANISATIONS and len(brand) >= _SHORTEST and brand_of(brand) not in ENDINGS
        return bool(named and closes and ending and (organisation or is_telling(brand, _EVERYDAY)))
    if ending:
        return brand not in _BRANCHES and (ending in _ORGANISATIONS or len(brand) >= _SHORTEST)
    everyday = is_word(own, _EVERYDAY) and own not in ENDINGS
    return closes and (named or place.follower in _PEOPLE) and len(own) >= _SHORTEST and not everyday


def _by_context(text: str, begin: int, stop: int, place: _Place) -> bool:
    """What is no company by form but by what stands around it."""
    own, closes = text[begin:stop], _closes(text, stop, place)
    if _has_small_words(own) or own[0] in _NEVER_FIRST_LETTER or _RULES["can"].search(own):
        return False
    if ending := ending_of(own):
        known_kind = ending in _ORGANISATIONS or place.follower in _PEOPLE or _is_asked_about(text, begin, stop)
        return is_telling(own[: -len(ending)], _EVERYDAY if known_kind else _RARE)
    if not closes or own.isascii() or not own.isalpha() or own[-1] in _DEPARTMENTS or own in _NO_NAMES:
        return False
    called = bool(_RULES["called"].search(text, max(0, begin - _BACK), begin))
    if not called and place.follower != "contact" and any(to - at > 1 for at, to in cut(text, begin, stop)):
        return False
    if any(is_word(text[at:to], _EVERYDAY) for at, to in cut(text, begin, stop)):
        return False
    if _is_named(text, begin, place):
        return len(own) <= _LONGEST_CALLED
    rare = reading(text, begin, stop) > _RARE_LETTERS * len(own)
    about = _RULES["about"].match(text, stop) and own[0] not in SURNAMES and rare
    return len(own) <= _LONGEST_BRAND and bool(place.follower in _PEOPLE or about)


def _is_named(text: str, begin: int, place: _Place) -> bool:
    """Whether the words before `begin` announce a name."""
    return (place.lead and begin == place.start) or bool(_RULES["named"].search(text, max(0, begin - _BACK), begin))


def _is_asked_about(text: str, begin: int, stop: int) -> bool:
    """Whether it stands where customers stand in plain requests: 看下锦绣陶瓷的情况, 去了趟锦绣陶瓷."""
    before = _RULES["before_asked"].search(text, max(0, begin - _BACK), begin)
    return bool(before and _RULES["behind_asked"].match(text, stop))


def _closes(text: str, stop: int, place: _Place) -> bool:
    """Whether nothing more of a name follows at `stop`."""
    return bool(_RULES["link"].fullmatch(text, stop, place.end)) or bool(_RULES["about"].match(text, stop))


def _pieces(text: str, words: Sequence[tuple[int, int]], outside: frozenset[str]) -> list[tuple[int, int]]:
    """Where `words`, which follow one another, are between those of them that belong to no name."""
    pieces, at = [], words[0][0]
    for begin, stop in words:
        if text[begin:stop] in outside or (begin == at and text[begin:stop] in _NEVER_FIRST):
            pieces.append((at, begin))
            at = stop
    return [(begin, stop) for begin, stop in (*pieces, (at, words[-1][1])) if begin < stop]


def _has_small_words(own: str) -> bool:
    """Whether small words are in it, or one character twice and no more (练练)."""
    return not _SMALL_WORDS.isdisjoint(own) or "一" in own or (len(own) == _SHORTEST and own[0] == own[1])
