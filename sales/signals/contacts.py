"""Who is to be spoken to at the customer of a deal: what a button of signals asks for."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from sales import customers, deals
from sales.scope import Actor
from storage.deals import Contact, Customer


def people_of(session: Session, scope: ColumnElement[bool], customer_id: int) -> tuple[str, ...]:
    """The people known at a customer in scope, who was added last first."""
    seen = select(col(Customer.id)).where(scope, col(Customer.id) == customer_id)
    names = select(col(Contact.name)).where(col(Contact.customer_id).in_(seen)).order_by(col(Contact.id).desc())
    return tuple(session.exec(names))


def add_contact(session: Session, by: Actor, deal_id: int, name: str) -> bool:
    """Add somebody to the people of the deal's customer; False if they are known. Raises Changed if the deal is closed
    or out of scope."""
    deal = deals.locked(session, deal_id, by.deals)
    return bool(customers.add_contacts(session, deal["customer_id"], (name,), any_name=True))
