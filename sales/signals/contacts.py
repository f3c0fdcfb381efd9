"""Who is to be spoken to at the customer of a deal: what a button of signals asks for."""

from __future__ import annotations

from sqlmodel import Session

from sales import customers, deals
from sales.scope import Actor


def add_contact(session: Session, by: Actor, deal_id: int, name: str) -> bool:
    """Add somebody to the people of the deal's customer; False if they are known. Raises Changed if the deal is closed
    or out of scope."""
    deal = deals.locked(session, deal_id, by.deals)
    return bool(customers.add_contacts(session, deal["customer_id"], (name,), any_name=True))
