"""Saving what a rep reports of a contact with a customer, and correcting it later.

Every contact starts the deal's clock anew; an attempt that reached nobody is kept and does not, unless company policy
says so. The clock starts when it is logged, not when the contact took place, and a correction does not start it again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any

from sqlalchemy import Row, RowMapping, bindparam, select
from sqlmodel import Session, col

from nlu.corrections import TakenAway
from sales import customers, deals, followup_history
from sales.deals import DealFact
from sales.decision_chain import Heard
from sales.errors import Changed
from sales.followup_draft import FollowUpDraft, Gap, gaps, is_contact
from sales.followup_history import FollowUpFact
from sales.scope import Actor
from storage import rows
from storage.changes import insert_row
from storage.deals import Customer, FollowUp, Opportunity
from storage.statements import fetch, table_of

__all__ = [
    "FollowUpDraft",
    "Gap",
    "Repeated",
    "Saved",
    "add",
    "alike",
    "correct",
    "gaps",
    "insert",
    "is_contact",
    "latest",
    "record",
    "saved",
]

REPEATED, AGAIN_WITHIN = timedelta(hours=3), timedelta(minutes=10)  # told again; told to have happened again (又拒绝了)
SHORTEST_REPEATED, LEAST_VALUES = 5, 3  # characters; fields
_AGAIN = re.compile(r"又|再次|再一次|再度|第[二两三四五六七八九十\d]+[次回]|还是(?:没|不|说)|仍然|依然")
WHOSE = ("customer", "customer_id", "deal_id", "product")


@dataclass(frozen=True)
class Saved:
    """A saved follow-up with everything a receipt says. `stage`, `product_line` and `deal_fen` (its sum) are those of
    its deal; `new_contacts` were not known before; `chain` is what was said of the people there."""

    followup: FollowUpFact
    customer: str
    stage: str | None = None
    product_line: str | None = None
    deal_fen: int | None = None
    new_contacts: tuple[str, ...] = ()
    chain: Heard | None = None

    @property
    def followup_id(self) -> int:
        return self.followup.followup_id

    @property
    def customer_id(self) -> int:
        return self.followup.customer_id

    @property
    def deal_id(self) -> int | None:
        return self.followup.deal_id


@dataclass(frozen=True)
class Repeated:
    """Nothing was saved: this is there already."""

    saved: Saved


def alike(
    session: Session,
    author_id: int,
    customer_id: int,
    deal: DealFact | None,
    draft: FollowUpDraft,
    now: datetime,
    zone: tzinfo,
) -> Saved | None:
    """What the author has saved whole of this customer and deal within REPEATED, in the same words or values."""
    since = now - REPEATED if deal is None else max(now - REPEATED, deal.stage_entered_at)
    recent = map(_saved, fetch(session, _RECENT, {"author": author_id, "customer": customer_id, "since": since}))
    whole = (known for known in recent if known.followup.waits_for is None)
    of_deal = (known for known in whole if known.deal_id == (deal.id if deal is not None else None))
    return next((known for known in of_deal if _is_alike(known.followup, draft, now, zone)), None)


def _is_alike(known: FollowUpFact, draft: FollowUpDraft, now: datetime, zone: tzinfo) -> bool:
    """Whether the words are the same, or all values are and say how it went; not of what is said to be another time."""
    if _AGAIN.search(draft.said) and (now - known.at > AGAIN_WITHIN or _plain(known.said) != _plain(draft.said)):
        return False
    if _plain(known.said) == _plain(draft.said) and len(_plain(draft.said)) >= SHORTEST_REPEATED:
        return True
    before = FollowUpDraft.saved(known, zone)
    after = replace(draft, occurred_on=draft.occurred_on or now.astimezone(zone).date())
    same, other = (
        {name: value for name, value in one.filled().items() if name not in WHOSE} for one in (before, after)
    )
    return same == other and len(same) > LEAST_VALUES and bool(same.keys() & {"outcome", "objections"})


def _plain(words: str) -> str:
    return "".join(char for char in words if char.isalnum())


def record(
    session: Session,
    by: Actor,
    customer_id: int,
    deal: RowMapping | None,
    draft: FollowUpDraft,
    now: datetime,
    zone: tzinfo,
    *,
    restarts_clock: bool = True,
) -> Saved:
    """Save a follow-up on a locked deal, whose clock starts anew if it `restarts_clock`, or on the customer as such.
    Raises Changed if the customer is gone or out of scope."""
    deal_id: int | None = None
    if deal is not None:
        if restarts_clock:
            deals.restart_clock(session, deal, now)
        customer_id, deal_id = deal["customer_id"], deal["id"]
    else:
        customers.locked(session, customer_id, by.customers)
    followup_id = insert(
        session, draft, author_id=by.member_id, customer_id=customer_id, deal_id=deal_id, now=now, zone=zone
    )
    return _receipt(session, followup_id, customers.add_contacts(session, customer_id, draft.contacts))


def insert(
    session: Session,
    draft: FollowUpDraft,
    *,
    author_id: int,
    customer_id: int,
    deal_id: int | None,
    now: datetime,
    zone: tzinfo,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Keep a follow-up, and nothing with it: neither the deal's clock nor contacts. Returns its id."""
    values = {
        "customer_id": customer_id,
        "deal_id": deal_id,
        "author_id": author_id,
        "at": now,
        "occurred_on": draft.occurred_on or now.astimezone(zone).date(),
        "said": draft.said,
        "version": 1,
        **_columns(draft, details),
    }
    return insert_row(session, _FOLLOWUPS, values)


def add(session: Session, by: Actor, followup_id: int, more: FollowUpDraft, zone: tzinfo) -> Saved:
    """Add to what was saved: people and objections come on top, other fields take the later value; the deal's clock
    does not start again. Raises Changed if the follow-up is gone or out of scope."""
    return _rewritten(session, by, followup_id, more, zone, FollowUpDraft.add)


