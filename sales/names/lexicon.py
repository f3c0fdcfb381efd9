"""All names the company uses, for the understanding engine, and the revision by which it knows that they changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from nlu.lexicon import Lexicon
from storage.background import Revision
from storage.deals import Contact, Customer, CustomerAlias, Opportunity
from storage.people import Member, Team
from storage.statements import table_of

LEXICON = "lexicon"  # the revision's name


def lexicon_of(session: Session) -> Lexicon:
    """The company's names, in a fixed order."""
    aliases = _by_customer(
        session.exec(select(CustomerAlias.customer_id, CustomerAlias.alias).order_by(col(CustomerAlias.id)))
    )
    contacts = _by_customer(session.exec(select(Contact.customer_id, Contact.name).order_by(col(Contact.id))))
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


def names_changed(session: Session) -> None:
    """Customers, aliases or contacts have changed: whoever keeps the lexicon reads it again."""
    raised = session.execute(
        update(Revision).where(col(Revision.name) == LEXICON).values(number=col(Revision.number) + 1)
    )
    if raised.rowcount == 0:  # type: ignore[attr-defined]
        session.add(Revision(name=LEXICON, number=1))
        session.flush()


def lexicon_revision(connection: Connection) -> int:
    """The number that `names_changed` raises; 0 before the first change."""
    number: int | None = connection.execute(_REVISION).scalar()
    return number or 0


def _by_customer(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for customer_id, name in rows:
        names.setdefault(customer_id, []).append(name)
    return names


def _distinct(session: Session, column: Any) -> list[str]:
    return sorted({value for value in session.exec(select(column).distinct()) if value})


_REVISIONS = table_of(Revision)
_REVISION = sql_select(_REVISIONS.c.number).where(_REVISIONS.c.name == LEXICON)
