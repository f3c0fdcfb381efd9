"""Tables of what colleagues agree between them: hand-overs that wait for a leader, what somebody is to do, and what
each reports of a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime


class HandoverRequest(SQLModel, table=True):
    """A customer that `asked_by_id` wants to hand to `to_id`: waits for a leader's one tap. `said` is the message."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    asked_by_id: int = Field(foreign_key="member.id")
    to_id: int = Field(foreign_key="member.id")
    said: str
    at: datetime = Field(sa_type=UtcDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    granted: bool | None = None


class Instruction(SQLModel, table=True):
    """What `by_id` had `to_id` told to do, about a customer and by a time where they were named. `done_at` is None
    until it is done."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    by_id: int = Field(foreign_key="member.id", index=True)
    to_id: int = Field(foreign_key="member.id", index=True)
    text: str
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    named_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DailyAction(SQLModel, table=True):
    """What a member reports as the most effective customer action of a day; `text` is None where they say that there
    was none. `said` is the message itself."""

    __table_args__ = (UniqueConstraint("member_id", "day"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    day: date = Field(index=True)
    text: str | None = None
    customer_id: int | None = Field(default=None, foreign_key="customer.id", index=True)
    said: str
    at: datetime = Field(sa_type=UtcDateTime)


class DailyActionUrge(SQLModel, table=True):
    """A leader (`by_id`) had a member asked once more for the action of a day: once for each day."""

    __table_args__ = (UniqueConstraint("member_id", "day"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    day: date
    by_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)
