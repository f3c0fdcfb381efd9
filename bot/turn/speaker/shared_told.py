"""Words that say that a contact of one customer is one of another too (恒泰的周顾问也是宏远的顾问)."""

from __future__ import annotations

from dataclasses import replace

from bot.access import SALES, Speaker
from bot.turn.speaker.hearing import SURE, Read
from nlu.leaders import CUSTOMER
from nlu.statements.buying_roles import PERSON, belongs_to_both
from nlu.understanding import Understanding
from sales import slot_values

INTENT = "shared_contact"  # which `parse` does not know
READ_AS = "customer_info"
TAKEN_FOR = frozenset({"log_followup", "customer_info", "out_of_scope", "query_health"})


def shared_told(speaker: Speaker, heard: Understanding, read: Read) -> Understanding | None:
    """The words as those that say so; None where they say anything else."""
    if speaker.role not in SALES or not may_tell(heard):
        return None
    told = read(heard.text, READ_AS)
    contacts = slot_values.words(told.slots, "contact")
    if len(contacts) != 1 or not belongs_to_both(_lettered(told)):
        return None
    customers = tuple(dict.fromkeys(slot_values.words(told.slots, "customer")))
    return replace(told, intent=INTENT, confidence=SURE, slots={"contact": contacts[0], "customer": list(customers)})


def may_tell(heard: Understanding) -> bool:
    """Whether the words might say that somebody belongs to two customers."""
    acts = {act.intent for act in (heard, *heard.more)}
    return acts <= TAKEN_FOR and set(heard.factuality) == {"reports"} and belongs_to_both(heard.text, names=False)


def _lettered(told: Understanding) -> str:
    places = [(span, PERSON) for span in told.spans_of("contact")]
    places += [(span, CUSTOMER) for span in told.spans_of("customer")]
    text = told.text
    for (start, end), letter in sorted(places, reverse=True):
        text = text[:start] + letter + text[end:]
    return text
