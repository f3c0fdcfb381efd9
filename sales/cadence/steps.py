"""A promised step that did not take place: it is put off to another time, or given up. It stays known that it was."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from sales import customers, deals, followup_history
from sales.errors import Changed
from sales.followup_history import FollowUpFact
from sales.scope import Actor
from storage import rows
from storage.deals import FollowUp


def put_off(session: Session, by: Actor, followup_id: int, to: datetime | None, now: datetime) -> FollowUpFact:
    """Promise the follow-up's step for another time, or for none (given up). Raises Changed if the follow-up is gone or
    out of scope."""
    row = rows.locked(session, FollowUp, followup_id)
    if row is None:
        raise Changed("followup", followup_id, "gone")
    if row.deal_id is not None:
        deals.locked(session, row.deal_id, by.deals)
    else:
        customers.locked(session, row.customer_id, by.customers)
    before = row.next_at.isoformat() if row.next_at else row.next_on.isoformat() if row.next_on else None
    moved = [*row.details.get("moved", []), {"from": before, "at": now.isoformat()}]
    row.details = {**row.details, "moved": moved}
    row.next_at, row.next_on = to, None
    row.next_action = row.next_action if to is not None else None
    row.version += 1
    session.add(row)
    session.flush()
    fact = followup_history.get(session, followup_id)
    assert fact is not None
    return fact
