"""Which deals are over their stage's limit, since when, and whose limit comes next.

A limit counts from the later of the clock's start and a hold's end:
limit_at = max(clock_started_at, hold_until) + limit_hours of the stage, calendar or working hours as policy says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, false, func, or_, select
from sqlmodel import Session, col

from config.policy import Policy
from sales import deals, followup_history
from sales.deals import IS_OPEN, DealFact, DealState
from sales.followup_draft import NOBODY_REACHED
from sales.followup_history import FollowUpFact
from storage.deals import Customer, FollowUp, LimitBreach, Opportunity
from storage.statements import fetch, table_of, within

_DEALS = table_of(Opportunity)
# The breach of a deal's running limit, not one of its earlier ones.
OF_RUNNING_LIMIT: ColumnElement[bool] = and_(
    col(LimitBreach.deal_id) == col(Opportunity.id), col(LimitBreach.clock_no) == col(Opportunity.clock_no)
)


@dataclass(frozen=True)
class Overdue:
    """A deal over its limit since `since`: what was last done and promised, and what was done about the breach.
    `attempted_at` is the last attempt that reached nobody, if nothing was done after it; `unfinished` are the words of
    what was last reported, where a forced field of it was never given.
    `breach_id` is None until something is done about it (see sales.breaches)."""

    deal: DealFact
    since: datetime
    over_by: timedelta
    last_followup_at: datetime | None = None
    contacts: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    next_action: str | None = None
    next_at: datetime | None = None
    next_on: date | None = None
    breach_id: int | None = None
    nudged_at: datetime | None = None
    snoozes: int = 0
    support_at: datetime | None = None
    support_need: str | None = None
    alerted_at: datetime | None = None
    escalated_at: datetime | None = None
    attempted_at: datetime | None = None
    snoozed_until: datetime | None = None
    acknowledged_at: datetime | None = None
    unfinished: str | None = None


@dataclass(frozen=True)
class Longest:
    """The first `deals` of `count` overdue ones, the longest over its limit first; the rest is only counted."""

    count: int
    deals: tuple[Overdue, ...]


@dataclass(frozen=True)
class LimitDue:
    """A deal whose limit falls at `at`."""

    deal: DealFact
    at: datetime


@dataclass(frozen=True)
class PutOff:
    """A deal that nobody is reminded of `until` then: a leader let it rest (`held`), or its owner snoozed it."""

    deal: DealFact
    until: datetime
    held: bool


def limit_at(deal: DealFact | DealState, policy: Policy) -> datetime | None:
    """When the running limit is passed; None for a closed deal or a stage without a limit."""
    return limit_from(deal.clock_started_at, deal.hold_until, deal.stage, policy)


def limit_from(clock_started_at: datetime, hold_until: datetime | None, stage: str, policy: Policy) -> datetime | None:
    """`limit_at` of a deal whose time counts from then, at the earliest from the end of a hold; None for won, lost and
    stages that the policy no longer knows."""
    if not policy.has_stage(stage):
        return None
    return policy.limit_from(stage, max(clock_started_at, hold_until or clock_started_at))


def overdue(
    session: Session, scope: ColumnElement[bool], policy: Policy, now: datetime, stage: str | None = None
) -> tuple[Overdue, ...]:
    """The deals in scope (at `stage`) that are over their limit, the longest first."""
    found = _overdue(session, policy, now, scope, passed_by(policy, now), *_at(stage))
    return tuple(sorted(found, key=_longest_first))


def longest(
    session: Session, scope: ColumnElement[bool], policy: Policy, now: datetime, most: int, stage: str | None = None
) -> Longest:
    """`overdue`, of which the first `most` are read: a manager may have thousands."""
    order = _in_order(session, policy, scope, passed_by(policy, now), *_at(stage))
    found = _overdue(session, policy, now, _DEALS.c.id.in_([key for _, key in order[:most]]))
    return Longest(len(order), tuple(sorted(found, key=_longest_first)))


def _longest_first(overdue: Overdue) -> tuple[datetime, int]:
    return overdue.since, overdue.deal.id


def overdue_fact(
    session: Session,
    deal_id: int,
    now: datetime,
    policy: Policy,
    *,
    lock: bool = False,
    scope: ColumnElement[bool] | None = None,
) -> Overdue | None:
    """The deal if it is over its limit now; None if it is closed, gone, out of scope, on hold or was moved or followed
    up. With `lock`, it stays so until the transaction ends."""
    found = overdue_facts(session, [deal_id], now, policy, lock=lock, scope=scope)
    return found[0] if found else None


def overdue_facts(
    session: Session,
    deal_ids: Sequence[int],
    now: datetime,
    policy: Policy,
    *,
    lock: bool = False,
    scope: ColumnElement[bool] | None = None,
) -> list[Overdue]:
    """`overdue_fact` of several deals, without those that are None."""
    statement = _LOCKED_OF if lock else _OF
    if scope is not None:
        statement = within(statement, scope)
    rows = fetch(session, statement, {"deals": list(deal_ids)}).all()
    late = [row for row in rows if (at := limit_at(deals.fact(row), policy)) is not None and at <= now]
    return _with_followups(session, policy, now, late)


def coming(
    session: Session, scope: ColumnElement[bool], policy: Policy, after: datetime, until: datetime, most: int
) -> tuple[int, tuple[LimitDue, ...]]:
    """How many deals in scope have their limit in (after, until], and the `most` next, the next first."""
    order = _in_order(session, policy, scope, passed_by(policy, until), ~passed_by(policy, after))
    return len(order), _due(session, order[:most])


def untouched(
    session: Session, scope: ColumnElement[bool], policy: Policy, after: datetime, most: int
) -> tuple[int, tuple[LimitDue, ...]]:
    """How many leads in scope nobody has followed up yet, their limit later than `after`, and the `most` next."""
    first = policy.stages[0].key
    no_followup = ~select(col(FollowUp.id)).where(col(FollowUp.deal_id) == _DEALS.c.id).correlate(_DEALS).exists()
    order = _in_order(session, policy, scope, _DEALS.c.stage == first, no_followup, ~passed_by(policy, after))
    return len(order), _due(session, order[:most])


def put_off(
    session: Session, scope: ColumnElement[bool], now: datetime, customer_id: int | None = None
) -> tuple[PutOff, ...]:
    """The open deals in scope (of the customer) that nobody is reminded of until a later time, the next one first."""
    of_it = () if customer_id is None else (_DEALS.c.customer_id == customer_id,)
    later = or_(_DEALS.c.hold_until > now, col(LimitBreach.snoozed_until) > now)
    query = deals.select_deals(col(LimitBreach.snoozed_until)).outerjoin(LimitBreach, OF_RUNNING_LIMIT)
    found = []
    for row in session.execute(query.where(scope, IS_OPEN, later, *of_it)):
        deal, snoozed = deals.fact(row), row[-1]
        held = deal.hold_until is not None and deal.hold_until > now
        found.append(PutOff(deal, deal.hold_until if held and deal.hold_until is not None else snoozed, held=held))
    return tuple(sorted(found, key=lambda one: (one.until, one.deal.id)))


def _due(session: Session, order: Sequence[tuple[datetime, int]]) -> tuple[LimitDue, ...]:
    """The deals of these limits, the next first."""
    at = {key: moment for moment, key in order}
    facts = (deals.fact(row) for row in session.execute(deals.select_deals().where(_DEALS.c.id.in_(list(at)))))
    return tuple(sorted((LimitDue(fact, at[fact.id]) for fact in facts), key=lambda due: (due.at, due.deal.id)))


def _in_order(session: Session, policy: Policy, *where: ColumnElement[bool]) -> list[tuple[datetime, int]]:
    """When each deal's limit is passed, with its id, the earliest first: little is read of each."""
    columns = (_DEALS.c.id, _DEALS.c.stage, _DEALS.c.clock_started_at, _DEALS.c.hold_until)
    rows = fetch(session, select(*columns).where(deals.IS_OPEN, *where), {})
    return sorted((policy.limit_from(stage, max(start, hold or start)), key) for key, stage, start, hold in rows)


