"""Timers are rows. Setting a key again moves it; whoever changes a deal sets or cancels its timers with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Executable, RowMapping, Select, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from scheduler.sweep import Fired
from storage.background import Timer
from storage.changes import RECORDING, delete_row, insert_row, insert_rows, update_row
from storage.statements import execute, fetch, table_of


def put(
    session: Session,
    key: str,
    kind: str,
    at: datetime,
    member_id: int,
    payload: Mapping[str, Any] | None = None,
    instead_of: Sequence[str] = (),
    *,
    is_new: bool = False,
) -> None:
    """Set the timer `key`, which fires for `member_id` at `at`. An existing one is moved; those of `instead_of` are
    cancelled. `is_new`: what it is about was made just now, so that there can be none."""
    values = {"kind": kind, "at": at, "member_id": member_id, "payload": dict(payload or {}), "attempts": 0}
    found = {} if is_new else {row["key"]: row for row in _of(session, (key, *instead_of))}
    for other in instead_of:
        if other in found:
            delete_row(session, _TIMERS, found[other])
    if key in found:
        update_row(session, _TIMERS, found[key], values)
    else:
        insert_row(session, _TIMERS, {"key": key, **values})


def put_all(session: Session, timers: Sequence[Mapping[str, Any]]) -> None:
    """`put` for several timers (at, kind, key, member_id, payload) of different keys, in as few statements."""
    if timers and session.info.get(RECORDING) is None:
        session.flush()
        execute(session, _set(session.get_bind().dialect.name), [{**timer, "attempts": 0} for timer in timers])
        return
    found = {row["key"]: row for row in _of(session, [timer["key"] for timer in timers])} if timers else {}
    for timer in timers:
        if timer["key"] in found:
            update_row(session, _TIMERS, found[timer["key"]], {**timer, "attempts": 0})
    insert_rows(session, _TIMERS, [{**timer, "attempts": 0} for timer in timers if timer["key"] not in found])


def put_new(session: Session, timers: Sequence[Mapping[str, Any]]) -> None:
    """Timers (at, kind, key, member_id, payload) whose keys are new, all at once."""
    if timers:
        session.flush()
        session.execute(insert(_TIMERS), [{**timer, "attempts": 0} for timer in timers])


def there(session: Session, keys: Sequence[str]) -> frozenset[str]:
    """Those of these keys that are set."""
    found: set[str] = set()
    for first in range(0, len(keys), _AT_ONCE):
        some = keys[first : first + _AT_ONCE]
        found.update(session.execute(select(_TIMERS.c.key).where(_TIMERS.c.key.in_(some))).scalars())
    return frozenset(found)


def cancel(session: Session, *keys: str) -> int:
    """Cancel timers by key; unknown keys are ignored. Returns how many were cancelled."""
    rows = _of(session, keys)
    for row in rows:
        delete_row(session, _TIMERS, row)
    return len(rows)


def cancel_personal(session: Session, member_id: int, but_not: Collection[str]) -> int:
    """Cancel a member's timers, except those of the kinds `but_not`, which find by themselves whom they are for by now.
    Returns how many."""
    theirs = select(_TIMERS).where(_TIMERS.c.member_id == member_id, _TIMERS.c.kind.not_in(list(but_not)))
    rows = session.execute(theirs).mappings().all()
    for row in rows:
        delete_row(session, _TIMERS, row)
    return len(rows)


def claim(session: Session, keys: Collection[str]) -> list[Fired]:
    """Take timers out before their time, to act on them now. Those that somebody else has taken are not among them."""
    rows = session.execute(
        delete(Timer)
        .where(col(Timer.key).in_(keys))
        .returning(col(Timer.at), col(Timer.kind), col(Timer.key), col(Timer.payload))
    )
    return [Fired(*row) for row in rows]


def next_at(session: Session, kinds: Collection[str] | None = None) -> datetime | None:
    """When the next timer falls due; with `kinds`, of these only."""
    query = select(_TIMERS.c.at).order_by(_TIMERS.c.at).limit(1)
    if kinds is not None:
        query = query.where(_TIMERS.c.kind.in_(list(kinds)))
    found: datetime | None = session.execute(query).scalar()
    return found


def _of(session: Session, keys: Sequence[str]) -> Sequence[RowMapping]:
    return fetch(session, _with_keys(len(keys)), {f"key{n}": key for n, key in enumerate(keys)}).mappings().all()


@lru_cache
def _with_keys(count: int) -> Select[Any]:
    return select(_TIMERS).where(_TIMERS.c.key.in_([bindparam(f"key{n}") for n in range(count)]))


@lru_cache
def _set(dialect: str) -> Executable:
    """Insert timers, or give those of their keys that are there the new values."""
    new = sqlite.insert(_TIMERS) if dialect == "sqlite" else postgresql.insert(_TIMERS)
    values = {name: new.excluded[name] for name in ("kind", "at", "member_id", "payload", "attempts")}
    return new.on_conflict_do_update(index_elements=[_TIMERS.c.key], set_=values)


_TIMERS = table_of(Timer)
_AT_ONCE = 1_000  # keys looked up
