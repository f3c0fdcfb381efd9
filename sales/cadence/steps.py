"""A promised step that did not take place: it is put off to another time, or given up. It stays known that it was."""

from __future__ import annotations

import re
from datetime import datetime

from sqlmodel import Session

from config.policy import Policy
from sales import customers, deals, followup_history, tasks
from sales.deals import DealFact
from sales.errors import Changed
from sales.followup_history import FollowUpFact
from sales.scope import Actor
from storage import rows
from storage.deals import FollowUp

VISITS = re.compile("上门|拜访|见面|当面|去|开会|演示|参观|考察|看样|谈")  # more than that a file comes


def fulfilled(
    session: Session, by: Actor, policy: Policy, deal: DealFact, kind: str, now: datetime
) -> tuple[FollowUpFact, ...]:
    """End what was promised of the deal and is nothing but that a file of this kind comes: it has come. Raises Changed
    if the deal is out of scope."""
    found = [
        step.followup_id
        for step in tasks.standing_of(session, deal.id)
        if step.next_action
        and policy.evidence_named(step.next_action) == kind
        and VISITS.search(step.next_action) is None
    ]
    if found:
        deals.locked_in_any_stage(session, deal.id, by.deals)
    return tuple(_came(session, key, kind, now) for key in found)


def _came(session: Session, followup_id: int, kind: str, now: datetime) -> FollowUpFact:
    row = rows.locked(session, FollowUp, followup_id)
    assert row is not None
    row.details = {**row.details, "came": {"kind": kind, "action": row.next_action, "at": now.isoformat()}}
    row.next_at, row.next_on, row.next_action = None, None, None
    row.version += 1
    session.add(row)
    session.flush()
    fact = followup_history.get(session, followup_id)
    assert fact is not None
    return fact


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
