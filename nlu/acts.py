"""One Understanding for each act of a message: its report, record by record, and what the bot is asked to do.

An act has only the slots said in its own words; whom it is about where it names nobody, the turn knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlu.intent.admission import FOLLOWUP, LEAST, Weigh, admitted
from nlu.reading import Reading
from nlu.schema import schema
from nlu.slots.filled import Filled
from nlu.slots.filling import fill, fill_record
from nlu.slots.steps import next_step
from nlu.statements import consent
from nlu.statements.acts import INSTRUCTION, REMINDER, TICKET, Order, Span, agrees, orders, part, rest, wishes
from nlu.statements.factuality import Force, Statement, has_happened, statements
from nlu.statements.records import Record, records
from nlu.understanding import Understanding

Alternatives = tuple[tuple[str, float], ...]

SURE = 0.8  # the confidence at which a record of a report is of another intent than the report
CLEAR = 0.6  # the confidence at which a report that is no follow-up stands beside an order
_REPORTED = ("outcome", "objection", "method")
_WITH_A_REASON = frozenset({TICKET, INSTRUCTION})  # orders beside which the reason is told
_OF_A_STAGE = frozenset({"close_deal", "advance_stage"})  # no report without the stage
_THEIR_WORDS = frozenset({"they_say", "they_ask", "said_by_them"})


def acts_of(reading: Reading, said: Sequence[Statement], intent: str, weigh: Weigh) -> list[Understanding]:
    """The acts of a message with the statements `said`, in the order told; none where it holds one act only, of the
    `intent` that the message is likeliest to have."""
    asked = orders(reading, said)
    spans = rest(reading, asked)
    if not asked or (len(asked) + len(spans) < 2 and not _is_only_asked(intent, said, asked)):
        return []
    report = _report(reading, spans, asked, weigh) if spans else []
    if not report and _is_only_asked(intent, said, asked):
        return [_ordered(reading, asked[0], 0, weigh, len(reading.text))]
    if len(asked) + bool(report) < 2 or any(act.intent == order.intent for act in report for order in asked):
        return []
    placed = [(_place(act, spans), act) for act in report]
    last = 0
    for order in asked:
        begin = order.span[0] if report else last
        placed.append((begin, _ordered(reading, order, begin, weigh)))
        last = order.span[1]
    return [act for _, act in sorted(placed, key=lambda act: act[0])]


def _is_only_asked(intent: str, said: Sequence[Statement], asked: Sequence[Order]) -> bool:
    """Whether the bot is only to remind of something, which sounds like a report of `intent`."""
    ordered = any(statement.force is Force.ORDERS for statement in said)
    return ordered and [order.intent for order in asked] == [REMINDER] and schema().intents[intent].needs == "report"


def understood(
    intent: str, confidence: float, alternatives: Alternatives, reading: Reading, weigh: Weigh | None = None
) -> list[Understanding]:
    """What is said as `intent`, one Understanding for each record; with `weigh` a record that clearly reports something
    else of its customer is of its own intent."""
    meant = schema().intents[intent]
    parts = records(reading) if weigh and meant.several_records and meant.needs == "report" else []
    if weigh is not None and len({part.span for part in parts}) > 1 and all(part.customer for part in parts):
        acts = [_record(intent, confidence, reading, record, weigh) for record in parts]
    else:
        acts = [_understanding(intent, confidence, filled, reading) for filled in fill(intent, reading)]
    return [replace(acts[0], alternatives=alternatives), *acts[1:]]


def _record(intent: str, confidence: float, reading: Reading, record: Record, weigh: Weigh) -> Understanding:
    own, chance = weigh(reading, [record.span])[0]
    if own == intent or chance < SURE or schema().intents[own].needs != "report":
        own, chance = intent, confidence
    return _understanding(own, chance, fill_record(own, reading, record), reading)


def _understanding(intent: str, confidence: float, filled: Filled, reading: Reading) -> Understanding:
    return Understanding(intent, confidence, filled.slots(), filled.spans(), reading.text, unplaced=filled.unplaced)


def _report(reading: Reading, spans: Sequence[Span], asked: Sequence[Order], weigh: Weigh) -> list[Understanding]:
    """What stands at `spans`, where it reports something worth an act of its own."""
    reported = part(reading, spans)
    said = statements(reported)
    (intent, confidence), *others = admitted(weigh(reading, spans), reported, said, weigh)
    if schema().intents[intent].needs != "report":
        return []
    least = (
        SURE if all(order.intent in _WITH_A_REASON for order in asked) else CLEAR
    )  # 想分三期付 is why it is asked for
    if confidence < least if intent != FOLLOWUP else not _tells(reported, said, asked):
        return []
    acts = understood(intent, confidence, tuple(others[:2]), reported, weigh)
    if intent in _OF_A_STAGE and "stage" not in acts[0].slots:
        return []
    return [replace(act, text=reading.text) for act in acts]


def _tells(reading: Reading, said: Sequence[Statement], asked: Sequence[Order]) -> bool:
    """Whether a follow-up says what came of a contact, not only why something is to be done: what is wrong there is
    the reason of a ticket."""
    found = [concept for slot in _REPORTED for concept in reading.said(slot)]
    found = [concept for concept in found if not consent.is_answer(reading, concept)]
    tickets = all(order.intent in _WITH_A_REASON for order in asked)
    quoted = any(statement.evidence in _THEIR_WORDS for statement in said) and (found or not tickets)
    if quoted or any(has_happened(reading, statement) for statement in said):
        return True
    if tickets:
        found = [concept for concept in found if concept.slot == "method"]
    return (
        agrees(reading)
        or (wishes(reading) and not tickets)
        or any(not _is_planned(reading, concept.start) for concept in found)
    )


def _is_planned(reading: Reading, place: int) -> bool:
    """Whether the clause at `place` says when it is going to be."""
    step = next_step(reading, reading.clause_at(place))
    return step is not None and step.time is not None


def _ordered(reading: Reading, order: Order, begin: int, weigh: Weigh, upto: int = 0) -> Understanding:
    """What the bot is asked for by the words from `begin` to the end of the order, or to `upto`."""
    end = max(order.span[1], upto)
    spans = [(begin, end)] if order.also is None else sorted([order.also, (begin, end)])
    if order.also is not None and order.also[1] >= begin:
        spans = [(min(order.also[0], begin), end)]
    chances = dict(weigh(reading, [(begin, end)]))
    confidence = max(LEAST, chances.get(order.intent, 0.0))
    asked = part(reading, spans)
    return replace(understood(order.intent, confidence, (), asked)[0], text=reading.text)


def _place(act: Understanding, spans: Sequence[Span]) -> int:
    """Where the words of a record of the report begin."""
    places = [start for slot in act.spans for start, _ in act.spans_of(slot)]
    return max(spans[0][0], min(places, default=spans[0][0]))
