"""Reading a decision chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, select
from sqlmodel import Session, col
from sqlmodel import select as sql_select

from sales import customers
from sales.decision_chain.facts import Chain, ClaimFact, PersonFact
from sales.names import also_called
from storage.deals import Contact, Customer, DecisionClaim
from storage.people import Member
from storage.statements import fetch, table_of, within


def holders(session: Session, customer_id: int, role: str) -> tuple[str, ...]:
    """The people at the customer in a buying role (拍板人), the last one entered first."""
    return tuple(fetch(session, _HOLDERS, {"customer": customer_id, "role": role}).scalars())


def people_at(session: Session, scope: ColumnElement[bool], customer_id: int) -> tuple[str, ...]:
    """The people known at a customer in scope."""
    return tuple(fetch(session, within(_PEOPLE_AT, scope), {"customer": customer_id}).scalars())


def names_at(session: Session, customer_id: int) -> tuple[str, ...]:
    """All by which people at the customer are called."""
    rows = fetch(session, _NAMES, {"customer": customer_id})
    return tuple(dict.fromkeys(name for row in rows for name in also_called(*row)))


def roles_of(session: Session, customer_id: int, person: str) -> tuple[str, ...]:
    """The buying role of somebody at the customer who is called so; nothing where none is known."""
    rows = fetch(session, _ROLES, {"customer": customer_id})
    return tuple(row.role for row in rows if row.role and person in also_called(row.name, row.title))[:1]


def known_people(session: Session, scope: ColumnElement[bool], people: Sequence[str]) -> tuple[str, ...]:
    """Those of `people` who are contacts of customers in scope."""
    return tuple(name for name in people if customers.by_contact(session, scope, name))


def chain_of(session: Session, scope: ColumnElement[bool], customer_id: int) -> Chain | None:
    """The chain of the customer; None if there is none in scope. `also_at` names customers in scope."""
    customer = customers.get(session, scope, customer_id)
    if customer is None:
        return None
    claims = defaultdict[int, list[ClaimFact]](list)
    for row in fetch(session, _CLAIMS, {"customer": customer_id}):
        claims[row.contact_id].append(ClaimFact(row.name, row.aspect, row.value, row.holds, row.by, row.at, row.said))
    contacts = fetch(session, _PEOPLE, {"customer": customer_id}).all()
    elsewhere = _elsewhere(session, scope, customer_id, [row.person_id for row in contacts if row.person_id])
    people = (
        PersonFact(
            row.id,
            row.name,
            row.title,
            row.role,
            row.influence,
            row.attitude,
            tuple(claims[row.id]),
            tuple(elsewhere[row.person_id]),
        )
        for row in contacts
    )
    return Chain(customer_id, customer.name, tuple(people))


def _elsewhere(
    session: Session, scope: ColumnElement[bool], customer_id: int, person_ids: list[int]
) -> defaultdict[int | None, list[str]]:
    """The other customers in scope of which these people are contacts."""
    found = defaultdict[int | None, list[str]](list)
    if person_ids:
        of_others = (col(Contact.person_id).in_(person_ids), col(Contact.customer_id) != customer_id, scope)
        rows = session.execute(
            select(col(Contact.person_id), col(Customer.name))
            .join(Customer, col(Customer.id) == col(Contact.customer_id))
            .where(*of_others)
            .order_by(col(Customer.id))
        )
        for person_id, name in rows:
            found[person_id].append(name)
    return found


_CONTACTS, _CLAIMED = table_of(Contact), table_of(DecisionClaim)
_CUSTOMERS, _MEMBERS = table_of(Customer), table_of(Member)
_AT = _CONTACTS.c.customer_id == bindparam("customer")
_HOLDERS = select(_CONTACTS.c.name).where(_AT, _CONTACTS.c.role == bindparam("role")).order_by(_CONTACTS.c.id.desc())
_PEOPLE_AT = (
    select(_CONTACTS.c.name)
    .join_from(_CONTACTS, _CUSTOMERS, _CUSTOMERS.c.id == _CONTACTS.c.customer_id)
    .where(_AT)
    .order_by(_CONTACTS.c.id)
)
_NAMES = select(_CONTACTS.c.name, _CONTACTS.c.title).where(_AT).order_by(_CONTACTS.c.id)
_ROLES = select(_CONTACTS.c.name, _CONTACTS.c.title, _CONTACTS.c.role).where(_AT).order_by(_CONTACTS.c.id)
_PEOPLE = select(_CONTACTS).where(_AT).order_by(_CONTACTS.c.id)
_CLAIMS = (
    select(_CLAIMED, _CONTACTS.c.name, _MEMBERS.c.name.label("by"))
    .join_from(_CLAIMED, _CONTACTS, _CONTACTS.c.id == _CLAIMED.c.contact_id)
    .outerjoin(_MEMBERS, _MEMBERS.c.id == _CLAIMED.c.by_id)
    .where(_CLAIMED.c.customer_id == bindparam("customer"))
    .order_by(_CLAIMED.c.at.desc(), _CLAIMED.c.id.desc())
)


def profile(
    session: Session, scope: ColumnElement[bool], customer_id: int, contacts: Sequence[str]
) -> tuple[str | None, tuple[str, ...]]:
    """The customer's industry, and the titles of these contacts there; nothing of one that is not in scope."""
    here = (scope, col(Customer.id) == customer_id)
    industry = session.exec(sql_select(Customer.industry).where(*here)).first()
    named = (col(Contact.name).in_(contacts), col(Contact.title).is_not(None))
    of_contacts = sql_select(Contact.title).join(Customer, col(Customer.id) == col(Contact.customer_id))
    titles = session.exec(of_contacts.where(*here, *named)).all()
    return industry, tuple(title for title in titles if title)
