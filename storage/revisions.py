"""Revision numbers of what processes cache from the database: a cache is read again when its number has moved."""

from __future__ import annotations

from sqlalchemy import Connection, ScalarSelect, bindparam, select, update
from sqlmodel import Session, col

from storage.background import Revision
from storage.statements import table_of


def number(connection: Connection, name: str) -> int:
    """The current revision; 0 before the first change."""
    found: int | None = connection.execute(_NUMBER, {"revision": name}).scalar()
    return found or 0


def of(name: str) -> ScalarSelect[int]:
    """The current revision as part of another statement; NULL before the first change."""
    return select(_REVISIONS.c.number).where(_REVISIONS.c.name == name).scalar_subquery()


def count_up(session: Session, name: str, by: int = 1) -> int:
    """Raise the revision, because the data has changed; returns it. Whoever raises it holds it until the end of its
    transaction, so that revisions become visible in their order."""
    raise_it = update(Revision).where(col(Revision.name) == name).values(number=col(Revision.number) + by)
    raised: int | None = session.execute(raise_it.returning(col(Revision.number))).scalar()
    if raised is not None:
        return raised
    session.add(Revision(name=name, number=by))
    session.flush()
    return by


def put(session: Session, name: str, number: int) -> None:
    """Remember a number under a name."""
    row = session.get(Revision, name) or Revision(name=name)
    row.number = number
    session.add(row)


def taken(session: Session, name: str) -> int:
    """The number remembered under a name, 0 where there is none; it is remembered no longer."""
    row = session.get(Revision, name)
    if row is None:
        return 0
    session.delete(row)
    session.flush()
    return row.number


_REVISIONS = table_of(Revision)
_NUMBER = select(_REVISIONS.c.number).where(_REVISIONS.c.name == bindparam("revision"))