def stuck(
    session: Session, scope: ColumnElement[bool], now: datetime, longer: timedelta, most: int, stage: str | None = None
) -> tuple[int, tuple[DealFact, ...]]:
    """How many open deals in scope have been in their stage for longer than that, and the `most` longest."""
    where = (scope, IS_OPEN, _DEALS.c.stage_entered_at < now - longer, *_at(stage))
    count = fetch(session, select(func.count()).select_from(_DEALS).where(*where), {}).scalar_one()
    rows = session.execute(
        deals.select_deals().where(*where).order_by(_DEALS.c.stage_entered_at, _DEALS.c.id).limit(most)
    )
    return count, tuple(deals.fact(row) for row in rows)


def not_followed(
    session: Session, scope: ColumnElement[bool], now: datetime, longer: timedelta, most: int, stage: str | None = None
) -> tuple[int, int, tuple[tuple[DealFact, datetime | None], ...]]:
    """How many open deals in scope, of how many customers, nobody has followed up for longer than that, and the `most`
    longest, each with the last follow-up of its customer; None where there never was one since it came."""
    last = select(func.max(col(FollowUp.at))).where(col(FollowUp.customer_id) == _DEALS.c.customer_id)
    came = select(col(Customer.created_at)).where(col(Customer.id) == _DEALS.c.customer_id)
    touched, since = last.correlate(_DEALS).scalar_subquery(), came.correlate(_DEALS).scalar_subquery()
    entered = _DEALS.c.stage_entered_at
    quiet_since = func.coalesce(touched, case((since < entered, since), else_=entered))
    where = (scope, IS_OPEN, quiet_since < now - longer, *_at(stage))
    counts = select(func.count(), func.count(_DEALS.c.customer_id.distinct())).select_from(_DEALS).where(*where)
    count, customers = fetch(session, counts, {}).one()
    rows = session.execute(deals.select_deals(touched).where(*where).order_by(quiet_since, _DEALS.c.id).limit(most))
    return count, customers, tuple((deals.fact(row), row[-1]) for row in rows)


