"""Who at a customer holds which role in its decision chain (拍板人)."""

from __future__ import annotations

from sqlmodel import Session, col, select

from sales import customers
from sales.names import also_called, same_person
from sales.scope import Actor
from storage.deals import Contact

DECIDES = "拍板人"  # the role of who decides


def holders(session: Session, customer_id: int, role: str) -> tuple[str, ...]:
    """The people at the customer in a role, the last one entered first."""
    query = select(Contact.name).where(Contact.customer_id == customer_id, col(Contact.role) == role)
    return tuple(session.exec(query.order_by(col(Contact.id).desc())))


def people(session: Session, customer_id: int) -> tuple[str, ...]:
    """Everybody known at the customer."""
    return tuple(session.exec(select(Contact.name).where(Contact.customer_id == customer_id).order_by(col(Contact.id))))


def name_holder(session: Session, by: Actor, customer_id: int, role: str, person: str) -> str:
    """Note that `person`, known or new, holds the role; returns how they are called there. Raises Changed if the
    customer is out of scope."""
    customers.locked(session, customer_id, by.customers)
    contact = _called(session, customer_id, person)
    if contact is None:
        customers.add_contacts(session, customer_id, (person,), any_name=True)
        session.flush()
        contact = _called(session, customer_id, person)
        assert contact is not None
    contact.role = role
    session.add(contact)
    return contact.name


def _called(session: Session, customer_id: int, person: str) -> Contact | None:
    known = session.exec(select(Contact).where(Contact.customer_id == customer_id).order_by(col(Contact.id))).all()
    named = (one for one in known if any(same_person(name, person) for name in also_called(one.name, one.title)))
    return next(named, None)
