"""What a hand-over means for others: reminders about the customer follow to the new owner, and buttons that the former
owner still has act no more."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot.access import Speaker
from bot.turn.effects import Stale
from bot.wording.offers import Snooze
from config.policy import Policy
from sales import customers, deals, reminders
from sales.reminders import ReminderFact
from sales.scope import Actor
from scheduler import reminder_clock


def reminders_follow(
    session: Session, by: Actor, policy: Policy, customer_id: int, from_id: int | None, to_id: int, now: datetime
) -> tuple[ReminderFact, ...]:
    """Hand the former owner's reminders about the customer over, with their timers. Returns those that went, for
    `bot.wording.reminders.reminder_lines`, which tells both."""
    if from_id is None or from_id == to_id:
        return ()
    moved = reminders.hand_over(session, by, customer_id, from_id, to_id, now)
    for reminder in moved:
        reminder_clock.plan(session, policy, reminder, now)
    return moved


def no_longer_theirs(session: Session, speaker: Speaker, offer: Snooze) -> Stale | None:
    """Why the speaker may not put off any more what they have a button for; None if they may."""
    if offer.deal is not None and deals.get(session, deals.own(speaker), offer.deal) is None:
        return Stale("not_in_scope")
    if offer.reminder is None:
        return None
    known = reminders.get(session, offer.reminder)
    if known is None or known.member_id != speaker.member_id:
        return Stale("reminder_gone" if known is None else "reminder_passed_on")
    theirs = known.customer_id is None or customers.get(session, speaker.customers, known.customer_id) is not None
    return None if theirs else Stale("not_in_scope")
