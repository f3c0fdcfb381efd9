"""Locking a row in order to change it."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import select
from sqlmodel import Session, SQLModel

M = TypeVar("M", bound=SQLModel)


def locked(session: Session, model: type[M], key: int) -> M | None:
    """The current row with this id, locked until the transaction ends; None if it is gone."""
    query = select(model).where(model.id == key).with_for_update()  # type: ignore[attr-defined]
    row: M | None = session.execute(query, execution_options={"populate_existing": True}).scalar()
    return row
