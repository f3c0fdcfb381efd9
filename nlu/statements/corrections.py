"""Which part of a correction is taken back: in 不是何总，是何经理 the first name, so that only the second is a slot."""

from __future__ import annotations

from nlu.reading import Reading
from nlu.rules import rules

Span = tuple[int, int]

_RULES = rules("statements")
_TAKEN_BACK = ("it_is_not", "mistaken_for", "changed_from", "is_wrong")


def taken_back(reading: Reading) -> list[Span]:
    """The spans (code points) of the words that no longer hold."""
    return [found.span("zone") for rule in _TAKEN_BACK for found in _RULES[rule].finditer(reading.text)]
