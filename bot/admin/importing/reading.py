"""Reading a customer list into staged rows, in transactions that are short enough for conversations to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from sales import importing
from sales.importing import (
    AT_ONCE,
    MOST_LINES,
    Amendments,
    Decisions,
    Importer,
    Known,
    Layout,
    NotReadable,
    Reader,
    Staging,
    Values,
)
from storage.deals import Customer, Opportunity
from storage.engine import Database


def stage(
    db: Database,
    import_id: int,
    layout: Layout,
    amended: Amendments,
    known: Known,
    reader: Reader,
    importer: Importer,
    progress: Callable[[int], None],
) -> None:
    """Decide and keep the lines as `amended`; `progress` hears of so many. Raises NotReadable for what the file turns
    out to be, Superseded where somebody else does this by now."""
    with db.write() as session:
        staging = importing.take_over(session, import_id)
    _clear(db, import_id)
    new_customer, new_deal = _keys(db, Customer).__next__, _keys(db, Opportunity).__next__
    decisions = Decisions(known, importer, reader.now, new_customer, new_deal)
    kept: list[Values] = []
    count = 0
    for count, (line, cells) in enumerate(amended.applied(layout.lines()), 1):
        if count > MOST_LINES:
            raise NotReadable("too_many_cells", line)
        kept += decisions.rows(reader.line(line, cells))
        if len(kept) >= AT_ONCE:
            _keep(db, staging, kept)
            kept = []
            progress(count)
    _keep(db, staging, kept)
    with db.write() as session:
        importing.finish(session, staging, layout, importer, count, decisions.notes)
    with db.read() as session:
        found = importing.summed_up(session, import_id)
    with db.write() as session:
        importing.ready(session, staging, asdict(found))


def purge(db: Database, now: datetime, undoable: timedelta) -> None:
    """Delete the staged rows that nothing needs any more."""
    with db.read() as session:
        imports = importing.not_needed(session, now, undoable)
    for import_id in imports:
        _clear(db, import_id)


def _clear(db: Database, import_id: int) -> None:
    some = True
    while some:
        with db.write() as session:
            some = importing.clear_some(session, import_id)


def _keep(db: Database, staging: Staging, values: list[Values]) -> None:
    with db.write() as session:
        importing.keep(session, staging, values)


def _keys(db: Database, kind: type[Customer | Opportunity]) -> Iterator[int]:
    """Keys one by one, reserved some at a time."""
    while True:
        with db.write() as session:
            keys = importing.new_keys(session, kind)
        yield from keys
