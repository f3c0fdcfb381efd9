"""The lines of an import, decided and kept beside the company's rows until they become valid at once.

Whoever stages them raises the import's number, so that a worker that was taken for dead can write nothing any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session

from sales.errors import Changed
from sales.importing.decisions import Importer, Values
from sales.importing.headings import Layout
from sales.importing.people import Problem
from sales.scope import Actor
from storage import rows
from storage.background import CustomerImport, ImportRow
from storage.deals import Customer, Opportunity
from storage.statements import table_of

AT_ONCE = 500  # rows in one transaction
IMPORTS, ROWS = table_of(CustomerImport), table_of(ImportRow)
KEPT = ("done", "undoing")  # imports whose rows may be needed for undoing
NOT_VALID = ("reading", "ready")
ABANDONED = timedelta(days=2)  # since then a preview that nobody answered


class Superseded(Exception):
    """Another worker stages this import now, or somebody has given it up."""


@dataclass(frozen=True)
class Staging:
    """One reading of an import: its number, and the newest customer there was when it began."""

    import_id: int
    number: int
    newest: int


def begin(session: Session, by: Actor, file_name: str, now: datetime) -> int:
    """A new import of who acts, without rows yet; it takes the place of one that they have not answered. Returns its
    id."""
    unanswered = (IMPORTS.c.member_id == by.member_id, IMPORTS.c.status.in_(NOT_VALID))
    session.execute(update(IMPORTS).where(*unanswered).values(status="dropped"))
    new = CustomerImport(member_id=by.member_id, file_name=file_name[:100], at=now)
    session.add(new)
    session.flush()
    assert new.id is not None
    return new.id


def drop(session: Session, by: Actor, import_id: int) -> None:
    """Give an import up that is not valid yet. Raises Changed if it is somebody else's."""
    row = rows.locked(session, CustomerImport, import_id)
    if row is None or row.member_id != by.member_id:
        raise Changed("import", import_id, "not_yours")
    if row.status in NOT_VALID:
        row.status = "dropped"
        session.add(row)


def waits(session: Session, import_id: int) -> bool:
    """Whether this import is still to be decided on."""
    status = session.execute(select(IMPORTS.c.status).where(IMPORTS.c.id == import_id)).scalar()
    return status in NOT_VALID


def take_over(session: Session, import_id: int) -> Staging:
    """Stage this import from now on. Raises Superseded where it is given up or valid already."""
    mine = update(IMPORTS).where(IMPORTS.c.id == import_id, IMPORTS.c.status.in_(NOT_VALID))
    anew = mine.values(staging_no=IMPORTS.c.staging_no + 1, status="reading").returning(IMPORTS.c.staging_no)
    number: int | None = session.execute(anew).scalar()
    if number is None:
        raise Superseded
    newest: int | None = session.execute(select(func.max(table_of(Customer).c.id))).scalar()
    return Staging(import_id, number, newest or 0)


def keep(session: Session, staging: Staging, values: Sequence[Values]) -> None:
    """Keep some rows. Raises Superseded."""
    held = select(IMPORTS.c.id).where(IMPORTS.c.id == staging.import_id, IMPORTS.c.staging_no == staging.number)
    if session.execute(held.with_for_update()).first() is None:
        raise Superseded
    if values:
        session.execute(insert(ROWS), [{**row, "import_id": staging.import_id} for row in values])


def finish(
    session: Session, staging: Staging, layout: Layout, importer: Importer, lines: int, notes: Mapping[Problem, int]
) -> None:
    """All rows are kept, as this importer may bring them; `notes` counts how cells were taken. Raises Superseded."""
    keep(session, staging, ())
    facts = {
        "lines": lines,
        "sheet": layout.table.name,
        "unused": list(layout.unused),
        "others": list(layout.others),
        "notes": [[list(note), count] for note, count in notes.items()],
        "newest": staging.newest,
        "rights": importer.rights,
    }
    session.execute(update(IMPORTS).where(IMPORTS.c.id == staging.import_id).values(facts=facts))


def ready(session: Session, staging: Staging, preview: Mapping[str, Any]) -> None:
    """The rows are summed up (`preview`) and may become valid. Raises Superseded."""
    keep(session, staging, ())
    of_it = IMPORTS.c.id == staging.import_id
    facts = session.execute(select(IMPORTS.c.facts).where(of_it)).scalar_one()
    session.execute(update(IMPORTS).where(of_it).values(status="ready", facts={**facts, "preview": dict(preview)}))


def new_keys(session: Session, kind: type[Customer | Opportunity]) -> Sequence[int]:
    """Keys for customers, or deals, that are not there yet."""
    return rows.reserve(session.connection(), table_of(kind), AT_ONCE)


def lines_of(session: Session, import_id: int) -> int:
    """How many lines of the file were read."""
    facts: Mapping[str, Any] = session.execute(select(IMPORTS.c.facts).where(IMPORTS.c.id == import_id)).scalar_one()
    return int(facts.get("lines", 0))


def not_needed(session: Session, now: datetime, undoable: timedelta) -> Sequence[int]:
    """Imports whose staged rows nothing needs any more: given up, undone, or too old to be undone."""
    needed = (IMPORTS.c.status.in_(KEPT) & (IMPORTS.c.done_at > now - undoable - ABANDONED)) | (
        IMPORTS.c.status.in_(NOT_VALID) & (IMPORTS.c.at > now - ABANDONED)
    )
    return (
        session.execute(select(IMPORTS.c.id).where(~needed, IMPORTS.c.id.in_(select(ROWS.c.import_id)))).scalars().all()
    )


def clear_some(session: Session, import_id: int) -> bool:
    """Delete some staged rows of an import; False if there were none."""
    some = select(ROWS.c.id).where(ROWS.c.import_id == import_id).order_by(ROWS.c.id).limit(AT_ONCE)
    deleted = delete(ROWS).where(ROWS.c.id.in_(some.scalar_subquery())).returning(ROWS.c.id)
    return session.execute(deleted).first() is not None
