"""Customers as facts: which one is meant, what is known of one, and the contacts that are added to it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, or_, select
from sqlmodel import Session, col

from config.policy import Policy
from sales import deals, followup_history, limits, stages
from sales.deals import DealFact
from sales.errors import Changed
from sales.followup_history import FollowUpFact
from sales.names import (
    NamedCustomer,
    also_called,
    called,
    company_name,
    contact_name,
    is_named,
    names_changed,
    near,
    normalized,
    same_person,
    with_product,
)
from sales.scope import Scope
from sales.stages import Closed
from storage import rows
from storage.deals import Contact, Customer, CustomerAlias, Opportunity
from storage.people import Member
from storage.statements import fetch, table_of, within

MOST_FOUND = 10
MOST_NEAR = 3
LONGEST_NAME = 40
SHORTEST_PART = 2


@dataclass(frozen=True)
class CustomerFact:
    """A customer and whose it is; `near` where what was typed only sounds or looks like its name."""

    id: int
    name: str
    owner_id: int | None
    owner_name: str | None
    near: bool = False


@dataclass(frozen=True)
class ContactFact:
    """A person at the customer; `title` is a buyer role, `role` the part played in buying."""

    name: str
    title: str | None
    role: str | None
    influence: int | None
    phone: str | None = None
    weixin: str | None = None
    email: str | None = None


@dataclass(frozen=True)
class Sample:
    """A customer in somebody's scope as examples name it, a person there, and the stage of its deal."""

    customer: str
    contact: str
    stage: str


@dataclass(frozen=True)
class DealState:
    """An open deal and how it stands with its limit; `over_by` is None while it is in time."""

    deal: DealFact
    limit_at: datetime | None
    over_by: timedelta | None


@dataclass(frozen=True)
class CustomerInfo:
    """What there is to know about a customer, last follow-ups and last closed deals first."""

    id: int
    name: str
    industry: str | None
    region: str | None
    owner_id: int | None
    owner_name: str | None
    contacts: tuple[ContactFact, ...]
    deals: tuple[DealState, ...]
    followups: tuple[FollowUpFact, ...]
    closed: tuple[Closed, ...] = ()
    note: str | None = None


def find(session: Session, scope: ColumnElement[bool], words: str) -> tuple[CustomerFact, ...]:
    """The customers in scope that `words` name, best first. If some have exactly this name or alias, only
    those; otherwise those whose name or alias contains the words; otherwise those that they may be meant for."""
    forms = {form.strip() for form in (words, unicodedata.normalize("NFKC", words))} - {""}
    if not forms:
        return ()
    names = {"typed": words.strip(), "normal": unicodedata.normalize("NFKC", words).strip()}
    found = fetch(session, within(_CALLED, scope), names).all()
    if not found:
        found = _like(session, scope, {form.lower() for form in forms})
    if not found:
        named = with_product(session, scope, words)
        return find(session, scope, named[0]) if len(named) == 1 else _alike(session, scope, words)
    exactly = any(row[-1] < 2 for row in found)
    return tuple(CustomerFact(*row[:-1]) for row in found if not exactly or row[-1] < 2)


def _like(session: Session, scope: ColumnElement[bool], forms: set[str]) -> Sequence[Row[Any]]:
    """As `find`, whatever the case; this reads all names in scope."""
    aliases = select(col(CustomerAlias.customer_id))
    by_name = func.lower(col(Customer.name)).in_(forms)
    by_alias = col(Customer.id).in_(aliases.where(func.lower(col(CustomerAlias.alias)).in_(forms)))
    parts = [form for form in forms if len(form) >= SHORTEST_PART]
    contains = [col(Customer.name).icontains(part, autoescape=True) for part in parts]
    contains += [
        col(Customer.id).in_(aliases.where(col(CustomerAlias.alias).icontains(part, autoescape=True))) for part in parts
    ]
    rank = case((by_name, 0), (by_alias, 1), else_=2).label("rank")
    return session.execute(
        _select(rank)
        .where(scope, or_(by_name, by_alias, *contains))
        .order_by(rank, func.length(col(Customer.name)), col(Customer.id))
        .limit(MOST_FOUND)
    ).all()


