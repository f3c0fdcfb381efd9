"""What people are to sell in a month, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows
from sqlmodel.sql.expression import SelectOfScalar

from sales.deals import WON
from sales.errors import Changed
from sales.period import Period
from sales.scope import Actor
from sales.teamwork import people
from storage import rows
from storage.background import Audit
from storage.deals import Opportunity
from storage.figures import SalesTarget
from storage.people import Member


@dataclass(frozen=True)
class TargetSet:
    """A member's target for the months `first` to `last` (their first days), in 分 together; `before_fen` is what it
    was."""

    member_id: int
    name: str
    first: date
    last: date
    amount_fen: int
    before_fen: int | None


@dataclass(frozen=True)
class Standing:
    """Where a member stands in a period: the target (None: none was set) and what was won, in 分."""

    member_id: int
    name: str
    target_fen: int | None
    won_fen: int
    won: int

    @property
    def share(self) -> float | None:
        """How much of the target is done; None without one."""
        return self.won_fen / self.target_fen if self.target_fen else None


def set_target(
    session: Session, by: Actor, member_id: int, period: Period, amount_fen: int, now: datetime
) -> TargetSet:
    """Set what a member is to sell in the months of a period, to each of which comes the same part. Raises Changed if
    the member is gone, or not led by who acts."""
    member = rows.locked(session, Member, member_id)
    if member is None or not member.active or not people.all_of(session, by.members, {member_id}):
        raise Changed("member", member_id, "not_in_scope")
    months = list(months_of(period))
    known = {row.month: row for row in session.exec(_targets(member_id, months)).all()}
    before = sum(row.amount_fen for row in known.values()) if known else None
    for place, month in enumerate(months):
        part = amount_fen * (place + 1) // len(months) - amount_fen * place // len(months)
        row = known.get(month) or SalesTarget(member_id=member_id, month=month, amount_fen=0, by_id=0, at=now)
        row.amount_fen, row.by_id, row.at = part, by.member_id, now
        session.add(row)
    detail = {"months": [month.isoformat() for month in months], "amount_fen": amount_fen, "before": before}
    session.add(Audit(at=now, member_id=by.member_id, what="target", subject=f"member:{member_id}", detail=detail))
    return TargetSet(member_id, member.name, months[0], months[-1], amount_fen, before)


def standings(
    session: Session, members: ColumnElement[bool], deals: ColumnElement[bool], period: Period, zone: tzinfo
) -> tuple[Standing, ...]:
    """Where each of these active sellers stands who has a target or has won anything in the period, the most won first;
    of the deals in scope."""
    ends = (
        col(Opportunity.stage_entered_at) >= period.start(zone),
        col(Opportunity.stage_entered_at) <= period.end(zone),
    )
    amount = func.sum(func.coalesce(col(Opportunity.amount_fen), 0))
    query = select(col(Opportunity.owner_id), func.count(), amount).where(deals, col(Opportunity.stage) == WON, *ends)
    won = {
        owner: (count, int(worth)) for owner, count, worth in session.execute(query.group_by(col(Opportunity.owner_id)))
    }
    total = select(col(SalesTarget.member_id), func.sum(col(SalesTarget.amount_fen)))
    total = total.where(col(SalesTarget.month).in_(list(months_of(period)))).group_by(col(SalesTarget.member_id))
    targets = {member_id: int(amount_fen) for member_id, amount_fen in session.execute(total)}
    theirs = select(col(Member.id), col(Member.name)).where(members, col(Member.active).is_(True))
    found = [
        Standing(member_id, name, targets.get(member_id), won.get(member_id, (0, 0))[1], won.get(member_id, (0, 0))[0])
        for member_id, name in session.execute(theirs.order_by(col(Member.id)))
        if member_id in targets or member_id in won
    ]
    return tuple(sorted(found, key=lambda one: (-one.won_fen, -one.won)))


def months_of(period: Period) -> Iterator[date]:
    """The first day of each month that a period touches."""
    month = period.first.replace(day=1)
    while month <= period.last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _targets(member_id: int, months: Sequence[date]) -> SelectOfScalar[SalesTarget]:
    return select_rows(SalesTarget).where(col(SalesTarget.member_id) == member_id, col(SalesTarget.month).in_(months))
