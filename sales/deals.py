"""Deals as facts, and the one way to take a deal for changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlmodel import Session, col

from sales.errors import Changed
from storage.changes import update_row
from storage.deals import Customer, Opportunity
from storage.people import Member
from storage.statements import fetch, table_of, within

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
        """Whether it is won or lost."""
        return self.stage in CLOSED


_DEALS, _CUSTOMERS, _MEMBERS = table_of(Opportunity), table_of(Customer), table_of(Member)
COLUMNS = (
    _DEALS.c.id,
    _DEALS.c.customer_id,
    _CUSTOMERS.c.name,
    _DEALS.c.owner_id,
    _MEMBERS.c.name,
    _DEALS.c.product_line,
    _DEALS.c.amount_fen,
    _DEALS.c.stage,
    _DEALS.c.stage_entered_at,
    _DEALS.c.clock_started_at,
    _DEALS.c.clock_no,
    _DEALS.c.version,
    _DEALS.c.hold_until,
)
IS_OPEN: ColumnElement[bool] = _DEALS.c.stage.not_in(CLOSED)


def select_deals(*more: Any) -> Select[*tuple[Any, ...]]:
    """Deals with the names of customer and owner; a row begins with the fields of DealFact, then `more`."""
    return _ALL.add_columns(*more) if more else _ALL


def fact(row: Any) -> DealFact:
    """The deal of a row of `select_deals`."""
    return DealFact(*row[: len(COLUMNS)])


def open_of(session: Session, scope: ColumnElement[bool], customer_id: int) -> tuple[DealFact, ...]:
    """The open deals of a customer in scope, the one that entered its stage last first."""
    return tuple(fact(row) for row in fetch(session, within(_OPEN_OF, scope), {"customer": customer_id}))


def get(session: Session, scope: ColumnElement[bool], deal_id: int) -> DealFact | None:
    """The deal, open or closed; None where there is none in scope."""
    row = fetch(session, within(_GET, scope), {"deal": deal_id}).first()
    return None if row is None else fact(row)


def locked(session: Session, deal_id: int, scope: ColumnElement[bool] | None = None) -> Opportunity:
    """The open deal, locked and as it is now. Changed where it is gone, out of scope or closed."""
    query = _LOCKED if scope is None else within(_LOCKED, scope)
    deal: Opportunity | None = session.execute(query, {"deal": deal_id}).scalar()
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


def restart_clock(session: Session, deal_id: int, now: datetime, scope: ColumnElement[bool]) -> int:
    """`locked` and `start_clock` in one, the way of every follow-up. Returns the customer's id."""
    row = fetch(session, within(_CLOCK, scope), {"deal": deal_id}).mappings().first()
    if row is None:
        raise Changed("deal", deal_id, "gone")
    if row["stage"] in CLOSED:
        raise Changed("deal", deal_id, "closed")
    again = {"clock_started_at": now, "clock_no": row["clock_no"] + 1, "version": row["version"] + 1}
    update_row(session, _DEALS, row, again)
    customer_id: int = row["customer_id"]
    return customer_id


_ALL: Select[*tuple[Any, ...]] = (
    select(*COLUMNS)
    .select_from(_DEALS)
    .join(_CUSTOMERS, _CUSTOMERS.c.id == _DEALS.c.customer_id)
    .join(_MEMBERS, _MEMBERS.c.id == _DEALS.c.owner_id)
)
_GET = _ALL.where(_DEALS.c.id == bindparam("deal"))
_OPEN_OF = _ALL.where(IS_OPEN, _DEALS.c.customer_id == bindparam("customer")).order_by(
    _DEALS.c.stage_entered_at.desc(), _DEALS.c.id
)
_LOCKED = (
    select(Opportunity)
    .where(col(Opportunity.id) == bindparam("deal"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
_CLOCK = (
    select(*(_DEALS.c[name] for name in ("id", "customer_id", "stage", "clock_started_at", "clock_no", "version")))
    .where(_DEALS.c.id == bindparam("deal"))
    .with_for_update()
)
