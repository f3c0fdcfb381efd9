"""Deals as facts, and the one way to take a deal for changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import Session, col

from sales.errors import Changed
from storage.deals import Customer, Opportunity
from storage.people import Member

WON = "won"
LOST = "lost"
CLOSED = (WON, LOST)


@dataclass(frozen=True)
class DealFact:
    """A deal as it was read. `hold_until` is a supervisor's hold."""

    id: int
    customer_id: int
    customer: str
    owner_id: int
    owner: str
    product_line: str | None
    amount_fen: int | None
    stage: str
    stage_entered_at: datetime
    clock_started_at: datetime
    clock_no: int
    version: int
    hold_until: datetime | None

    @property
    def closed(self) -> bool:
        return self.stage in CLOSED


COLUMNS = (
    col(Opportunity.id),
    col(Opportunity.customer_id),
    col(Customer.name),
    col(Opportunity.owner_id),
    col(Member.name),
    col(Opportunity.product_line),
    col(Opportunity.amount_fen),
    col(Opportunity.stage),
    col(Opportunity.stage_entered_at),
    col(Opportunity.clock_started_at),
    col(Opportunity.clock_no),
    col(Opportunity.version),
    col(Opportunity.hold_until),
)
IS_OPEN: ColumnElement[bool] = col(Opportunity.stage).not_in(CLOSED)


def select_deals(*more: Any) -> Select[*tuple[Any, ...]]:
    """Deals with the names of customer and owner; a row begins with the fields of DealFact, then `more`."""
    return (
        select(*COLUMNS, *more)
        .select_from(Opportunity)
        .join(Customer, col(Customer.id) == col(Opportunity.customer_id))
        .join(Member, col(Member.id) == col(Opportunity.owner_id))
    )


def fact(row: Any) -> DealFact:
    """The deal of a row of `select_deals`."""
    return DealFact(*row[: len(COLUMNS)])


def open_of(session: Session, scope: ColumnElement[bool], customer_id: int) -> tuple[DealFact, ...]:
    """The open deals of a customer in scope, the one that entered its stage last first."""
    query = (
        select_deals()
        .where(scope, IS_OPEN, col(Opportunity.customer_id) == customer_id)
        .order_by(col(Opportunity.stage_entered_at).desc(), col(Opportunity.id))
    )
    return tuple(fact(row) for row in session.execute(query))


def get(session: Session, scope: ColumnElement[bool], deal_id: int) -> DealFact | None:
    """The deal, open or closed; None where there is none in scope."""
    row = session.execute(select_deals().where(scope, col(Opportunity.id) == deal_id)).first()
    return None if row is None else fact(row)


def locked(session: Session, deal_id: int, scope: ColumnElement[bool] | None = None) -> Opportunity:
    """The open deal, locked and as it is now. Changed where it is gone, out of scope or closed."""
    query = select(Opportunity).where(col(Opportunity.id) == deal_id)
    if scope is not None:
        query = query.where(scope)
    query = query.with_for_update()
    deal: Opportunity | None = session.execute(query, execution_options={"populate_existing": True}).scalar()
    if deal is None:
        raise Changed("deal", deal_id, "gone")
    if deal.stage in CLOSED:
        raise Changed("deal", deal_id, "closed")
    return deal


def start_clock(deal: Opportunity, now: datetime) -> None:
    """The deal's time starts anew; whatever was said about the limit before no longer counts."""
    deal.clock_started_at = now
    deal.clock_no += 1
    deal.version += 1
