"""The acts of a message: a report, and each thing the bot is asked to do beside it (NLU.md, "Several acts").

Where the words of an order begin stands in `rules/acts.yml`, one pattern an intent; an order goes on to the end of its
clause. What is left is the report. Words of an order inside a quotation or somebody's speech are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from nlu.reading import Reading
from nlu.rules import rules
from nlu.statements.factuality import Force, Statement, judged

Span = tuple[int, int]

_RULES = rules("acts")
_ORDERS = {
    "order_set_reminder": "set_reminder",
    "order_advance_stage": "advance_stage",
    "order_raise_ticket": "raise_ticket",
    "order_reassign": "reassign",
    "order_snooze": "snooze",
    "order_cancel_reminder": "cancel_reminder",
    "order_find_script": "find_script",
    "order_log_lead": "log_lead",
}
_NEEDED = {name: _RULES.needed(name) for name in _ORDERS}  # a cheap look ahead
MOST_ORDERS = 6  # of one message; what is asked beyond belongs to the last
_CARRIED_OUT = frozenset({Force.ORDERS, Force.REPORTS, Force.OUTLOOK, Force.INSTRUCTS})
REMINDER = "set_reminder"
TICKET = "raise_ticket"
SCRIPT = "find_script"
_KNOWN = frozenset({"customer", "contact"})
INSTRUCTION = "instruct"
INSTRUCTS = "instructs"  # the pattern by which a statement is an order to a colleague


@dataclass(frozen=True)
class Order:
    """The bot is asked for something of `intent` at `span`; `also` is a clause before it that says of what."""

    intent: str
    span: Span
    also: Span | None = None


def orders(reading: Reading, said: Sequence[Statement]) -> tuple[Order, ...]:
    """What the bot is asked to do in a message whose statements are `said`, in order; they do not overlap."""
    if any(statement.force is Force.QUOTES for statement in said):
        return ()
    words = reading.lettered
    found = [(start, end, INSTRUCTION) for start, end in _instructions(said, words)]
    if any(name.certain and name.kind in _KNOWN for name in reading.names):
        asked = (one for one in said[1:] if one.force is Force.ASKS)
        asked = (a for a in asked if not _RULES["order_raise_ticket"].search(words, a.start, a.end))
        found += [(a.start, a.end, SCRIPT) for a in asked if _RULES["asks_for_words"].search(words, a.start, a.end)]
    for name, intent in _ORDERS.items():
        if not _NEEDED[name].search(words):
            continue
        for match in _RULES[name].finditer(words):
            begin = match.start() + len(match.group()) - len(match.group().lstrip(" ，,"))
            if intent == REMINDER:
                begin = _with_what_comes_first(reading, words, begin)
            if not _RULES["said_by_others"].search(words, reading.clause_at(begin)[0], begin):
                found.append((begin, match.end(), intent))
    found.sort(key=lambda order: (order[0], -order[1]))
    found = [order for place, order in enumerate(found) if all(order[0] >= other[1] for other in found[:place])]
    found = found[:MOST_ORDERS]
    nexts = [*(begin for begin, _, _ in found[1:]), len(words)][: len(found)]
    taken = [
        _whole(reading, words, begin, marker, intent, upto)
        for (begin, marker, intent), upto in zip(found, nexts, strict=True)
    ]
    return tuple(order for order in taken if order.intent == SCRIPT or judged(words, *order.span).force in _CARRIED_OUT)


def _with_what_comes_first(reading: Reading, words: str, begin: int) -> int:
    """Where an order to be reminded begins together with what has to happen first: 盖章完提醒我催款."""
    head, _ = reading.clause_at(begin)
    if not words[head:begin].strip():
        before = _clause_before(reading, begin)
        head = before[0] if before is not None else begin
    lead = words[head:begin]
    first = _RULES["when_done"].search(lead)
    if first is None and not any(time.next_time for time in reading.times):
        first = _RULES["when_given"].search(lead)
    return begin if first is None else head


def _instructions(said: Sequence[Statement], words: str) -> Iterator[Span]:
    """Where colleagues are told something; what names none of them goes on with what one is told before it."""
    begun: Span | None = None
    for one in said:
        told = one.evidence == INSTRUCTS
        goes_on = told and begun is not None and "M" not in words[one.start : one.end]
        if begun is not None and not goes_on:
            yield begun
            begun = None
        if told:
            begun = (begun[0] if begun is not None else one.start, one.end)
    if begun is not None:
        yield begun


def _whole(reading: Reading, words: str, begin: int, marker: int, intent: str, upto: int) -> Order:
    """The order whose words begin at `begin`, to the end of what belongs to it, `upto` at most."""
    _, end = reading.clause_at(max(begin, marker - 1))
    end = min(max(end, marker), upto)
    following = _clause_from(reading, end)
    if intent == REMINDER and _RULES["nothing_behind"].match(words[marker:end]):
        before = _clause_before(reading, begin)
        if before is not None and _is_to_come(reading, before):
            return Order(intent, (begin, end), before)
        if following is not None and following[1] <= upto:
            return Order(intent, (begin, following[1]))
    if intent == TICKET and following is not None and _RULES["goes_on"].match(words[following[0] : following[1]]):
        end = min(following[1], upto)
    return Order(intent, (begin, end))


def agrees(reading: Reading) -> bool:
    """Whether a report says that somebody there agreed."""
    return _RULES["agreed"].search(reading.lettered) is not None


def wishes(reading: Reading) -> bool:
    """Whether a report says what somebody there wants."""
    return _RULES["wanted"].search(reading.lettered) is not None


def part(reading: Reading, spans: Sequence[Span]) -> Reading:
    """The reading of what stands at `spans` alone; every place stays where it is."""

    def inside(start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in spans)

    gaps = [(left, right) for (_, left), (right, _) in pairwise([(0, 0), *spans, (len(reading.text),) * 2])]
    clauses = [
        (max(start, first), min(end, last))
        for start, end in reading.clauses
        for first, last in spans
        if start < last and first < end
    ]
    return replace(
        reading,
        text=_blanked(reading.text, gaps),
        words=_blanked(reading.words, gaps),
        names=tuple(name for name in reading.names if inside(name.start, name.end)),
        times=tuple(time for time in reading.times if inside(time.start, time.end)),
        sums=tuple(money for money in reading.sums if inside(money.start, money.end)),
        concepts=tuple(concept for concept in reading.concepts if inside(concept.start, concept.end)),
        clauses=tuple(clauses),
    )


def rest(reading: Reading, taken: Sequence[Order]) -> tuple[Span, ...]:
    """Where words stand that belong to no order."""
    edges = [(0, 0), *(order.span for order in taken), (len(reading.text),) * 2]
    spans = [(left, right) for (_, left), (right, _) in pairwise(edges)]
    return tuple((start, end) for start, end in spans if reading.text[start:end].strip(" ，,。；;！!？?\n"))


def _blanked(text: str, gaps: Sequence[Span]) -> str:
    for start, end in gaps:
        text = text[:start] + "，" * (end - start) + text[end:]
    return text


def _is_to_come(reading: Reading, clause: Span) -> bool:
    """Whether the clause says what is going to be, and reports nothing."""
    if reading.said("outcome", *clause) or reading.said("objection", *clause):
        return False
    return any(clause[0] <= time.start < clause[1] and time.next_time for time in reading.times)


def _clause_from(reading: Reading, place: int) -> Span | None:
    return next((clause for clause in reading.clauses if clause[0] >= place), None)


def _clause_before(reading: Reading, place: int) -> Span | None:
    begin, _ = reading.clause_at(place)
    if reading.text[begin:place].strip():
        return (begin, place)
    return next((clause for clause in reversed(reading.clauses) if clause[1] <= begin), None)
