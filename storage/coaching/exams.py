"""Tables of the exam: exams taken, recorded calls handed in, appeals against what was found in them, what was
unlocked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime, json_type


def _json() -> Any:
    return Field(default_factory=list, sa_column=Column(json_type(), nullable=False))


class Exam(SQLModel, table=True):
    """An exam that was begun: the ids of its `questions`; once it is over, its `marks` (question, answer, points) and
    `total` in tenths of 100. `ended`: handed_in | time, None while it goes on and where it was broken off."""

    __table_args__ = (Index("ix_exam_member_id", "member_id", "id"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    run_id: int = Field(unique=True)
    questions: list[str] = _json()
    marks: list[dict[str, Any]] = _json()
    total: int | None = None
    passed: bool | None = None
    ended: str | None = None
    started_at: datetime = Field(sa_type=UtcDateTime, index=True)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ExamRecording(SQLModel, table=True):
    """A recorded call with a customer, handed in to be checked: the `media` key, once heard its `transcript` (speaker,
    start and end in seconds, words, confidence) and `violations` (words, rule, at in seconds). `status`: waiting |
    clean | violated, or why it cannot be checked: unplayable | too_long | silent | too_little."""

    __table_args__ = (UniqueConstraint("member_id", "media"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    media: str
    transcript: list[dict[str, Any]] = _json()
    violations: list[dict[str, Any]] = _json()
    status: str = "waiting"
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecordingAppeal(SQLModel, table=True):
    """That a member asks a person to look at the violations of a recording again. It waits for `asked_id` until it is
    settled; `granted`: they do not count."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    recording_id: int = Field(foreign_key="examrecording.id", unique=True)
    reason: str
    at: datetime = Field(sa_type=UtcDateTime)
    asked_id: int = Field(foreign_key="member.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    granted: bool | None = None
    settled_by_id: int | None = Field(default=None, foreign_key="member.id")
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Unlock(SQLModel, table=True):
    """The rights (`names`, of company policy) that a member has earned and `asked_id` is asked to agree to; `granted`
    is None while it waits. What was granted holds no longer from `revoked_at` on, for the reason `revoked_why`."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    names: list[str] = _json()
    at: datetime = Field(sa_type=UtcDateTime)
    asked_id: int = Field(foreign_key="member.id")
    granted: bool | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_why: str | None = None
