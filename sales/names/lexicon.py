"""All names the company uses, for the understanding engine: the whole, and what has changed since a revision.

Whoever changes a name counts the lexicon's revision up and notes whose name it is, in the same transaction. A process
that knows the names as they were then reads only what has changed since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, delete, insert, select
from sqlmodel import Session, col

from config.names import without_brackets, without_emoji
from nlu.entities.company_forms import brand_of, is_telling
from nlu.lexicon import Changes, Customer, Lexicon, Names
from nlu.text import phonetics
from sales.names.company_names import company_name
from storage import deals, revisions
from storage.background import NameChange
from storage.changes import Change
from storage.people import Member, Team
from storage.statements import fetch, table_of

LEXICON = "lexicon"  # the revision's name
EVERYDAY = 12.2  # nats: a word this frequent is not taken for a company (希望, 未来)
MOST_CHANGES = 500  # that are read one by one; of more, the whole is read
KEPT = 10_000  # changes that stay noted at least
_AT_ONCE = 1_000  # rows fetched


def lexicon_of(session: Session) -> Lexicon:
    """The company's names."""
    return Lexicon.known(*names_of(session))


def names_of(session: Session) -> Names:
    """The company's customers by id, and the names that belong to none of them."""
    phonetics.prepare()
    return _customers(session), _lists(session)


def has_at_most(session: Session, customers: int) -> bool:
    """Whether the company has no more customers."""
    return len(session.execute(select(_CUSTOMERS.c.id).limit(customers + 1)).all()) <= customers


def changes_since(session: Session, revision: int) -> tuple[int, Changes] | None:
    """What has changed since `revision`, and the revision by now; None where the whole has to be read."""
    rows = fetch(session, _SINCE, {"revision": revision, "most": MOST_CHANGES + 1}).all()
    if not rows or len(rows) > MOST_CHANGES or rows[-1].number != revision + len(rows):
        return None
    ids = {row.customer_id for row in rows}
    customers = _customers(session, ids - {None})
    lists = _lists(session) if None in ids else {}
    return rows[-1].number, Changes({key: customers.get(key) for key in sorted(ids - {None})}, lists)


def names_changed(session: Session, customer_ids: Collection[int]) -> None:
    """Names of these customers, of people there, or of products of deals there have changed, or will in this
    transaction."""
    _note(session, sorted(customer_ids))


def members_changed(session: Session) -> None:
    """Names of members or teams' regions have changed."""
    _note(session, [None])


def all_names_changed(session: Session) -> None:
    """So much has changed that whoever knows the names reads all of them again."""
    revisions.count_up(session, LEXICON)


def named_in(session: Session, changes: Iterable[Change]) -> frozenset[int]:
    """The customers whose names are other ones by these changes."""
    found: set[int] = set()
    for change in changes:
        columns = _NAMING.get(change.table)
        image = {**(change.before or {}), **(change.after or {})}
        if columns is None or columns.isdisjoint(image):
            continue
        if change.table == deals.Customer.__tablename__:
            found.add(int(change.key))
        elif "customer_id" in image:
            found.add(image["customer_id"])
        else:
            table = _TABLES[change.table]
            found.update(session.execute(select(table.c.customer_id).where(table.c.id == change.key)).scalars())
    return frozenset(found)


def _note(session: Session, customer_ids: Sequence[int | None]) -> None:
    if not customer_ids:
        return
    last = revisions.count_up(session, LEXICON, len(customer_ids))
    first = last - len(customer_ids) + 1
    rows = [{"number": number, "customer_id": key} for number, key in enumerate(customer_ids, first)]
    session.execute(insert(NameChange), rows)
    if last // KEPT > (first - 1) // KEPT:
        session.execute(delete(NameChange).where(col(NameChange.number) <= last - KEPT))


