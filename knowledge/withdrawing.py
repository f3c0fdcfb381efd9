"""Files that members have brought into the library, and taking one back as a whole, within a time: what it added is
found no more, what it changed is as it was. What somebody has changed since stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_models

from knowledge import importing
from knowledge.importing import Changes, Imported
from knowledge.items import Item, read_item
from storage.library import ScriptImport, ScriptImportRow
from storage.statements import execute, table_of


@dataclass(frozen=True)
class Brought:
    """An import of a file, and what it has brought."""

    id: int
    file_name: str
    at: datetime
    items: int


def bring_in(
    session: Session, member_id: int, run_id: int, file_name: str, items: Sequence[Item], now: datetime
) -> Imported:
    """Bring in the items of a file for a member, noted so that it can be taken back. The same run does it once."""
    done = session.exec(select_models(ScriptImport.id).where(col(ScriptImport.run_id) == run_id)).first()
    found = importing.changes(session, items)
    if done is not None:
        return _of_rows(session, done, len(items))
    note = ScriptImport(member_id=member_id, run_id=run_id, file_name=file_name, at=now)
    session.add(note)
    session.flush()
    if rows := _rows(note.id or 0, found):
        execute(session, insert(_ROWS), rows)
    return importing.carry_out(session, found, now, member_id)


def latest(
    session: Session, member_id: int, now: datetime, undoable: timedelta, wanted: int | None = None
) -> Brought | None:
    """The newest import of a member that can still be taken back, or the one that is `wanted`."""
    mine = (col(ScriptImport.member_id) == member_id, col(ScriptImport.status) == "done")
    query = select_models(ScriptImport).where(*mine, col(ScriptImport.at) > now - undoable)
    if wanted is not None:
        query = query.where(col(ScriptImport.id) == wanted)
    found = session.exec(query.order_by(col(ScriptImport.id).desc())).first()
    if found is None or found.id is None:
        return None
    return Brought(found.id, found.file_name, found.at, len(_kept(session, found.id)))


def of_run(session: Session, run_id: int) -> int | None:
    """The import of a run; None where it brought nothing."""
    return session.exec(select_models(ScriptImport.id).where(col(ScriptImport.run_id) == run_id)).first()


def take_back(session: Session, import_id: int, now: datetime) -> tuple[int, int] | None:
    """Take an import back: how many items are as before, and how many stay because they have been changed since. None
    where it was taken back before."""
    note = session.exec(select_models(ScriptImport).where(col(ScriptImport.id) == import_id).with_for_update()).one()
    if note.status != "done":
        return None
    note.status = "undone"
    session.add(note)
    rows = _kept(session, import_id)
    now_there = {item.code: item.content_hash for item in importing.everything(session)}
    mine = [row for row in rows if now_there.get(row.code) == row.after]
    importing.retire(session, [row.code for row in mine if row.before is None], now)
    importing.put(session, [read_item(row.before) for row in mine if row.before is not None], now)
    return len(mine), len(rows) - len(mine)


def _rows(import_id: int, found: Changes) -> list[dict[str, object]]:
    new = [(item, None) for item in found.new]
    pairs = [*new, *((item, was.as_data) for item, was in found.changed)]
    return [
        {"import_id": import_id, "code": item.code, "after": item.content_hash, "before": before}
        for item, before in pairs
    ]


def _of_rows(session: Session, import_id: int, items: int) -> Imported:
    rows = _kept(session, import_id)
    added = sum(row.before is None for row in rows)
    return Imported(added, len(rows) - added, items - len(rows))


def _kept(session: Session, import_id: int) -> Sequence[ScriptImportRow]:
    rows: Sequence[ScriptImportRow] = execute(session, _OF_IMPORT, {"import": import_id}).all()  # type: ignore[assignment]
    return rows


_ROWS = table_of(ScriptImportRow)
_OF_IMPORT = (
    select(_ROWS.c.code, _ROWS.c.after, _ROWS.c.before)
    .where(_ROWS.c.import_id == bindparam("import"))
    .order_by(_ROWS.c.id)
)
