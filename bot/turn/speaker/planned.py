"""Words of a seller that say what they are going to do for a customer: 云海我下午打. `parse` has no intent for a plan,
because nothing is reported; here it gets one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.access import SALES, SELLERS
from bot.turn.references.belonging import CLEAR, PLAN
from bot.turn.speaker.hearing import SURE, Hearing, marked
from nlu import leaders, plans
from nlu.understanding import Understanding

READ_AS = "set_reminder"  # as its slots are read: what is to be done, and when
_NEVER = frozenset(
    {"set_reminder", "cancel_reminder", "instruct", "reassign", "log_lead", "need_support", "close_deal"}
)
_OF_REPORTS = frozenset({"outcome", "objection", "amount", "occurred_on"})  # slots that tell of what has happened
_UNTIMED = frozenset({"snooze"})  # with a time, it says until when


def as_plan(heard: Understanding, hearing: Hearing, now: datetime) -> Understanding:
    """What the words mean; as a plan, where they are one."""
    if hearing.speaker.role not in SELLERS or not may_plan(heard):
        return heard
    read = hearing.read(heard.text, READ_AS)
    if plans.plan_of(read, now) is None:
        return heard
    return replace(read, intent=PLAN, confidence=SURE, factuality=heard.factuality, more=())


def may_plan(heard: Understanding) -> bool:
    """Whether the words might be a seller's plan."""
    clearly = heard.confidence >= CLEAR
    timed = heard.intent in _UNTIMED and not heard.slots.keys().isdisjoint({"duration", "next_time"})
    reports = not heard.slots.keys().isdisjoint(_OF_REPORTS)
    if clearly and (heard.intent in _NEVER or timed or reports):
        return False
    return "asks" not in heard.factuality and plans.may_be_plan(heard.text)


def talk_planned(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as a plan, where somebody of sales says where they go with a colleague, or to whom they will talk
    themself; None for other words."""
    if hearing.speaker.role not in SALES or "occurred_on" in heard.slots:
        return None
    if not {*heard.factuality}.isdisjoint({"asks", "orders", "supposes"}):
        return None
    if leaders.remarks("takes_note_of", marked(heard)):  # of a late deal, it is being seen to
        return None
    talks = leaders.talk_planned(heard.text)
    if talks is None and not leaders.remarks("goes_along", marked(heard)):
        return None
    slots = {slot: value for slot, value in heard.slots.items() if slot != "person"} if talks else heard.slots
    what = {"next_action": talks} if talks else {}
    return replace(heard, intent=PLAN, confidence=SURE, slots={**slots, **what}, more=())
