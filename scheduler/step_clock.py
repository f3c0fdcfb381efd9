"""When somebody is reminded of a step that they promised a customer: an hour before it, where it has a time of day.

In quiet time the reminder comes when that ends, if it still is before the step, or else just before it begins. The
timer's payload is {"followup": id}; whoever fires it reads `sales.tasks.standing_step` and stops where it is None.
Where policy says so, it is asked on the working day after the step what became of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from config.policy import Policy
from sales.followup_history import FollowUpFact
from scheduler import timers
from scheduler.working_time import DAY, WorkingTime

STEP = "step"
STEP_ASKED = "step_asked"
LEAD = timedelta(minutes=60)


def plan(session: Session, policy: Policy, followup: FollowUpFact, now: datetime, *, is_new: bool = False) -> None:
    """Plan the reminder of what a follow-up promised, or none where it promises no time of day, or so soon a one.
    `is_new`: it was recorded just now, and nothing is planned for it yet."""
    key = f"{STEP}:{followup.followup_id}"
    at = None if followup.next_at is None else before(WorkingTime(policy), followup.next_at, now)
    if at is not None:
        payload = {"followup": followup.followup_id}
        timers.put(session, key, STEP, at, followup.author_id, payload, is_new=is_new)
    elif not is_new:
        timers.cancel(session, key)
    if policy.asks_about_steps:
        _ask_later(session, policy, followup, is_new=is_new)


def dropped(session: Session, followup_id: int) -> None:
    """The follow-up is there no longer, nor what it promised."""
    timers.cancel(session, f"{STEP}:{followup_id}", f"{STEP_ASKED}:{followup_id}")


def _ask_later(session: Session, policy: Policy, followup: FollowUpFact, *, is_new: bool) -> None:
    """Plan that it is asked, on the working day after the step, what became of it."""
    key = f"{STEP_ASKED}:{followup.followup_id}"
    day = followup.next_at.astimezone(policy.zone).date() if followup.next_at else followup.next_on
    if day is not None:
        working_time = WorkingTime(policy)
        day += DAY
        while not working_time.is_working_day(day):
            day += DAY
        due = datetime.combine(day, policy.working_time.start, policy.zone)
        at, payload = working_time.send_at(due, f"step:{followup.author_id}"), {"followup": followup.followup_id}
        timers.put(session, key, STEP_ASKED, at, followup.author_id, payload, is_new=is_new)
    elif not is_new:
        timers.cancel(session, key)


def before(working_time: WorkingTime, step_at: datetime, now: datetime) -> datetime | None:
    """When to remind of a step at `step_at`; None if there is no time left for it."""
    at = step_at - LEAD
    if working_time.is_quiet(at):
        earlier, later = working_time.quiet_alternatives(at)
        at = later if later < step_at else earlier
    return working_time.named_at(at, now) if at > now else None
