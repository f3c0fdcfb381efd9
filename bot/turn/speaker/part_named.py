"""A customer that is called by a part of its name, which `parse` takes for no name: 龙门石窟什么情况."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot import access
from bot.turn.references.belonging import CLEAR
from bot.turn.speaker.hearing import Hearing
from nlu.understanding import Understanding
from sales.names import part_named

# What words may be that should name a customer, or are taken for nothing of the bot's because they name none.
MAY_NAME = frozenset(
    {"customer_info", "reassign", "snooze", "out_of_scope", "advance_stage", "close_deal", "log_followup"}
    | {"raise_ticket", "query_health"}
)
NAMES_NONE = frozenset({"log_lead", "greet", "confirm", "deny", "cancel", "undo", "daily_action"})


def with_part(heard: Understanding, hearing: Hearing) -> Understanding:
    """The words as those that name the customer in full; as they were where they name none by a part."""
    named = not heard.slots.keys().isdisjoint({"customer", "contact"})
    may_name = heard.intent in MAY_NAME or (heard.confidence < CLEAR and heard.intent not in NAMES_NONE)
    if hearing.speaker.id is None or named or heard.more or not may_name:
        return heard
    found = part_named(hearing.session, access.customers(hearing.speaker), heard.text)
    if found is None:
        return heard
    name, (start, end) = found
    read = hearing.read(heard.text[:start] + name + heard.text[end:], None)
    if read.slots.get("customer") != name:
        return heard
    return _as_said(read, heard.text, (start, end), len(name))


def _as_said(read: Understanding, text: str, part: tuple[int, int], length: int) -> Understanding:
    """What was read with the full name, in the words that were said."""
    start, end = part

    def place(at: int) -> int:
        return at if at <= start else end if at <= start + length else at - length + end - start

    def places(spans: Any) -> Any:
        return [places(span) if isinstance(span, list | tuple) else place(span) for span in spans]

    spans = {slot: places(value) for slot, value in read.spans.items()}
    more = tuple(_as_said(act, text, part, length) for act in read.more)
    return replace(read, text=text, spans=spans, more=more)
