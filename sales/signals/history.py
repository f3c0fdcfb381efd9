"""The history of deals as signals see it: follow-ups, moves and changes in order of time, and what is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Table, bindparam, select
from sqlmodel import Session

from nlu.statements.buying_roles import DECIDES
from sales.deals import STATE, DealState
from sales.followup_draft import NOBODY_REACHED
from storage.deals import Contact, Customer, DealChange, FollowUp, Opportunity, StageChange
from storage.statements import fetch, table_of

FOLLOWUP, MOVE, CHANGE = "followup", "move", "change"
Ref = tuple[str, int]
REPORTED_LATE = timedelta(days=1)  # what was put off may be told a day after it was promised for


@dataclass(frozen=True)
class Touch:
    """A follow-up. `postponed`: it puts off what the one before it had promised for a later day or the same."""

    id: int
    at: datetime
    method: str | None
    outcome: str | None
    objections: tuple[str, ...]
    next_on: date | None
    next_step: bool
    postponed: bool
    said: str

    @property
    def ref(self) -> Ref:
        return FOLLOWUP, self.id

    @property
    def reached(self) -> bool:
        """Whether it was more than an attempt that reached nobody."""
        return self.outcome != NOBODY_REACHED


@dataclass(frozen=True)
class Move:
    """The deal came to a stage."""

    id: int
    at: datetime
    stage_from: str | None
    stage_to: str

    @property
    def ref(self) -> Ref:
        return MOVE, self.id


@dataclass(frozen=True)
class Change:
    """A field of the deal (amount_fen, expected_close) was changed."""

    id: int
    at: datetime
    field: str
    before: Any
    after: Any

    @property
    def ref(self) -> Ref:
        return CHANGE, self.id


@dataclass(frozen=True)
class History:
    """A deal, open or closed, as it is, with all that was done; the earliest first."""

    deal_id: int
    customer_id: int
    owner_id: int
    stage: str
    stage_entered_at: datetime
    touched_at: datetime
    amount_fen: int | None
    expected_close: date | None
    industry: str | None = None
    has_contact: bool = False
    has_decider: bool = False
    touches: tuple[Touch, ...] = ()
    moves: tuple[Move, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def entry(self) -> tuple[Ref, ...]:
        """The move by which the deal came to its stage."""
        entered = [move for move in self.moves if move.stage_to == self.stage]
        return (entered[-1].ref,) if entered else ()


def new_history(deal: DealState) -> History:
    """The history of a deal that has just been entered: nothing was done yet."""
    return _history(deal)


def histories(session: Session, deal_ids: Collection[int], zone: tzinfo) -> dict[int, History]:
    """The histories of these deals, by id, their days in a zone: as many queries for many as for one."""
    if not deal_ids:
        return {}
    found = {row.id: row for row in fetch(session, _DEAL, {"deals": list(deal_ids)})}
    followups = _of_deals(session, _FOLLOWUPS, [key for key, row in found.items() if row.followed_up])
    moves = _of_deals(session, _MOVES, found)
    changes = _of_deals(session, _CHANGES, [key for key, row in found.items() if row.changed])
    return {
        key: _history(
            DealState(*row[: len(STATE)]),
            industry=row.industry,
            has_contact=row.has_contact,
            has_decider=row.has_decider,
            touches=_touches(followups.get(key, ()), zone),
            moves=tuple(Move(*move[1:]) for move in moves.get(key, ())),
            changes=tuple(Change(*change[1:]) for change in changes.get(key, ())),
        )
        for key, row in found.items()
    }


def _history(deal: DealState, **more: Any) -> History:
    return History(
        deal_id=deal.id,
        customer_id=deal.customer_id,
        owner_id=deal.owner_id,
        stage=deal.stage,
        stage_entered_at=deal.stage_entered_at,
        touched_at=max(deal.clock_started_at, deal.hold_until or deal.clock_started_at),
        amount_fen=deal.amount_fen,
        expected_close=deal.expected_close,
        **more,
    )


def _of_deals(session: Session, statement: Any, deals: Collection[int]) -> dict[int, list[Any]]:
    """The rows of each deal, whose id comes first in them."""
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in fetch(session, statement, {"deals": list(deals)}) if deals else ():
        rows[row[0]].append(row)
    return rows


def _touches(rows: Sequence[Any], zone: tzinfo) -> tuple[Touch, ...]:
    found: list[Touch] = []
    promised: date | None = None
    for row in rows:
        when = row.next_on or (row.next_at.astimezone(zone).date() if row.next_at else None)
        in_time = promised is not None and promised + REPORTED_LATE >= row.at.astimezone(zone).date()
        postponed = in_time and promised is not None and when is not None and when > promised
        found.append(
            Touch(
                row.id,
                row.at,
                row.method,
                row.outcome,
                tuple(row.objections),
                when,
                when is not None or bool(row.next_action),
                postponed,
                row.said,
            )
        )
        promised = when or promised
    return tuple(found)


def _columns(table: Table, *names: str) -> list[Any]:
    return [table.c[name] for name in names]


_DEALS, _CUSTOMERS, _CONTACTS = table_of(Opportunity), table_of(Customer), table_of(Contact)
_OF_FOLLOWUPS, _OF_MOVES, _OF_CHANGES = table_of(FollowUp), table_of(StageChange), table_of(DealChange)
_IDS: BindParameter[int] = bindparam("deals", expanding=True)


def _with(deal_id: Any) -> ColumnElement[bool]:
    return select(deal_id).where(deal_id == _DEALS.c.id).exists()


_THERE = select(_CONTACTS.c.id).where(_CONTACTS.c.customer_id == _DEALS.c.customer_id)
_DEAL = (
    select(
        *STATE,
        _CUSTOMERS.c.industry,
        _THERE.exists().label("has_contact"),
        _THERE.where(_CONTACTS.c.role == DECIDES).exists().label("has_decider"),
        _with(_OF_FOLLOWUPS.c.deal_id).label("followed_up"),
        _with(_OF_CHANGES.c.deal_id).label("changed"),
    )
    .join(_CUSTOMERS, _CUSTOMERS.c.id == _DEALS.c.customer_id)
    .where(_DEALS.c.id.in_(_IDS))
    .order_by(_DEALS.c.id)
)
_FOLLOWUPS = (
    select(
        *_columns(
            _OF_FOLLOWUPS,
            *("deal_id", "id", "at", "method", "outcome", "objections", "next_action", "next_at", "next_on", "said"),
        )
    )
    .where(_OF_FOLLOWUPS.c.deal_id.in_(_IDS))
    .order_by(_OF_FOLLOWUPS.c.id)
)
_MOVES = (
    select(*_columns(_OF_MOVES, "deal_id", "id", "at", "stage_from", "stage_to"))
    .where(_OF_MOVES.c.deal_id.in_(_IDS))
    .order_by(_OF_MOVES.c.id)
)
_CHANGES = (
    select(*_columns(_OF_CHANGES, "deal_id", "id", "at", "field", "before", "after"))
    .where(_OF_CHANGES.c.deal_id.in_(_IDS))
    .order_by(_OF_CHANGES.c.id)
)
