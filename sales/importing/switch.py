"""The staged rows become the company's, all in one transaction: whatever is killed when, either nothing of an import is
there or all of it. See ADR 0038 for what that costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, literal, not_, or_, select, update
from sqlmodel import Session

from config.names import as_compared
from sales.deals import STATE, DealState
from sales.errors import Changed
from sales.importing.decisions import Importer
from sales.importing.people import SAID
from sales.importing.preview import LACKING, Counts, counts, wanted
from sales.importing.staging import AT_ONCE, IMPORTS, ROWS
from sales.leads import SELLERS
from sales.names import all_names_changed, names_changed
from sales.scope import Actor
from sales.teamwork import people as colleagues
from storage.background import Audit
from storage.deals import Contact, Customer, CustomerAlias, DecisionClaim, Opportunity, StageChange
from storage.people import Member
from storage.statements import table_of

FEW = 200  # customers whose names are followed one by one
_CUSTOMERS, _ALIASES, _CONTACTS = table_of(Customer), table_of(CustomerAlias), table_of(Contact)
_DEALS, _CHANGES, _MEMBERS = table_of(Opportunity), table_of(StageChange), table_of(Member)
_CLAIMS = table_of(DecisionClaim)


@dataclass(frozen=True)
class Brought:
    """What an import has brought; `owners` are whose the new customers and deals are: (member, customers, deals)."""

    counts: Counts
    owners: tuple[tuple[int, int, int], ...] = ()


class Stale(Exception):
    """Something has changed in the company since the import was staged: it has to be staged and shown once more."""


def bring_in(
    session: Session, by: Actor, importer: Importer, import_id: int, now: datetime, *, only_good: bool
) -> None:
    """Let the rows be valid; they are already where this has been done before. `importer`: with which rights who acts
    imports now. Raises Stale, and Changed where it is the import of somebody else; then nothing is changed."""
    row = session.execute(select(IMPORTS).where(IMPORTS.c.id == import_id).with_for_update()).mappings().one()
    if row["member_id"] != by.member_id:
        raise Changed("import", import_id, "not_yours")
    if row["status"] != "done":
        facts = row["facts"]
        if (
            row["status"] != "ready"
            or facts["rights"] != importer.rights
            or _is_stale(session, import_id, facts["newest"])
        ):
            raise Stale
        _insert(session.connection(), import_id, row["member_id"], now, only_good=only_good)
        done = {"status": "done", "done_at": now, "only_good": only_good, "cursor": 0}
        session.execute(update(IMPORTS).where(IMPORTS.c.id == import_id).values(**done))
        _names_changed(session, wanted(import_id, only_good=only_good))
        subject = f"import:{import_id}"
        session.add(Audit(at=now, member_id=row["member_id"], what="import", subject=subject))


def brought(session: Session, import_id: int) -> Brought:
    """What a valid import has brought."""
    good = session.execute(select(IMPORTS.c.only_good).where(IMPORTS.c.id == import_id)).scalar_one()
    return Brought(counts(session, import_id, only_good=good), _owners(session, wanted(import_id, only_good=good)))


def plannable(session: Session, import_id: int) -> Sequence[DealState] | None:
    """The next deals of a valid import whose limits are to be planned; None at the end."""
    row = session.execute(select(IMPORTS).where(IMPORTS.c.id == import_id).with_for_update()).mappings().one()
    brought = session.execute(
        select(ROWS.c.id, ROWS.c.deal_id)
        .where(wanted(import_id, only_good=row["only_good"]), ROWS.c.deal_id.is_not(None), ROWS.c.id > row["cursor"])
        .order_by(ROWS.c.id)
        .limit(AT_ONCE)
    ).all()
    if row["status"] != "done" or not brought:
        return None
    session.execute(update(IMPORTS).where(IMPORTS.c.id == import_id).values(cursor=brought[-1].id))
    deals = select(*STATE).where(_DEALS.c.id.in_([deal_id for _, deal_id in brought]))
    return [DealState(*row) for row in session.execute(deals.order_by(_DEALS.c.id))]


def _insert(connection: Connection, import_id: int, member_id: int, now: datetime, *, only_good: bool) -> None:
    where = wanted(import_id, only_good=only_good)
    at = literal(now.astimezone(UTC), _CUSTOMERS.c.created_at.type)
    names = ("customer_id", "name", *LACKING)
    region = func.coalesce(ROWS.c.region, colleagues.region_of_owner(ROWS.c.owner_id))
    said = (region if name == "region" else ROWS.c[name] for name in names)
    customers = select(*said, at, literal(1)).where(where, ROWS.c.is_new).order_by(ROWS.c.id)
    connection.execute(insert(_CUSTOMERS).from_select(["id", "name", *LACKING, "created_at", "version"], customers))
    _fill(connection, import_id, where)
    aliases = select(ROWS.c.customer_id, ROWS.c.alias).where(where, ROWS.c.alias.is_not(None))
    connection.execute(insert(_ALIASES).from_select(["customer_id", "alias"], aliases))
    of_people = [ROWS.c[name] for name in ("customer_id", "contact", *SAID)]
    people = select(*of_people).where(where, ROWS.c.contact.is_not(None)).order_by(ROWS.c.id)
    connection.execute(insert(_CONTACTS).from_select(["customer_id", "name", *SAID], people))
    _tell_roles(connection, import_id, where, at)
    _complete(connection, where)
    deals = where & ROWS.c.deal_id.is_not(None)
    sells = ROWS.c.deal_owner_id.in_(select(_MEMBERS.c.id).where(_MEMBERS.c.role.in_(SELLERS)))
    of_deal = ("deal_id", "customer_id", "deal_owner_id", "product_line", "amount_fen", "stage", "stage_entered_at")
    selected = [
        *(ROWS.c[name] for name in of_deal),
        ROWS.c.stage_entered_at,
        case((sells, ROWS.c.stage_entered_at)),  # a leader's are still to be assigned
        literal(1),
        ROWS.c.expected_close,
        literal(1),
    ]
    columns = ["id", "customer_id", "owner_id", "product_line", "amount_fen", "stage", "stage_entered_at"]
    columns += ["clock_started_at", "assigned_at", "clock_no", "expected_close", "version"]
    connection.execute(insert(_DEALS).from_select(columns, select(*selected).where(deals).order_by(ROWS.c.id)))
    none: Any = literal([], _CHANGES.c.reason.type)
    moves = select(ROWS.c.deal_id, ROWS.c.stage, ROWS.c.stage_entered_at, literal(member_id), none).where(deals)
    connection.execute(insert(_CHANGES).from_select(["deal_id", "stage_to", "at", "by_id", "reason"], moves))


def _fill(connection: Connection, import_id: int, where: ColumnElement[bool]) -> None:
    """Fill what customers lack. Each field is said by one row at most."""
    fills = ~ROWS.c.is_new & or_(*(ROWS.c[name].is_not(None) for name in LACKING))
    if connection.execute(select(ROWS.c.id).where(where, fills).limit(1)).first() is None:
        return
    values = {name: func.coalesce(_CUSTOMERS.c[name], ROWS.c[name]) for name in LACKING}
    for name, value in values.items():
        said = and_(where, fills, ROWS.c[name].is_not(None), ROWS.c.customer_id == _CUSTOMERS.c.id)
        connection.execute(update(_CUSTOMERS).where(said).values({name: value}))


def _tell_roles(connection: Connection, import_id: int, where: ColumnElement[bool], at: Any) -> None:
    """Buying roles are claims of the list, of people who are new and of those whose role nobody has said."""
    name = func.coalesce(ROWS.c.contact, ROWS.c.known_contact)
    theirs = select(_CONTACTS.c.id).where(_CONTACTS.c.customer_id == ROWS.c.customer_id, _CONTACTS.c.name == name)
    unsaid = or_(ROWS.c.contact.is_not(None), theirs.where(_CONTACTS.c.role.is_(None)).exists())
    file = select(IMPORTS.c.file_name).where(IMPORTS.c.id == import_id).scalar_subquery()
    values = {
        "customer_id": ROWS.c.customer_id,
        "contact_id": theirs.scalar_subquery(),
        "aspect": literal("role"),
        "value": ROWS.c.role,
        "holds": literal(True),
        "at": at,
        "said": file,
        "import_id": literal(import_id),
    }
    claims = select(*values.values()).where(where, ROWS.c.role.is_not(None), unsaid).order_by(ROWS.c.id)
    connection.execute(insert(_CLAIMS).from_select([*values], claims))


def _complete(connection: Connection, where: ColumnElement[bool]) -> None:
    """Fill what was not known of contacts. Each field is said by one row at most."""
    said = and_(where, ROWS.c.known_contact.is_not(None))
    if connection.execute(select(ROWS.c.id).where(said).limit(1)).first() is None:
        return
    theirs = and_(_CONTACTS.c.customer_id == ROWS.c.customer_id, _CONTACTS.c.name == ROWS.c.known_contact)
    contact = select(_CONTACTS.c.id).where(theirs).correlate(ROWS).scalar_subquery()
    for name in SAID:
        fills = and_(said, ROWS.c[name].is_not(None))
        value = select(ROWS.c[name]).where(fills, theirs).correlate(_CONTACTS).limit(1).scalar_subquery()
        lacks = and_(_CONTACTS.c[name].is_(None), _CONTACTS.c.id.in_(select(contact).where(fills)))
        connection.execute(update(_CONTACTS).where(lacks).values({name: value}))


def _is_stale(session: Session, import_id: int, newest: int) -> bool:
    """Whether a new customer has come meanwhile under another id, one that is filled or added to is gone or somebody
    else's, a new contact is there already, or an owner has left."""
    of_it = ROWS.c.import_id == import_id
    new = select(ROWS.c.customer_id).where(of_it, ROWS.c.is_new)
    since = session.execute(select(_CUSTOMERS.c.name).where(_CUSTOMERS.c.id > newest)).scalars()
    keys = {as_compared(name) for name in since}
    if keys and session.execute(select(ROWS.c.id).where(of_it, ROWS.c.is_new, ROWS.c.key.in_(keys)).limit(1)).first():
        return True
    there = and_(
        _CUSTOMERS.c.id == ROWS.c.customer_id, _CUSTOMERS.c.owner_id.is_not_distinct_from(ROWS.c.known_owner_id)
    )
    gone = (
        select(ROWS.c.id)
        .outerjoin(_CUSTOMERS, there)
        .where(of_it, ~ROWS.c.skipped, ~ROWS.c.is_new, ROWS.c.customer_id.not_in(new), _CUSTOMERS.c.id.is_(None))
    )
    named = select(_CONTACTS.c.id).where(
        _CONTACTS.c.customer_id == ROWS.c.customer_id, _CONTACTS.c.name == ROWS.c.contact
    )
    came = select(ROWS.c.id).where(of_it, ~ROWS.c.is_new, ~ROWS.c.skipped, named.exists())
    left = select(_MEMBERS.c.id).where(not_(_MEMBERS.c.active))
    orphaned = select(ROWS.c.id).where(of_it, or_(ROWS.c.owner_id.in_(left), ROWS.c.deal_owner_id.in_(left)))
    return any(session.execute(query.limit(1)).first() is not None for query in (gone, came, orphaned))


def _names_changed(session: Session, where: ColumnElement[bool]) -> None:
    ids = session.execute(select(ROWS.c.customer_id).where(where).distinct().limit(FEW + 1)).scalars().all()
    if len(ids) > FEW:
        all_names_changed(session)
    else:
        names_changed(session, sorted(ids))


def _owners(session: Session, where: ColumnElement[bool]) -> tuple[tuple[int, int, int], ...]:
    """How many new customers and deals are whose."""
    found: dict[int, list[int]] = {}
    for place, (column, condition) in enumerate(
        ((ROWS.c.owner_id, ROWS.c.is_new), (ROWS.c.deal_owner_id, ROWS.c.deal_id.is_not(None)))
    ):
        grouped = select(column, func.count()).where(where, condition, column.is_not(None)).group_by(column)
        for member_id, count in session.execute(grouped):
            found.setdefault(member_id, [0, 0])[place] = count
    return tuple((member_id, *of) for member_id, of in sorted(found.items()))  # type: ignore[misc]
