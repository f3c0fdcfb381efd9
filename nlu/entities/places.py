"""Places of China as they stand before a company's name."""

from __future__ import annotations

from functools import lru_cache

from nlu.rules import rules

_RULES = rules("places")
_PROVINCE = frozenset(_RULES.words("provinces"))
_CITY = frozenset(_RULES.words("cities"))
_LAST = frozenset("省市").union(name[-1] for name in _CITY | _PROVINCE)
PLACES_BEFORE = _RULES["before_company"]
PLACES = tuple(sorted(_CITY | _PROVINCE, key=lambda name: (-len(name), name)))


def place_before(text: str, end: int) -> tuple[int, frozenset[str]]:
    """Where the province and city begin that stand right before `end`, and which they are; `end` where none does."""
    start, places = end, set()
    if text[end - 1 : end] not in _LAST:
        return end, frozenset()
    for known in (_CITY, _PROVINCE):
        for begin, last in _beginnings(text, start):
            if text[begin:last] in known:
                start = begin
                places.add(text[begin:last])
                break
    return start, frozenset(places)


@lru_cache(maxsize=4096)
def places_of(company: str) -> frozenset[str]:
    """The places that the name of a company begins with."""
    found = PLACES_BEFORE.match(company)
    return frozenset(filter(None, found.groups())) if found else frozenset()


def _beginnings(text: str, end: int) -> list[tuple[int, int]]:
    """The spans before `end` that might be a place, 省 and 市 left off, longest first."""
    last = end - 1 if end > 2 and text[end - 1] in "省市" else end
    return [(last - size, last) for size in (4, 3, 2) if last >= size]
