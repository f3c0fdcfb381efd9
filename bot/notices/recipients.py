"""Who gets what a day and a week bring, and who is away."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session

from bot import access
from bot.access import LEADERS, SALES, SELLERS
from bot.turn.rules import Rules
from knowledge.trust import care
from sales.teamwork import absences
from scheduler import deferral
from scheduler.day_clock import DAILY_QUESTION, DAILY_REMINDER, MORNING_LIST, WEEKLY_BRIEF
from scheduler.sweep import Due

ROLES = {MORNING_LIST: SALES, DAILY_QUESTION: SELLERS, DAILY_REMINDER: SELLERS, WEEKLY_BRIEF: LEADERS}


def of_kinds(session: Session) -> Mapping[str, Sequence[int]]:
    """The members who get each kind. Without a manager the first administrator stands in."""
    stands_in = access.head(session, ())
    return {
        kind: tuple(
            dict.fromkeys(
                [
                    *access.active_in(session, roles),
                    *([stands_in] if stands_in is not None and roles >= LEADERS else []),
                ]
            )
        )
        for kind, roles in ROLES.items()
    }


def of_review(session: Session) -> tuple[int, ...]:
    """Who is asked whether items of the script library still hold: who answers for some, and the head of the company,
    who answers for all others."""
    head = access.head(session, ())
    return tuple(dict.fromkeys([*care.owners(session), *([head] if head is not None else [])]))


def still_gets(session: Session, kind: str, member_id: int) -> access.Speaker | None:
    """The member, if they still get this kind; None if they have left or have another role."""
    speaker = access.speaker(session, member_id)
    if speaker is None:
        return None
    stands_in = ROLES[kind] >= LEADERS and access.head(session, ()) == member_id
    return speaker if speaker.role in ROLES[kind] or stands_in else None


def told_today(rules: Rules, now: datetime) -> Callable[[Session, int], int | None]:
    """Who hears of a member's deals today: the superior, or whoever stands in while they are away."""
    today = now.astimezone(rules.policy.zone).date()
    return lambda session, member_id: access.superior_on(session, member_id, today)


def away_until(session: Session, rules: Rules, member_id: int, now: datetime) -> date | None:
    """The last day of a member's absence today; None if they are there."""
    return absences.away_until(session, (member_id,), now.astimezone(rules.policy.zone).date()).get(member_id)


def put_off(session: Session, rules: Rules, due: Due) -> None:
    """Put off what is due for somebody who is away until they are back."""
    last = away_until(session, rules, due.member_id, due.now)
    if last is not None:
        deferral.until_after(session, rules.working_time, due, last)
