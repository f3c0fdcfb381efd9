"""A message that reports several contacts, taken apart into one record each.

A record begins where a clause begins with another customer, or, where no customer is named, with another person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlu.entities.mentions import NameMention
from nlu.reading import Reading
from nlu.rules import rules

Span = tuple[int, int]

_RULES = rules("statements")


@dataclass(frozen=True)
class Record:
    """One customer's part: `customer` None where the whole message is one record. What was said before the first
    customer's part (method, day) stands in `shared` and counts for every record."""

    customer: NameMention | None
    stretch: Span
    shared: Span


def records(reading: Reading) -> list[Record]:
    """The records of a message that reports contacts, in the order told."""
    whole = (0, len(reading.text))
    named = [one for one in reading.names if one.kind == "customer"]
    customers = _told(reading, named)
    if len(customers) > 1 and _are_joined(reading, customers):
        return _joined(reading, customers)
    heads = _heads(reading, customers)
    if len(heads) < 2:
        only = customers[0] if customers and len({one.value for one in named}) > 1 else None
        return [Record(only, whole, (0, 0))]
    begins = [begin for begin, _ in heads]
    parts = zip(heads, [*begins[1:], whole[1]], strict=True)
    return [Record(customer, (begin, end), (0, begins[0])) for (begin, customer), end in parts]


def _heads(reading: Reading, customers: Sequence[NameMention]) -> list[tuple[int, NameMention | None]]:
    """Where each record begins and its customer; None where a person begins it whose customer is not named."""
    heads: list[tuple[int, NameMention | None]] = []
    for number, one in enumerate(customers):
        heads.append((_begin(reading, one, customers[number - 1] if number else None), one))
    first = customers[0].start if customers else len(reading.text)
    if len(customers) == 1 and not _with_contact(reading, customers[0]):
        return heads
    people = [one for one in _leading_people(reading) if one.start < first]
    begins = [reading.clause_at(one.start)[0] for one in people]
    ends = [*begins[1:], heads[0][0] if heads else len(reading.text)]
    if people and all(_tells(reading, (begin, end)) for begin, end in zip(begins, ends, strict=True)):
        heads = [*((begin, None) for begin in begins), *heads]
    return heads


def _leading_people(reading: Reading) -> list[NameMention]:
    """The first mention of each person who begins a clause."""
    people: list[NameMention] = []
    for one in reading.names:
        begin, _ = reading.clause_at(one.start)
        alone = not any(begin <= other.start < one.start for other in reading.names)
        leads = one.kind == "contact" and alone and _RULES["before_head"].match(reading.text[begin : one.start])
        if leads and all(one.value != other.value for other in people):
            people.append(one)
    return people


def _tells(reading: Reading, stretch: Span) -> bool:
    """Whether something is reported in the stretch: an outcome, an objection, a time."""
    told = reading.said("outcome", *stretch) or reading.said("objection", *stretch)
    return bool(told) or any(stretch[0] <= one.start < stretch[1] for one in reading.times)


def _with_contact(reading: Reading, customer: NameMention) -> bool:
    """Whether a person of the customer is named right behind it (鹭岛纪主任)."""
    return any(one.kind == "contact" and 0 <= one.start - customer.end <= 2 for one in reading.names)


def _are_joined(reading: Reading, customers: Sequence[NameMention]) -> bool:
    return all(_RULES["joined"].match(reading.text[one.end : other.start]) for one, other in pairwise(customers))


def _told(reading: Reading, named: Sequence[NameMention]) -> list[NameMention]:
    """The first mention of each customer that the message reports on, not of one it only refers to."""
    told: list[NameMention] = []
    for one in named:
        if all(one.value != other.value for other in told) and not _is_aside(reading, one):
            told.append(one)
    return told or list(named[:1])


def _is_aside(reading: Reading, customer: NameMention) -> bool:
    return bool(
        _RULES["aside_behind"].match(reading.text[customer.end :])
        or _RULES["aside_before"].search(reading.text[: customer.start])
    )


def _begin(reading: Reading, customer: NameMention, before: NameMention | None) -> int:
    """Where a customer's part begins: with its clause, but never before the previous customer ends."""
    begin, _ = reading.clause_at(customer.start)
    return begin if before is None or begin >= before.end else customer.start


def _joined(reading: Reading, customers: Sequence[NameMention]) -> list[Record]:
    """甲和乙…: what follows counts for both, unless it says 一个…一个…, or a person of each begins a clause."""
    rest = customers[-1].end
    each = [found.start() for found in _RULES["each"].finditer(reading.text, rest)]
    people = [one.start for one in _leading_people(reading) if one.start >= rest]
    for begins in (each, people):
        if len(begins) == len(customers):
            parts = zip(customers, begins, [*begins[1:], len(reading.text)], strict=True)
            return [Record(customer, (begin, end), (0, begins[0])) for customer, begin, end in parts]
    return [Record(customer, (rest, len(reading.text)), (0, rest)) for customer in customers]
