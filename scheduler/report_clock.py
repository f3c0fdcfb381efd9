"""When a report comes that somebody wants again and again: on its days at its time, as they named it.

The timer's payload is {"schedule": id}; its key is natural, so that planning twice changes nothing.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from analytics.schedules import ScheduleFact
from config.policy import Policy
from scheduler import reminder_clock, timers
from scheduler.working_time import WorkingTime

REPORT = "scheduled_report"


def plan(session: Session, policy: Policy, schedule: ScheduleFact, now: datetime) -> datetime:
    """Plan the next one after `now`; returns the time that is named for it."""
    named_at = reminder_clock.next_time(policy, schedule.repeats, now)
    at = WorkingTime(policy).named_at(named_at, now)
    payload = {"schedule": schedule.id, "named_at": named_at.isoformat()}
    timers.put(session, _key(schedule.id), REPORT, at, schedule.member_id, payload)
    return named_at


def cancel(session: Session, *schedule_ids: int) -> None:
    """These come no more."""
    timers.cancel(session, *map(_key, schedule_ids))


def _key(schedule_id: int) -> str:
    return f"{REPORT}:{schedule_id}"
