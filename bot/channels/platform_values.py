"""What a platform has given for a while, kept for every process: rows by name, timed by the database's clock."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from storage.background import PlatformValue
from storage.engine import Database, database_time


def kept(db: Database, name: str) -> tuple[str, timedelta] | None:
    """The value of this name and how long it still holds; None if none does."""
    with db.read() as session:
        row = session.get(PlatformValue, name)
        left = row.until - database_time(session.connection()) if row is not None else timedelta(0)
        return (row.value, left) if row is not None and left > timedelta(0) else None


def all_kept(db: Database, beginning: str) -> list[str]:
    """The values that still hold whose names begin like this, in the order of the names."""
    with db.read() as session:
        now = database_time(session.connection())
        theirs = (col(PlatformValue.name).startswith(beginning), col(PlatformValue.until) > now)
        return list(session.exec(select(PlatformValue.value).where(*theirs).order_by(col(PlatformValue.name))))


def keep(db: Database, name: str, value: str, holds: timedelta) -> None:
    """Keep a value for as long as it holds, instead of the one before; what no longer holds is deleted. Where two
    processes keep one at once, one of them stays."""
    with suppress(IntegrityError), db.write() as session:
        now = database_time(session.connection())
        over = or_(col(PlatformValue.until) <= now, col(PlatformValue.name) == name)
        session.execute(delete(PlatformValue).where(over))
        session.add(PlatformValue(name=name, value=value, until=now + holds))


def replace(db: Database, name: str, before: str, value: str, holds: timedelta) -> None:
    """Keep a value instead of `before`; nothing happens where another is kept by now."""
    with db.write() as session:
        until = database_time(session.connection()) + holds
        same = (col(PlatformValue.name) == name, col(PlatformValue.value) == before)
        session.execute(update(PlatformValue).where(*same).values(value=value, until=until))


def forget(db: Database, name: str) -> None:
    """The platform knows it no more."""
    with db.write() as session:
        session.execute(delete(PlatformValue).where(col(PlatformValue.name) == name))
