"""Tables of drills."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime, json_type


class Drill(SQLModel, table=True):
    """A drill that was scored: what was said (`turns`: customer, rep), the card as JSON, and its total in tenths, which
    a supervisor may have set anew after an appeal. `weakest` is the name of the dimension to practise next. `outcome`:
    agreed | declined | stopped."""

    __table_args__ = (Index("ix_drill_member_id", "member_id", "id"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    run_id: int = Field(unique=True)
    scenario: str
    title: str
    persona: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))
    turns: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    card: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))
    total: int
    weakest: str | None = None
    outcome: str
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class DrillAppeal(SQLModel, table=True):
    """That a member asks a person to look at a score again. It waits for `asked_id` until it is settled: `total` in
    tenths is what the drill counts from then on (None while it waits)."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    drill_id: int = Field(foreign_key="drill.id", unique=True)
    reason: str
    at: datetime = Field(sa_type=UtcDateTime)
    asked_id: int = Field(foreign_key="member.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    before: int
    settled_by_id: int | None = Field(default=None, foreign_key="member.id")
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    total: int | None = None


class DrillWeights(SQLModel, table=True):
    """What each dimension counts, fitted in a `month` (2026-11) to so many `results`; `weights` are empty where they
    were too few, and no longer hold once taken back."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    month: str = Field(unique=True)
    weights: dict[str, float] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))
    results: int
    at: datetime = Field(sa_type=UtcDateTime)
    taken_back_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
