"""The company's names for the understanding engine, and which of them a speaker may be shown.

The lexicon is the whole company's and is rebuilt when its revision number has moved. A customer outside the speaker's
scope is dropped from what was understood before anything is decided by it: the words stay as they were typed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from bot import access
from nlu.lexicon import Lexicon
from nlu.understanding import Understanding
from storage.deals import Contact, Customer, CustomerAlias, Opportunity
from storage.people import Member, Team
from storage.statements import table_of, within


def lexicon_of(session: Session) -> Lexicon:
    """All names the company uses, in a fixed order."""
    aliases: dict[int, list[str]] = {}
    for customer_id, alias in session.exec(
        select(CustomerAlias.customer_id, CustomerAlias.alias).order_by(col(CustomerAlias.id))
    ):
        aliases.setdefault(customer_id, []).append(alias)
    contacts: dict[int, list[str]] = {}
    for customer_id, name in session.exec(select(Contact.customer_id, Contact.name).order_by(col(Contact.id))):
        contacts.setdefault(customer_id, []).append(name)
    customers = session.exec(select(Customer.id, Customer.name).order_by(col(Customer.id))).all()
    return Lexicon.of(
        {
            "customers": [
                {"name": name, "aliases": aliases.get(key or 0, []), "contacts": contacts.get(key or 0, [])}
                for key, name in customers
            ],
            "products": _distinct(session, Opportunity.product_line),
            "members": _distinct(session, Member.name),
            "industries": _distinct(session, Customer.industry),
            "regions": sorted({*_distinct(session, Customer.region), *_distinct(session, Team.region)}),
            "buyer_roles": _distinct(session, Contact.title),
        }
    )


def within_scope(session: Session, speaker: access.Speaker, understanding: Understanding) -> Understanding:
    """`understanding` with customers that the speaker may not see put back to the words as typed."""
    more = tuple(within_scope(session, speaker, record) for record in understanding.more)
    named = understanding.slots.get("customer")
    if named is None:
        return replace(understanding, more=more)
    names = named if isinstance(named, list) else [named]
    scoped = within(_CALLED, access.customers(speaker))
    visible = {name for name in names if session.execute(scoped, {"called": name}).first()}
    typed = _as_typed(understanding, len(names))
    kept = [name if name in visible else typed[index] or name for index, name in enumerate(names)]
    slots = {**understanding.slots, "customer": kept if isinstance(named, list) else kept[0]}
    return replace(understanding, slots=slots, more=more)


def _as_typed(understanding: Understanding, count: int) -> list[str | None]:
    words: list[str | None] = [understanding.text[start:end] for start, end in understanding.spans_of("customer")]
    return (words + [None] * count)[:count]


def _distinct(session: Session, column: Any) -> list[str]:
    return sorted({value for value in session.exec(select(column).distinct()) if value})


_CUSTOMERS = table_of(Customer)
_CALLED = sql_select(_CUSTOMERS.c.id).where(_CUSTOMERS.c.name == bindparam("called"))
