"""Tables of figures: sums that people are to sell, reports that come by themselves, what the funnel is read from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.figures.funnel import FunnelCell, FunnelFact, FunnelStale, FunnelState
from storage.types import ONCE, UtcDateTime, json_type

__all__ = [
    "FunnelCell",
    "FunnelFact",
    "FunnelStale",
    "FunnelState",
    "ReportSchedule",
    "SalesTarget",
    "TeamTarget",
    "triggers",
]


class SalesTarget(SQLModel, table=True):
    """What a member is to sell in a month (its first day); `by_id` said so last, at `at`."""

    __table_args__ = (UniqueConstraint("member_id", "month"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    month: date
    amount_fen: int = Field(sa_type=BigInteger)
    by_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)


class TeamTarget(SQLModel, table=True):
    """What a team is to sell together in a month (its first day); `by_id` said so last, at `at`."""

    __table_args__ = (UniqueConstraint("team_id", "month"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    team_id: int = Field(foreign_key="team.id")
    month: date
    amount_fen: int = Field(sa_type=BigInteger)
    by_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)


class ReportSchedule(SQLModel, table=True):
    """A report that comes to a member again and again: `said` what they want, `view` what it shows, `repeats` when.
    `sent_at` is None until the first came; a cancelled one comes no more."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    said: str
    view: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))
    repeats: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    cancelled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
