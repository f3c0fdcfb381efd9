"""Statements without the ORM, for what every message needs: built once, when their module is imported, they cost a
fifth of a query that is built each time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, CursorResult, Executable, Result, Select, Table
from sqlmodel import Session, SQLModel

MOST_KEPT = 4096
CONNECTION = "connection"  # of a session, kept in its info


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


@lru_cache(MOST_KEPT)
def within(statement: Select[*tuple[Any, ...]], scope: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """`statement` where `scope` holds; cached, because every message of a person brings the same two objects again."""
    return statement.where(scope)


def fetch(session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> Result[*tuple[Any, ...]]:
    """The rows of a statement without the ORM, after the session's pending changes are flushed."""
    session.flush()
    return execute(session, statement, values)


def execute(
    session: Session, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> CursorResult[*tuple[Any, ...]]:
    """Carry out a statement directly on the session's connection, for one set of values or for several. It does not see
    the session's pending changes."""
    connection: Connection | None = session.info.get(CONNECTION)
    if connection is None or connection.closed:
        connection = session.info[CONNECTION] = session.connection()
    return connection.execute(statement, values)


def inserted(session: Session, statement: Executable, values: Mapping[str, Any]) -> int:
    """Carry out an insert of one row; returns its key."""
    key = execute(session, statement, values).inserted_primary_key
    assert key is not None
    return int(key[0])
