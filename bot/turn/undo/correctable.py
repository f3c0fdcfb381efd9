"""Which thing recorded lately a correction is about: the one of the customer it names, else the newest that has what is
corrected (a time, a sum, a stage). A customer named as the right one (是鼎立) names no record."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.turn.opening import Opening
from bot.turn.undo import recorded
from bot.turn.undo.reversing import live
from nlu import corrections, following
from nlu.understanding import Understanding
from sales import customers, followups, slot_values
from sales.deals import CLOSED, LOST, WON
from sales.followups import FollowUpDraft, Saved
from sales.reminders import ReminderFact
from sales.stages import Moved

RECENT = timedelta(days=1)
BY_NAME = timedelta(days=30)  # a record whose customer is named may be corrected for longer
BY_OTHERS = re.compile(r"[帮替给]我(?:们)?(?:记|写|补|录)")  # somebody else recorded it on a deal of the speaker
IS_RIGHT = re.compile(r"(?<!不)(?<!别)[是为到给成]$")  # before the right name

Correctable = Saved | Moved | ReminderFact


def meant(session: Session, opening: Opening) -> Correctable | None:
    """What the correction that opened a flow is about; None if there is nothing that it could be."""
    if len(keys := opening.params.get("followups", ())) == 1:
        return followups.saved(session, keys[0])
    author, now = opening.speaker.member_id, opening.at
    things = recorded.lately(session, live(session, author))
    facts = [thing.fact for thing in things if isinstance(thing.fact, Correctable) and thing.at >= now - RECENT]
    named = customer_named(session, author, opening.understanding, facts, now)
    if named is not None:
        facts = [fact for fact in facts if customer_of(fact) == named]
    if following.denies_closing(opening.text):
        facts = [fact for fact in facts if isinstance(fact, Moved) and fact.deal.stage in CLOSED] or facts
    fitting = [fact for fact in facts if _has_what_changes(fact, opening.understanding)]
    if fitting and not BY_OTHERS.search(opening.text):
        return next((fact for fact in fitting if _has_what_was_wrong(fact, opening.text)), fitting[0])
    since = now - (BY_NAME if named is not None else RECENT)
    by_others = followups.latest_by_others(session, author, since, named)
    latest = followups.latest(session, author, since, named)
    if latest is None or BY_OTHERS.search(opening.text):
        latest = by_others or latest
    return followups.saved(session, latest) if latest is not None else None


def customer_named(
    session: Session, author: int, understanding: Understanding, facts: list[Correctable], now: datetime
) -> str | None:
    """The customer whose record the words name (大运那条), not the one that is put in its place (是鼎立)."""
    right = right_customer(understanding)
    said = [name for name in slot_values.words(understanding.slots, "customer") if name != right]
    if said:
        return said[0]
    recent = followups.recent_customers(session, author, now - BY_NAME)
    short = customers.short_names(session, recent)
    known = {customer_of(fact) or "" for fact in facts} | set(recent.values())
    names = {short[key]: name for key, name in recent.items() if key in short}
    mentioned = [name for called, name in names.items() if called in understanding.text and name in known]
    return next((name for name in mentioned if name != right), None)


def right_customer(understanding: Understanding) -> str | None:
    """The customer that the words put in another one's place."""
    names = slot_values.words(understanding.slots, "customer")
    spans = understanding.spans_of("customer")
    places = zip(names, spans, strict=False)
    text = understanding.text
    return next((name for name, (start, _) in places if IS_RIGHT.search(text, 0, start)), None)


def is_elsewhere(fact: Moved, understanding: Understanding) -> bool:
    """Whether the words put another customer or product in the place of that of a deal that was closed."""
    right, product = right_customer(understanding), slot_values.word(understanding.slots, "product")
    other_product = understanding.intent == "deny" and product not in (None, fact.deal.product_line)
    return fact.deal.stage in CLOSED and (right not in (None, fact.deal.customer) or (right is None and other_product))


def customer_of(fact: Correctable) -> str | None:
    """The customer that something recorded is about."""
    return fact.deal.customer if isinstance(fact, Moved) else fact.customer


def sum_said(understanding: Understanding) -> int | None:
    """The sum in 分 that the words put in another one's place."""
    told = _sum_told(understanding)
    named = slot_values.fen(understanding.slots.get("amount")) if told is None else None
    if named is not None:
        return named
    bare = told if told is not None else corrections.sum_put_right(understanding.text)
    return bare * 100 if bare is not None else None


def fell_again(understanding: Understanding) -> bool:
    """Whether the words leave open whether the price fell to the sum that they tell or by it (联创又降了 2)."""
    return following.fell_again(_without_names(understanding))


def _sum_told(understanding: Understanding) -> int | None:
    """The sum that the words tell, without the customer and the product that they name."""
    words = _without_names(understanding)
    return following.sum_told(words, named=words != understanding.text)


def _without_names(understanding: Understanding) -> str:
    text, places = understanding.text, [*understanding.spans_of("customer"), *understanding.spans_of("product")]
    for start, end in sorted(places, reverse=True):
        text = text[:start] + text[end:]
    return text


def tells_sum(understanding: Understanding) -> bool:
    """Whether the words tell the sum of a deal, and nothing else (启明金额48万, 报价从86降到79)."""
    return _sum_told(understanding) is not None


def _has_what_was_wrong(fact: Correctable, text: str) -> bool:
    """Whether the fact is a record with the contact that the words say was wrong (不是李总是李工)."""
    exchange = corrections.exchange(text)
    wrong = exchange.wrong if exchange is not None else None
    return wrong is not None and isinstance(fact, Saved) and wrong in (*fact.followup.contacts, fact.customer)


def _has_what_changes(fact: Correctable, understanding: Understanding) -> bool:
    changes, slots = FollowUpDraft.of(understanding).filled(), understanding.slots
    if sum_said(understanding) is not None:
        changes["amount_fen"] = sum_said(understanding)
    stage = slot_values.word(slots, "stage")
    match fact:
        case Moved(deal=deal):
            closed_sum = deal.stage == WON and "amount_fen" in changes
            why = deal.stage == LOST and "objections" in changes
            elsewhere = stage is not None and stage not in CLOSED and deal.stage not in CLOSED
            denied = deal.stage in CLOSED and following.denies_closing(understanding.text)
            other = is_elsewhere(fact, understanding)
            return closed_sum or why or elsewhere or denied or other or (not changes and stage is None)
        case ReminderFact(reminded_at=None):
            return changes.keys() <= {"next_at", "next_on", "next_action"} and bool(
                changes.keys() & {"next_at", "next_on"}
            )
        case Saved():
            return stage is None
    return False
