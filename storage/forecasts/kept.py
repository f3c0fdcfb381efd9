"""Tables that a large company's forecast is read from, derived from its deals once a day: how each open deal looked,
since when won ones were there, and what they are compared with. No foreign keys: nothing is kept for their sake."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from storage.types import UtcDateTime, json_type


class DealLook(SQLModel, table=True):
    """A deal as the forecast of `day` saw it, when it had this `version`: the numbers of an open one, in the order of
    the model's; None of a won one. `opened` and `closed` are seconds since 1970."""

    deal_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    day: date
    version: int
    opened: int = Field(sa_type=BigInteger)
    closed: int | None = Field(default=None, sa_type=BigInteger)
    seen: list[float] | None = Field(default=None, sa_column=Column(json_type()))


class ForecastBasis(SQLModel, table=True):
    """The only row: what the looks of a `day` were made with, for deals of `stages` in their order: how many deals were
    closed and won, in all and by owner and product line, and what becomes of each stage."""

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    day: date
    at: datetime = Field(sa_type=UtcDateTime)
    stages: list[str] = Field(sa_column=Column(json_type(), nullable=False))
    known: dict[str, Any] = Field(sa_column=Column(json_type(), nullable=False))
