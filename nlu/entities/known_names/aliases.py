"""Which customer is meant by an alias and the words around it: 佛山恒泰, 恒泰瓷砖, 宏远公司."""

from __future__ import annotations

import re
from functools import lru_cache

from nlu.entities.company_forms import SHORTEST, TRADES, end_of_bracketed
from nlu.entities.known_names.longer_names import end_of_longer, is_person
from nlu.entities.known_names.spellings import Meaning
from nlu.entities.mentions import NameMention
from nlu.entities.places import place_before, places_of
from nlu.entities.surnames import SURNAMES, TITLES
from nlu.rules import any_of, rules
from nlu.text.plain import plain

FORM = rules("companies")["form_behind"]
_DEPARTMENTS = frozenset(rules("people").words("departments"))
_SURNAME = f"[{''.join(sorted(SURNAMES))}]"
_NAMED_ORGANISATION = re.compile(
    rf"(?P<name>(?P<trade>{any_of(TRADES)})(?:{FORM.pattern}|(?=的?{_SURNAME}(?P<title>{any_of(tuple(TITLES))}))))"
)
_HEADS = ("总", "董", "老板", "老总")  # 宏远物流王经理 may be of 宏远; 宏远物流王总 is not


def as_said(words: str, text: str, start: int, end: int, meanings: list[Meaning]) -> NameMention:
    """`meanings` are the customers that text[start:end] may name. More words of one's full name, or its place,
    decide between several; another place than its own means another company."""
    local, places = place_before(words, start)
    fitting = [meaning for meaning in meanings if _same_place(places, places_of(meaning.value))]
    if places and not fitting:
        return NameMention(local, end, "customer", text[local:end])
    ends = [_end_in_full(words, start, end, _plain_name(meaning.value)) for meaning in fitting]
    furthest = max(ends)
    best = [meaning for meaning, reached in zip(fitting, ends, strict=True) if reached == furthest]
    located = [meaning for meaning in best if places & places_of(meaning.value)] if len(best) > 1 else best
    if other := _other_organisation(words, end, furthest, best):
        return _whole(words, text, local, other)
    if furthest == end and (longer := end_of_longer(words, end, [meaning.value for meaning in best])):
        return _whole(words, text, local, longer)
    if len(located) != 1:
        return NameMention(start, end, "customer", text[start:end], meanings[0].certain, ambiguous=True)
    form = FORM.match(words, furthest)
    end = form.end() if form else furthest
    if (bracketed := end_of_bracketed(words, end)) > end:
        if not _is_own_part(words[end:bracketed], _plain_name(located[0].value)):
            return NameMention(local, bracketed, "customer", text[local:bracketed])
        end = bracketed
    return NameMention(local if places else start, end, "customer", located[0].value, located[0].certain)


def _whole(words: str, text: str, start: int, end: int) -> NameMention:
    """Another company at `start`, with what of its name goes on in brackets at `end`: 先锋光学(重庆)有限公司."""
    last = end_of_bracketed(words, end)
    return NameMention(start, last, "customer", text[start:last])


def _is_own_part(bracketed: str, name: str) -> bool:
    """Whether what stands in brackets behind an alias is in the full name (嘉兴 of 麦香(嘉兴)), or is its seat."""
    inside = bracketed[1 : bracketed.index(")")]
    return inside in name or inside.startswith("总")


@lru_cache(maxsize=4096)
def _plain_name(name: str) -> str:
    return plain(name)


def _other_organisation(words: str, end: int, furthest: int, fitting: list[Meaning]) -> int | None:
    """The end of a trade that none of `fitting` is in, words as part of a name: 恒泰物流公司, 恒泰物流的王总."""
    if furthest > end or is_person(words, end) or not (organisation := _NAMED_ORGANISATION.match(words, end)):
        return None
    trade, title = organisation["trade"], organisation["title"]
    department = title and title not in _HEADS and trade in _DEPARTMENTS
    return None if department or any(trade in meaning.value for meaning in fitting) else organisation.end("name")


def _end_in_full(words: str, start: int, end: int, name: str) -> int:
    """How far the text goes on as the full name does after what was words of it."""
    at = name.find(words[start:end])
    if at < 0:
        return end
    rest, reach = name[at + end - start :], 0
    while reach < len(rest) and words[end + reach : end + reach + 1] == rest[reach]:
        reach += 1
    return end + reach if reach >= SHORTEST else end


def _same_place(named: frozenset[str], own: frozenset[str]) -> bool:
    return not named or not own or bool(named & own)
