"""What somebody has done in a period, and the deals they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true
from sqlmodel import Session, col

from config.policy import Policy
from sales import deals, followup_history, limits
from sales.deals import IS_OPEN, DealFact
from sales.followup_draft import NOBODY_REACHED
from sales.followup_history import FollowUpFact
from sales.period import Period
from sales.teamwork import people
from sales.teamwork.people import MemberFact
from storage.deals import Customer, FollowUp, Opportunity, StageChange


@dataclass(frozen=True)
class Done:
    """A follow-up with the name of its customer."""

    customer: str
    followup: FollowUpFact


@dataclass(frozen=True)
class Activity:
    """`count` follow-ups, of which `unreached` reached nobody, with `customers` customers; `shown` are the first ones,
    in order of time."""

    count: int
    unreached: int
    customers: int
    shown: tuple[Done, ...]


@dataclass(frozen=True)
class Quiet:
    """An open deal with the day on which its customer was last followed up in it; None where it never was."""

    deal: DealFact
    last_on: date | None


@dataclass(frozen=True)
class InHand:
    """An open deal, and by how much it is over its limit."""

    deal: DealFact
    over_by: timedelta | None


@dataclass(frozen=True)
class Holding:
    """`count` open deals, of which `overdue` are over their limits, worth `sum_fen` together; `shown` are the first,
    those longest over their limit before the others."""

    count: int
    overdue: int
    sum_fen: int
    shown: tuple[InHand, ...]


@dataclass(frozen=True)
class Load:
    """How many open deals somebody has, worth `sum_fen` together, and how many of them are over their limits."""

    name: str
    count: int
    overdue: int
    sum_fen: int = 0


@dataclass(frozen=True)
class Did:
    """How many follow-ups somebody logged in a period, with how many customers."""

    name: str
    count: int
    customers: int


@dataclass(frozen=True)
class Acts:
    """How often somebody did something in a period, with how many customers, and which, the last first."""

    name: str
    count: int
    customers: tuple[str, ...]


def contacts_by(
    session: Session, members: ColumnElement[bool], period: Period, policy: Policy, method: str
) -> tuple[Acts, ...]:
    """How often each of these sellers (a condition on Member) was in touch by a method; the most first."""
    query = (
        select(col(FollowUp.author_id), col(Customer.name))
        .join(Customer, col(Customer.id) == col(FollowUp.customer_id))
        .where(col(FollowUp.method) == method, col(FollowUp.occurred_on).between(period.first, period.last))
        .where(reached(policy))
        .order_by(col(FollowUp.occurred_on).desc(), col(FollowUp.id).desc())
    )
    return _acts(session, members, query)


def quotes_by(
    session: Session, members: ColumnElement[bool], period: Period, policy: Policy, stage: str
) -> tuple[Acts, ...]:
    """How many deals of each of these sellers came to the stage of quotes; the most first."""
    query = (
        select(col(Opportunity.owner_id), col(Customer.name))
        .join(StageChange, col(StageChange.deal_id) == col(Opportunity.id))
        .join(Customer, col(Customer.id) == col(Opportunity.customer_id))
        .where(col(StageChange.stage_to) == stage)
        .where(col(StageChange.at).between(period.start(policy.zone), period.end(policy.zone)))
        .order_by(col(StageChange.at).desc(), col(StageChange.id).desc())
    )
    return _acts(session, members, query)


def _acts(session: Session, members: ColumnElement[bool], query: Select[*tuple[Any, ...]]) -> tuple[Acts, ...]:
    """The rows (member, customer) of each seller."""
    sellers = people.sellers_among(session, members)
    found: dict[int, list[str]] = {member.id: [] for member in sellers}
    for member_id, customer in session.execute(query):
        if member_id in found:
            found[member_id].append(customer)
    acts = (Acts(one.name, len(found[one.id]), tuple(dict.fromkeys(found[one.id]))) for one in sellers)
    return tuple(sorted(acts, key=lambda one: -one.count))


def each_done(
    session: Session, scope: ColumnElement[bool], members: Sequence[MemberFact], period: Period, policy: Policy
) -> tuple[Did, ...]:
    """How much each of `members` logged in a period, the most first."""
    found = [(member.name, done(session, scope, member.id, period, policy, 0)) for member in members]
    return tuple(sorted((Did(name, one.count, one.customers) for name, one in found), key=lambda did: -did.count))


def done(
    session: Session, scope: ColumnElement[bool], member_id: int, period: Period, policy: Policy, most: int
) -> Activity:
    """What a member logged in a period on deals in scope or on customers as such; the first `most` are read."""
    seen = select(col(Opportunity.id)).where(scope)
    where = and_(
        col(FollowUp.author_id) == member_id,
        col(FollowUp.at) >= period.start(policy.zone),
        col(FollowUp.at) < period.end(policy.zone),
        or_(col(FollowUp.deal_id).is_(None), col(FollowUp.deal_id).in_(seen)),
    )
    unreached = func.count().filter(col(FollowUp.outcome) == NOBODY_REACHED)
    customers = func.count(col(FollowUp.customer_id).distinct())
    count, failed, whom = session.execute(select(func.count(), unreached, customers).where(where)).one()
    query = followup_history.SELECT.add_columns(col(Customer.name)).join(
        Customer, col(Customer.id) == col(FollowUp.customer_id)
    )
    rows = session.execute(query.where(where).order_by(col(FollowUp.at), col(FollowUp.id)).limit(most)).all()
    return Activity(count, failed, whom, tuple(Done(row[-1], followup_history.fact(row[:-1])) for row in rows))


def reached(policy: Policy) -> ColumnElement[bool]:
    """The condition that a follow-up is a contact as the deals' clocks count it (`followups.is_contact`)."""
    attempts = policy.attempts_restart_clock
    return true() if attempts else func.coalesce(col(FollowUp.outcome), "") != NOBODY_REACHED


