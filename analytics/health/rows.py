"""What the health of customers is computed from, read for several at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from analytics.health import scores
from analytics.health.scores import DAY, NO_SOURCE, Health, Part
from config.policy import Policy
from nlu.context import NO_OBJECTION
from nlu.statements.buying_roles import DECIDES
from sales import decision_chain, limits
from sales.deals import IS_OPEN, fact, select_deals
from sales.followup_draft import NOBODY_REACHED
from storage.deals import Contact, Customer, DecisionClaim, FollowUp, Opportunity

LOOKS_BACK = timedelta(days=180)
PROMISES_OF = timedelta(days=90)
MOST_LOOKED_AT = 300  # customers among whom the least healthy are found: those not spoken to for longest


@dataclass
class _Known:
    name: str = ""
    grade: str | None = None
    deals: list[Any] = field(default_factory=list)
    followups: list[Any] = field(default_factory=list)
    deciders: list[str] = field(default_factory=list)
    decider_at: datetime | None = None


def of_customers(session: Session, policy: Policy, ids: Collection[int], now: datetime) -> tuple[Health, ...]:
    """The health of these customers, in the order of their ids."""
    known = _read(session, sorted(ids), now)
    return tuple(_health(policy, key, of, now) for key, of in known.items())


def least_healthy(
    session: Session, scope: ColumnElement[bool], policy: Policy, now: datetime, most: int
) -> tuple[Health, ...]:
    """Of the customers with open deals in scope those with the fewest points."""
    last = func.max(col(FollowUp.at))
    query = (
        select(col(Opportunity.customer_id))
        .outerjoin(FollowUp, col(FollowUp.customer_id) == col(Opportunity.customer_id))
        .where(scope, IS_OPEN)
        .group_by(col(Opportunity.customer_id))
        .order_by(last, col(Opportunity.customer_id))
        .limit(MOST_LOOKED_AT)
    )
    found = of_customers(session, policy, list(session.execute(query).scalars()), now)
    rated = [(one.points, one) for one in found if one.points is not None]
    return tuple(one for _, one in sorted(rated, key=lambda item: (item[0], item[1].customer_id))[:most])


def _read(session: Session, ids: Sequence[int], now: datetime) -> dict[int, _Known]:
    known: dict[int, _Known] = defaultdict(_Known)
    names = select(col(Customer.id), col(Customer.name), col(Customer.grade)).where(col(Customer.id).in_(ids))
    for key, name, grade in session.execute(names.order_by(col(Customer.id))):
        known[key] = _Known(name, grade)
    for row in session.execute(select_deals().where(IS_OPEN, col(Opportunity.customer_id).in_(ids))):
        known[fact(row).customer_id].deals.append(fact(row))
    columns = (
        col(FollowUp.customer_id), col(FollowUp.at), col(FollowUp.outcome), col(FollowUp.objections),
        col(FollowUp.next_at), col(FollowUp.next_on), col(FollowUp.deal_id), col(FollowUp.details),
    )  # fmt: skip
    recent = (col(FollowUp.customer_id).in_(ids), col(FollowUp.at) >= now - LOOKS_BACK)
    for row in session.execute(select(*columns).where(*recent).order_by(col(FollowUp.at))):
        known[row.customer_id].followups.append(row)
    people = select(col(Contact.customer_id), col(Contact.name), func.max(col(DecisionClaim.at))).outerjoin(
        DecisionClaim, col(DecisionClaim.contact_id) == col(Contact.id)
    )
    people = people.where(col(Contact.customer_id).in_(ids), col(Contact.role) == DECIDES)
    for key, name, at in session.execute(people.group_by(col(Contact.customer_id), col(Contact.name))):
        known[key].deciders.append(name)
        known[key].decider_at = max(filter(None, (known[key].decider_at, at)), default=None)
    return known


def _health(policy: Policy, key: int, of: _Known, now: datetime) -> Health:
    reached = [row for row in of.followups if row.outcome != NOBODY_REACHED]
    waits_since = min((deal.clock_started_at for deal in of.deals), default=None)
    parts = (
        scores.frequency([row.at for row in reached], _class_days(policy, of.grade), waits_since, now),
        scores.progress([_lateness(policy, deal, now) for deal in of.deals], now),
        _objections(reached),
        _promises(policy, of.followups, reached, now),
        scores.decider(
            of.deciders,
            wanted=any(decision_chain.is_wanted(policy, deal.stage) for deal in of.deals),
            at=of.decider_at,
        ),
        *(Part(name, None) for name in NO_SOURCE),
    )
    return Health(key, of.name, parts)


def _class_days(policy: Policy, grade: str | None) -> float:
    cadence = policy.customer_cadence
    return float(getattr(cadence.days, grade or cadence.grade))


def _lateness(policy: Policy, deal: Any, now: datetime) -> tuple[timedelta, timedelta]:
    limit_at = limits.limit_at(deal, policy)
    length = timedelta(hours=policy.stage(deal.stage).limit_hours) if policy.has_stage(deal.stage) else DAY
    return (now - limit_at if limit_at is not None else timedelta(0)), length


def _objections(reached: Sequence[Any]) -> Part:
    """What the last contact about each deal left open."""
    last = {row.deal_id: row for row in reached}
    kinds = {kind for row in last.values() for kind in row.objections if kind != NO_OBJECTION}
    return scores.objections(sorted(kinds), reached[-1].at if reached else None)


def _promises(policy: Policy, followups: Sequence[Any], reached: Sequence[Any], now: datetime) -> Part:
    """The steps that were due lately: kept where the customer was reached after the promise, by the day after the one
    that was named."""
    kept = due = 0
    latest = None
    for row in followups:
        on = row.next_at.astimezone(policy.zone).date() if row.next_at else row.next_on
        if on is None or on >= now.astimezone(policy.zone).date() or row.at < now - PROMISES_OF:
            continue
        due += 1
        until = on + DAY
        kept += any(row.at < other.at and other.at.astimezone(policy.zone).date() <= until for other in reached)
        latest = row.at
    return scores.promises(kept, due, latest)