def _customers(session: Session, ids: Collection[int] | None = None) -> dict[int, Customer]:
    """Customers by id: those with these `ids`, or all."""
    aliases, contacts = defaultdict[int, list[str]](list), defaultdict[int, list[str]](list)
    listed = defaultdict[int, dict[tuple[str, str], None]](dict)
    for key, alias in _of(session, _ALIAS, ids):
        aliases[key].append(alias)
    for key, name, title in _of(session, _CONTACT, ids):
        contacts[key].append(name)
        listed[key]["buyer_roles", title] = None
    for key, product in _of(session, _PRODUCT, ids):
        listed[key]["products", product] = None
    known: dict[int, Customer] = {}
    same: dict[Any, Any] = {}  # of many customers the same is known
    for key, name, industry, region in _of(session, _CUSTOMER, ids):
        also = (("industries", industry), ("regions", region), *listed.pop(key, ()))
        people, words = tuple(contacts.pop(key, ())), tuple(sorted((of, word) for of, word in also if word))
        called = tuple(_also(name, aliases.pop(key, ())))
        known[key] = Customer(name, called, same.setdefault(people, people), same.setdefault(words, words))
    return known


def _of(session: Session, statement: Select[*tuple[Any, ...]], ids: Collection[int] | None) -> Iterable[Any]:
    if ids is None:
        return session.connection().execute(statement, execution_options={"yield_per": _AT_ONCE})
    return fetch(session, _ONLY[statement], {"ids": sorted(ids)})


def _lists(session: Session) -> dict[str, tuple[str, ...]]:
    """The names that belong to no customer."""
    return {
        "members": _names(session.execute(select(col(Member.name))).scalars()),
        "regions": _names(session.execute(select(col(Team.region))).scalars()),
    }


def _names(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _also(name: str, aliases: Sequence[str]) -> list[str]:
    """What a customer is called besides its name: its aliases, else the telling part of the name (大华 of
    常州大华塑料), and without emoji and brackets, which nobody says."""
    said = without_emoji(name)
    plain = [form for form in dict.fromkeys((said, without_brackets(said))) if form != name]
    if aliases:
        return [*aliases, *plain]
    brand = brand_of(company_name(said).core)
    return [*plain, *([brand] if is_telling(brand, EVERYDAY) else [])]


_CUSTOMERS, _ALIASES, _CONTACTS = table_of(deals.Customer), table_of(deals.CustomerAlias), table_of(deals.Contact)
_DEALS, _CHANGES = table_of(deals.Opportunity), table_of(NameChange)
_TABLES = {str(table.name): table for table in (_ALIASES, _CONTACTS, _DEALS)}
_NAMING = {  # columns that hold names
    str(_CUSTOMERS.name): frozenset({"name", "industry", "region"}),
    str(_ALIASES.name): frozenset({"alias"}),
    str(_CONTACTS.name): frozenset({"name", "title"}),
    str(_DEALS.name): frozenset({"product_line"}),
}
_CUSTOMER = select(_CUSTOMERS.c.id, _CUSTOMERS.c.name, _CUSTOMERS.c.industry, _CUSTOMERS.c.region)
_ALIAS = select(_ALIASES.c.customer_id, _ALIASES.c.alias).order_by(_ALIASES.c.id)
_CONTACT = select(_CONTACTS.c.customer_id, _CONTACTS.c.name, _CONTACTS.c.title).order_by(_CONTACTS.c.id)
_PRODUCT = select(_DEALS.c.customer_id, _DEALS.c.product_line).distinct()
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_ONLY = {
    _CUSTOMER: _CUSTOMER.where(_CUSTOMERS.c.id.in_(_IDS)),
    _ALIAS: _ALIAS.where(_ALIASES.c.customer_id.in_(_IDS)),
    _CONTACT: _CONTACT.where(_CONTACTS.c.customer_id.in_(_IDS)),
    _PRODUCT: _PRODUCT.where(_DEALS.c.customer_id.in_(_IDS)),
}
_SINCE = (
    select(_CHANGES.c.number, _CHANGES.c.customer_id)
    .where(_CHANGES.c.number > bindparam("revision"))
    .order_by(_CHANGES.c.number)
    .limit(bindparam("most"))
)
