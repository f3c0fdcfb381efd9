"""Taking an import back, customer by customer: what nobody has built on goes, with all that came with it; a customer
that somebody has worked with stays as it is, and is named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, delete, func, or_, select, update
from sqlmodel import Session

from sales.errors import Changed
from sales.importing.people import SAID
from sales.importing.preview import LACKING, wanted
from sales.importing.staging import AT_ONCE, IMPORTS, ROWS
from sales.names import all_names_changed
from sales.scope import Actor
from storage.deals import Contact, Customer, CustomerAlias, DecisionClaim, LimitBreach, Opportunity, Signal, StageChange
from storage.statements import table_of
from storage.tables import METADATA

MOST_NAMED = 10
_CUSTOMERS, _ALIASES, _CONTACTS = table_of(Customer), table_of(CustomerAlias), table_of(Contact)
_DEALS, _CHANGES, _BREACHES = table_of(Opportunity), table_of(StageChange), table_of(LimitBreach)
_SIGNALS, _CLAIMS = table_of(Signal), table_of(DecisionClaim)
BROUGHT = frozenset(table.name for table in (_ALIASES, _CONTACTS, _CLAIMS, _DEALS, _CHANGES, _BREACHES, _SIGNALS))


@dataclass(frozen=True)
class Imported:
    """An import that may be taken back."""

    id: int
    file_name: str
    at: datetime
    customers: int
    deals: int


@dataclass(frozen=True)
class Withdrawn:
    """What has gone, and which customers stay: how many, and the first names; and who has lost how many customers and
    deals by it: (member, customers, deals)."""

    customers: int
    deals: int
    kept: int
    names: tuple[str, ...]
    owners: tuple[tuple[int, int, int], ...] = ()


def latest(
    session: Session, member_id: int, now: datetime, undoable: timedelta, import_id: int | None
) -> Imported | None:
    """The member's last import, or this one, if it can still be taken back."""
    done = (IMPORTS.c.status.in_(("done", "undoing")), IMPORTS.c.done_at > now - undoable)
    which = IMPORTS.c.member_id == member_id if import_id is None else IMPORTS.c.id == import_id
    row = (
        session.execute(
            select(IMPORTS).where(which, *done).order_by(IMPORTS.c.done_at.desc(), IMPORTS.c.id.desc()).limit(1)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    of_it = wanted(row["id"], only_good=row["only_good"])
    customers, deals = (
        session.execute(select(func.count()).select_from(ROWS).where(of_it, condition)).scalar_one()
        for condition in (ROWS.c.is_new, ROWS.c.deal_id.is_not(None))
    )
    return Imported(row["id"], row["file_name"], row["done_at"], customers, deals)


def may_take_back(session: Session, by: Actor, import_id: int) -> bool:
    """Whether who acts has in scope all that is as this import brought it."""
    brought = select(ROWS.c.customer_id).where(ROWS.c.import_id == import_id, ROWS.c.is_new)
    untouched = (_CUSTOMERS.c.id.in_(brought), _CUSTOMERS.c.version == 1)
    return session.execute(select(_CUSTOMERS.c.id).where(*untouched, ~by.customers).limit(1)).first() is None


def start(session: Session, by: Actor, import_id: int, *, any_ones: bool) -> None:
    """Begin to take an import back, or go on. Raises Changed if it is not there to be taken back, or somebody else's
    and not `any_ones` to take back, or what it brought is out of scope."""
    row = session.execute(select(IMPORTS).where(IMPORTS.c.id == import_id).with_for_update()).mappings().first()
    if row is None or row["status"] not in ("done", "undoing"):
        raise Changed("import", import_id, "gone")
    if row["member_id"] != by.member_id and not any_ones:
        raise Changed("import", import_id, "not_yours")
    if not may_take_back(session, by, import_id):
        raise Changed("import", import_id, "decides")
    if row["status"] == "done":
        begun = {"status": "undoing", "cursor": 0, "facts": {**row["facts"], "withdrawn": [0, 0, 0, []]}}
        session.execute(update(IMPORTS).where(IMPORTS.c.id == import_id).values(**begun))


def go_on(session: Session, import_id: int) -> Sequence[int] | None:
    """Take back some more; returns the deals that are gone, None at the end."""
    row = session.execute(select(IMPORTS).where(IMPORTS.c.id == import_id).with_for_update()).mappings().one()
    if row["status"] != "undoing":
        return None
    brought = (
        session.execute(
            select(ROWS)
            .where(wanted(import_id, only_good=row["only_good"]), ROWS.c.id > row["cursor"])
            .order_by(ROWS.c.id)
            .limit(AT_ONCE)
        )
        .mappings()
        .all()
    )
    if not brought:
        session.execute(update(IMPORTS).where(IMPORTS.c.id == import_id).values(status="undone"))
        all_names_changed(session)
        return None
    customers, deals, kept, names = row["facts"]["withdrawn"]
    lost = Losses({int(key): tuple(counts) for key, counts in row["facts"].get("lost", {}).items()})
    gone, gone_deals, staying = _customers(session, import_id, [entry for entry in brought if entry["is_new"]], lost)
    gone_deals += _additions(session, import_id, [entry for entry in brought if not entry["is_new"]], lost)
    withdrawn = [
        customers + gone,
        deals + len(gone_deals),
        kept + len(staying),
        [*names, *staying][:MOST_NAMED],
    ]
    facts = {
        **row["facts"],
        "withdrawn": withdrawn,
        "lost": {str(key): counts for key, counts in lost.by_owner.items()},
    }
    values = {"cursor": brought[-1]["id"], "facts": facts}
    session.execute(update(IMPORTS).where(IMPORTS.c.id == import_id).values(**values))
    return gone_deals


def withdrawn(session: Session, import_id: int) -> Withdrawn:
    """What has been taken back so far."""
    facts = session.execute(select(IMPORTS.c.facts).where(IMPORTS.c.id == import_id)).scalar_one()
    customers, deals, kept, names = facts["withdrawn"]
    lost = facts.get("lost", {})
    return Withdrawn(customers, deals, kept, tuple(names), tuple((int(key), *counts) for key, counts in lost.items()))


@dataclass
class Losses:
    """How many customers and deals each owner has lost."""

    by_owner: dict[int, tuple[int, int]]

    def note(self, owners: Iterable[int | None], *, customers: int = 0, deals: int = 0) -> None:
        """So many more for each of `owners`; what nobody owned is nobody's loss."""
        for owner in owners:
            if owner is not None:
                known = self.by_owner.get(owner, (0, 0))
                self.by_owner[owner] = (known[0] + customers, known[1] + deals)


def _customers(
    session: Session, import_id: int, rows: Sequence[RowMapping], lost: Losses
) -> tuple[int, list[int], list[str]]:
    """Delete the new customers of these rows that nobody has built on. Returns how many, their deals, and the names of
    the others."""
    ids = [row["customer_id"] for row in rows]
    of_them = (
        session.execute(select(ROWS).where(ROWS.c.import_id == import_id, ROWS.c.customer_id.in_(ids))).mappings().all()
    )
    deals = _in(session, _DEALS, _DEALS.c.customer_id, ids)
    built_on = _changed_deals(session, of_them, deals)
    changed = select(_CUSTOMERS.c.id).where(_CUSTOMERS.c.id.in_(ids), _CUSTOMERS.c.version != 1)
    built_on |= set(session.execute(changed).scalars())
    built_on |= _more_than(session, of_them, ids)
    built_on |= set(_referred_to(session, _CUSTOMERS, ids))
    told = select(_CLAIMS.c.customer_id).where(_CLAIMS.c.customer_id.in_(ids), _not_of(import_id))
    built_on |= set(session.execute(told).scalars())
    there = set(session.execute(select(_CUSTOMERS.c.id).where(_CUSTOMERS.c.id.in_(ids))).scalars())
    going = there - built_on
    gone_deals = [deal["id"] for deal in deals if deal["customer_id"] in going]
    lost.note((deal["owner_id"] for deal in deals if deal["customer_id"] in going), deals=1)
    lost.note(session.execute(select(_CUSTOMERS.c.owner_id).where(_CUSTOMERS.c.id.in_(going))).scalars(), customers=1)
    _delete_deals(session, gone_deals)
    for table in (_CLAIMS, _CONTACTS, _ALIASES):
        session.execute(delete(table).where(table.c.customer_id.in_(going)))
    session.execute(delete(_CUSTOMERS).where(_CUSTOMERS.c.id.in_(going)))
    return len(going), gone_deals, [row["name"] for row in rows if row["customer_id"] in there & built_on]


def _additions(session: Session, import_id: int, rows: Sequence[RowMapping], lost: Losses) -> list[int]:
    """Take back what was added to customers that were there before. Returns the deals that are gone."""
    new = select(ROWS.c.customer_id).where(ROWS.c.import_id == import_id, ROWS.c.is_new)
    theirs = set(session.execute(new.where(ROWS.c.customer_id.in_([row["customer_id"] for row in rows]))).scalars())
    rows = [row for row in rows if row["customer_id"] not in theirs]
    deals = _in(session, _DEALS, _DEALS.c.id, [row["deal_id"] for row in rows if row["deal_id"]])
    kept = _changed_deals(session, rows, deals)
    gone = [deal["id"] for deal in deals if deal["customer_id"] not in kept]
    lost.note((deal["owner_id"] for deal in deals if deal["customer_id"] not in kept), deals=1)
    _delete_deals(session, gone)
    for row in reversed(rows):
        _person(session, import_id, row)
        for name in LACKING:
            if row[name] is not None:
                filled = (_CUSTOMERS.c.id == row["customer_id"], _CUSTOMERS.c[name] == row[name])
                session.execute(update(_CUSTOMERS).where(*filled).values({name: None}))
    return gone


def _person(session: Session, import_id: int, row: RowMapping) -> None:
    """Take back whom a row brought, unless something was said of them since, or what it said of somebody known."""
    theirs = (
        _CONTACTS.c.customer_id == row["customer_id"],
        _CONTACTS.c.name == (row["contact"] or row["known_contact"]),
    )
    contact = session.execute(select(_CONTACTS).where(*theirs)).mappings().first()
    if contact is None:
        return
    this = _CLAIMS.c.contact_id == contact["id"]
    told_since = session.execute(select(_CLAIMS.c.id).where(this, _not_of(import_id)).limit(1)).first() is not None
    as_brought = all(contact[name] == row[name] for name in SAID) and contact["person_id"] is None
    if row["contact"] is not None and not (as_brought and not told_since):
        return
    session.execute(delete(_CLAIMS).where(this, _CLAIMS.c.import_id == import_id))
    if row["contact"] is not None:
        session.execute(delete(_CONTACTS).where(_CONTACTS.c.id == contact["id"]))
        return
    filled = [name for name in SAID if row[name] is not None and contact[name] == row[name]]
    kept = {"role"} if told_since else set()
    if values := dict.fromkeys(set(filled) - kept):
        session.execute(update(_CONTACTS).where(_CONTACTS.c.id == contact["id"]).values(values))


def _not_of(import_id: int) -> ColumnElement[bool]:
    return _CLAIMS.c.import_id.is_distinct_from(import_id)


def _delete_deals(session: Session, ids: Sequence[int]) -> None:
    for table in (_SIGNALS, _BREACHES, _CHANGES):
        session.execute(delete(table).where(table.c.deal_id.in_(ids)))
    session.execute(delete(_DEALS).where(_DEALS.c.id.in_(ids)))


def _changed_deals(session: Session, rows: Iterable[RowMapping], deals: Sequence[RowMapping]) -> set[int]:
    """The customers with deals that are not as they were brought."""
    brought = {row["deal_id"]: row for row in rows if row["deal_id"] is not None}
    ids = [deal["id"] for deal in deals]
    moved = select(_CHANGES.c.deal_id).where(_CHANGES.c.deal_id.in_(ids)).group_by(_CHANGES.c.deal_id)
    acted = select(_BREACHES.c.deal_id).where(
        _BREACHES.c.deal_id.in_(ids), or_(_BREACHES.c.snoozes > 0, _BREACHES.c.support_at.is_not(None))
    )
    touched = {
        *session.execute(moved.having(func.count() > 1)).scalars(),
        *session.execute(acted).scalars(),
        *_referred_to(session, _DEALS, ids),
    }
    return {
        deal["customer_id"]
        for deal in deals
        if deal["id"] in touched
        or deal["id"] not in brought
        or (deal["version"], deal["clock_no"], deal["hold_until"]) != (1, 1, None)
        or (deal["stage"], deal["owner_id"]) != tuple(brought[deal["id"]][name] for name in ("stage", "deal_owner_id"))
    }


def _more_than(session: Session, rows: Sequence[RowMapping], ids: Sequence[int]) -> set[int]:
    """The customers that have people or aliases that did not come with these rows."""
    brought = {(row["customer_id"], name) for row in rows for name in (row["contact"], row["alias"])}
    found = [
        *session.execute(select(_CONTACTS.c.customer_id, _CONTACTS.c.name).where(_CONTACTS.c.customer_id.in_(ids))),
        *session.execute(select(_ALIASES.c.customer_id, _ALIASES.c.alias).where(_ALIASES.c.customer_id.in_(ids))),
    ]
    return {customer_id for customer_id, name in found if (customer_id, name) not in brought}


def _referred_to(session: Session, table: Table, ids: Collection[int]) -> Iterable[int]:
    """Those of `ids` that rows of other tables than those an import fills refer to."""
    for other in METADATA.sorted_tables:
        for reference in other.foreign_keys:
            if reference.column.table is table and other.name not in BROUGHT:
                column: Any = reference.parent
                yield from session.execute(select(column).where(column.in_(ids))).scalars()


def _in(session: Session, table: Table, column: Any, ids: Sequence[int]) -> Sequence[RowMapping]:
    return session.execute(select(table).where(column.in_(ids))).mappings().all()
