"""A request to a colleague of another department by name: 麻烦孙工看下能不能喷漆, 这个找米会计确认下."""

from __future__ import annotations

from dataclasses import replace

from bot import access
from bot.access import ANY_MEMBER, SALES
from bot.turn.references.belonging import CLEAR
from bot.turn.speaker.hearing import SURE, Hearing
from nlu import tickets as reading
from nlu.understanding import Understanding
from sales import customers, tickets

RAISES = "raise_ticket"
KEPT = frozenset({RAISES, "instruct", "reassign"})  # what words to a colleague mean already


def department_asked(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as a ticket for the department of the colleague whom they ask, or as a question how that is done; None
    if they ask none, or the name is that of a customer's contact."""
    if hearing.speaker.role in SALES and reading.asks_how(heard.text) and "customer" not in heard.slots:
        return replace(heard, intent="help", confidence=SURE, more=())
    kept = heard.intent in KEPT and heard.confidence >= CLEAR
    if kept or hearing.speaker.role not in SALES or not reading.may_ask_colleague(heard.text):
        return None
    for one in tickets.people_of(hearing.session, ANY_MEMBER - SALES):
        called = reading.asked_by_name(heard.text, one.member)
        if called and not customers.by_contact(hearing.session, access.customers(hearing.speaker), called):
            read = hearing.read(heard.text, RAISES)
            slots = {**read.slots, "department": one.department}
            contacts = [name for name in _words(slots.pop("contact", None)) if name != called]
            slots |= {"contact": contacts if len(contacts) > 1 else contacts[0]} if contacts else {}
            return replace(read, intent=RAISES, confidence=SURE, slots=slots, spans={}, more=())
    return None


def _words(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [value] if isinstance(value, str) else []
