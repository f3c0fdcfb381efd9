"""Names of a lexicon in the words of a voice message that only sound like them: 鲁月 for 鲁岳."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlu.entities.company_forms import ORGANISATIONS, TRADES
from nlu.entities.known_names.aliases import FORM
from nlu.entities.known_names.longer_names import end_of_longer
from nlu.entities.known_names.sounds import BEGINNING, Named
from nlu.entities.known_names.table import NameTable
from nlu.entities.mentions import NameMention
from nlu.entities.surnames import DOUBLE, SURNAMES
from nlu.rules import any_of, rules
from nlu.text.phonetics import folded, readings
from nlu.text.words import is_word, reads_as_name

_RULES = rules("companies")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2,}")
_COST = 14.0
_SIMILAR_COST = 11.0
_MORE_COST = 4.0  # for each syllable after the second
_DEGREES = frozenset(_RULES.words("degrees"))
_LEADS_IN = frozenset(_RULES.words("before_misheard"))
_TAIL = re.compile(any_of((*TRADES, *ORGANISATIONS)))


def by_sound(words: str, table: NameTable, known: Sequence[NameMention]) -> Iterator[NameMention]:
    """The names with exactly one owner that `words` sound like, unless they are ordinary words or already a name."""
    if not table.hears:
        return
    owned = {at for name in known for at in range(name.start, name.end)}
    taken = {at for name in known if name.kind != "industry" for at in range(name.start, name.end)}
    followed = {name.start for name in known if name.kind in ("contact", "buyer_role")}
    for run in _CHINESE.finditer(words):
        for start in range(run.start(), run.end() - 1):
            if start in owned or start + 1 in owned:
                continue
            for end in _ends(words, start, run.end(), table):
                free = taken.isdisjoint(range(start, end))
                if free and (named := _named(words, start, end, table, end in followed)):
                    if named[0] == "customer" and _is_of_another(words, end, named[1]):
                        break
                    last = _end_of_tail(words, end, named, followed)
                    yield NameMention(start, last if taken.isdisjoint(range(end, last)) else end, *named)
                    break


def _is_of_another(words: str, end: int, customer: str) -> bool:
    """Whether what ends at `end` is the beginning of a place's or another company's name."""
    return bool(_RULES["place_behind"].match(words, end) or end_of_longer(words, end, (customer,)))


def _end_of_tail(words: str, end: int, named: Named, followed: set[int]) -> int:
    """光伏 and 公司 behind 沙胡 are of the customer's name too, if they are in it or a person follows."""
    if named[0] != "customer":
        return end
    own = next((size for size in (4, 3, 2) if len(words) >= end + size and words[end : end + size] in named[1]), 0)
    tail = _TAIL.match(words, end)
    if own:
        end += own
    elif tail and tail.end() in followed:
        end = tail.end()
    form = FORM.match(words, end)
    return form.end() if form else end


def _ends(words: str, start: int, limit: int, table: NameTable) -> list[int]:
    """Where names may end whose first two syllables sound like those at `start`, the furthest first."""
    sizes = {
        size
        for beginning in readings(words, start, BEGINNING)
        for size in table.sizes(folded(beginning))
        if start + size <= limit
    }
    return [start + size for size in sorted(sizes, reverse=True)]


def _named(words: str, start: int, end: int, table: NameTable, followed: bool) -> Named | None:
    sounds = readings(words, start, end - start)
    for sound in sounds:
        if (named := table.sounding(sound)) and _believable(words, start, end, named[0], followed, _COST):
            return named
    if followed or end - start > 2 or (_may_begin(words, start) and _RULES["behind_misheard"].match(words, end)):
        for sound in sounds:
            named = table.similar(folded(sound))
            if named and _believable(words, start, end, named[0], followed, _SIMILAR_COST):
                return named
    return None


def _believable(words: str, start: int, end: int, kind: str, followed: bool, cost: float) -> bool:
    """`followed`: by a contact or a role, as customers are."""
    name = words[start:end]
    if is_word(name) or name[0] == name[1] or name[0] in _DEGREES or not _never().isdisjoint(name):
        return False
    if kind == "person" and name[0] not in SURNAMES and name[:2] not in DOUBLE:
        return False
    if end - start == 2 and not (followed or _may_begin(words, start) or _RULES["behind_misheard"].match(words, end)):
        return False
    return reads_as_name(words, start, end, cost + _MORE_COST * (end - start - 2))


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    """Small words: what contains one of them was hardly meant for a name."""
    return frozenset(word for word in (*_RULES.words("never_in_names"), *"完里下上会每") if len(word) == 1)


def _may_begin(words: str, start: int) -> bool:
    return start == 0 or not words[start - 1].isalnum() or words[start - 1] in _LEADS_IN
