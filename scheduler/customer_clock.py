"""When each person hears of their customers without an open deal that have been silent for too long: once a working
day, shortly after work begins.

The timer's payload is {"day": ISO date}. One is planned at a time, while policy has this clock on; whoever fires it
plans the next and reads `sales.cadence.silence.silent`.
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

SILENT_CUSTOMERS = "silent_customers"


def plan_all(session: Session, policy: Policy, roles: Collection[str], now: datetime) -> None:
    """Plan the next message of every active member of these roles who has none planned, if policy has this clock on."""
    if not policy.customer_cadence.enabled:
        return
    planned = select(col(Timer.id)).where(col(Timer.kind) == SILENT_CUSTOMERS, col(Timer.member_id) == col(Member.id))
    without = session.execute(
        select(col(Member.id))
        .where(col(Member.active).is_(True), col(Member.role).in_(sorted(roles)), ~planned.exists())
        .order_by(col(Member.id))
    ).scalars()
    timers.put_new(session, [_timer(policy, member_id, now) for member_id in without])


def plan(session: Session, policy: Policy, member_id: int, now: datetime) -> None:
    """Plan the member's next message."""
    timers.put(session, **_timer(policy, member_id, now))


def _timer(policy: Policy, member_id: int, now: datetime) -> dict[str, Any]:
    time = WorkingTime(policy)
    day = now.astimezone(policy.zone).date()
    while not time.is_working_day(day) or _on(policy, day) <= now:
        day += DAY
    key = f"{SILENT_CUSTOMERS}:{member_id}:{day.isoformat()}"
    at = time.send_at(_on(policy, day), key)
    return {
        "key": key,
        "kind": SILENT_CUSTOMERS,
        "at": at,
        "member_id": member_id,
        "payload": {"day": day.isoformat()},
    }


def _on(policy: Policy, day: date) -> datetime:
    return datetime.combine(day, policy.working_time.start, policy.zone)
