"""The most effective customer action of a day: keeping it, reading a team's, and who has not reported.

A member has one a day; a later one takes its place. It belongs to the day it was asked on, and is no follow-up: no
deal's time starts anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from sales import customers
from sales.errors import Changed
from sales.scope import Actor
from sales.teamwork import absences
from storage.changes import unrecorded
from storage.deals import Customer
from storage.people import Company, Identity, Member, Team
from storage.teamwork import DailyAction, DailyActionUrge

SELLERS = ("rep", "new_hire")


@dataclass(frozen=True)
class DailyActionFact:
    """What a member reported of a day; `text` is None where there was no customer action."""

    member_id: int
    member: str
    day: date
    text: str | None
    customer_id: int | None
    customer: str | None


@dataclass(frozen=True)
class Kept:
    """What is kept now, and what it took the place of."""

    action: DailyActionFact
    before: DailyActionFact | None = None


@dataclass(frozen=True)
class Reporter:
    """A seller who was asked, their team, what they reported (None: nothing yet), and whether a leader had them asked
    once more."""

    member_id: int
    name: str
    team_id: int | None
    team: str | None
    action: DailyActionFact | None
    urged: bool = False


def keep(
    session: Session, by: Actor, day: date, text: str | None, said: str, customer_id: int | None, now: datetime
) -> Kept:
    """Keep what who acts did on a day. A customer that is not theirs (any more) is left out."""
    before = get(session, by.member_id, day)
    mine = customer_id is not None and customers.get(session, by.customers, customer_id) is not None
    row = session.execute(select(DailyAction).where(*_of(by.member_id, day)).with_for_update()).scalar()
    row = row or DailyAction(member_id=by.member_id, day=day, said=said, at=now)
    row.text, row.customer_id, row.said, row.at = text, customer_id if mine else None, said, now
    session.add(row)
    session.flush()
    kept = get(session, by.member_id, day)
    assert kept is not None
    return Kept(kept, before)


def get(session: Session, member_id: int, day: date) -> DailyActionFact | None:
    """What a member reported of a day; None if nothing."""
    row = session.execute(_SELECT.where(*_of(member_id, day))).first()
    return None if row is None else DailyActionFact(*row)


def kept_at(session: Session, member_id: int, day: date) -> datetime | None:
    """When a member reported the action of a day, or that there was none; None if nothing."""
    return session.execute(select(col(DailyAction.at)).where(*_of(member_id, day))).scalar()


def of_day(session: Session, members: Collection[int], day: date) -> dict[int, DailyActionFact]:
    """What these members reported of a day, by member."""
    rows = session.execute(_SELECT.where(col(DailyAction.day) == day, col(DailyAction.member_id).in_(members)))
    return {row[0]: DailyActionFact(*row) for row in rows}


def reporters(
    session: Session, scope: ColumnElement[bool], day: date, asked_at: datetime, zone: tzinfo
) -> tuple[Reporter, ...]:
    """The sellers of a scope (a condition on Member) who were asked on a day, by team and name; none on a day before
    the company was there. Somebody who was away, or joined after `asked_at`, was not asked, but may have reported."""
    founded = session.execute(select(func.min(col(Company.created_at)))).scalar()
    if founded is not None and founded.astimezone(zone).date() > day:
        return ()
    joined = (
        select(func.min(func.coalesce(col(Identity.consented_at), founded)))
        .where(col(Identity.member_id) == col(Member.id))
        .scalar_subquery()
    )
    rows = session.execute(
        select(col(Member.id), col(Member.name), col(Member.team_id), col(Team.name), joined)
        .outerjoin(Team, col(Team.id) == col(Member.team_id))
        .where(scope, col(Member.active).is_(True), col(Member.role).in_(SELLERS))
        .order_by(col(Member.team_id), col(Member.id))
    ).all()
    found = of_day(session, [row[0] for row in rows], day)
    away = absences.away_until(session, [row[0] for row in rows], day)
    urged = set(
        session.execute(select(col(DailyActionUrge.member_id)).where(col(DailyActionUrge.day) == day)).scalars()
    )
    return tuple(
        Reporter(member_id, name, team_id, team, found.get(member_id), member_id in urged)
        for member_id, name, team_id, team, since in rows
        if member_id in found or (since is not None and since <= asked_at and member_id not in away)
    )


def urge(session: Session, by: Actor, day: date, asked_at: datetime, zone: tzinfo, now: datetime) -> tuple[int, ...]:
    """Note that those led by who acts who have not reported of a day are asked once more: their ids, without those of
    whom it was noted before. Raises Changed if there is nobody."""
    missing = [one for one in reporters(session, by.members, day, asked_at, zone) if one.action is None]
    again = [one.member_id for one in missing if not one.urged and one.member_id != by.member_id]
    if not again:
        raise Changed("member", by.member_id, "gone")
    with unrecorded(session):  # what people have been asked cannot be taken back
        session.add_all(DailyActionUrge(member_id=key, day=day, by_id=by.member_id, at=now) for key in again)
    return tuple(again)


def _of(member_id: int, day: date) -> Sequence[ColumnElement[bool]]:
    return col(DailyAction.member_id) == member_id, col(DailyAction.day) == day


_SELECT = (
    select(
        col(DailyAction.member_id),
        col(Member.name),
        col(DailyAction.day),
        col(DailyAction.text),
        col(DailyAction.customer_id),
        col(Customer.name),
    )
    .join(Member, col(Member.id) == col(DailyAction.member_id))
    .outerjoin(Customer, col(Customer.id) == col(DailyAction.customer_id))
)