def passed_by(policy: Policy, moment: datetime) -> ColumnElement[bool]:
    """The condition that a deal's running limit falls at or before `moment` (limit_at ≤ moment)."""
    by_stage = [_passed_by(stage.key, policy.started_by(stage.key, moment)) for stage in policy.stages]
    return or_(false(), *by_stage)


def _passed_by(stage: str, start: datetime) -> ColumnElement[bool]:
    hold = col(Opportunity.hold_until)
    return and_(
        col(Opportunity.stage) == stage,
        col(Opportunity.clock_started_at) <= start,
        or_(hold.is_(None), hold <= start),
    )


def _overdue(session: Session, policy: Policy, now: datetime, *where: ColumnElement[bool]) -> list[Overdue]:
    return _with_followups(session, policy, now, session.execute(_WITH_BREACH.where(*where)).all())


def _with_followups(session: Session, policy: Policy, now: datetime, rows: Sequence[Any]) -> list[Overdue]:
    tried = followup_history.latest_of_deals(session, [row[0] for row in rows])
    in_vain = [key for key, last in tried.items() if last.outcome == NOBODY_REACHED]
    reached = followup_history.latest_of_deals(session, in_vain, outcome_not=NOBODY_REACHED)
    latest = {key: last for key, last in tried.items() if key not in in_vain} | reached
    return [_fact(row, latest.get(row[0]), tried.get(row[0]), policy, now) for row in rows]


_BREACH = {
    "breach_id": col(LimitBreach.id),
    "nudged_at": col(LimitBreach.nudged_at),
    "snoozes": col(LimitBreach.snoozes),
    "support_at": col(LimitBreach.support_at),
    "support_need": col(LimitBreach.support_need),
    "alerted_at": col(LimitBreach.alerted_at),
    "escalated_at": col(LimitBreach.escalated_at),
    "snoozed_until": col(LimitBreach.snoozed_until),
    "acknowledged_at": col(LimitBreach.acknowledged_at),
}
_WITH_BREACH = deals.select_deals(*_BREACH.values()).outerjoin(LimitBreach, OF_RUNNING_LIMIT).where(IS_OPEN)
_OF = _WITH_BREACH.where(_DEALS.c.id.in_(bindparam("deals", expanding=True)))
_LOCKED_OF = _OF.with_for_update(of=_DEALS)
_FOLLOWUP = ("contacts", "objections", "next_action", "next_at", "next_on")


def _fact(row: Any, last: FollowUpFact | None, tried: FollowUpFact | None, policy: Policy, now: datetime) -> Overdue:
    deal = deals.fact(row)
    since = limit_at(deal, policy)
    assert since is not None
    breach: dict[str, Any] = dict(zip(_BREACH, row[-len(_BREACH) :], strict=True))
    known = {} if breach["breach_id"] is None else breach
    if last is not None:
        known |= {"last_followup_at": last.at, **{name: getattr(last, name) for name in _FOLLOWUP}}
    if last is not None and last.waits_for is not None:
        known["unfinished"] = last.said
    if tried is not None and tried.outcome == NOBODY_REACHED:
        known["attempted_at"] = tried.at
    return Overdue(deal, since, now - since, **known)


def _at(stage: str | None) -> tuple[ColumnElement[bool], ...]:
    return () if stage is None else (col(Opportunity.stage) == stage,)