def _alike(session: Session, scope: ColumnElement[bool], words: str) -> tuple[CustomerFact, ...]:
    """The customers named by `words` but for emoji, brackets, place or legal form; else those whose names sound or
    look like them, as `near`. This compares all names in scope."""
    if len(words) > LONGEST_NAME:
        return ()
    rows = session.execute(
        _select(col(CustomerAlias.alias))
        .outerjoin(CustomerAlias, col(CustomerAlias.customer_id) == col(Customer.id))
        .where(scope)
        .order_by(col(Customer.id), col(CustomerAlias.id))
    ).all()
    facts = {row[0]: CustomerFact(*row[:-1]) for row in rows}
    aliases: dict[int, list[str]] = {key: [] for key in facts}
    for row in rows:
        aliases[row[0]] += [row[-1]] if row[-1] else []
    named = [NamedCustomer(key, fact.name, tuple(aliases[key])) for key, fact in facts.items()]
    if found := [facts[customer.id] for customer in named if is_named(words, customer)]:
        return tuple(found[:MOST_FOUND])
    return tuple(replace(facts[key], near=True) for key in near(words, named)[:MOST_NEAR])


def by_contact(session: Session, scope: ColumnElement[bool], contact: str) -> tuple[CustomerFact, ...]:
    """The customers in scope with such a contact: this very name first, then the same surname and a title of theirs."""
    parts = called(contact)
    alike = [func.lower(col(Contact.name)) == contact.strip().lower()]
    if parts is not None:
        alike.append(col(Contact.name).contains(parts.surname))
    named = session.execute(
        _select(col(Contact.title), col(Contact.name))
        .join(Contact, col(Contact.customer_id) == col(Customer.id))
        .where(scope, or_(*alike))
        .order_by(col(Customer.id), col(Contact.id))
    ).all()
    matching = [row for row in named if any(same_person(contact, name) for name in also_called(row[-1], row[-2]))]
    matching.sort(key=lambda row: normalized(row[-1]) != normalized(contact))
    return tuple(dict.fromkeys(CustomerFact(*row[:-2]) for row in matching))


def sample(session: Session, scope: Scope) -> Sample | None:
    """A customer in scope with an open deal there and a known person, the deal last entered first; None without."""
    row = session.execute(
        select(col(Customer.id), col(Contact.name), col(Opportunity.stage))
        .join(Opportunity, col(Opportunity.customer_id) == col(Customer.id))
        .join(Contact, col(Contact.customer_id) == col(Customer.id))
        .where(scope.deals, deals.IS_OPEN)
        .order_by(col(Opportunity.stage_entered_at).desc(), col(Opportunity.id), col(Contact.id))
        .limit(1)
    ).first()
    return None if row is None else Sample(short_names(session, [row[0]])[row[0]], row[1], row[2])


def short_names(session: Session, customer_ids: Iterable[int]) -> dict[int, str]:
    """How each is called on a button: the shortest alias, else the name without place and legal form."""
    shortest: dict[int, str] = {}
    for key, name, alias in fetch(session, _ALL_NAMES, {"customers": list(customer_ids)}):
        short = alias or company_name(name).core
        if key not in shortest or len(short) < len(shortest[key]):
            shortest[key] = short
    return shortest


def only(session: Session, scope: ColumnElement[bool]) -> CustomerFact | None:
    """The customer in scope, if there is no other."""
    found = session.execute(_select().where(scope).limit(2)).all()
    return CustomerFact(*found[0]) if len(found) == 1 else None


def get(session: Session, scope: ColumnElement[bool], customer_id: int) -> CustomerFact | None:
    """The customer; None if there is none in scope."""
    row = session.execute(_select().where(scope, col(Customer.id) == customer_id)).first()
    return None if row is None else CustomerFact(*row)


def locked(session: Session, customer_id: int, scope: ColumnElement[bool]) -> Customer:
    """The customer, locked and as it is now. Raises Changed if it is gone or out of scope: that is seen when the lock
    is there, because what had to be waited for may be a hand-over."""
    customer = rows.locked(session, Customer, customer_id)
    if customer is None:
        raise Changed("customer", customer_id, "gone")
    if get(session, scope, customer_id) is None:
        raise Changed("customer", customer_id, "not_in_scope")
    return customer


