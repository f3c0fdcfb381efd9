"""Who is to be spoken to at the customer of a deal, and who decides there: what the buttons of signals ask for."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from sales import customers, deals
from sales.errors import Changed
from sales.names import same_person
from sales.scope import Actor
from storage.deals import Contact, Customer

DECIDER = "拍板人"


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


def name_decider(session: Session, by: Actor, deal_id: int, name: str) -> bool:
    """Note who decides at the deal's customer, adding them if they are not known; False if that was known. Raises
    Changed as `add_contact`."""
    deal = deals.locked(session, deal_id, by.deals)
    customers.add_contacts(session, deal["customer_id"], (name,), any_name=True)
    session.flush()
    people = session.exec(select(Contact).where(col(Contact.customer_id) == deal["customer_id"]))
    person = next((known for known in people if same_person(name, known.name)), None)
    if person is None:
        raise Changed("customer", deal["customer_id"], "gone")
    if person.role == DECIDER:
        return False
    person.role = DECIDER
    session.add(person)
    return True
