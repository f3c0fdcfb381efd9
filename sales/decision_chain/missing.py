"""Where nobody is known to decide, and when it is time to say so."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, RowMapping, and_, select
from sqlmodel import Session, col

from config.policy import Policy
from nlu.statements.buying_roles import DECIDES
from sales import deals
from sales.decision_chain.chain import holders
from storage.deals import Contact, Opportunity


def without_decider(scope: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of the deals in scope those of customers where nobody is known to decide."""
    decides = select(col(Contact.customer_id)).where(col(Contact.role) == DECIDES)
    return and_(scope, col(Opportunity.customer_id).not_in(decides))


def is_wanted(policy: Policy, stage: str) -> bool:
    """Whether it should be known of a deal in this stage who decides."""
    rule, order = policy.decision_chain, [known.key for known in policy.stages]
    return rule.ask_every_days > 0 and stage in order[order.index(rule.ask_from) :]


def note_missing(session: Session, policy: Policy, deal: RowMapping, now: datetime) -> bool:
    """Whether it is to be said now of a locked deal that nobody decides: from a stage on, and again after some days as
    company policy has it. Then it is noted that it was said."""
    days, asked = policy.decision_chain.ask_every_days, deal["decider_asked_at"]
    if not is_wanted(policy, deal["stage"]):
        return False
    if asked is not None and now < asked + timedelta(days=days):
        return False
    if holders(session, deal["customer_id"], DECIDES):
        return False
    deals.write(session, deal, decider_asked_at=now)
    return True
