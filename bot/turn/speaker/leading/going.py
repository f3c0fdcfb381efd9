"""Words that say that somebody is away for some days, leaves the company, or is to be let in again."""

from __future__ import annotations

from dataclasses import replace

from bot import access
from bot.access import LEADERS, SALES
from bot.turn.speaker.hearing import SURE, Hearing, marked
from nlu import leading
from nlu.leaders import COLLEAGUE
from nlu.understanding import Understanding
from sales import customers, slot_values
from sales.teamwork import absences, people

OWN, ORDER, LEADS_TEAM = "我", "instruct", "supervisor"
UNTOLD = frozenset({"asks", "supposes", "hearsay", "wishes", "quotes"})  # statements that say nothing for certain


def going_or_coming(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as those with which somebody is away, leaves or comes back; None where they are nothing of this."""
    return (
        _away(heard, hearing)
        or _placed(heard, hearing)
        or _leaves(heard, hearing)
        or _returns(heard, hearing)
        or _joins(heard, hearing)
        or _asks_how(heard, hearing)
    )


def _away(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """Somebody of sales says that they are away, or a leader says so of a colleague; that they are not is said of what
    was noted before."""
    if hearing.speaker.role not in SALES or not leading.may_be_away(heard.text):
        return None
    if not UNTOLD.isdisjoint(heard.factuality[:1]) and "wishes" not in heard.factuality[:1]:
        return None
    named = heard if "person" in heard.slots else hearing.read(heard.text, ORDER)
    whose = leading.away(marked(named), hearing.now)
    if whose is None and hearing.speaker.role == LEADS_TEAM and leading.on_the_way(marked(named), hearing.now):
        whose = "own"
    back = None
    if whose is None:
        back = leading.not_away(marked(named), hearing.now) or leading.moves_leave(marked(named), hearing.now)
    persons = slot_values.words(named.slots, "person")
    if (whose or back) == "own":
        person, member_id = OWN, hearing.speaker.id
    elif (whose or back) == "colleague" and hearing.leads and persons:
        found = people.find(hearing.session, persons[0])
        person, member_id = persons[0], found[0].id if len(found) == 1 else None
    else:
        return None
    noted = member_id is not None and absences.to_come(hearing.session, member_id, hearing.now.date())
    if whose is None and not noted:
        return None
    stand_ins = [name for name in persons if name != person] if whose else []
    slots = {"person": [person, *stand_ins] if stand_ins else person}
    return replace(heard, intent="take_leave", confidence=SURE, slots=slots, spans={}, more=())


def _placed(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """A leader says that a colleague changes team or post, is at work again, or that somebody new takes over from
    them."""
    leads = hearing.speaker.role in LEADERS or hearing.speaker.admin
    if not leads or not UNTOLD.isdisjoint(heard.factuality[:1]):
        return None
    if not leading.may_be_placed(heard.text) and not leading.may_be_away(heard.text):
        return None
    named = heard if "person" in heard.slots else hearing.read(heard.text, ORDER)
    names, words = slot_values.words(named.slots, "person"), marked(named)
    if not names and leading.newcomer(words) is None:
        return None
    if names and leading.placed(words) is not None:
        return replace(heard, intent="place_member", confidence=SURE, slots={"person": names[-1]}, spans={}, more=())
    at_work = leading.not_away(words, hearing.now) == "colleague"
    slots = {"person": names[0]} if names else {}
    if not at_work and leading.newcomer(words) is None:
        return None
    return replace(heard, intent="membership", confidence=SURE, slots=slots, spans={}, more=())


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
