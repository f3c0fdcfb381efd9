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

OWN, ORDER = "我", "instruct"
UNTOLD = frozenset({"asks", "supposes", "hearsay", "wishes", "quotes"})  # statements that say nothing for certain


def going_or_coming(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as those with which somebody leaves or comes back; None where they are neither."""
    return (
        _placed(heard, hearing)
        or _leaves(heard, hearing)
        or _returns(heard, hearing)
        or _joins(heard, hearing)
        or _asks_how(heard, hearing)
    )


def _placed(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A leader says that a colleague changes team or post, is away for a time or back, or that somebody new takes over
    from them."""
    leads = hearing.speaker.role in LEADERS or hearing.speaker.admin
    if not leads or not leading.may_be_placed(heard.text) or not UNTOLD.isdisjoint(heard.factuality[:1]):
        return None
    named = heard if "person" in heard.slots else hearing.read(heard.text, ORDER)
    names, words = slot_values.words(named.slots, "person"), marked(named)
    if not names and leading.newcomer(words) is None:
        return None
    if names and leading.placed(words) is not None:
        return replace(heard, intent="place_member", confidence=SURE, slots={"person": names[-1]}, spans={}, more=())
    said = leading.is_away(words) or leading.back_at_work(words) or leading.newcomer(words) is not None
    slots = {"person": names[0]} if names else {}
    return replace(heard, intent="membership", confidence=SURE, slots=slots, spans={}, more=()) if said else None


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
    if not leads or "customer" in heard.slots:
        return None
    if not leading.asks_how_out(heard.text) and not leading.asks_how_in(heard.text):
        return None
    return replace(heard, intent="membership", confidence=SURE, slots={}, spans={}, more=())
