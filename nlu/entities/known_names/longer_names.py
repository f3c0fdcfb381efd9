"""Whether an alias is only the beginning of somebody else's name: 中原 in 中原银行, 金鼎 in 金鼎轩餐饮."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlu.entities.company_forms import ENDINGS
from nlu.entities.places import PLACES
from nlu.entities.surnames import SURNAMES, TITLES
from nlu.rules import any_of, rules
from nlu.text.words import cut, is_word

_RULES = rules("companies")
_REACH = 14  # characters behind an alias that may be of the longer name
_LONGEST_BETWEEN = 4  # of them before its trade
_LONGEST_END = 6
_EVERYDAY = 11.5  # nats (nlu/text/words): words more frequent than this are no company's own name
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")

_WIDER = frozenset((*ENDINGS, *rules("lead_names").words("ends_of_organisations"), *_RULES.words("ends_of_offices")))
_GROUPS = frozenset(_RULES.words("groups"))
_AKIN_BY = frozenset(_RULES.words("akin_by"))
_OWN_PARTS = frozenset(_RULES.words("parts_of_any_company"))
_THINGS = frozenset(_RULES.words("trades_that_are_things"))
_GENERAL = frozenset(_RULES.words("general_before_trade"))
_NO_PART = (
    frozenset(
        (*_RULES.words("never_in_names"), *_RULES.words("seldom_in_names"), *_RULES.words("no_part_behind_alias"))
    )
    | frozenset(TITLES)
    | frozenset(PLACES)
) - _WIDER
_NAME_LETTERS = frozenset(_RULES.words("letters_of_names"))
_SURNAME, _TITLE = f"[{''.join(sorted(SURNAMES))}]", any_of(tuple(TITLES))
_PERSON = re.compile(rf"的?{_SURNAME}[^的]{{0,2}}?{_TITLE}")
_TITLED = re.compile(f"{_SURNAME}{_TITLE}")


def end_of_longer(words: str, end: int, names: Sequence[str]) -> int | None:
    """Where the longer name ends that goes on behind an alias, if it is of none of `names`, the full names of the
    customers that the alias means."""
    run = _CHINESE.match(words, end, end + _REACH)
    if run is None or is_person(words, end):
        return None
    if words[end] in _NAME_LETTERS and _is_one_letter_more(words, end, names):
        return end + 1
    return _end_with_trade(words, end, run.end(), names)


def is_person(words: str, start: int) -> bool:
    """Whether a surname and a title stand at `start`: the 区总 of 亮彩区总 is no part of a place."""
    return _TITLED.match(words, start) is not None


def _is_one_letter_more(words: str, end: int, names: Sequence[str]) -> bool:
    """越绣坊的祁姐: one letter more than the alias, with which no word begins, and the name is over."""
    after = end + 1
    if any(words[end] in name for name in names) or is_word(words[end : end + 2]) or is_word(words[end : end + 3]):
        return False
    return bool(_RULES["behind_name"].match(words, after) or _PERSON.match(words, after))


def _end_with_trade(words: str, end: int, limit: int, names: Sequence[str]) -> int | None:
    """金鼎盛建材, 中原地产: behind the alias, and at most a few letters, stands a trade that none of `names` has."""
    last, trade = end, ""
    for start, stop in _parts(words, end, limit):
        word = words[start:stop]
        if word in _NO_PART or (last == end and stop - end > _LONGEST_BETWEEN + len(word)):
            break
        if word in _WIDER:
            if start == end and word in _GROUPS:
                end = stop
                last = end
                continue
            if start == end and _is_own(word, names):
                return None
            last, trade = stop, word
        elif last > end or (is_word(word, _EVERYDAY) and word not in _GENERAL):
            break
    if last == end or _RULES["thing_behind"].match(words, last):
        return None
    form = _RULES["form_behind"].match(words, last)
    reached = form.end() if form else last
    if trade in _THINGS and not (form or _PERSON.match(words, reached)):
        return None
    return reached


def _parts(words: str, start: int, limit: int) -> Iterator[tuple[int, int]]:
    """The words between, the ends of names (街道办) taken whole."""
    at = start
    for begin, stop in cut(words, start, limit):
        if begin < at:
            continue
        sizes = range(min(_LONGEST_END, limit - begin), stop - begin, -1)
        at = next((begin + size for size in sizes if words[begin : begin + size] in _WIDER), stop)
        yield begin, at


def _is_own(word: str, names: Sequence[str]) -> bool:
    """Whether a trade right behind the alias may be the customer's own: a part that any company has (工厂), or a
    trade akin to that of its full name (酒厂 of 蓬莱酒业)."""
    if word in _OWN_PARTS:
        return True
    akin = word[0] if word[0] in _AKIN_BY else word
    return any(akin in name or not _RULES["trade_in_name"].search(name) for name in names)
