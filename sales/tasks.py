"""What is due to a person in a period: deals over their limit, promised steps, reminders, limits to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from config.policy import Policy
from sales import limits, reminders
from sales.deals import CLOSED
from sales.followup_draft import NOBODY_REACHED
from sales.limits import LimitDue, Overdue
from sales.period import Period
from sales.reminders import ReminderFact
from sales.scope import Scope
from storage.deals import Customer, FollowUp, Opportunity
from storage.people import Member

PROMISED_FOR = timedelta(days=366)
MISSED_FOR = timedelta(days=30)  # what was promised longer ago is not brought up again


@dataclass(frozen=True)
class Step:
    """A promised next step, at an instant or on a day. `owner` has the deal, or else the customer."""

    followup_id: int
    customer_id: int
    customer: str
    owner: str | None
    deal_id: int | None
    contacts: tuple[str, ...]
    next_action: str | None
    next_at: datetime | None
    next_on: date | None


Coming = Step | ReminderFact | LimitDue


@dataclass(frozen=True)
class Tasks:
    """`overdue`: the longest first. `missed`: steps promised for before the period and not followed up, the oldest
    first, except those of the deals in `overdue`. `coming`: what falls in the period, in order of time; what is for a
    day comes first on it. Of each the first ones, as many as were asked for; `count` is how many there are of all
    together, `late` how many of the first two. `untouched`: of `untouched_count` leads that
    nobody has followed up yet, with limits later than the period (others are in `coming` or `overdue`)."""

    count: int
    late: int
    overdue: tuple[Overdue, ...]
    missed: tuple[Step, ...]
    coming: tuple[Coming, ...]
    untouched: tuple[LimitDue, ...] = ()
    untouched_count: int = 0


def due(
    session: Session, scope: Scope, member_id: int, policy: Policy, period: Period, now: datetime, most: int
) -> Tasks:
    """What is due in a period of the company's days: of the customers and deals in scope, and the member's own
    reminders; the first `most` of each kind."""
    zone = policy.zone
    start, end = period.start(zone), period.end(zone)
    today = now.astimezone(zone).date()
    steps = _steps(session, scope, start - MISSED_FOR, end, zone)
    missed = [step for step in steps if _before(step, min(start, now), min(period.first, today))]
    coming: list[Coming] = [step for step in steps if not _before(step, start, period.first)]
    coming += reminders.between(session, member_id, start, end)
    limits_count, next_limits = limits.coming(session, scope.deals, policy, max(now, start), end, most)
    untouched_count, untouched = limits.untouched(session, scope.deals, policy, max(now, end), most)
    overdue = limits.longest(session, scope.deals, policy, now, most)
    shown = {late.deal.id for late in overdue.deals}  # their promises are shown with them
    missed = [step for step in missed if step.deal_id not in shown]
    return Tasks(
        overdue.count + len(missed) + len(coming) + limits_count,
        overdue.count + len(missed),
        overdue.deals,
        tuple(sorted(missed, key=lambda step: _when(step, zone))[:most]),
        tuple(sorted([*coming, *next_limits], key=lambda task: _order(task, zone))[:most]),
        untouched,
        untouched_count,
    )


def standing_step(session: Session, followup_id: int) -> tuple[Step, int] | None:
    """The step that a follow-up promised, and whose it is to take; None if it was superseded, its deal was
    closed, or nobody has the customer any more."""
    open_deal = or_(col(FollowUp.deal_id).is_(None), col(Opportunity.stage).not_in(CLOSED))
    row = session.execute(_standing(_OWNER.label("owner_id")).where(col(FollowUp.id) == followup_id, open_deal)).first()
    return None if row is None or row[-1] is None else (_step(row[:-1]), row[-1])


def standing_of(session: Session, deal_id: int) -> list[Step]:
    """The steps promised of a deal that no later contact has superseded, whenever they were to be taken."""
    dated = or_(col(FollowUp.next_at).is_not(None), col(FollowUp.next_on).is_not(None))
    return [_step(row) for row in session.execute(_standing().where(col(FollowUp.deal_id) == deal_id, dated))]


def promised(session: Session, scope: Scope, start: datetime, zone: tzinfo) -> list[Step]:
    """The steps in scope promised for `start` or later that still are to be taken."""
    return _steps(session, scope, start, start + PROMISED_FOR, zone)


def _steps(session: Session, scope: Scope, start: datetime, end: datetime, zone: tzinfo) -> list[Step]:
    """Steps promised for [start, end] that no later contact on the deal or with the customer has superseded; none of
    closed deals."""
    days = (start.astimezone(zone).date(), end.astimezone(zone).date())
    on_deal = and_(scope.deals, col(Opportunity.stage).not_in(CLOSED))
    rows = session.execute(
        _standing().where(
            or_(col(FollowUp.next_at).between(start, end), col(FollowUp.next_on).between(*days)),
            or_(on_deal, and_(col(FollowUp.deal_id).is_(None), scope.customers)),
        )
    )
    return [_step(row) for row in rows]


def _standing(*more: Any) -> Select[*tuple[Any, ...]]:
    """Follow-ups that no later one on the deal or customer has superseded."""
    later = aliased(FollowUp)
    same_deal = or_(
        col(later.deal_id) == col(FollowUp.deal_id), col(later.deal_id).is_(None), col(FollowUp.deal_id).is_(None)
    )
    superseded = (
        select(col(later.id))
        .where(
            col(later.customer_id) == col(FollowUp.customer_id),
            col(later.id) > col(FollowUp.id),
            func.coalesce(col(later.outcome), "") != NOBODY_REACHED,
            same_deal,
        )
        .exists()
    )
    return (
        select(*_COLUMNS, *more)
        .select_from(FollowUp)
        .join(Customer, col(Customer.id) == col(FollowUp.customer_id))
        .outerjoin(Opportunity, col(Opportunity.id) == col(FollowUp.deal_id))
        .outerjoin(Member, col(Member.id) == _OWNER)
        .where(~superseded)
    )


_OWNER = func.coalesce(col(Opportunity.owner_id), col(Customer.owner_id))
_COLUMNS = (
    col(FollowUp.id),
    col(FollowUp.customer_id),
    col(Customer.name),
    col(Member.name),
    col(FollowUp.deal_id),
    col(FollowUp.contacts),
    col(FollowUp.next_action),
    col(FollowUp.next_at),
    col(FollowUp.next_on),
)


def _step(row: Any) -> Step:
    key, customer_id, customer, owner, deal_id, contacts, *rest = row
    return Step(key, customer_id, customer, owner, deal_id, tuple(contacts), *rest)


def _before(step: Step, start: datetime, first: date) -> bool:
    return step.next_at < start if step.next_at else bool(step.next_on and step.next_on < first)


def _order(task: Coming, zone: tzinfo) -> tuple[date, bool, datetime, int]:
    """By day; on each day, what has a time of day first."""
    at, key = _when(task, zone)
    return at.astimezone(zone).date(), isinstance(task, Step) and task.next_at is None, at, key


def _when(task: Coming, zone: tzinfo) -> tuple[datetime, int]:
    match task:
        case LimitDue(deal=deal, at=at):
            return at, deal.id
        case ReminderFact(id=key, named_at=at):
            return at, key
        case Step(followup_id=key, next_at=datetime() as at):
            return at, key
        case Step(followup_id=key, next_on=date() as on):
            return datetime.combine(on, time.min, zone), key
    raise ValueError(task)
