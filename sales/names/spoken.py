"""The names that somebody will probably say aloud: of the customers in scope that something happened with last."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from sales.names.company_names import company_name
from storage.deals import Contact, Customer, CustomerAlias, Opportunity

MOST_CUSTOMERS = 60
LIKELIEST = 7  # customers whose products and further names come behind


def spoken_names(session: Session, scope: ColumnElement[bool], most_customers: int = MOST_CUSTOMERS) -> list[str]:
    """The names of customers and their contacts, the liveliest first: of the likeliest what they are mostly called,
    with a contact each, then product lines, then all the others. `scope` is a condition on customers."""
    lately = func.max(Opportunity.clock_started_at)
    customers = session.execute(
        select(col(Customer.id), col(Customer.name))
        .outerjoin(Opportunity, col(Opportunity.customer_id) == col(Customer.id))
        .where(scope)
        .group_by(col(Customer.id), col(Customer.name))
        .order_by(lately.is_(None), lately.desc(), col(Customer.id).desc())
        .limit(most_customers)
    ).all()
    ids = [key for key, _ in customers]
    aliases, contacts, products = _aliases(session, ids), _contacts(session, ids), _products(session, ids)
    first: list[str] = []
    others: list[str] = []
    for key, name in customers:
        called, people = [*aliases.get(key, ()), company_name(name).core], contacts.get(key, [])
        first += [called[0], *people[:1]] if len(first) < LIKELIEST * 2 else []
        others += [*called, *people]
    return list(dict.fromkeys([*first, *products, *others]))


def _aliases(session: Session, ids: list[int]) -> dict[int, list[str]]:
    """The aliases of each, the longest first: the short ones are parts of it."""
    found = session.execute(
        select(col(CustomerAlias.customer_id), col(CustomerAlias.alias))
        .where(col(CustomerAlias.customer_id).in_(ids))
        .order_by(func.length(CustomerAlias.alias).desc(), col(CustomerAlias.id))
    )
    return _by_customer((key, name) for key, name in found)


def _contacts(session: Session, ids: list[int]) -> dict[int, list[str]]:
    found = session.execute(
        select(col(Contact.customer_id), col(Contact.name))
        .where(col(Contact.customer_id).in_(ids))
        .order_by(func.coalesce(Contact.influence, 0).desc(), col(Contact.id))
    )
    return _by_customer((key, name) for key, name in found)


def _by_customer(found: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for key, name in found:
        names.setdefault(key, []).append(name)
    return names


def _products(session: Session, ids: list[int]) -> list[str]:
    found = session.execute(
        select(col(Opportunity.product_line))
        .where(col(Opportunity.customer_id).in_(ids), col(Opportunity.product_line).is_not(None))
        .distinct()
        .order_by(col(Opportunity.product_line))
    )
    return [line for line in found.scalars() if line]
