"""Words that only say who is to be spoken to at a customer (换成秦经理对接, 加个联系人樊主管): no contact with it."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from bot import access
from bot.access import SALES, Speaker
from bot.turn.speaker.hearing import Read
from nlu.context import is_known_person, tells_contact, tells_fate
from nlu.entities.reach import tells_only_reach
from nlu.understanding import Understanding
from sales import customers, slot_values
from sales.teamwork import people

INTENT = "add_contact"  # which `parse` does not know
SURE = 0.9
REPORT = "log_followup"
UNTOLD = frozenset({"asks", "hearsay", "supposes", "quotes", "wishes"})  # statements that say nothing for certain
NAMES = frozenset({"customer", "contact", "buyer_role", "product", "department"})
WHEN = frozenset({"next_time", "occurred_on"})  # somebody comes or goes


def contact_told(session: Session, speaker: Speaker, heard: Understanding, read: Read) -> Understanding | None:
    """The words as those that add a contact; None where they report anything else, or name no customer in scope."""
    if speaker.role not in SALES or not may_tell(heard):
        return None
    if tells_only_reach(heard.text):
        return _reach_told(session, speaker, heard, read)
    colleagues = slot_values.words(heard.slots, "person")
    if any(people.find(session, name) for name in colleagues):
        return None
    if colleagues or not any("contact" in act.slots for act in (heard, *heard.more)):
        heard = read(heard.text, REPORT)
    told = (heard, *heard.more)
    known = NAMES | WHEN if tells_fate(heard.text) else NAMES
    if not all(act.slots.keys() <= known for act in told) or not any("contact" in act.slots for act in told):
        return None
    scope, named = access.customers(speaker), slot_values.word(heard.slots, "customer")
    names = tuple(dict.fromkeys(name for act in told for name in slot_values.words(act.slots, "contact")))
    found = customers.find(session, scope, named) if named else customers.by_contact(session, scope, names[0])
    if len(found) != 1 or found[0].near:
        return None
    slots = {**heard.slots, "customer": found[0].name, "contact": list(names)}
    return replace(heard, intent=INTENT, confidence=SURE, slots=slots, more=())


def _reach_told(session: Session, speaker: Speaker, heard: Understanding, read: Read) -> Understanding:
    """The words as those that tell how a person of a customer in scope is reached; a number is no customer's name."""
    told = heard if {"customer", "contact"} & heard.slots.keys() else read(heard.text, REPORT)
    called = slot_values.word(told.slots, "customer")
    found = customers.find(session, access.customers(speaker), called) if called else ()
    known = [one.name for one in found if not one.near]
    slots = {"contact": told.slots["contact"]} if "contact" in told.slots else {}
    slots |= {"customer": known[0]} if len(known) == 1 else {}
    return replace(told, intent=INTENT, confidence=SURE, slots=slots, more=())


def may_tell(heard: Understanding) -> bool:
    """Whether the words might say who is to be spoken to."""
    untold = UNTOLD if is_known_person(heard.text) else UNTOLD | {"refuses"}
    return (tells_contact(heard.text) or tells_only_reach(heard.text)) and untold.isdisjoint(heard.factuality)