def holding(
    session: Session, scope: ColumnElement[bool], member_id: int, policy: Policy, now: datetime, most: int
) -> Holding:
    """The open deals in scope that a member has; the first `most` are shown."""
    rows = session.execute(deals.select_deals().where(scope, IS_OPEN, deals.owned_by(member_id)))
    found = [_in_hand(deals.fact(row), policy, now) for row in rows]
    found.sort(key=lambda held: (-(held.over_by or timedelta(0)), held.deal.id))
    late = sum(1 for held in found if held.over_by is not None)
    return Holding(len(found), late, sum(held.deal.amount_fen or 0 for held in found), tuple(found[:most]))


def loads(
    session: Session, scope: ColumnElement[bool], leader: MemberFact, policy: Policy, now: datetime
) -> tuple[Load, ...]:
    """What each of the leader's people has in hand, the most first; a manager's are all who have open deals."""
    rows = session.execute(deals.select_deals().where(scope, IS_OPEN))
    held: dict[int, list[InHand]] = {}
    for row in rows:
        one = _in_hand(deals.fact(row), policy, now)
        held.setdefault(one.deal.owner_id, []).append(one)
    if leader.role == "supervisor":
        team = {member.id: member.name for member in people.team_of(session, leader)}
    else:
        team = {owner: theirs[0].deal.owner for owner, theirs in held.items()}
    found = [
        Load(
            name,
            len(theirs := held.get(owner, [])),
            sum(1 for one in theirs if one.over_by is not None),
            sum(one.deal.amount_fen or 0 for one in theirs),
        )
        for owner, name in team.items()
    ]
    return tuple(sorted(found, key=lambda load: -load.count))


def _in_hand(deal: DealFact, policy: Policy, now: datetime) -> InHand:
    at = limits.limit_at(deal, policy)
    return InHand(deal, now - at if at is not None and at <= now else None)


def quietest(session: Session, scope: ColumnElement[bool], policy: Policy, most: int) -> tuple[Quiet, ...]:
    """The open deals in scope, those never followed up first, then those that were not for longest."""
    last = (
        select(func.max(col(FollowUp.occurred_on)))
        .where(col(FollowUp.deal_id) == col(Opportunity.id), reached(policy))
        .scalar_subquery()
    )
    order = (last.is_not(None), last, col(Opportunity.stage_entered_at), col(Opportunity.id))
    rows = session.execute(deals.select_deals(last).where(scope, IS_OPEN).order_by(*order).limit(most))
    return tuple(Quiet(deals.fact(row), row[-1]) for row in rows)
