"""Who at a customer holds which role in its decision chain (拍板人)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from nlu.statements.buying_roles import DECIDES, RoleClaim
from sales import decision_chain
from sales.scope import Actor
from storage.deals import Contact

__all__ = ["DECIDES", "holders", "name_holder", "people"]


def holders(session: Session, customer_id: int, role: str) -> tuple[str, ...]:
    """The people at the customer in a role, the last one entered first."""
    query = select(Contact.name).where(Contact.customer_id == customer_id, col(Contact.role) == role)
    return tuple(session.exec(query.order_by(col(Contact.id).desc())))


def people(session: Session, customer_id: int) -> tuple[str, ...]:
    """Everybody known at the customer."""
    return tuple(session.exec(select(Contact.name).where(Contact.customer_id == customer_id).order_by(col(Contact.id))))


def name_holder(session: Session, by: Actor, customer_id: int, role: str, person: str, said: str, now: datetime) -> str:
    """Note that `person`, known or new, holds the role, as it was `said`; returns how they are called there. Raises
    Changed if the customer is out of scope."""
    heard = decision_chain.tell(session, by, customer_id, (RoleClaim(person, "role", role),), said, now)
    return heard.claims[0].person
