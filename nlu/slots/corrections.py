"""What somebody says instead of what the bot understood."""

from __future__ import annotations

from nlu.reading import Reading
from nlu.rules import rules
from nlu.slots import steps
from nlu.slots.filled import Filled, Source
from nlu.slots.objections import is_ours
from nlu.slots.tickets import is_asked
from nlu.slots.times import next_time
from nlu.statements import consent
from nlu.text.concepts import Concept

_RULES = rules("slots")

_CORRECTED = ("method", "outcome", "objection", "stage", "department")


def correction(source: Source, filled: Filled) -> None:
    """The values that are right. Where a time is moved, nothing else is corrected."""
    reading = source.reading
    moved = [time for time in reading.times if time.moved_to and time.next_time]
    if moved:
        next_time(filled, moved)
        return
    for slot in _CORRECTED:
        for concept in reading.said(slot):
            if slot == "method" and _is_to_come(reading, concept):
                continue
            if slot == "outcome" and consent.as_meant(reading, concept) is None:
                continue
            if slot == "objection" and is_ours(reading, concept):
                continue
            if not source.is_taken_back(concept.start) and (slot != "department" or is_asked(reading.words, concept)):
                filled.add(slot, concept.value, concept.start, concept.end)
    if step := _RULES["next_is"].search(reading.text):
        filled.add("next_action", step["what"], *step.span("what"))
    for time in reading.times:
        if not source.is_taken_back(time.start):
            past = steps.occurred(reading, (time.start, time.end))
            if past is not None:
                filled.add("occurred_on", past.occurred_on, time.start, time.end)
            elif time.next_time and not steps.is_past(reading, time):
                filled.add("next_time", time.next_time, time.start, time.end)


def _is_to_come(reading: Reading, method: Concept) -> bool:
    """Whether it is how somebody is going to be met: 是下周三开会."""
    begin, end = reading.clause_at(method.start)
    if _RULES["done"].search(reading.text, method.start, end):
        return False
    coming = [time for time in reading.times if time.next_time and not steps.is_past(reading, time)]
    return any(begin <= time.start < method.start for time in coming)
