"""Deals as facts, and the one way to take a deal for changing it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, RowMapping, Select, and_, bindparam, literal_column, select, true
from sqlmodel import Session

from sales.errors import Changed
from sales.scope import Actor
from storage.changes import update_row
from storage.deals import Customer, Opportunity
from storage.people import Member
from storage.statements import fetch, table_of, within

WON = "won"
LOST = "lost"
CLOSED = (WON, LOST)


@dataclass(frozen=True)
class DealFact:
    """A deal as it was read. `amount_fen` is in 分, `hold_until` a supervisor's hold; `clock_no` counts the starts of
    its clock, `version` its changes."""

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


class DealState(NamedTuple):
    """What of a deal tells when somebody is to be told of it."""

    id: int
    customer_id: int
    owner_id: int
    stage: str
    stage_entered_at: datetime
    clock_started_at: datetime
    hold_until: datetime | None
    amount_fen: int | None
    expected_close: date | None


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
STATE = tuple(_DEALS.c[name] for name in DealState._fields)
# NOT IN is written anew each time; stages as parameters would hide from SQLite that the index of open deals is enough.
IS_OPEN: ColumnElement[bool] = and_(*(_DEALS.c.stage != literal_column(f"'{stage}'") for stage in CLOSED))


def owned_by(member_id: int) -> ColumnElement[bool]:
    """The condition that a deal is a member's own."""
    return _DEALS.c.owner_id == member_id


def own(by: Actor) -> ColumnElement[bool]:
    """The condition that a deal belongs to who acts, who is still one to have deals."""
    return and_(owned_by(by.member_id), by.deals)


def narrowed(
    scope: ColumnElement[bool],
    *,
    region: str | None = None,
    customer: str | None = None,
    owner: str | None = None,
    team: int | None = None,
    product: str | None = None,
    stage: str | None = None,
) -> ColumnElement[bool]:
    """Of the deals in scope those with a region's customers, with a customer, of an owner, of a product line, each by
    its full name; of a team's members; in a stage, by its key."""
    customers, owners = select(_CUSTOMERS.c.id), select(_MEMBERS.c.id).where(_MEMBERS.c.name == owner)
    conditions = [scope]
    if region:
        conditions.append(_DEALS.c.customer_id.in_(customers.where(_CUSTOMERS.c.region == region)))
    if customer:
        conditions.append(_DEALS.c.customer_id.in_(customers.where(_CUSTOMERS.c.name == customer)))
    if owner:
        conditions.append(_DEALS.c.owner_id.in_(owners))
    if team is not None:
        conditions.append(_DEALS.c.owner_id.in_(select(_MEMBERS.c.id).where(_MEMBERS.c.team_id == team)))
    if product:
        conditions.append(_DEALS.c.product_line == product)
    if stage:
        conditions.append(_DEALS.c.stage == stage)
    return and_(*conditions)


def worth(scope: ColumnElement[bool], least_fen: int | None, most_fen: int | None) -> ColumnElement[bool]:
    """Of the deals in scope those whose sum is within these bounds (分, included); without a sum they are not."""
    bounds = [] if least_fen is None else [_DEALS.c.amount_fen >= least_fen]
    bounds += [] if most_fen is None else [_DEALS.c.amount_fen <= most_fen]
    return and_(scope, *bounds)


def select_deals(*more: Any) -> Select[*tuple[Any, ...]]:
    """Deals with the names of customer and owner; a row begins with the fields of DealFact, then `more`."""
    return _ALL.add_columns(*more) if more else _ALL


def fact(row: Any) -> DealFact:
    """The deal of a row of `select_deals`."""
    return DealFact(*row[: len(COLUMNS)])


def open_of(session: Session, scope: ColumnElement[bool], customer_id: int) -> tuple[DealFact, ...]:
    """The open deals of a customer in scope; the last to enter its stage comes first."""
    return tuple(fact(row) for row in fetch(session, within(_OPEN_OF, scope), {"customer": customer_id}))


