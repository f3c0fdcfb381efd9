"""Words that let a deal rest, or end that: a leader holds it (鼎新别催了,薛总下周回来), a rep wishes it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot import access
from bot.access import SELLERS
from bot.turn.speaker.hearing import SURE, Hearing, marked
from nlu import leaders, leading
from nlu.understanding import Understanding
from sales import customers, deals, slot_values
from sales.teamwork import people

HOLD, WEIGHED, WISH, ORDER = "snooze", "weigh_snooze", "need_support", "instruct"
UNTOLD = frozenset({"asks", "supposes", "hearsay", "wishes", "quotes"})  # statements that order nothing
REPORT = "log_followup"
BY_COMMAND = re.compile(r"\S{0,2}支持")  # 需要支持 …: it is put to the leader by that already
TOLD_TO = re.compile("[让叫请]M(?:先|都|也|最近|暂时)*(?:别|不|停|缓|放|等)")


OF_HOLD = ("duration", "next_time", "contact")  # until when, and whose deal where no customer is named


def more_time(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as those that hold a deal, or wish it held; None where they are neither."""
    words = marked(heard)
    if not leading.wants_time(words) and asks_for_me(heard, hearing):
        return asked_of_leader(heard)
    if "提醒" not in heard.text and leading.weighs_rest(words):
        return _weighed(heard, hearing)
    if hearing.speaker.role in SELLERS and leading.wants_time(words):
        return asked_of_leader(heard)
    if hearing.speaker.role in SELLERS and leading.puts_off(words) and UNTOLD.isdisjoint(heard.factuality):
        return _put_off(heard, hearing)
    if not hearing.leads or "提醒" in heard.text:
        return None
    if leading.ends_hold(heard.text) and "customer" in heard.slots:
        slots = {"customer": heard.slots["customer"]}
        return replace(heard, intent=HOLD, confidence=SURE, slots=slots, more=())
    if (rested := _lifted(heard, hearing)) is not None:
        return rested
    if not may_rest(heard, words) and not _rests_by_name(heard, hearing):
        return None
    return _held(heard, hearing)


def asks_for_me(heard: Understanding, hearing: Hearing) -> bool:
    """Whether a rep has their own leader asked something (帮我问下罗姐 渝齿能不能做到19.8)."""
    if hearing.speaker.role not in SELLERS or not leaders.remarks("asks_for_me", marked(heard)):
        return False
    names = slot_values.words(heard.slots, "person")
    led_by = {leader.id for leader in people.leaders_of(hearing.session, hearing.speaker.team_id or 0)}
    found = [member.id for name in names for member in people.find(hearing.session, name)]
    return not names or not led_by.isdisjoint(found)


def asked_of_leader(heard: Understanding) -> Understanding:
    """The words as a rep's wish, put to a leader; with a report in them as well (尤店长三次都不见,换个人去行不行)."""
    wish = replace(heard, intent=WISH, confidence=SURE, more=())
    told = heard.intent == REPORT and "outcome" in heard.slots and "contact" in heard.slots
    told = told and not BY_COMMAND.match(heard.text)
    return replace(heard, more=(wish,)) if told else wish


def _weighed(heard: Understanding, hearing: Hearing) -> Understanding:
    """Whose deal it is asked about whether it had better rest, and until when."""
    given = hearing.read(heard.text, HOLD)
    slots = {slot: given.slots[slot] for slot in OF_HOLD if slot in given.slots}
    named = _known(hearing, given) or _known(hearing, heard)
    if named is not None:
        slots["customer"] = named
    return replace(given, intent=WEIGHED, confidence=SURE, slots=slots, more=())


def _put_off(heard: Understanding, hearing: Hearing) -> Understanding:
    """Whose deal a rep puts off, and until when; why is no report."""
    given = hearing.read(heard.text, HOLD)
    slots = {slot: given.slots[slot] for slot in OF_HOLD if slot in given.slots}
    named = _known(hearing, heard)
    if named is not None:
        slots["customer"] = named
    return replace(given, intent=HOLD, confidence=SURE, slots=slots, more=())


def may_rest(heard: Understanding, words: str) -> bool:
    """Whether the words might hold a deal, and tell nobody else to do so (让M先别催)."""
    return UNTOLD.isdisjoint(heard.factuality) and leading.holds(words) and TOLD_TO.search(words) is None


def _rests_by_name(heard: Understanding, hearing: Hearing) -> bool:
    """As `may_rest`, of words that were taken for nothing and whose names are not read yet (大丰冻结到20号)."""
    if heard.slots or not leading.may_hold(heard.text):
        return False
    return may_rest(heard, marked(hearing.read(heard.text, HOLD)))


def _held(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """Until when the customer's deal rests; with the order to somebody that stands behind it."""
    beside = leading.order_beside(heard.text)
    given = hearing.read(heard.text[:beside], HOLD)
    slots: dict[str, Any] = {slot: given.slots[slot] for slot in ("duration", "next_time") if slot in given.slots}
    named = _known(hearing, given) or _known(hearing, heard) or leading.rests(heard.text)
    if not slots or named is None:
        return None
    held = replace(given, intent=HOLD, confidence=SURE, slots={**slots, "customer": named}, more=())
    if beside is None:
        return held
    return replace(held, text=heard.text, more=(replace(heard, intent=ORDER, confidence=SURE, more=()),))


def _lifted(heard: Understanding, hearing: Hearing) -> Understanding | None:
    """The words as those that let the customer's deal go on, if one of it is on hold: of any other they say nothing of
    time (大丰恢复)."""
    if not leading.lifts(marked(heard)) and ("customer" in heard.slots or not leading.may_lift(heard.text)):
        return None
    named = heard if "customer" in heard.slots else hearing.read(heard.text, HOLD)
    name = _known(hearing, named)
    if name is None or not leading.lifts(marked(named)):
        return None
    scope = access.customers(hearing.speaker)
    meant = [known for known in customers.find(hearing.session, scope, name) if not known.near]
    rest = (deals.open_of(hearing.session, access.deals(hearing.speaker), known.id) for known in meant)
    if not any(deal.hold_until is not None and deal.hold_until > hearing.now for found in rest for deal in found):
        return None
    return replace(named, intent=HOLD, confidence=SURE, slots={"customer": name}, more=())


def _known(hearing: Hearing, meant: Understanding) -> str | None:
    """The one customer of the speaker's that is named."""
    scope = access.customers(hearing.speaker)
    names = dict.fromkeys(slot_values.words(meant.slots, "customer"))
    found = [name for name in names if any(not one.near for one in customers.find(hearing.session, scope, name))]
    return found[0] if len(found) == 1 else None
