"""Customers without an open deal have a clock of their own: their owner hears of those with whom there has been no
contact for as many days as their grade allows, each once per silence.

A contact that reached somebody starts it, and so does the end of the last deal.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from config.policy import Policy
from sales import customers, deals
from sales.followup_draft import NOBODY_REACHED
from sales.scope import Actor
from storage.deals import Customer, FollowUp, Opportunity


@dataclass(frozen=True)
class Silent:
    """A customer without an open deal, and for how many days there was no contact."""

    customer_id: int
    customer: str
    grade: str
    days: int


def silent(session: Session, policy: Policy, owner_id: int, now: datetime) -> tuple[Silent, ...]:
    """The customers of an owner that have been silent for too long and of which the owner has not heard since, the
    longest first."""
    reached = func.coalesce(col(FollowUp.outcome), "") != NOBODY_REACHED
    touched = select(func.max(col(FollowUp.at))).where(col(FollowUp.customer_id) == col(Customer.id), reached)
    of_customer = select(col(Opportunity.id)).where(col(Opportunity.customer_id) == col(Customer.id))
    closed = select(func.max(col(Opportunity.stage_entered_at))).where(
        col(Opportunity.customer_id) == col(Customer.id), col(Opportunity.stage).in_(deals.CLOSED)
    )
    columns: list[Any] = [
        col(Customer.id),
        col(Customer.name),
        col(Customer.grade),
        col(Customer.created_at),
        col(Customer.silence_nudged_at),
        touched.scalar_subquery(),
        closed.scalar_subquery(),
    ]
    rows = session.execute(
        select(*columns).where(col(Customer.owner_id) == owner_id, ~of_customer.where(deals.IS_OPEN).exists())
    )
    today, found = now.astimezone(policy.zone).date(), []
    for key, name, grade, created_at, nudged_at, touched_at, closed_at in rows:
        last = max(at for at in (created_at, touched_at, closed_at) if at is not None)
        days = (today - last.astimezone(policy.zone).date()).days
        graded = grade or policy.customer_cadence.grade
        heard = nudged_at is not None and nudged_at > last
        if days >= getattr(policy.customer_cadence.days, graded) and not heard:
            found.append(Silent(key, name, graded, days))
    return tuple(sorted(found, key=lambda one: (-one.days, one.customer_id)))


def told(session: Session, customer_ids: Collection[int], now: datetime) -> None:
    """The owner has heard of these: not again in this silence."""
    session.execute(update(Customer).where(col(Customer.id).in_(customer_ids)).values(silence_nudged_at=now))


def set_grade(session: Session, by: Actor, customer_id: int, grade: str) -> str:
    """Say of which grade the customer is. Returns its name. Raises Changed if it is out of scope."""
    customer = customers.locked(session, customer_id, by.customers)
    customer.grade = grade
    session.add(customer)
    return customer.name
