"""Locking a row in order to change it; keys for rows that are inserted later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Connection, Table, select, text
from sqlmodel import Session, SQLModel

M = TypeVar("M", bound=SQLModel)


def locked(session: Session, model: type[M], key: int) -> M | None:
    """The current row with this id, locked until the transaction ends; None if it is gone."""
    query = select(model).where(model.id == key).with_for_update()  # type: ignore[attr-defined]
    row: M | None = session.execute(query, execution_options={"populate_existing": True}).scalar()
    return row


def reserve(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """So many keys of the table, which the database will not give to any other row."""
    named = {"table": table.name, "count": count}
    if connection.dialect.name != "sqlite":
        series = "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
        return connection.execute(text(series), named).scalars().all()
    raise_it = text("UPDATE sqlite_sequence SET seq = seq + :count WHERE name = :table RETURNING seq")
    last = connection.execute(raise_it, named).scalar()
    if last is None:
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :count)"), named)
        last = count
    return range(last - count + 1, last + 1)
