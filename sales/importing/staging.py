"""The lines of an import, decided and kept beside the company's rows until they become valid at once.

They are written in short transactions. Whoever stages raises the import's number, so that a worker that was taken for
dead can write nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import Session, col

from sales.errors import Changed
from sales.importing.decisions import Decisions, Importer, Values
from sales.importing.files import MOST_LINES, NotReadable
from sales.importing.headings import Layout
from sales.importing.known import Known
from sales.importing.lines import Reader
from sales.scope import Actor
from storage import rows
from storage.background import CustomerImport, ImportRow
from storage.deals import Customer, Opportunity
from storage.engine import Database
from storage.statements import table_of

AT_ONCE = 500  # lines written, or rows deleted, in one transaction
RESERVED = 500  # keys
IMPORTS, ROWS = table_of(CustomerImport), table_of(ImportRow)
KEPT = ("done", "undoing")  # imports whose rows may be needed for undoing
ABANDONED = timedelta(days=2)  # since then a preview that nobody answered
Progress = Callable[[int], None]  # lines done so far


class Superseded(Exception):
    """Another worker stages this import now, or somebody has given it up."""


def begin(session: Session, by: Actor, file_name: str, now: datetime) -> int:
    """A new import of who acts, without rows yet. Returns its id."""
    new = CustomerImport(member_id=by.member_id, file_name=file_name[:100], at=now)
    session.add(new)
    session.flush()
    assert new.id is not None
    return new.id


def stage(
    db: Database,
    import_id: int,
    layout: Layout,
    known: Known,
    reader: Reader,
    importer: Importer,
    progress: Progress = lambda lines: None,
) -> None:
    """Decide and keep the lines. Raises NotReadable for what the file turns out to be, Superseded where somebody else
    does this by now."""
    with db.write() as session:
        number = _take_over(session, import_id)
        newest = session.execute(select(func.max(table_of(Customer).c.id))).scalar() or 0
    _clear(db, import_id)
    decisions = Decisions(
        known, importer, reader.now, _keys(db, table_of(Customer)).__next__, _keys(db, table_of(Opportunity)).__next__
    )
    kept: list[Values] = []
    count = 0
    for count, (line, cells) in enumerate(layout.lines(), 1):
        if count > MOST_LINES:
            raise NotReadable("too_many_cells", line)
        kept += decisions.rows(reader.line(line, cells))
        if len(kept) >= AT_ONCE:
            _keep(db, import_id, number, kept)
            kept = []
            progress(count)
    _keep(db, import_id, number, kept)
    facts = {
        "lines": count,
        "sheet": layout.table.name,
        "unused": list(layout.unused),
        "others": list(layout.others),
        "newest": newest,
    }
    with db.write() as session:
        held = (col(CustomerImport.id) == import_id, col(CustomerImport.staging_no) == number)
        if not session.execute(update(IMPORTS).where(*held).values(status="ready", facts=facts)).rowcount:
            raise Superseded


def drop(session: Session, by: Actor, import_id: int) -> None:
    """Give an import up that is not valid yet. Raises Changed if it is somebody else's."""
    row = rows.locked(session, CustomerImport, import_id)
    if row is None or row.member_id != by.member_id:
        raise Changed("import", import_id, "not_yours")
    if row.status in ("reading", "ready"):
        row.status = "dropped"
        session.add(row)


def lines_of(session: Session, import_id: int) -> int:
    """How many lines of the file were read."""
    facts: Mapping[str, Any] = session.execute(select(IMPORTS.c.facts).where(IMPORTS.c.id == import_id)).scalar_one()
    return int(facts.get("lines", 0))


def purge(db: Database, now: datetime, undoable: timedelta) -> None:
    """Delete the staged rows that nothing needs any more: of imports given up, undone, or too old to be undone."""
    with db.read() as session:
        needed = (IMPORTS.c.status.in_(KEPT) & (IMPORTS.c.done_at > now - undoable - ABANDONED)) | (
            IMPORTS.c.status.in_(("reading", "ready")) & (IMPORTS.c.at > now - ABANDONED)
        )
        stale = session.execute(
            select(IMPORTS.c.id).where(~needed, IMPORTS.c.id.in_(select(ROWS.c.import_id)))
        ).scalars()
        ids = list(stale)
    for import_id in ids:
        _clear(db, import_id)


def _take_over(session: Session, import_id: int) -> int:
    """The number under which this import is staged from now on."""
    raise_it = update(IMPORTS).where(IMPORTS.c.id == import_id, IMPORTS.c.status.in_(("reading", "ready")))
    anew = raise_it.values(staging_no=IMPORTS.c.staging_no + 1, status="reading").returning(IMPORTS.c.staging_no)
    number: int | None = session.execute(anew).scalar()
    if number is None:
        raise Superseded
    return number


def _clear(db: Database, import_id: int) -> None:
    """Delete the rows of an import, some at a time."""
    some = select(ROWS.c.id).where(ROWS.c.import_id == import_id).order_by(ROWS.c.id).limit(AT_ONCE * 4)
    while True:
        with db.write_connection() as connection:
            if not connection.execute(delete(ROWS).where(ROWS.c.id.in_(some.scalar_subquery()))).rowcount:
                return


def _keep(db: Database, import_id: int, number: int, values: Sequence[Values]) -> None:
    if not values:
        return
    with db.write_connection() as connection:
        held = select(IMPORTS.c.id).where(IMPORTS.c.id == import_id, IMPORTS.c.staging_no == number).with_for_update()
        if connection.execute(held).first() is None:
            raise Superseded
        connection.execute(insert(ROWS), [{**row, "import_id": import_id} for row in values])


def _keys(db: Database, table: Any) -> Iterator[int]:
    """Keys of a table one by one, reserved some at a time."""
    while True:
        with db.write_connection() as connection:
            keys: Iterable[int] = rows.reserve(connection, table, RESERVED)
        yield from keys