def correct(
    session: Session,
    by: Actor,
    followup_id: int,
    changes: FollowUpDraft,
    zone: tzinfo,
    taken: Sequence[TakenAway] = (),
) -> Saved:
    """Correct what was saved, whoever did: contacts, method, outcome, objections, next step, day, sums,
    product; neither the customer nor the deal's clock. What is `taken` away goes. Raises Changed as `add`."""

    def corrected(before: FollowUpDraft, later: FollowUpDraft) -> FollowUpDraft:
        return before.without(taken).correct(later.without([known for known in taken if not known.is_any]))

    return _rewritten(session, by, followup_id, changes, zone, corrected)


def _rewritten(
    session: Session,
    by: Actor,
    followup_id: int,
    changes: FollowUpDraft,
    zone: tzinfo,
    how: Callable[[FollowUpDraft, FollowUpDraft], FollowUpDraft],
) -> Saved:
    row = rows.locked(session, FollowUp, followup_id)
    before = followup_history.get(session, followup_id)
    if row is None or before is None:
        raise Changed("followup", followup_id, "gone")
    if row.deal_id is not None:
        deals.locked_in_any_stage(session, row.deal_id, by.deals)
    else:
        customers.locked(session, row.customer_id, by.customers)
    right = how(FollowUpDraft.saved(before, zone), changes)
    for name, value in _columns(right, row.details).items():
        setattr(row, name, value)
    row.occurred_on = right.occurred_on or row.occurred_on
    row.said = right.said
    row.version += 1
    session.add(row)
    new = customers.add_contacts(session, row.customer_id, changes.contacts)
    session.flush()
    return _receipt(session, followup_id, new)


def latest(session: Session, author_id: int, since: datetime | None = None, customer: str | None = None) -> int | None:
    """The last follow-up that the author saved (after `since`; of the customer with this full name)."""
    own = (col(FollowUp.author_id) == author_id, *(() if since is None else (col(FollowUp.at) >= since,)))
    query = select(col(FollowUp.id)).where(*own)
    if customer is not None:
        query = query.join(Customer, col(Customer.id) == col(FollowUp.customer_id))
        query = query.where(col(Customer.name) == customer)
    return session.execute(query.order_by(col(FollowUp.id).desc()).limit(1)).scalar()


def latest_by_others(session: Session, owner_id: int, since: datetime, customer: str | None = None) -> int | None:
    """The last one that somebody else saved after `since` on an open deal of the owner (of this customer)."""
    query = (
        select(col(FollowUp.id))
        .join(Opportunity, col(Opportunity.id) == col(FollowUp.deal_id))
        .join(Customer, col(Customer.id) == col(FollowUp.customer_id))
        .where(
            col(Opportunity.owner_id) == owner_id,
            col(FollowUp.author_id) != owner_id,
            col(FollowUp.at) >= since,
            deals.IS_OPEN,
        )
    )
    if customer is not None:
        query = query.where(col(Customer.name) == customer)
    return session.execute(query.order_by(col(FollowUp.id).desc()).limit(1)).scalar()


def recent_customers(session: Session, author_id: int, since: datetime) -> dict[int, str]:
    """The customers (id → full name) of whom the author has saved something since then."""
    own = select(col(FollowUp.customer_id)).where(col(FollowUp.author_id) == author_id, col(FollowUp.at) >= since)
    found = session.execute(select(col(Customer.id), col(Customer.name)).where(col(Customer.id).in_(own)))
    return {row.id: row.name for row in found}


def saved(session: Session, followup_id: int) -> Saved | None:
    """What was saved, as it is now."""
    return next(map(_saved, fetch(session, _SAVED, {"followup": followup_id})), None)


def _saved(row: Row[*tuple[Any, ...]]) -> Saved:
    return Saved(followup_history.fact(row), *row[-4:])


def _receipt(session: Session, followup_id: int, new_contacts: tuple[str, ...]) -> Saved:
    kept = saved(session, followup_id)
    assert kept is not None
    return replace(kept, new_contacts=new_contacts)


def _columns(draft: FollowUpDraft, details: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The draft's fields as the table keeps them; sums, product and words without a place are details."""
    told = {name: getattr(draft, name) for name in ("amount_fen", "budget_fen", "product", "unplaced")}
    given = {name: list(known) if isinstance(known, tuple) else known for name, known in told.items() if known}
    return {
        "contacts": list(draft.contacts),
        "method": draft.method,
        "outcome": draft.outcome,
        "objections": list(draft.objections),
        "next_action": draft.next_action,
        "next_at": draft.next_at,
        "next_on": draft.next_on,
        "details": {**(details or {}), **given},
    }


_FOLLOWUPS, _CUSTOMERS, _DEALS = table_of(FollowUp), table_of(Customer), table_of(Opportunity)
_KEPT = (
    followup_history.SELECT.add_columns(_CUSTOMERS.c.name, _DEALS.c.stage, _DEALS.c.product_line, _DEALS.c.amount_fen)
    .join(_CUSTOMERS, _CUSTOMERS.c.id == _FOLLOWUPS.c.customer_id)
    .outerjoin(_DEALS, _DEALS.c.id == _FOLLOWUPS.c.deal_id)
)
_SAVED = _KEPT.where(_FOLLOWUPS.c.id == bindparam("followup"))
_RECENT = (
    _KEPT.where(_FOLLOWUPS.c.author_id == bindparam("author"), _FOLLOWUPS.c.customer_id == bindparam("customer"))
    .where(_FOLLOWUPS.c.at > bindparam("since"))
    .order_by(_FOLLOWUPS.c.id.desc())
)
