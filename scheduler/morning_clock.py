"""When each person gets the list of the day: on working days, at policy's hour.

The timer's payload is {"day": ISO date}. One is planned at a time; whoever fires it plans the next.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from config.policy import Policy
from scheduler import timers
from scheduler.working_time import DAY, WorkingTime
from storage.background import Timer
from storage.people import Member

MORNING_LIST = "morning_list"


def plan_all(session: Session, policy: Policy, roles: Collection[str], now: datetime) -> None:
    """Plan the next list of every active member of these roles who has none planned."""
    planned = select(col(Timer.id)).where(col(Timer.kind) == MORNING_LIST, col(Timer.member_id) == col(Member.id))
    without = session.execute(
        select(col(Member.id))
        .where(col(Member.active).is_(True), col(Member.role).in_(sorted(roles)), ~planned.exists())
        .order_by(col(Member.id))
    ).scalars()
    at = next_at(policy, now)
    timers.put_new(session, [_timer(policy, member_id, at) for member_id in without])


def plan(session: Session, policy: Policy, member_id: int, now: datetime) -> None:
    """Plan the member's next list."""
    timers.put(session, **_timer(policy, member_id, next_at(policy, now)))


def next_at(policy: Policy, now: datetime) -> datetime:
    """When the next list goes out."""
    day = now.astimezone(policy.zone).date()
    while not WorkingTime(policy).is_working_day(day) or _on(policy, day) <= now:
        day += DAY
    return _on(policy, day)


def _on(policy: Policy, day: date) -> datetime:
    return datetime.combine(day, policy.morning_list, policy.zone)


def _timer(policy: Policy, member_id: int, at: datetime) -> dict[str, Any]:
    day = at.astimezone(policy.zone).date().isoformat()
    key = f"{MORNING_LIST}:{member_id}:{day}"
    return {"key": key, "kind": MORNING_LIST, "at": at, "member_id": member_id, "payload": {"day": day}}