def info(
    session: Session, scope: Scope, customer_id: int, policy: Policy, now: datetime, count: int = 3
) -> CustomerInfo | None:
    """The customer with its open deals in scope and the last `count` follow-ups on these or on the customer as such;
    None if there is none in scope."""
    row = session.execute(
        _select(col(Customer.industry), col(Customer.region), col(Customer.note)).where(
            scope.customers, col(Customer.id) == customer_id
        )
    ).first()
    if row is None:
        return None
    key, name, owner_id, owner_name, industry, region, note = row
    people = session.execute(_PEOPLE.where(_CONTACTS_OF.c.customer_id == key).order_by(_CONTACTS_OF.c.id))
    return CustomerInfo(
        key,
        name,
        industry,
        region,
        owner_id,
        owner_name,
        tuple(ContactFact(*row) for row in people),
        tuple(_state(deal, policy, now) for deal in deals.open_of(session, scope.deals, key)),
        followup_history.of_customer(session, key, scope.deals, count),
        stages.closed_of(session, scope.deals, key)[:count],
        note,
    )


def _state(deal: DealFact, policy: Policy, now: datetime) -> DealState:
    limit_at = limits.limit_at(deal, policy)
    return DealState(deal, limit_at, now - limit_at if limit_at is not None and limit_at <= now else None)


def add_contacts(
    session: Session, customer_id: int, names: Iterable[str], title: str | None = None, *, any_name: bool = False
) -> tuple[str, ...]:
    """Add the people not known yet; returns their names. Only a surname with a title is somebody's name for
    certain; with `any_name` others are taken too. `title` (buyer role) is the first one's."""
    rows = fetch(session, _CONTACTS, {"customer": customer_id}).all()
    known = {name for row in rows for name in also_called(*row)}
    added: list[str] = []
    for name in names:
        if (any_name or contact_name(name)) and not any(same_person(name, other) for other in {*known, *added}):
            session.add(Contact(customer_id=customer_id, name=name, title=None if added else title))
            added.append(name)
    if added:
        names_changed(session, (customer_id,))
    return tuple(added)


def _select(*more: Any) -> Select[*tuple[Any, ...]]:
    return select(col(Customer.id), col(Customer.name), col(Customer.owner_id), col(Member.name), *more).outerjoin_from(
        Customer, Member, col(Member.id) == col(Customer.owner_id)
    )


_CUSTOMERS, _ALIASES, _CONTACTS_OF = table_of(Customer), table_of(CustomerAlias), table_of(Contact)
_OWNERS = table_of(Member)
_NAMES: list[ColumnElement[str]] = [bindparam("typed"), bindparam("normal")]
_CALLED_SO = _CUSTOMERS.c.name.in_(_NAMES)
_RANK = case((_CALLED_SO, 0), else_=1).label("rank")
_CALLED = (
    select(_CUSTOMERS.c.id, _CUSTOMERS.c.name, _CUSTOMERS.c.owner_id, _OWNERS.c.name, _RANK)
    .outerjoin_from(_CUSTOMERS, _OWNERS, _OWNERS.c.id == _CUSTOMERS.c.owner_id)
    .where(or_(_CALLED_SO, _CUSTOMERS.c.id.in_(select(_ALIASES.c.customer_id).where(_ALIASES.c.alias.in_(_NAMES)))))
    .order_by(_RANK, func.length(_CUSTOMERS.c.name), _CUSTOMERS.c.id)
    .limit(MOST_FOUND)
)
_PEOPLE = select(*(_CONTACTS_OF.c[of.name] for of in fields(ContactFact)))
_CONTACTS = select(_CONTACTS_OF.c.name, _CONTACTS_OF.c.title).where(_CONTACTS_OF.c.customer_id == bindparam("customer"))
_ALL_NAMES = (
    select(_CUSTOMERS.c.id, _CUSTOMERS.c.name, _ALIASES.c.alias)
    .outerjoin_from(_CUSTOMERS, _ALIASES, _ALIASES.c.customer_id == _CUSTOMERS.c.id)
    .where(_CUSTOMERS.c.id.in_(bindparam("customers", expanding=True)))
    .order_by(_ALIASES.c.id)
)
