"""What a hand-over means for others: reminders about the customer follow to the new owner, and buttons that the former
owner still has act no more."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from config.policy import Policy
from sales import deals, reminders
from sales.reminders import ReminderFact
from scheduler import reminder_clock

HANDED_AWAY = "这一单已经转给同事跟了,不用你处理。"


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


def handed_away(session: Session, speaker: Speaker, deal_id: int) -> bool:
    """Whether a deal that the speaker has a button for is somebody else's now."""
    return deals.get(session, access.deals(speaker), deal_id) is None
