"""Change sets: what a piece of work changed, row by row, and how to reverse it.

`recording` collects before and after images of every row that is inserted, changed or deleted through the session.
`reverse` puts the rows back, newest change first, and leaves alone what somebody has changed since.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Delete,
    RowMapping,
    Table,
    UniqueConstraint,
    Update,
    bindparam,
    delete,
    event,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.orm import Mapper
from sqlalchemy.orm import Session as SqlAlchemySession
from sqlmodel import Session, SQLModel

from storage import coaching, forecasts
from storage.conversations import Candidate, ChangeSet, Outbox, Run
from storage.deals import MoveRequest, Signal
from storage.statements import execute, inserted

# What undo leaves alone: the trail of what happened, what is kept beside a turn, and what is derived anew.
UNRECORDED = frozenset(
    {
        "audit",
        "callrecording",
        "revision",
        "namechange",
        "customerimport",
        "funnelcell",
        "funnelfact",
        "funnelstale",
        "funnelstate",
        "importrow",
        "pointaccount",
        "scriptimport",
        "scriptimportrow",
        "scriptshown",
        "scriptvector",
        *(str(getattr(area, table).__tablename__) for area in (coaching, forecasts) for table in area.__all__),
        *(str(table.__tablename__) for table in (Candidate, ChangeSet, MoveRequest, Outbox, Run, Signal)),
    }
)
RECORDING = "changes"  # a session that records keeps them under this key
Image = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One row: `before` is None for an insert, `after` None for a delete; otherwise only the changed columns."""

    table: str
    key: int | str
    before: Image | None
    after: Image | None

    def as_json(self) -> list[Any]:
        """As a change set keeps it."""
        return [self.table, self.key, self.before, self.after]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Change:
        """What `as_json` gave."""
        return cls(*data)


@contextmanager
def recording(session: Session) -> Iterator[list[Change]]:
    """Collect the changes flushed inside the block; pending ones are flushed at its end."""
    changes: list[Change] = []
    session.flush()
    session.info[RECORDING] = changes
    try:
        yield changes
        session.flush()
    finally:
        del session.info[RECORDING]


@contextmanager
def unrecorded(session: Session) -> Iterator[None]:
    """Keep what is changed inside the block out of what is recorded: it follows from something that is."""
    session.flush()
    changes = session.info.pop(RECORDING, None)
    try:
        yield
        session.flush()
    finally:
        if changes is not None:
            session.info[RECORDING] = changes


@event.listens_for(SqlAlchemySession, "after_flush")
def _collect(session: SqlAlchemySession, _context: Any) -> None:
    changes: list[Change] | None = session.info.get(RECORDING)
    if changes is None:
        return
    for row in session.new:
        _add(changes, row, None, _image(row))
    for row in session.dirty:
        before, after = _difference(row)
        if after:
            _add(changes, row, before, after)
    for row in session.deleted:
        _add(changes, row, _image(row, loaded=True), None)


def insert_row(session: Session, table: Table, values: Mapping[str, Any]) -> int:
    """Insert without the ORM, recorded like changes through it. Returns the key."""
    session.flush()
    key = inserted(session, _insert(table), values)
    if (changes := session.info.get(RECORDING)) is not None:
        row = {"id": key, **values}
        changes.append(
            Change(str(table.name), key, None, {column.name: _freeze(row.get(column.name)) for column in table.columns})
        )
    return key


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """`insert_row` of several that have the same columns: at once, where nothing is recorded."""
    if session.info.get(RECORDING) is not None:
        for row in rows:
            insert_row(session, table, row)
    elif rows:
        session.flush()
        execute(session, _insert(table), rows)


def update_row(session: Session, table: Table, row: RowMapping, values: Mapping[str, Any]) -> None:
    """Give the row, as it was read, other values without the ORM; recorded like changes through it."""
    changed = {name: value for name, value in values.items() if row[name] != value}
    if not changed:
        return
    session.flush()
    execute(session, _update(table), {"row": row["id"], **changed})
    if (changes := session.info.get(RECORDING)) is not None:
        before = {name: _freeze(row[name]) for name in changed}
        after = {name: _freeze(value) for name, value in changed.items()}
        changes.append(Change(str(table.name), row["id"], before, after))


def delete_row(session: Session, table: Table, row: RowMapping) -> None:
    """Delete the row, as it was read, without the ORM; recorded like changes through it."""
    session.flush()
    execute(session, _delete(table), {"row": row["id"]})
    if (changes := session.info.get(RECORDING)) is not None:
        changes.append(Change(str(table.name), row["id"], {name: _freeze(value) for name, value in row.items()}, None))


