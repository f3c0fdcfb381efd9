"""A message that reports several contacts, taken apart into one record each.

A record begins where a clause begins with another customer, or, where no customer is named, with another person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlu.entities.mentions import NameMention
from nlu.reading import Reading

Span = tuple[int, int]

_JOINED = re.compile(r"^\s*(?:和|跟|与|及|以及|还有|、|,|，|加|同)\s*$")
_EACH = re.compile(r"(?:一个|一家|一边|前者|后者|前一个|后一个|前面那?个|后面那?个)")
_ASIDE = re.compile(r"^(?:的案例|那边的案例|的方案给|的合同给|的报价给|案例|介绍|推荐|转介)")
_BESIDE = re.compile(
    r"(?:参考|看了|看过|像|比如|例如|类似|发往|寄给|发给|提到|问起|说起|用的|用着|对标|学|照着|来自|原来是|选了|输给|跟我说|介绍)$"
)
_BEFORE_HEAD = re.compile(
    r"^[^的说讲让叫要找请问带陪等换]{0,7}$"
)  # 给…打电话, 跟…, 另外…: still the head of the clause


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
        leads = one.kind == "contact" and alone and _BEFORE_HEAD.match(reading.text[begin : one.start])
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
    return all(_JOINED.match(reading.text[one.end : other.start]) for one, other in pairwise(customers))


def _told(reading: Reading, named: Sequence[NameMention]) -> list[NameMention]:
    """The first mention of each customer that the message reports on, not of one it only refers to."""
    told: list[NameMention] = []
    for one in named:
        if all(one.value != other.value for other in told) and not _is_aside(reading, one):
            told.append(one)
    return told or list(named[:1])


def _is_aside(reading: Reading, customer: NameMention) -> bool:
    return bool(_ASIDE.match(reading.text[customer.end :]) or _BESIDE.search(reading.text[: customer.start]))


def _begin(reading: Reading, customer: NameMention, before: NameMention | None) -> int:
    """Where a customer's part begins: with its clause, but never before the previous customer ends."""
    begin, _ = reading.clause_at(customer.start)
    return begin if before is None or begin >= before.end else customer.start


def _joined(reading: Reading, customers: Sequence[NameMention]) -> list[Record]:
    """甲和乙…: what follows counts for both, unless it says 一个…一个…, or a person of each begins a clause."""
    rest = customers[-1].end
    each = [found.start() for found in _EACH.finditer(reading.text, rest)]
    people = [one.start for one in _leading_people(reading) if one.start >= rest]
    for begins in (each, people):
        if len(begins) == len(customers):
            parts = zip(customers, begins, [*begins[1:], len(reading.text)], strict=True)
            return [Record(customer, (begin, end), (0, begins[0])) for customer, begin, end in parts]
    return [Record(customer, (rest, len(reading.text)), (0, rest)) for customer in customers]
