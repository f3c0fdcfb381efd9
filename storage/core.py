"""Statements without the ORM, for what every message passes through: made once, when their module is imported, they
cost a fifth of a query that is put together each time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Result, Select, Table
from sqlmodel import Session, SQLModel

MOST_KEPT = 4096


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a model."""
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


@lru_cache(MOST_KEPT)
def within(statement: Select[*tuple[Any, ...]], scope: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """`statement` where `scope` holds; kept, because the same statement and scope (the same objects) come again with
    every message of a person."""
    return statement.where(scope)


def fetch(session: Session, statement: Select[*tuple[Any, ...]], values: Mapping[str, Any]) -> Result[*tuple[Any, ...]]:
    """The rows of a statement without the ORM; changes of the session that are not written yet count."""
    session.flush()
    return session.execute(statement, values)
