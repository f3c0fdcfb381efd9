"""Words that say that somebody leaves the company, or is to be let in again."""

from __future__ import annotations

from dataclasses import replace

from bot import access
from bot.access import LEADERS, SALES
from bot.turn.speaker.hearing import SURE, Hearing, marked
from nlu import leading
from nlu.leaders import COLLEAGUE
from nlu.understanding import Understanding
from sales import customers, slot_values
from sales.teamwork import people

OWN = "我"
UNTOLD = frozenset({"asks", "supposes", "hearsay", "wishes", "quotes"})  # statements that say nothing for certain


def going_or_coming(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as those with which somebody leaves or comes back; None where they are neither."""
    return _leaves(heard, hearing) or _returns(heard, hearing) or _joins(heard, hearing) or _asks_how(heard, hearing)


def _leaves(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A leader says so, and what else may be in the message asks or tells of it; a rep's clear words are answered."""
    if hearing.speaker.role not in SALES and not hearing.speaker.admin:
        return None
    if not UNTOLD.isdisjoint(heard.factuality[:1]):
        return None
    meant = replace(heard, intent="person_leaves", confidence=SURE, more=())
    if leading.own_leaving(heard.text):
        return replace(meant, slots={**heard.slots, "person": OWN})
    words = marked(heard)
    return meant if (leading.leaves if hearing.leads else leading.clearly_leaves)(words) else None


def _returns(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """Somebody who has left is to be let in again; of somebody who is there, only where an invitation is spoken of."""
    if hearing.speaker.role not in LEADERS and not hearing.speaker.admin:
        return None
    if not leading.may_come_back(heard.text):
        return None
    gone = people.departed_in(hearing.session, heard.text)
    named = gone.name if gone is not None else slot_values.word(heard.slots, "person")
    if named is None:
        return None
    words = heard.text.replace(named, COLLEAGUE) if gone is not None else marked(heard)
    if not leading.comes_back(words) or (gone is None and not leading.lets_in(words)):
        return None
    return replace(heard, intent="membership", confidence=SURE, slots={"person": named}, spans={}, more=())


def _joins(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A leader says that somebody new comes, who is no lead."""
    if not hearing.leads or not UNTOLD.isdisjoint(heard.factuality[:1]) or not leading.joins(heard.text):
        return None
    known = slot_values.words(hearing.read(heard.text, "customer_info").slots, "customer")
    if any(customers.find(hearing.session, access.customers(hearing.speaker), name) for name in known):
        return None
    return replace(heard, intent="membership", confidence=SURE, slots={}, spans={}, more=())


def _asks_how(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A leader asks what is to be done when somebody leaves, of no one customer."""
    leads = hearing.speaker.role in LEADERS or hearing.speaker.admin
    if not leads or "customer" in heard.slots or not leading.asks_how_out(heard.text):
        return None
    return replace(heard, intent="membership", confidence=SURE, slots={}, spans={}, more=())
