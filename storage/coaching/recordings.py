"""Tables of recorded answers in drills, and of who wants them kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime


class DrillRecording(SQLModel, table=True):
    """The recording (`media` key) of the answer of `turn` (from 1) in the drill of a run."""

    __table_args__ = (UniqueConstraint("run_id", "turn"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    run_id: int
    turn: int
    media: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class RecordingConsent(SQLModel, table=True):
    """Whether a member wants the recordings of their drills kept; `keep` is None while they were only asked."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", unique=True)
    keep: bool | None = None
    at: datetime = Field(sa_type=UtcDateTime)
