"""Tables of the forecast: what was learned each month, and what was forecast each Monday."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime, json_type


class WinModel(SQLModel, table=True):
    """What was learned in a `month` (2026-11) from so many closed deals: `weights` by name, None where there were
    too few to learn from. `figures` compare it on the newest closed deals with what was used before; the newest row
    that is `in_use` is what forecasts are made with."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    month: str = Field(unique=True)
    at: datetime = Field(sa_type=UtcDateTime)
    closed: int
    won: int
    in_use: bool
    weights: dict[str, Any] | None = Field(default=None, sa_column=Column(json_type()))
    figures: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))


class ForecastSnapshot(SQLModel, table=True):
    """What was forecast on a Monday (`day`) for an owner's deals and a period, never changed: `won_fen` was won by
    then, `open_fen` is the expected rest, `deals` are [deal, probability, sum in 分] of those that count."""

    __table_args__ = (UniqueConstraint("day", "owner_id", "period_first", "period_last"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    day: date = Field(index=True)
    owner_id: int = Field(foreign_key="member.id", index=True)
    period_first: date
    period_last: date
    won_fen: int = Field(sa_type=BigInteger)
    open_fen: int = Field(sa_type=BigInteger)
    deals: list[Any] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    at: datetime = Field(sa_type=UtcDateTime)
