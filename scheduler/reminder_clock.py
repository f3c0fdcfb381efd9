"""When a reminder that a member asked for is said: at the time they named, off avoided minutes.

The timer's payload is {"reminder": id}; whoever fires it reads `sales.reminders.get` and stops where it is None.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from config.policy import Policy
from sales.reminders import ReminderFact
from scheduler import timers
from scheduler.working_time import WorkingTime

REMINDER = "reminder"


def plan(session: Session, policy: Policy, reminder: ReminderFact, now: datetime) -> None:
    """Plan the reminder's timer; one planned before is moved."""
    at = WorkingTime(policy).named_at(reminder.named_at, now)
    timers.put(session, f"{REMINDER}:{reminder.id}", REMINDER, at, reminder.member_id, {"reminder": reminder.id})


def cancel(session: Session, reminder_id: int) -> None:
    """Drop the reminder's timer."""
    timers.cancel(session, f"{REMINDER}:{reminder_id}")
