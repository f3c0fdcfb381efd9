"""What somebody says instead of what the bot understood."""

from __future__ import annotations

import re

from nlu.slots import steps
from nlu.slots.filled import Filled, Source
from nlu.slots.tickets import is_asked
from nlu.slots.times import next_time

_CORRECTED = ("method", "outcome", "objection", "stage", "department")
_NEXT_IS = re.compile(r"下一?步(?:[^，,]*[，,])?(?:应该|应当|改成|改为)?是?(?P<what>[^，,。是]+)$")


def correction(source: Source, filled: Filled) -> None:
    """The values that are right. Where a time is moved, nothing else is corrected."""
    reading = source.reading
    moved = [time for time in reading.times if time.moved_to and time.next_time]
    if moved:
        next_time(filled, moved)
        return
    for slot in _CORRECTED:
        for concept in reading.said(slot):
            if not source.is_taken_back(concept.start) and (slot != "department" or is_asked(reading.words, concept)):
                filled.add(slot, concept.value, concept.start, concept.end)
    if step := _NEXT_IS.search(reading.text):
        filled.add("next_action", step["what"], *step.span("what"))
    for time in reading.times:
        if not source.is_taken_back(time.start):
            past = steps.occurred(reading, (time.start, time.end))
            if past is not None:
                filled.add("occurred_on", past.occurred_on, time.start, time.end)
            elif time.next_time:
                filled.add("next_time", time.next_time, time.start, time.end)
