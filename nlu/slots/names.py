"""The names of a record, as far as its intent carries them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nlu.entities.mentions import NameMention
from nlu.rules import rules
from nlu.slots.filled import Filled, Source

_RULES = rules("slots")


def names(source: Source, filled: Filled) -> None:
    """The record's customer, and every other name said in it that no correction takes back."""
    customer = source.record.customer
    if customer is not None:
        filled.add("customer", customer.value, customer.start, customer.end)
    for name in source.reading.names:
        if name.kind not in source.intent.slots or not source.in_record(name.start):
            continue
        if source.is_taken_back(name.start) or (name.kind == "customer" and customer is not None):
            continue
        if name.kind == "contact" and _is_known(name.value, (value for value, _ in filled.found.get("contact", ()))):
            continue
        if name.kind == "contact" and _was_absent(source, name):
            continue
        if name.kind == "person" and _only_had_it(source, name):
            continue
        filled.add(name.kind, name.value, name.start, name.end)


def _was_absent(source: Source, person: NameMention) -> bool:
    """Whether somebody else was met in place of a person: 吴总没见着,只见到小蔡."""
    reading, (_, end) = source.reading, source.record.span
    if not _RULES["absent"].match(reading.text[person.end : end]) or not _RULES["met"].search(
        reading.text, *source.record.span
    ):
        return False
    return any(other.kind == "contact" and other.value != person.value for other in reading.names)


def _only_had_it(source: Source, colleague: NameMention) -> bool:
    """Whether a customer goes from one colleague to another: 小周负责的宏远转给小吴."""
    reading = source.reading
    others = any(name.kind == "person" and name.start > colleague.end for name in reading.names)
    return others and _RULES["had_it"].match(reading.text, colleague.end) is not None


def _is_known(person: str, known: Iterable[Any]) -> bool:
    """Whether 老尤 is the 尤矿长 named before."""
    return person[:1] in "老小" and len(person) == 2 and any(str(other).startswith(person[1]) for other in known)
