"""When each person gets what a working day brings (the list of the morning, the question of the evening and its
reminder), what a week brings (the brief), and what a month brings (the items of the script library to be checked); and
when somebody begins to look after a colleague's customers, and no longer does (payload {"cover": id}).

The timer's payload is {"day": ISO date}. One of a kind is planned for a person at a time; whoever fires it plans the
next, so that restarts, late firing and several machines change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from config.policy import Policy
from sales.scope import Actor
from sales.teamwork import covers
from sales.teamwork.covers import CoverFact
from scheduler import timers
from scheduler.working_time import DAY, WorkingTime
from storage.background import Timer

MORNING_LIST, DAILY_QUESTION, DAILY_REMINDER = "morning_list", "daily_question", "daily_reminder"
WEEKLY_BRIEF = "weekly_brief"
SCRIPT_REVIEW = "script_review"
COVER_BEGINS, COVER_ENDS = "cover_begins", "cover_ends"
EVENING = (DAILY_QUESTION, DAILY_REMINDER)
WEEK = timedelta(days=7)
MOST_DAYS = 28  # of a month, looked through for a working day
MOST_WEEKS = 60  # looked through for a working day


def plan_all(session: Session, policy: Policy, kind: str, members: Iterable[int], now: datetime) -> None:
    """Plan the next one of a kind for each of these members who has none planned."""
    at = next_at(policy, kind, now)
    if at is None:
        return
    planned = set(session.execute(select(col(Timer.member_id)).where(col(Timer.kind) == kind)).scalars())
    timers.put_new(session, [_timer(policy, kind, member_id, at) for member_id in members if member_id not in planned])


def plan(session: Session, policy: Policy, kind: str, member_id: int, now: datetime) -> None:
    """Plan the member's next one of a kind, if company policy has it."""
    at = next_at(policy, kind, now)
    if at is not None:
        timers.put(session, **_timer(policy, kind, member_id, at))


def next_at(policy: Policy, kind: str, now: datetime) -> datetime | None:
    """When the next one of a kind goes out; None if company policy has none."""
    clock = hour_of(policy, kind)
    if clock is None:
        return None
    day = now.astimezone(policy.zone).date()
    while not _falls_on(policy, kind, day) or at(policy, day, clock) <= now:
        day += DAY
    return at(policy, day, clock)


def hour_of(policy: Policy, kind: str) -> time | None:
    """At what time of day those of a kind go out; None if company policy has none."""
    daily = policy.daily_action
    return {
        MORNING_LIST: policy.morning_list,
        DAILY_QUESTION: daily.ask if daily is not None else None,
        DAILY_REMINDER: daily.remind if daily is not None else None,
        WEEKLY_BRIEF: policy.weekly_brief,
        SCRIPT_REVIEW: policy.library.review,
    }[kind]


def asked_at(policy: Policy, day: date) -> datetime:
    """When sellers are asked for the action of a day; its end where they are not."""
    return at(policy, day, hour_of(policy, DAILY_QUESTION) or time.max)


def at(policy: Policy, day: date, clock: time) -> datetime:
    """The instant of a time of day; a little earlier where its minute is to be avoided."""
    return WorkingTime(policy).unavoided(datetime.combine(day, clock, policy.zone))


def working_day_before(policy: Policy, day: date) -> date:
    """The last working day before `day`."""
    day -= DAY
    while not WorkingTime(policy).is_working_day(day):
        day -= DAY
    return day


def week_before(policy: Policy, day: date) -> date:
    """The Monday of the last week before that of `day` in which people worked."""
    monday = _monday(day) - WEEK
    for _ in range(MOST_WEEKS):
        if _first_working_day(policy, monday) is not None:
            return monday
        monday -= WEEK
    return _monday(day) - WEEK


def _falls_on(policy: Policy, kind: str, day: date) -> bool:
    if kind == WEEKLY_BRIEF:
        return _first_working_day(policy, _monday(day)) == day
    if kind == SCRIPT_REVIEW:
        return _first_working_day(policy, day.replace(day=1), MOST_DAYS) == day
    return WorkingTime(policy).is_working_day(day)


def _first_working_day(policy: Policy, first: date, days: int = 7) -> date | None:
    """The first working day among so many days."""
    works = WorkingTime(policy).is_working_day
    return next((day for day in (first + DAY * n for n in range(days)) if works(day)), None)


def _monday(day: date) -> date:
    return day - DAY * day.weekday()


def _timer(policy: Policy, kind: str, member_id: int, moment: datetime) -> dict[str, Any]:
    day = moment.astimezone(policy.zone).date().isoformat()
    key = f"{kind}:{member_id}:{day}"
    return {"key": key, "kind": kind, "at": moment, "member_id": member_id, "payload": {"day": day}}


def cover(
    session: Session,
    by: Actor,
    policy: Policy,
    member_id: int,
    stand_in_id: int,
    customer_id: int | None,
    first: date,
    last: date,
    said: str,
    now: datetime,
) -> CoverFact:
    """Note who looks after whose customers; from now on, where the first day has come, and to the end of the last.
    Raises Changed as `covers.add`."""
    fact = covers.add(session, by, member_id, stand_in_id, customer_id, first, last, said, now)
    ends = datetime.combine(last + DAY, time(), policy.zone)
    timers.put(session, f"{COVER_ENDS}:{fact.id}", COVER_ENDS, ends, stand_in_id, {"cover": fact.id})
    if first <= now.astimezone(policy.zone).date():
        return covers.begin(session, fact.id, now) or fact
    begins = datetime.combine(first, time(), policy.zone)
    timers.put(session, f"{COVER_BEGINS}:{fact.id}", COVER_BEGINS, begins, stand_in_id, {"cover": fact.id})
    return fact


def end_cover(session: Session, by: Actor, member_id: int, now: datetime) -> tuple[CoverFact, ...]:
    """Nobody looks after the member's customers for them any more. Raises Changed as `covers.end`."""
    found = covers.end(session, by, member_id, now)
    timers.cancel(session, *(f"{kind}:{one.id}" for one in found for kind in (COVER_BEGINS, COVER_ENDS)))
    return found
