"""The names that somebody will probably say aloud: of the customers in scope that something happened with last."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from sales.names.company_names import company_name
from storage.deals import Contact, Customer, CustomerAlias, Opportunity

MOST_CUSTOMERS = 8


def spoken_names(session: Session, scope: ColumnElement[bool], most_customers: int = MOST_CUSTOMERS) -> list[str]:
    """Short names of customers, each with a contact of theirs behind it, the liveliest first; then product lines.
    `scope` is a condition on customers."""
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
    names: list[str] = []
    for key, name in customers:
        names += [aliases.get(key) or company_name(name).core, *contacts.get(key, ())]
    return list(dict.fromkeys([*names, *products]))


def _aliases(session: Session, ids: list[int]) -> dict[int, str]:
    """The longest alias of each: the short ones are parts of it."""
    found = session.execute(
        select(col(CustomerAlias.customer_id), col(CustomerAlias.alias))
        .where(col(CustomerAlias.customer_id).in_(ids))
        .order_by(col(CustomerAlias.id))
    )
    longest: dict[int, str] = {}
    for key, alias in found:
        if len(alias) > len(longest.get(key, "")):
            longest[key] = alias
    return longest


def _contacts(session: Session, ids: list[int]) -> dict[int, list[str]]:
    found = session.execute(
        select(col(Contact.customer_id), col(Contact.name))
        .where(col(Contact.customer_id).in_(ids))
        .order_by(col(Contact.influence).desc(), col(Contact.id))
    )
    first: dict[int, list[str]] = {}
    for key, name in found:
        first.setdefault(key, [name])
    return first


def _products(session: Session, ids: list[int]) -> list[str]:
    found = session.execute(
        select(col(Opportunity.product_line))
        .where(col(Opportunity.customer_id).in_(ids), col(Opportunity.product_line).is_not(None))
        .distinct()
        .order_by(col(Opportunity.product_line))
    )
    return [line for line in found.scalars() if line]
