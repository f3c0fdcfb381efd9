"""What has come of an import: how much, whose it is, what was left out, what stayed when it was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session

from sales.importing.preview import Counts, Found, by_problem, counts, wanted
from sales.importing.staging import IMPORTS, KEPT, ROWS
from sales.importing.switch import brought
from storage.deals import Customer
from storage.people import Member
from storage.statements import table_of

MOST_NAMED = 10
_CUSTOMERS, _MEMBERS = table_of(Customer), table_of(Member)


@dataclass(frozen=True)
class Outcome:
    """An import that is done, or taken back (`gone`). `owners` are whose the new customers and deals are, `names` the
    first new customers that are there, `there` how many are; `left_out` are the problems of lines that did not come;
    `kept` the customers that stayed when it was taken back."""

    file_name: str
    at: datetime
    gone: bool
    counts: Counts
    owners: tuple[tuple[str, int, int], ...]
    names: tuple[str, ...]
    there: int
    left_out: tuple[Found, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """What somebody has got by the last import that brought them something."""

    file_name: str
    by: str
    customers: tuple[str, ...]
    deals: int


def outcome(session: Session, member_id: int, now: datetime, undoable: timedelta) -> Outcome | None:
    """What has come of the member's last import; None where there was none lately."""
    done = (IMPORTS.c.status.in_((*KEPT, "undone")), IMPORTS.c.done_at > now - undoable)
    row = (
        session.execute(
            select(IMPORTS)
            .where(IMPORTS.c.member_id == member_id, *done)
            .order_by(IMPORTS.c.done_at.desc(), IMPORTS.c.id.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    of_it = wanted(row["id"], only_good=row["only_good"])
    names = dict(session.execute(select(_MEMBERS.c.id, _MEMBERS.c.name)).tuples().all())
    new = select(ROWS.c.customer_id).where(of_it, ROWS.c.is_new)
    there = (
        session.execute(select(_CUSTOMERS.c.name).where(_CUSTOMERS.c.id.in_(new)).order_by(_CUSTOMERS.c.id))
        .scalars()
        .all()
    )
    others = (ROWS.c.import_id == row["id"], ~of_it, ROWS.c.problems.is_not(None))
    bad = session.execute(
        select(ROWS.c.line, ROWS.c.name, ROWS.c.problems, ROWS.c.skipped).where(*others).order_by(ROWS.c.id)
    ).all()
    return Outcome(
        row["file_name"],
        row["done_at"],
        row["status"] != "done",
        counts(session, row["id"], only_good=row["only_good"]),
        tuple((names[owner], customers, deals) for owner, customers, deals in brought(session, row["id"]).owners),
        tuple(there[:MOST_NAMED]),
        len(there),
        by_problem(bad, with_owners=True)[:MOST_NAMED],
        tuple(row["facts"].get("withdrawn", (0, 0, 0, ()))[3]),
    )


def share(session: Session, member_id: int, now: datetime, undoable: timedelta) -> Share | None:
    """What the member has got by the last import that brought them something; None where there was none lately."""
    theirs = (ROWS.c.owner_id == member_id) & ROWS.c.is_new | (ROWS.c.deal_owner_id == member_id)
    row = session.execute(
        select(IMPORTS.c.id, IMPORTS.c.file_name, IMPORTS.c.only_good, _MEMBERS.c.name)
        .join(_MEMBERS, _MEMBERS.c.id == IMPORTS.c.member_id)
        .where(
            IMPORTS.c.status == "done",
            IMPORTS.c.done_at > now - undoable,
            IMPORTS.c.id.in_(select(ROWS.c.import_id).where(theirs)),
        )
        .order_by(IMPORTS.c.done_at.desc(), IMPORTS.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    of_it = wanted(row.id, only_good=row.only_good)
    customers = session.execute(select(ROWS.c.name).where(of_it, theirs).distinct().order_by(ROWS.c.name)).scalars()
    deals = session.execute(select(ROWS.c.id).where(of_it, ROWS.c.deal_owner_id == member_id)).scalars()
    return Share(row.file_name, row.name, tuple(customers), len(deals.all()))
