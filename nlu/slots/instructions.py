"""Orders to colleagues: what is to be done and when, and who takes a customer over."""

from __future__ import annotations

from nlu.leaders import count_told
from nlu.rules import rules
from nlu.slots.filled import Filled, Source
from nlu.slots.times import next_time

_RULES = rules("slots")
SPEAKER = "我"


def instruction(source: Source, filled: Filled) -> None:
    """What the colleague is to do: the words behind their name, without the time."""
    reading = source.reading
    coming = [time for time in reading.times if time.next_time]
    next_time(filled, coming)
    told = [(name.start, name.end) for name in reading.names if name.kind == "person"]
    if not told:
        return
    begin = told[count_told(reading.text, told) - 1][1]
    while (lead := _RULES["before_instruction"].match(reading.text, begin)) and lead.end() > begin:
        begin = lead.end()
        begin = next((time.end for time in coming if time.start == begin), begin)
    begin = next((time.end for time in coming if time.start == begin), begin)
    end = next(
        (time.start for time in coming if time.start > begin and time.end == len(reading.text)), len(reading.text)
    )
    if words := reading.text[begin:end].strip(" ，,。.!！的"):
        start = reading.text.index(words, begin)
        filled.keep("next_action", reading.text, (start, start + len(words)))


def taker(source: Source, filled: Filled) -> None:
    """The speaker, where they take it over and no colleague is named."""
    found = _RULES["takes_over"].search(source.reading.text)
    if found is not None and "person" not in filled.found:
        filled.add("person", SPEAKER, *max(found.span("who"), found.span("whom")))
