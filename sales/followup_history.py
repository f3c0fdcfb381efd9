"""What was done with a customer: follow-ups as facts, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlmodel import Session, col

from storage.deals import FollowUp, Opportunity
from storage.people import Member
from storage.statements import fetch, table_of

FenRange = tuple[int | None, int | None]
WAITS = "waits_for"  # in the details: the run that still asks for a forced field (see cadence.unfinished)


@dataclass(frozen=True)
class FollowUpFact:
    """One contact as its rep reported it. The next step is at an instant (`next_at`) or on a day (`next_on`);
    `unplaced` are clauses of what was `said` that no field takes. It is not complete while it `waits_for` a run that
    asks for what is missing."""

    followup_id: int
    customer_id: int
    deal_id: int | None
    author_id: int
    author: str
    at: datetime
    occurred_on: date
    contacts: tuple[str, ...]
    method: str | None
    outcome: str | None
    objections: tuple[str, ...]
    next_action: str | None
    next_at: datetime | None
    next_on: date | None
    amount_fen: int | None
    budget_fen: FenRange | None
    product: str | None
    said: str
    unplaced: tuple[str, ...] = ()
    waits_for: int | None = None


_FOLLOWUPS, _AUTHORS = table_of(FollowUp), table_of(Member)
_COLUMNS: dict[str, Any] = {
    "followup_id": _FOLLOWUPS.c.id,
    "customer_id": _FOLLOWUPS.c.customer_id,
    "deal_id": _FOLLOWUPS.c.deal_id,
    "author_id": _FOLLOWUPS.c.author_id,
    "author": _AUTHORS.c.name,
    "at": _FOLLOWUPS.c.at,
    "occurred_on": _FOLLOWUPS.c.occurred_on,
    "contacts": _FOLLOWUPS.c.contacts,
    "method": _FOLLOWUPS.c.method,
    "outcome": _FOLLOWUPS.c.outcome,
    "objections": _FOLLOWUPS.c.objections,
    "next_action": _FOLLOWUPS.c.next_action,
    "next_at": _FOLLOWUPS.c.next_at,
    "next_on": _FOLLOWUPS.c.next_on,
    "details": _FOLLOWUPS.c.details,
    "said": _FOLLOWUPS.c.said,
}


def get(session: Session, followup_id: int) -> FollowUpFact | None:
    """The follow-up; None if it is gone."""
    row = fetch(session, _GET, {"followup": followup_id}).first()
    return None if row is None else fact(row)


def of_customer(session: Session, customer_id: int, deals: ColumnElement[bool], count: int) -> tuple[FollowUpFact, ...]:
    """The last `count` follow-ups of a customer that belong to no deal or to one in the scope `deals`."""
    seen = select(col(Opportunity.id)).where(col(Opportunity.customer_id) == customer_id, deals)
    visible = or_(col(FollowUp.deal_id).is_(None), col(FollowUp.deal_id).in_(seen))
    return _facts(session, col(FollowUp.customer_id) == customer_id, visible, count=count)


def latest_of_deals(
    session: Session, deal_ids: Iterable[int], *, outcome_not: str | None = None
) -> dict[int, FollowUpFact]:
    """The last follow-up of each deal that has one; with `outcome_not`, the last of another outcome."""
    wanted = list(deal_ids)
    if not wanted:
        return {}
    values = {"deals": wanted, **({} if outcome_not is None else {"outcome": outcome_not})}
    rows = fetch(session, _LATEST if outcome_not is None else _LATEST_OTHER, values)
    return {found.deal_id: found for found in map(fact, rows) if found.deal_id is not None}


def _facts(session: Session, *where: ColumnElement[bool], count: int | None = None) -> tuple[FollowUpFact, ...]:
    query = SELECT.where(*where).order_by(col(FollowUp.id).desc()).limit(count)
    return tuple(fact(row) for row in session.execute(query))


def fact(row: Sequence[Any]) -> FollowUpFact:
    """The follow-up of a row that begins with the columns of SELECT."""
    values = dict(zip(_COLUMNS, row, strict=False))
    details = values.pop("details")
    contacts, objections = tuple(values.pop("contacts")), tuple(values.pop("objections"))
    amount_fen, budget_fen = money_of(details)
    return FollowUpFact(
        contacts=contacts,
        objections=objections,
        amount_fen=amount_fen,
        budget_fen=budget_fen,
        product=details.get("product"),
        unplaced=tuple(details.get("unplaced", ())),
        waits_for=details.get(WAITS),
        **values,
    )


def money_of(details: dict[str, Any]) -> tuple[int | None, FenRange | None]:
    """Amount and budget (from, to) in 分, as kept in a follow-up's details."""
    budget = details.get("budget_fen")
    return details.get("amount_fen"), None if budget is None else (budget[0], budget[1])


SELECT = select(*_COLUMNS.values()).join_from(_FOLLOWUPS, _AUTHORS, _AUTHORS.c.id == _FOLLOWUPS.c.author_id)
_GET = SELECT.where(_FOLLOWUPS.c.id == bindparam("followup"))
_LAST = (
    select(func.max(_FOLLOWUPS.c.id))
    .where(_FOLLOWUPS.c.deal_id.in_(bindparam("deals", expanding=True)))
    .group_by(_FOLLOWUPS.c.deal_id)
)
_LATEST = SELECT.where(_FOLLOWUPS.c.id.in_(_LAST))
_LATEST_OTHER = SELECT.where(
    _FOLLOWUPS.c.id.in_(_LAST.where(func.coalesce(_FOLLOWUPS.c.outcome, "") != bindparam("outcome")))
)
