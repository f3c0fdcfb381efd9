"""Figures of one's own work: the open deals of a stage, the customers one has, what was won in a period."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from config.policy import Policy
from sales import deals
from sales.deals import IS_OPEN, DealFact
from sales.period import Period
from storage.deals import Customer, Opportunity, StageChange

Deals = tuple[int, int, tuple[DealFact, ...]]  # how many there are, what they are worth in 分, the first of them


def of_stage(session: Session, scope: ColumnElement[bool], stage: str, most: int) -> Deals:
    """The open deals in scope that are in a stage, the last to enter it first."""
    return _deals(session, scope, IS_OPEN, col(Opportunity.stage) == stage, most=most)


def won(session: Session, scope: ColumnElement[bool], period: Period | None, policy: Policy, most: int) -> Deals:
    """The deals in scope that were won, in a period or ever, the last first."""
    return _deals(session, scope, col(Opportunity.stage) == deals.WON, *_within(period, policy), most=most)


def _within(period: Period | None, policy: Policy) -> list[ColumnElement[bool]]:
    if period is None:
        return []
    return [col(Opportunity.stage_entered_at).between(period.start(policy.zone), period.end(policy.zone))]


def won_after(
    session: Session, scope: ColumnElement[bool], period: Period | None, policy: Policy
) -> tuple[int, float, int, int]:
    """Of the deals in scope that were won, in a period or ever: how many, and after how many days since they came: on
    average, at least, at most."""
    came = select(func.min(col(StageChange.at))).where(col(StageChange.deal_id) == col(Opportunity.id))
    where = [scope, col(Opportunity.stage) == deals.WON, *_within(period, policy)]
    rows = session.execute(select(col(Opportunity.stage_entered_at), came.scalar_subquery()).where(*where)).all()
    days = [(won_at - came_at).days for won_at, came_at in rows if came_at is not None]
    return (len(days), sum(days) / len(days), min(days), max(days)) if days else (0, 0.0, 0, 0)


def customers_of(
    session: Session, scope: ColumnElement[bool], most: int, owner_id: int | None = None
) -> tuple[int, tuple[str, ...]]:
    """How many customers are in scope (those of an owner), and the names of the first."""
    scope = scope if owner_id is None else and_(scope, col(Customer.owner_id) == owner_id)
    count = session.execute(select(func.count()).select_from(Customer).where(scope)).scalar_one()
    names = session.execute(select(col(Customer.name)).where(scope).order_by(col(Customer.id)).limit(most))
    return count, tuple(names.scalars())


def _deals(session: Session, *where: ColumnElement[bool], most: int) -> Deals:
    newest_first = (col(Opportunity.stage_entered_at).desc(), col(Opportunity.id).desc())
    rows = session.execute(deals.select_deals().where(*where).order_by(*newest_first)).all()
    found = [deals.fact(row) for row in rows]
    return len(found), sum(deal.amount_fen or 0 for deal in found), tuple(found[:most])
