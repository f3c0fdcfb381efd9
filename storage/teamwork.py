"""Tables of what colleagues agree between them: hand-overs that wait for a leader, what somebody is to do, tickets
(requests to other departments), and what each reports of a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime

# Conditions of indexes.
OPEN_TICKET, IN_HAND, COVERS = "closed_at IS NULL", "ended_at IS NULL", "ended_at IS NULL"


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


class Cover(SQLModel, table=True):
    """`stand_in_id` looks after what is `member_id`'s, all of it or one customer, from the day `first` to `last`. It
    counts from `began_at` until `ended_at`, which a timer notes, or somebody who ends it before its time. `by_id` said
    so, with the words `said`."""

    __table_args__ = (
        Index("ix_cover_open", "stand_in_id", sqlite_where=text(COVERS), postgresql_where=text(COVERS)),
        ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    stand_in_id: int = Field(foreign_key="member.id")
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    first: date
    last: date
    said: str
    by_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)
    began_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Ticket(SQLModel, table=True):
    """A request to other departments; its id is the number that people call it by. `owner_id` hears how it goes on:
    whoever raised it, or whom its customer went to. `text` is what the rep said, `needed_at` or `needed_on` the
    deadline. It is open until `closed_at`, then `solved` or withdrawn."""

    __table_args__ = (
        Index("ix_ticket_open", "owner_id", sqlite_where=text(OPEN_TICKET), postgresql_where=text(OPEN_TICKET)),
        ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    raised_by_id: int = Field(foreign_key="member.id")
    owner_id: int = Field(foreign_key="member.id", index=True)
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    deal_id: int | None = Field(default=None, foreign_key="opportunity.id")
    text: str
    needed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    needed_on: date | None = None
    raised_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    solved: bool | None = None


class TicketStep(SQLModel, table=True):
    """A ticket's stay with a department, in the hands of `member_id` since `in_hand_at` (another one had it before, if
    that is later than `arrived_at`). It waits for its owner since `asked_at`, if that is not None; such time is not
    the department's and is summed up as seconds of working time, `paused_before` of them before `in_hand_at`. It has
    `ended` by an answer, by being passed on, or with the ticket. `nudged_at` and `alerted_at` are when its limit was
    spoken of."""

    __table_args__ = (
        Index("ix_ticketstep_in_hand", "member_id", sqlite_where=text(IN_HAND), postgresql_where=text(IN_HAND)),
        ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    department: str
    member_id: int = Field(foreign_key="member.id")
    arrived_at: datetime = Field(sa_type=UtcDateTime)
    in_hand_at: datetime = Field(sa_type=UtcDateTime)
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    paused_seconds: int = 0
    paused_before: int = 0
    nudged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    alerted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended: str | None = None


class TicketNote(SQLModel, table=True):
    """What somebody said at a step, verbatim. `kind`: answer | question (back to the owner) | reply (to that) | more
    (the owner is not content yet). A file that came with it is found in the media store by `file_key`."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    step_id: int = Field(foreign_key="ticketstep.id", index=True)
    author_id: int = Field(foreign_key="member.id")
    kind: str
    text: str
    at: datetime = Field(sa_type=UtcDateTime)
    file_key: str | None = None
    file_name: str | None = None


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
