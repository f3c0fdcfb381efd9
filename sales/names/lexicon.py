"""All names the company uses, for the understanding engine, and the revision by which it knows that they changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session, col, select

from config.names import without_brackets, without_emoji
from nlu.entities.company_forms import brand_of, is_telling
from nlu.lexicon import Lexicon
from nlu.text import phonetics
from sales.names.company_names import company_name
from storage import revisions
from storage.deals import Contact, Customer, CustomerAlias, Opportunity
from storage.people import Member, Team

LEXICON = "lexicon"  # the revision's name
EVERYDAY = 12.2  # nats: a word this frequent is not taken for a company (希望, 未来)


def lexicon_of(session: Session) -> Lexicon:
    """The company's names, in a fixed order."""
    phonetics.prepare()
    aliases = _by_customer(
        session.exec(select(CustomerAlias.customer_id, CustomerAlias.alias).order_by(col(CustomerAlias.id)))
    )
    contacts = _by_customer(session.exec(select(Contact.customer_id, Contact.name).order_by(col(Contact.id))))
    customers = session.exec(select(Customer.id, Customer.name).order_by(col(Customer.id))).all()
    return Lexicon.of(
        {
            "customers": [
                {
                    "name": name,
                    "aliases": _also(name, aliases.get(key or 0, [])),
                    "contacts": contacts.get(key or 0, []),
                }
                for key, name in customers
            ],
            "products": _distinct(session, Opportunity.product_line),
            "members": _distinct(session, Member.name),
            "industries": _distinct(session, Customer.industry),
            "regions": sorted({*_distinct(session, Customer.region), *_distinct(session, Team.region)}),
            "buyer_roles": _distinct(session, Contact.title),
        }
    )


def _also(name: str, aliases: list[str]) -> list[str]:
    """What a customer is called besides its name: its aliases, else the telling part of the name (大华 of
    常州大华塑料), and without emoji and brackets, which nobody says."""
    said = without_emoji(name)
    plain = [form for form in dict.fromkeys((said, without_brackets(said))) if form != name]
    if aliases:
        return [*aliases, *plain]
    brand = brand_of(company_name(said).core)
    return [*plain, *([brand] if is_telling(brand, EVERYDAY) else [])]


def names_changed(session: Session) -> None:
    """Count up the revision of the lexicon, because customers, aliases or contacts have changed: it is read again."""
    revisions.count_up(session, LEXICON)


def _by_customer(rows: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for customer_id, name in rows:
        names.setdefault(customer_id, []).append(name)
    return names


def _distinct(session: Session, column: Any) -> list[str]:
    return sorted({value for value in session.exec(select(column).distinct()) if value})
