"""Figures of one's own work: the open deals of a stage, the customers one has, what was won in a period."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from config.policy import Policy
from sales import deals
from sales.deals import IS_OPEN, DealFact
from sales.period import Period
from storage.deals import Customer, Opportunity

Deals = tuple[int, int, tuple[DealFact, ...]]  # how many there are, what they are worth in 分, the first of them


def of_stage(session: Session, scope: ColumnElement[bool], stage: str, most: int) -> Deals:
    """The open deals in scope that are in a stage, the last to enter it first."""
    return _deals(session, scope, IS_OPEN, col(Opportunity.stage) == stage, most=most)


def won(session: Session, scope: ColumnElement[bool], period: Period | None, policy: Policy, most: int) -> Deals:
    """The deals in scope that were won, in a period or ever, the last first."""
    where = [col(Opportunity.stage) == deals.WON]
    if period is not None:
        start, end = period.start(policy.zone), period.end(policy.zone)
        where.append(col(Opportunity.stage_entered_at).between(start, end))
    return _deals(session, scope, *where, most=most)


def customers_of(session: Session, scope: ColumnElement[bool], most: int) -> tuple[int, tuple[str, ...]]:
    """How many customers are in scope, and the names of the first."""
    count = session.execute(select(func.count()).select_from(Customer).where(scope)).scalar_one()
    names = session.execute(select(col(Customer.name)).where(scope).order_by(col(Customer.id)).limit(most))
    return count, tuple(names.scalars())


def _deals(session: Session, *where: ColumnElement[bool], most: int) -> Deals:
    newest_first = (col(Opportunity.stage_entered_at).desc(), col(Opportunity.id).desc())
    rows = session.execute(deals.select_deals().where(*where).order_by(*newest_first)).all()
    found = [deals.fact(row) for row in rows]
    return len(found), sum(deal.amount_fen or 0 for deal in found), tuple(found[:most])
