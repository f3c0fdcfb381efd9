"""Words about new leads that `parse` knows no intent for: one has come in, they are to be handed out, who has them."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.turn.speaker.hearing import SURE, Hearing, marked
from nlu import leads
from nlu.understanding import Understanding
from sales import slot_values

LEAD = "log_lead"
NAMED = "线索"
CLAUSE = re.compile(r"新线索:(?P<name>[^\s,，。;；:：、]{3,20})(?=$|[\s,，。;；、])")
LIKELY = 0.7  # where a question waits, it is asked first what the words are to it


def may_announce(heard: Understanding) -> bool:
    """Whether the words may tell of a lead, whoever says them."""
    return leads.announced(heard.text) is not None


def in_short(heard: Understanding) -> str:
    """The words that tell of a lead, as a lead is usually entered; whom it is given to stands apart."""
    told = leads.announced(heard.text) or ""
    for start, end in reversed(heard.spans_of("person")):
        told = leads.set_apart(told, heard.text[start:end])
    return f"新线索:{told}"


def of_leads(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as what they say of leads; None where they say nothing of them."""
    if "customer" not in heard.slots and leads.asked(heard.text) is not None:
        return replace(heard, intent="ask_leads", confidence=SURE, more=())
    if hearing.leads and leads.shares(heard.text):
        return replace(heard, intent="share_leads", confidence=SURE if NAMED in heard.text else LIKELY, more=())
    if hearing.leads and leads.in_turn_among(marked(heard)):
        persons = {"person": heard.slots["person"]}
        return replace(heard, intent="share_leads", confidence=SURE, slots=persons, spans={}, more=())
    if parts := leads.listed(heard.text):
        first, *others = (hearing.read(f"新线索:{part}", LEAD) for part in parts)
        return replace(first, confidence=SURE, more=tuple(others))
    if leads.opens_deal(heard.text):
        return replace(hearing.read(heard.text, LEAD), confidence=SURE, more=())
    if heard.intent == LEAD:
        return _given_on(heard)
    if not may_announce(heard):
        return None
    told = in_short(heard)
    read = hearing.read(told, LEAD)
    name = CLAUSE.match(told)
    if "customer" not in read.slots and name is None:
        return None
    lead = replace(read, confidence=SURE, slots={**({"customer": name["name"]} if name else {}), **read.slots})
    return _given_on(lead) or lead


def _given_on(lead: Understanding) -> Understanding | None:
    """A lead that goes to a colleague at once; None where it does not. Who has it then is no act of its own."""
    apart = [act for act in lead.more if act.intent == "reassign"]
    if leads.to_colleague(marked(lead)) or (lead.more and leads.to_colleague(marked(lead.more[-1]))):
        apart += [act for act in lead.more if act.intent == "instruct"]
    elif not apart:
        return None
    person = next((name for act in (lead, *apart) if (name := slot_values.word(act.slots, "person"))), None)
    if person is None:
        return None
    more = tuple(act for act in lead.more if act not in apart)
    return replace(lead, slots={**lead.slots, "person": person}, confidence=SURE, more=more)
