"""A message that reports several customers, taken apart into one record each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from nlu.mentions import NameMention
from nlu.reading import Reading

Span = tuple[int, int]

_JOINED = re.compile(r"^\s*(?:和|跟|与|及|以及|还有|、|,|，|加|同)\s*$")
_EACH = re.compile(r"(?:一个|一家|一边|前者|后者|前一个|后一个|前面那?个|后面那?个)")
_ASIDE = re.compile(r"^(?:的案例|那边的案例|的方案给|的合同给|的报价给|案例|介绍|推荐|转介)")
_BESIDE = re.compile(
    r"(?:参考|看了|看过|像|比如|例如|类似|发往|寄给|发给|提到|问起|说起|用的|用着|对标|学|照着|来自|原来是|选了|输给|跟我说|介绍)$"
)


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
    if len(customers) < 2:
        only = customers[0] if customers and len({one.value for one in named}) > 1 else None
        return [Record(only, whole, (0, 0))]
    begins = [_begin(reading, one, customers[number - 1] if number else None) for number, one in enumerate(customers)]
    shared = (0, begins[0])
    if all(_JOINED.match(reading.text[a.end : b.start]) for a, b in pairwise(customers)):
        return _joined(reading, customers)
    ends = [*begins[1:], len(reading.text)]
    parts = zip(customers, begins, ends, strict=True)
    return [Record(customer, (begin, end), shared) for customer, begin, end in parts]


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


def _joined(reading: Reading, customers: list[NameMention]) -> list[Record]:
    """甲和乙…: what follows counts for both, unless it says 一个…一个…."""
    rest = customers[-1].end
    each = [found.start() for found in _EACH.finditer(reading.text, rest)]
    if len(each) == len(customers):
        ends = [*each[1:], len(reading.text)]
        parts = zip(customers, each, ends, strict=True)
        return [Record(customer, (begin, end), (0, each[0])) for customer, begin, end in parts]
    return [Record(customer, (rest, len(reading.text)), (0, rest)) for customer in customers]
