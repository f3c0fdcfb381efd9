"""When it is time to say that nobody is known to decide."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import RowMapping
from sqlmodel import Session

from config.policy import Policy
from sales import deals
from sales.decision_chain.chain import decision_makers


def note_missing(session: Session, policy: Policy, deal: RowMapping, now: datetime) -> bool:
    """Whether it is to be said now of a locked deal that nobody decides: from a stage on, and again after some days as
    company policy has it. Then it is noted that it was said."""
    rule, order = policy.decision_chain, [stage.key for stage in policy.stages]
    if rule.ask_every_days == 0 or deal["stage"] not in order[order.index(rule.ask_from) :]:
        return False
    asked: datetime | None = deal["decider_asked_at"]
    if asked is not None and now < asked + timedelta(days=rule.ask_every_days):
        return False
    if decision_makers(session, deal["customer_id"]):
        return False
    deals.write(session, deal, decider_asked_at=now)
    return True