_insert = lru_cache(insert)


@lru_cache
def _update(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam("row"))


@lru_cache
def _delete(table: Table) -> Delete:
    return delete(table).where(table.c.id == bindparam("row"))


def conflicts(session: Session, changes: Sequence[Change]) -> list[Change]:
    """The changes that somebody has built on since: their rows no longer are as they were left, or rows of others
    refer to them."""
    final = {(change.table, change.key): change for change in changes}
    new = {(change.table, change.key) for change in changes if change.before is None}
    built_on = {at for at, change in final.items() if not _is_as_left(session, change, changes)}
    while referred_to := {at for at in new - built_on if _is_referred_to(session, *at, going=new - built_on)}:
        built_on |= referred_to
    return [change for at, change in final.items() if at in built_on]


def reverse(session: Session, changes: Sequence[Change], keep: Sequence[Change] = ()) -> None:
    """Put every row back as it was before, except the rows named in `keep`."""
    kept = {(change.table, change.key) for change in keep}
    session.flush()
    for change in reversed(changes):
        if (change.table, change.key) in kept:
            continue
        table = _table(change.table)
        (key,) = table.primary_key.columns
        if change.before is None:
            session.execute(delete(table).where(key == change.key))
        elif change.after is None:
            session.execute(insert(table).values(**_thaw(change.before)))
        else:
            session.execute(update(table).where(key == change.key).values(**_thaw(change.before)))
    session.expire_all()


def _is_as_left(session: Session, last: Change, changes: Sequence[Change]) -> bool:
    table = _table(last.table)
    (key,) = table.primary_key.columns
    row = session.execute(select(table).where(key == last.key)).mappings().first()
    if last.after is None or row is None:
        return last.after is None and row is None and not _is_taken(session, table, last.before or {})
    left: Image = {}
    for change in changes:
        if (change.table, change.key) == (last.table, last.key) and change.after:
            left.update(change.after)
    return all(_freeze(row[name]) == value for name, value in left.items())


def _is_taken(session: Session, table: Table, gone: Image) -> bool:
    """Whether there is a new row in the place of a deleted one: with the same unique values."""
    row = _thaw(gone)
    for unique in (part for part in table.constraints if isinstance(part, UniqueConstraint)):
        same = [column == row.get(column.name) for column in unique.columns]
        if session.execute(select(*unique.columns).where(*same).limit(1)).first() is not None:
            return True
    return False


def _is_referred_to(session: Session, table: str, key: int | str, going: Collection[tuple[str, Any]]) -> bool:
    """Whether a row that is not `going` itself refers to this one."""
    for other in SQLModel.metadata.sorted_tables:
        for reference in (key for key in other.foreign_keys if key.column.table.name == table):
            (other_key,) = other.primary_key.columns
            found = session.execute(select(other_key).where(reference.parent == key)).scalars()
            if any((other.name, row) not in going for row in found):
                return True
    return False


def _add(changes: list[Change], row: Any, before: Image | None, after: Image | None) -> None:
    mapper: Mapper[Any] = inspect(row).mapper
    name = str(mapper.local_table.name)  # type: ignore[attr-defined]
    if name not in UNRECORDED:
        changes.append(
            Change(name, inspect(row).identity_key[1][0] if inspect(row).identity_key else _pk(row), before, after)
        )


def _pk(row: Any) -> Any:
    return inspect(row).mapper.primary_key_from_instance(row)[0]


def _image(row: Any, loaded: bool = False) -> Image:
    state = inspect(row)
    image: Image = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        value = history.deleted[0] if loaded and history.deleted else getattr(row, attribute.key)
        image[attribute.columns[0].name] = _freeze(value)
    return image


def _difference(row: Any) -> tuple[Image, Image]:
    state = inspect(row)
    before: Image = {}
    after: Image = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.has_changes() and history.deleted:
            name = attribute.columns[0].name
            before[name], after[name] = _freeze(history.deleted[0]), _freeze(history.added[0])
    return before, after


def _freeze(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    return value


def _thaw(image: Image) -> Image:
    return {name: _thawed(value) for name, value in image.items()}


def _thawed(value: Any) -> Any:
    if isinstance(value, dict) and set(value) == {"at"}:
        return datetime.fromisoformat(value["at"])
    if isinstance(value, dict) and set(value) == {"on"}:
        return date.fromisoformat(value["on"])
    return value


def _table(name: str) -> Table:
    return SQLModel.metadata.tables[name]
