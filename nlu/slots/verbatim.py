"""Words of a message kept as they were said: what to be reminded of, the action of the day, a script offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlu.reading import Reading
from nlu.rules import rules
from nlu.slots.filled import Filled, Source
from nlu.slots.objections import topic
from nlu.statements.records import Record

Span = tuple[int, int]

_RULES = rules("verbatim")
_LAST_WEIGHS = 3  # code points by which the last of several pieces may be shorter: what it is about comes before it
_QUOTES = " \t\"'“”‘’「」『』。"


def reminder(reading: Reading, times: Sequence[Span]) -> Span | None:
    """Where it is said what to be reminded of: the longest piece beside the times and the request to be reminded."""
    text = reading.text
    gaps = [*times]
    gaps += [found.span() for found in _RULES["call"].finditer(text)]
    if not gaps:
        return None
    pieces = _between(len(text), sorted(gaps))
    first = min(start for start, _ in gaps)
    behind = [span for span in pieces if span[0] >= first]
    for group in (behind, [span for span in pieces if span[0] < first]):
        contents = [span for piece in group if (span := _trimmed(text, *piece, "reminder_lead_in", "reminder_trail"))]
        contents = [span for span in contents if not _RULES["reminder_of_nothing"].match(text[span[0] : span[1]])]
        if contents:
            return max(contents, key=lambda span: span[1] - span[0] + _LAST_WEIGHS * (span == contents[-1]))
    return None


def action_of_the_day(reading: Reading) -> Span | None:
    """Where the action stands, without what announces it."""
    text = reading.text
    lead = _RULES["action_lead_in"].match(text)
    start = lead.end() if lead else 0
    span = _trimmed(text, start, len(text), "action_begins", "action_ends")
    return span if span and span[1] - span[0] >= 2 else None


def script(reading: Reading) -> Span | None:
    """Where the script itself stands, without quotes and what asks to keep it; None if the message holds none."""
    text = reading.text
    found = _RULES["script"].search(text) or _RULES["script_after_comma"].match(text)
    if found is None:
        return None
    start, end = found.span("text")
    if trail := _RULES["script_trail"].search(text, start, end):
        end = trail.start()
    while start < end and text[start] in _QUOTES:
        start += 1
    while end > start and text[end - 1] in _QUOTES:
        end -= 1
    return (start, end) if end - start >= 4 else None


def offered_script(source: Source, filled: Filled) -> None:
    """What is said about the script names its topic; what is said in it does not."""
    reading = source.reading
    span = script(reading)
    about = len(reading.text) if span is None else span[0]
    topic(replace(source, record=Record(None, (0, about), (0, 0))), filled)
    filled.keep("text", reading.text, span)


def daily_action(source: Source, filled: Filled) -> None:
    """The action without its lead-in."""
    filled.keep("text", source.reading.text, action_of_the_day(source.reading))


def _between(length: int, gaps: list[Span]) -> list[Span]:
    """What is left of a text of `length` code points between `gaps`, which are in order."""
    pieces, last = [], 0
    for start, end in gaps:
        if start > last:
            pieces.append((last, start))
        last = max(last, end)
    return [*pieces, (last, length)] if last < length else pieces


def _trimmed(text: str, start: int, end: int, lead: str, trail: str) -> Span | None:
    """The span without what the rules `lead` and `trail` match at its ends; None if nothing is left."""
    words = text[start:end]
    if found := _RULES[lead].match(words):
        start, words = start + found.end(), words[found.end() :]
    if found := _RULES[trail].search(words):
        words = words[: found.start()]
    return (start, start + len(words)) if words else None
