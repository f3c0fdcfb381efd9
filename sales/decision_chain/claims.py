"""Writing down what is said of the people at a customer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import true
from sqlmodel import Session, col, select

from nlu.statements.buying_roles import RoleClaim
from sales import customers
from sales.decision_chain.chain import chain_of
from sales.decision_chain.facts import Dispute, disputes
from sales.names import also_called, names_changed, normalized, same_person
from sales.scope import Actor
from storage import rows
from storage.deals import Contact, DecisionClaim, Person


@dataclass(frozen=True)
class Heard:
    """What was written down: the claims, of whom each is as they are known; people who were new; what now contradicts
    what was said before. `nobody_decides`: nobody is known to decide, and it is time to say so."""

    claims: tuple[RoleClaim, ...] = ()
    new_contacts: tuple[str, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    nobody_decides: bool = False


def tell(session: Session, by: Actor, customer_id: int, claims: Sequence[RoleClaim], said: str, now: datetime) -> Heard:
    """Write down what who acts says. Raises Changed if the customer is gone or out of scope."""
    customers.locked(session, customer_id, by.customers)
    return record(session, by.member_id, customer_id, claims, said, now)


def record(
    session: Session, author_id: int, customer_id: int, claims: Sequence[RoleClaim], said: str, now: datetime
) -> Heard:
    """Write down what a member says. People who are not known yet are added."""
    if not claims:
        return Heard()
    known, new = list[RoleClaim](), list[str]()
    for claim in claims:
        contact = _contact(session, customer_id, claim.person)
        if contact is None:
            new += customers.add_contacts(session, customer_id, [claim.person], any_name=True)
            session.flush()
            contact = _contact(session, customer_id, claim.person)
        assert contact is not None
        known.append(RoleClaim(contact.name, claim.aspect, claim.value, claim.holds))
        session.add(_row(contact, known[-1], author_id, now, said))
        _apply(contact, claim)
        session.add(contact)
    session.flush()
    chain = chain_of(session, true(), customer_id)
    concerned = {claim.person for claim in known}
    found = () if chain is None else disputes(chain)
    return Heard(tuple(known), tuple(new), tuple(one for one in found if concerned & set(one.people)))


def imported(contacts: Iterable[Contact], now: datetime) -> list[DecisionClaim]:
    """What an import says of contacts (which have their ids), as claims to be added."""
    return [_row(contact, claim, None, now, "") for contact in contacts for claim in _as_claims(contact)]


def belongs_also(session: Session, by: Actor, person: str, customer_ids: Sequence[int]) -> tuple[str, ...]:
    """Make somebody a contact of each of these customers: the same person. Returns the names that are new there. Raises
    Changed if a customer is gone or out of scope."""
    for customer_id in sorted(customer_ids):
        customers.locked(session, customer_id, by.customers)
    new = [name for key in customer_ids for name in customers.add_contacts(session, key, [person], any_name=True)]
    session.flush()
    contacts = [contact for key in customer_ids if (contact := _contact(session, key, person)) is not None]
    person_id = next((contact.person_id for contact in contacts if contact.person_id is not None), None)
    if person_id is None:
        somebody = Person(name=contacts[0].name)
        session.add(somebody)
        session.flush()
        person_id = somebody.id
    for contact in contacts:
        contact.person_id = person_id
        session.add(contact)
    names_changed(session, customer_ids)
    return tuple(new)


def _contact(session: Session, customer_id: int, person: str) -> Contact | None:
    """Whoever is called so at the customer, locked: by this very name first."""
    there = session.exec(select(Contact).where(col(Contact.customer_id) == customer_id).order_by(col(Contact.id))).all()
    exactly = [contact for contact in there if normalized(contact.name) == normalized(person)]
    alike = [
        contact
        for contact in there
        if any(same_person(person, name) for name in also_called(contact.name, contact.title))
    ]
    found = next(iter(exactly or alike), None)
    return None if found is None or found.id is None else rows.locked(session, Contact, found.id)


def _apply(contact: Contact, claim: RoleClaim) -> None:
    """Let the contact be what was claimed last."""
    match claim.aspect:
        case "role" if claim.holds:
            contact.role = claim.value
        case "role" if contact.role == claim.value:
            contact.role = None
        case "influence":
            contact.influence = int(claim.value)
        case "attitude":
            contact.attitude = claim.value


def _as_claims(contact: Contact) -> Iterator[RoleClaim]:
    if contact.role is not None:
        yield RoleClaim(contact.name, "role", contact.role)
    if contact.influence is not None:
        yield RoleClaim(contact.name, "influence", str(contact.influence))
    if contact.attitude is not None:
        yield RoleClaim(contact.name, "attitude", contact.attitude)


def _row(contact: Contact, claim: RoleClaim, author_id: int | None, now: datetime, said: str) -> DecisionClaim:
    assert contact.id is not None
    return DecisionClaim(
        customer_id=contact.customer_id,
        contact_id=contact.id,
        aspect=claim.aspect,
        value=claim.value,
        holds=claim.holds,
        by_id=author_id,
        at=now,
        said=said,
    )
