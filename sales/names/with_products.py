"""Customers that are called together with what is sold to them: 仁和仓储 of 仁和, who may buy a 仓储管理系统."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, literal, select
from sqlmodel import Session

from storage.deals import Customer, CustomerAlias, Opportunity
from storage.statements import table_of

SHORTEST = 2  # characters of the product's part
_CUSTOMERS, _ALIASES, _DEALS = table_of(Customer), table_of(CustomerAlias), table_of(Opportunity)


def with_product(session: Session, scope: ColumnElement[bool], words: str) -> tuple[str, ...]:
    """The full names of the customers in scope whose alias begins the words and of whose deals' product the rest is a
    part."""
    typed = literal(words.strip())
    rest = func.substr(typed, func.length(_ALIASES.c.alias) + 1)
    found = session.execute(
        select(_CUSTOMERS.c.name)
        .join(_ALIASES, _ALIASES.c.customer_id == _CUSTOMERS.c.id)
        .join(_DEALS, _DEALS.c.customer_id == _CUSTOMERS.c.id)
        .where(scope, typed.startswith(_ALIASES.c.alias), func.length(rest) >= SHORTEST)
        .where(_DEALS.c.product_line.contains(rest))
        .distinct()
    )
    return tuple(found.scalars())
