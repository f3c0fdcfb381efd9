"""Slots that hold the speaker's own words: a script offered to the library, the action of the day."""

from __future__ import annotations

from dataclasses import replace

from nlu.slots import verbatim
from nlu.slots.filled import Filled, Source
from nlu.slots.objections import topic
from nlu.statements.records import Record


def offered_script(source: Source, filled: Filled) -> None:
    """What is said about the script names its topic; what is said in it does not."""
    reading = source.reading
    span = verbatim.script(reading)
    about = len(reading.text) if span is None else span[0]
    topic(replace(source, record=Record(None, (0, about), (0, 0))), filled)
    filled.keep("text", reading.text, span)


def daily_action(source: Source, filled: Filled) -> None:
    """The action without its lead-in."""
    filled.keep("text", source.reading.text, verbatim.action_of_the_day(source.reading))
