"""When a reminder that a member asked for is said: at the time they named, off avoided minutes.

The timer's payload is {"reminder": id}; whoever fires it reads `sales.reminders.get` and stops where it is None.
"""

from __future__ import annotations

from datetime import date, datetime, time

from sqlmodel import Session

from config.policy import Policy
from sales.reminders import ReminderFact, Repeats
from scheduler import timers
from scheduler.working_time import DAY, WorkingTime

REMINDER = "reminder"


def plan(session: Session, policy: Policy, reminder: ReminderFact, now: datetime) -> None:
    """Plan the reminder's timer; one planned before is moved."""
    at = WorkingTime(policy).named_at(reminder.named_at, now)
    timers.put(session, _key(reminder.id), REMINDER, at, reminder.member_id, {"reminder": reminder.id})


def cancel(session: Session, reminder_id: int) -> None:
    """The reminder's timer goes."""
    timers.cancel(session, _key(reminder_id))


def next_time(policy: Policy, repeats: Repeats, after: datetime) -> datetime:
    """When a reminder that repeats comes next after `after`."""
    day = after.astimezone(policy.zone).date()
    while (at := first_from(policy, repeats, day)) <= after:
        day += DAY
    return at


def first_from(policy: Policy, repeats: Repeats, day: date) -> datetime:
    """When a reminder that repeats comes first on or after `day`."""
    works = WorkingTime(policy).is_working_day
    while (found := repeats.recurrence.first(day, works)).isoformat() in repeats.skipped:
        day = found + DAY
    return datetime.combine(found, time.fromisoformat(repeats.clock), policy.zone)


def _key(reminder_id: int) -> str:
    return f"{REMINDER}:{reminder_id}"
