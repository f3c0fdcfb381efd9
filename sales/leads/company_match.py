"""Which customer of the whole company a name means, whatever its speaker may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import literal, or_, select
from sqlmodel import Session, col

from sales.names import SHORTEST, NamedCustomer, company_name, same_company, surely_same
from storage.deals import Customer, CustomerAlias


@dataclass(frozen=True)
class Match:
    """A customer that a name means; `certain` if it is its name or an alias, and not only like it."""

    customer_id: int
    certain: bool


def match(session: Session, words: str) -> Match | None:
    """The customer that `words` mean; None if none is meant, or several may be."""
    name = company_name(words)
    if len(name.core) < SHORTEST:
        return None
    short = col(CustomerAlias.alias)
    rows = session.execute(
        select(col(Customer.id), col(Customer.name), short)
        .outerjoin_from(Customer, CustomerAlias, col(CustomerAlias.customer_id) == col(Customer.id))
        .where(
            or_(
                col(Customer.name).icontains(name.core, autoescape=True),
                col(Customer.name) == words.strip(),
                literal(name.whole).icontains(short),
                short.icontains(name.core, autoescape=True),
            )
        )
        .order_by(col(Customer.id), col(CustomerAlias.id))
    ).all()
    candidates: dict[int, NamedCustomer] = {}
    for key, full, alias in rows:
        before = candidates.get(key, NamedCustomer(key, full))
        candidates[key] = NamedCustomer(key, full, (*before.aliases, *([alias] if alias else [])))
    found = same_company(words, list(candidates.values()))
    return None if found is None else Match(found, surely_same(words, candidates[found]))
