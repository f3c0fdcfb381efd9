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
FEWEST_DEALS = 2  # products by which deals are told apart
_A_PAIR = 2  # people, who are often of one customer


@dataclass(frozen=True)
class Record:
    """One customer's part of a message, at `span`; `customer` is None if the whole message is one record. What
    stands before the first customer's part (method, day) is at `shared` and counts for every record."""

    customer: NameMention | None
    span: Span
    shared: Span


def records(reading: Reading) -> list[Record]:
    """The records of a message that reports contacts, in the order of the message."""
    whole = (0, len(reading.text))
    named = [name for name in reading.names if name.kind == "customer"]
    customers = _reported_on(reading, named)
    if len(customers) > 1 and _are_joined(reading, customers):
        return _joined(reading, customers)
    if len(customers) == 1 and (of_each := _of_each_deal(reading, customers[0])):
        return of_each
    heads = _heads(reading, customers)
    if len(heads) < 2:
        only = customers[0] if customers and len({name.value for name in named}) > 1 else None
        return [Record(only, whole, (0, 0))]
    begins = [begin for begin, _ in heads]
    parts = zip(heads, [*begins[1:], whole[1]], strict=True)
    return [Record(customer, (begin, end), (0, begins[0])) for (begin, customer), end in parts]


def _of_each_deal(reading: Reading, customer: NameMention) -> list[Record]:
    """One record for each deal of one customer, where each part begins with its product and reports something of it:
    五轴那个程部长说要等军代表,车床那个小尹在比价."""
    products = [name for name in reading.names if name.kind == "product" and name.start >= customer.start]
    begins = [_head_of_deal(reading, customer, name) for name in products]
    if len(products) < FEWEST_DEALS or None in begins or len({name.value for name in products}) < len(products):
        return []
    starts = [begin for begin in begins if begin is not None]
    ends = [*starts[1:], len(reading.text)]
    if not all(_reports(reading, begin, end) for begin, end in zip(starts, ends, strict=True)):
        return []
    return [Record(customer, (begin, end), (0, starts[0])) for begin, end in zip(starts, ends, strict=True)]


def _head_of_deal(reading: Reading, customer: NameMention, product: NameMention) -> int | None:
    """Where the part of the deal of that product begins; None where the words do not point at a deal."""
    begin, _ = reading.clause_at(product.start)
    before = reading.text[max(begin, customer.end) : product.start]
    pointed = _RULES["that_deal"].match(reading.text, product.end)
    whose = any(0 <= name.start - product.end <= 1 for name in reading.names if name.kind == "contact")
    leads = _RULES["before_head"].match(before) is not None
    return product.start if leads and (pointed or whose) else None


def _heads(reading: Reading, customers: Sequence[NameMention]) -> list[tuple[int, NameMention | None]]:
    """Where each record begins and its customer; None if a person begins it whose customer is not named."""
    heads: list[tuple[int, NameMention | None]] = []
    for number, customer in enumerate(customers):
        heads.append((_begin(reading, customer, customers[number - 1] if number else None), customer))
    first = customers[0].start if customers else len(reading.text)
    if len(customers) == 1 and not _with_contact(reading, customers[0]):
        return heads
    people = [person for person in _leading_people(reading) if person.start < first]
    begins = [reading.clause_at(person.start)[0] for person in people]
    ends = [*begins[1:], heads[0][0] if heads else len(reading.text)]
    reported = [_reports(reading, begin, end) for begin, end in zip(begins, ends, strict=False)]
    if people and (all(reported) or (any(reported) and _one_each(reading, begins))):
        heads = [*((begin, None) for begin in begins), *heads]
    return heads


def _one_each(reading: Reading, begins: Sequence[int]) -> bool:
    """Whether the message is one clause of each of many people: 农总回老家了,费庄主没预算,季院长要比价."""
    return len(begins) > _A_PAIR and [begin for begin, _ in reading.clauses] == list(begins)


def _leading_people(reading: Reading) -> list[NameMention]:
    """The first mention of each person who begins a clause."""
    people: list[NameMention] = []
    for name in reading.names:
        begin, _ = reading.clause_at(name.start)
        alone = not any(begin <= other.start < name.start for other in reading.names)
        leads = name.kind == "contact" and alone and _RULES["before_head"].match(reading.text[begin : name.start])
        if leads and all(name.value != other.value for other in people):
            people.append(name)
    return people


def _reports(reading: Reading, begin: int, end: int) -> bool:
    """Whether something is reported between `begin` and `end`: an outcome, an objection, a time."""
    if reading.said("outcome", begin, end) or reading.said("objection", begin, end):
        return True
    return any(begin <= time.start < end for time in reading.times)


def _with_contact(reading: Reading, customer: NameMention) -> bool:
    """Whether a person of the customer is named right behind it (鹭岛纪主任)."""
    return any(name.kind == "contact" and 0 <= name.start - customer.end <= 2 for name in reading.names)


def _are_joined(reading: Reading, customers: Sequence[NameMention]) -> bool:
    return all(_RULES["joined"].match(reading.text[left.end : right.start]) for left, right in pairwise(customers))


def _reported_on(reading: Reading, named: Sequence[NameMention]) -> list[NameMention]:
    """The first mention of each customer that the message reports on, not of one it only refers to."""
    customers: list[NameMention] = []
    for name in named:
        if all(name.value != other.value for other in customers) and not _is_aside(reading, name):
            customers.append(name)
    return customers or list(named[:1])


def _is_aside(reading: Reading, customer: NameMention) -> bool:
    return bool(
        _RULES["aside_behind"].match(reading.text[customer.end :])
        or _RULES["aside_before"].search(reading.text[: customer.start])
    )


def _begin(reading: Reading, customer: NameMention, before: NameMention | None) -> int:
    """Where a customer's part begins: with its clause, but never before the previous customer ends; in the same clause
    with what leads to it (先到皓贝再到优牙)."""
    begin, _ = reading.clause_at(customer.start)
    if before is None or begin >= before.end:
        return begin
    leads = _RULES["next_in_clause"].search(reading.text, before.end, customer.start)
    return leads.start() if leads else customer.start


def _joined(reading: Reading, customers: Sequence[NameMention]) -> list[Record]:
    """甲和乙…: what follows counts for both, unless it says 一个…一个…, or a person of each begins a clause."""
    rest = customers[-1].end
    each = [found.start() for found in _RULES["each"].finditer(reading.text, rest)]
    people = [person.start for person in _leading_people(reading) if person.start >= rest]
    for begins in (each, people):
        if len(begins) == len(customers):
            parts = zip(customers, begins, [*begins[1:], len(reading.text)], strict=True)
            return [Record(customer, (begin, end), (0, begins[0])) for customer, begin, end in parts]
    return [Record(customer, (rest, len(reading.text)), (0, rest)) for customer in customers]
