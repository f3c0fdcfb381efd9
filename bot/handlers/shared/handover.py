"""What goes along when a customer changes hands: the reminders about it follow to the new owner."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from config.policy import Policy
from sales import reminders
from sales.reminders import ReminderFact
from scheduler import reminder_clock


def reminders_follow(
    session: Session, policy: Policy, customer_id: int, from_id: int | None, to_id: int, now: datetime
) -> tuple[ReminderFact, ...]:
    """Hand the former owner's reminders about the customer over, with their timers. Returns those that went, for
    `bot.wording.reminders.reminder_lines`, which tells both."""
    if from_id is None or from_id == to_id:
        return ()
    moved = reminders.hand_over(session, customer_id, from_id, to_id, now)
    for reminder in moved:
        reminder_clock.plan(session, policy, reminder, now)
    return moved