def buyers_of(session: Session, scope: ColumnElement[bool], product: str) -> tuple[str, ...]:
    """The customers that have an open deal in scope about a product."""
    rows = session.execute(select_deals().where(scope, IS_OPEN, _DEALS.c.product_line == product)).all()
    return tuple(dict.fromkeys(fact(row).customer for row in rows))


def open_owned(session: Session, member_id: int, count: int) -> tuple[DealFact, ...]:
    """A member's open deals, the last to enter its stage first; at most `count`."""
    newest = select_deals().where(IS_OPEN, owned_by(member_id)).order_by(_DEALS.c.stage_entered_at.desc(), _DEALS.c.id)
    return tuple(fact(row) for row in session.execute(newest.limit(count)))


def open_industries(session: Session, member_id: int) -> tuple[str, ...]:
    """The industries of the customers with whom a member has open deals."""
    known = select_deals(_CUSTOMERS.c.industry).where(IS_OPEN, owned_by(member_id), _CUSTOMERS.c.industry.is_not(None))
    return tuple(sorted({row[-1] for row in session.execute(known)}))


def open_of_sum(session: Session, member_id: int, sums_fen: Collection[float]) -> tuple[DealFact, ...]:
    """The open deals of a member that are of one of these very sums."""
    wanted = _ALL.where(IS_OPEN, owned_by(member_id), _DEALS.c.amount_fen.in_(sums_fen))
    return tuple(fact(row) for row in fetch(session, wanted, {})) if sums_fen else ()


def get(session: Session, scope: ColumnElement[bool], deal_id: int) -> DealFact | None:
    """The deal, open or closed; None if there is none in scope."""
    row = fetch(session, within(_GET, scope), {"deal": deal_id}).first()
    return None if row is None else fact(row)


def read(session: Session, deal_id: int) -> DealFact:
    """A deal that is known to exist, without regard to scope."""
    return fact(fetch(session, _GET, {"deal": deal_id}).one())


def locked(session: Session, deal_id: int, scope: ColumnElement[bool]) -> RowMapping:
    """The open deal's row, locked and as it is now. Raises Changed if it is gone, out of scope or closed."""
    deal = locked_in_any_stage(session, deal_id, scope)
    if deal["stage"] in CLOSED:
        raise Changed("deal", deal_id, "closed")
    return deal


def locked_in_any_stage(session: Session, deal_id: int, scope: ColumnElement[bool]) -> RowMapping:
    """The deal's row, open or closed, locked and as it is now. Raises Changed if it is gone or out of scope."""
    deal = fetch(session, within(_LOCKED, scope), {"deal": deal_id}).mappings().first()
    if deal is None:
        raise Changed("deal", deal_id, "gone" if get(session, true(), deal_id) is None else "not_in_scope")
    return deal


def locked_of(session: Session, customer_id: int, owner_id: int | None) -> Sequence[RowMapping]:
    """The rows of an owner's open deals with a customer, locked and as they are now."""
    return fetch(session, _LOCKED_OF, {"customer": customer_id, "owner": owner_id}).mappings().all()


def restart_clock(session: Session, deal: RowMapping, now: datetime, **values: Any) -> None:
    """Write `values` to a locked deal and start its time anew."""
    supersede_breach(session, deal, clock_started_at=now, **values)


def write(session: Session, deal: RowMapping, **values: Any) -> None:
    """Write `values` to a locked deal, whose time goes on."""
    update_row(session, _DEALS, deal, {**values, "version": deal["version"] + 1})


def supersede_breach(session: Session, deal: RowMapping, **values: Any) -> None:
    """Write `values` to a locked deal; what was done about its limit until now no longer counts."""
    counters = {"clock_no": deal["clock_no"] + 1, "version": deal["version"] + 1}
    update_row(session, _DEALS, deal, {**values, **counters})


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
_LOCKED = select(_DEALS).where(_DEALS.c.id == bindparam("deal")).with_for_update()
_LOCKED_OF = (
    select(_DEALS)
    .where(_DEALS.c.customer_id == bindparam("customer"), _DEALS.c.owner_id == bindparam("owner"), IS_OPEN)
    .order_by(_DEALS.c.id)
    .with_for_update()
)
