"""Firing what is due: per person, all timers due by now in one transaction, each claimed by deleting it.

`Kinds` maps a timer's kind to the function that acts on a person's due timers of that kind, within the transaction.
A person whose timers fail is rolled back alone; those timers come again a little later. Timers of a kind that is not
there (a later release put them) wait for one that knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Executable, Select, bindparam, delete
from sqlalchemy import select as select_rows
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, select

from storage.background import Timer
from storage.engine import Database
from storage.statements import execute, table_of

RETRY = timedelta(minutes=5)
CONFLICT_TRIES = 3  # of a transaction that another one made fail
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Fired:
    """A timer that is due."""

    at: datetime
    kind: str
    key: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Due:
    """A person's due timers of one kind, in order of (at, kind, key)."""

    member_id: int
    now: datetime
    timers: Sequence[Fired]


Kinds = Mapping[str, Callable[[Session, Due], None]]


def sweep(db: Database, kinds: Kinds, now: datetime) -> int:
    """Fire everything due by `now`. Returns how many timers fired."""
    fired = 0
    for member_id in _people(db, kinds, now):
        try:
            fired += _fire_for(db, kinds, member_id, now)
        except Exception:
            log.exception("timers failed", member=member_id)
            _later(db, member_id, now)
    return fired


def retry_sooner(db: Database, now: datetime) -> None:
    """The clock was set back to `now`: timers that failed come again after their usual pause, not only when the clock
    has come round again."""
    with db.write() as session:
        for timer in session.exec(select(Timer).where(col(Timer.attempts) > 0, col(Timer.at) > now)):
            timer.at = min(timer.at, now + RETRY * timer.attempts)
            session.add(timer)


def _people(db: Database, kinds: Kinds, now: datetime) -> list[int]:
    with db.read_statement() as connection:
        return list(dict.fromkeys(connection.execute(_due(tuple(kinds)), {"now": now}).scalars()))


def _fire_for(db: Database, kinds: Kinds, member_id: int, now: datetime) -> int:
    """Fire one person's timers. If a turn has locked a deal and waits for its timer, the database rolls one of the two
    transactions back (a deadlock); this one is then tried again at once."""
    for _ in range(CONFLICT_TRIES - 1):
        try:
            with db.write() as session:
                return _fire(session, kinds, member_id, now)
        except (OperationalError, StaleDataError):
            log.info("timers are tried again after a conflict", member=member_id)
    with db.write() as session:
        return _fire(session, kinds, member_id, now)


def _fire(session: Session, kinds: Kinds, member_id: int, now: datetime) -> int:
    claimed = execute(session, _claim(tuple(kinds)), {"member": member_id, "now": now}).all()
    due = sorted((Fired(*row) for row in claimed), key=lambda timer: (timer.at, timer.kind, timer.key))
    for kind in dict.fromkeys(timer.kind for timer in due):
        kinds[kind](session, Due(member_id, now, [timer for timer in due if timer.kind == kind]))
    return len(due)


def _later(db: Database, member_id: int, now: datetime) -> None:
    with db.write() as session:
        for timer in session.exec(select(Timer).where(col(Timer.member_id) == member_id, col(Timer.at) <= now)):
            timer.attempts += 1
            timer.at = now + RETRY * timer.attempts
            session.add(timer)


_TIMERS = table_of(Timer)


def _is_due(kinds: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    # A place each: the statement need not be written anew each time.
    known: list[Any] = [bindparam(f"kind{n}", kind) for n, kind in enumerate(kinds)]
    return _TIMERS.c.at <= bindparam("now"), _TIMERS.c.kind.in_(known)


@lru_cache
def _due(kinds: tuple[str, ...]) -> Select[*tuple[Any, ...]]:
    return select_rows(_TIMERS.c.member_id).where(*_is_due(kinds)).order_by(_TIMERS.c.at, _TIMERS.c.key)


@lru_cache
def _claim(kinds: tuple[str, ...]) -> Executable:
    mine = delete(_TIMERS).where(_TIMERS.c.member_id == bindparam("member"), *_is_due(kinds))
    return mine.returning(_TIMERS.c.at, _TIMERS.c.kind, _TIMERS.c.key, _TIMERS.c.payload)
