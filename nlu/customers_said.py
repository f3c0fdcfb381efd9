"""Which customer is meant by an alias and the words around it: 佛山恒泰, 恒泰瓷砖, 宏远公司."""

from __future__ import annotations

import re

from nlu.company_forms import SHORTEST
from nlu.mentions import NameMention
from nlu.places import place_before, places_of
from nlu.plain import plain
from nlu.spellings import Meaning

_FORM = re.compile(r"(?:股份|集团)?(?:有限)?(?:责任)?(?:公司|集团)")


def as_said(said: str, text: str, start: int, end: int, meanings: list[Meaning]) -> NameMention:
    """`meanings` are the customers that text[start:end] may name. More words of one's full name, or its place,
    decide between several; another place than its own means another company."""
    local, places = place_before(said, start)
    fitting = [one for one in meanings if _same_place(places, places_of(one.value))]
    if places and not fitting:
        return NameMention(local, end, "customer", text[local:end])
    ends = {one: _end_in_full(said, start, end, plain(one.value)) for one in fitting}
    furthest = max(ends.values())
    best = [one for one in fitting if ends[one] == furthest]
    located = [one for one in best if places & places_of(one.value)] if len(best) > 1 else best
    if len(located) != 1:
        return NameMention(start, end, "customer", text[start:end], meanings[0].certain, ambiguous=True)
    form = _FORM.match(said, furthest)
    end = form.end() if form else furthest
    return NameMention(local if places else start, end, "customer", located[0].value, located[0].certain)


def _end_in_full(said: str, start: int, end: int, name: str) -> int:
    """How far the text goes on as the full name does after what was said of it."""
    at = name.find(said[start:end])
    if at < 0:
        return end
    rest, reach = name[at + end - start :], 0
    while reach < len(rest) and said[end + reach : end + reach + 1] == rest[reach]:
        reach += 1
    return end + reach if reach >= SHORTEST else end


def _same_place(said: frozenset[str], own: frozenset[str]) -> bool:
    return not said or not own or bool(said & own)
