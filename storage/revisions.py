"""Counters by which whoever keeps something in memory knows that it has changed in the database."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import Session, col

from storage.background import Revision
from storage.statements import table_of


def number(connection: Connection, name: str) -> int:
    """Where the counter stands; 0 before the first change."""
    found: int | None = connection.execute(_NUMBER, {"revision": name}).scalar()
    return found or 0


def count_up(session: Session, name: str) -> None:
    """Something has changed."""
    raised = session.execute(update(Revision).where(col(Revision.name) == name).values(number=col(Revision.number) + 1))
    if raised.rowcount == 0:  # type: ignore[attr-defined]
        session.add(Revision(name=name, number=1))
        session.flush()


_REVISIONS = table_of(Revision)
_NUMBER = select(_REVISIONS.c.number).where(_REVISIONS.c.name == bindparam("revision"))
