"""Tables of time and background work: timers, the demo clock's offset, jobs, leases, what platforms gave for a
while, revisions and what changed with them, limits changed in the chat, imports and their staged rows."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime, json_type


class Timer(SQLModel, table=True):
    """Something that falls due at `at` for one member. `key` is unique: setting it twice moves it."""

    __table_args__ = (Index("ix_timer_member_at", "member_id", "at"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    kind: str
    key: str = Field(unique=True)
    member_id: int = Field(foreign_key="member.id")
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))
    attempts: int = 0


class ClockOffset(SQLModel, table=True):
    """How far the demo clock runs from the real one, in microseconds. One row (id 1) at most."""

    id: int = Field(default=1, primary_key=True)
    microseconds: int = Field(sa_type=BigInteger)


class Job(SQLModel, table=True):
    """Slow work that a turn ordered. `status`: pending | done | failed. Its result enters the inbox."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str = Field(unique=True)
    args: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))
    conversation_id: int | None = Field(default=None, foreign_key="conversation.id")
    run_id: int | None = None
    step: int | None = None
    status: str = Field(default="pending", index=True)
    attempts: int = 0
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_no: int = 0
    result: dict[str, Any] | None = Field(default=None, sa_column=Column(json_type()))
    last_error: str | None = None
    ordered_at: datetime = Field(sa_type=UtcDateTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Lease(SQLModel, table=True):
    """A task that one process at a time does (e.g. `telegram-poll`), until a time of the database's clock."""

    __tablename__ = "rolelease"  # its name since the first release: people read the database from outside
    name: str = Field(primary_key=True)
    holder: str
    until: datetime = Field(sa_type=UtcDateTime)


class Revision(SQLModel, table=True):
    """A counter raised when something cached elsewhere changes (`lexicon`), or a remembered hash (`policy`)
    or length of time (`ahead`, see bot.messaging.sends)."""

    name: str = Field(primary_key=True)
    number: int = 0
    note: str | None = None


class NameChange(SQLModel, table=True):
    """Whose names changed with a revision of the lexicon: a customer's (it may be gone), or, without one, those of
    members and teams. A revision without a row means any of them."""

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    customer_id: int | None = None


class PlatformValue(SQLModel, table=True):
    """What a platform has given for a while, for every process to use: the id of an uploaded file, an access token
    (sealed). `until` is by the database's clock."""

    name: str = Field(primary_key=True)
    value: str
    until: datetime = Field(sa_type=UtcDateTime)


class Audit(SQLModel, table=True):
    """Who did what to whose record, for questions later. Written with the change, never undone."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    member_id: int | None = None
    what: str
    subject: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))


class StageLimit(SQLModel, table=True):
    """A limit that was changed in the chat: it holds instead of the one in the policy file. `stage` is a key of company
    policy, or a department behind `department:`."""

    stage: str = Field(primary_key=True)
    hours: float
    changed_by: int = Field(foreign_key="member.id")
    changed_at: datetime = Field(sa_type=UtcDateTime)


class CustomerImport(SQLModel, table=True):
    """A customer list that somebody brings along. `status`: reading | ready | dropped | done | undoing | undone.
    Whoever stages its rows raises `staging_no`, so that only one of two can go on. `cursor` is the row up to which
    deals are planned, or what was brought is taken back; `facts` is what a preview needs besides the rows."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    file_name: str
    at: datetime = Field(sa_type=UtcDateTime)
    status: str = "reading"
    staging_no: int = 0
    only_good: bool = False
    cursor: int = 0
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))


class ImportRow(SQLModel, table=True):
    """What a line of an import comes to, decided and not valid yet: a customer that is new under an id reserved for it,
    or what fills empty fields of one that is there; a name, a contact, a deal of it. `contact` is somebody new there,
    `known_contact` somebody of whom what was not known is filled. `problems` are [kind, words …];
    a `skipped` row brings nothing, a `doubtful` one only if everything is wanted."""

    __table_args__ = (Index("ix_importrow_import_id", "import_id", "id"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="customerimport.id")
    line: int
    name: str
    key: str
    customer_id: int | None = Field(default=None, index=True)
    is_new: bool = False
    code: str | None = None
    industry: str | None = None
    region: str | None = None
    owner_id: int | None = None
    known_owner_id: int | None = None
    alias: str | None = None
    grade: str | None = None
    note: str | None = None
    contact: str | None = None
    known_contact: str | None = None
    title: str | None = None
    phone: str | None = None
    weixin: str | None = None
    email: str | None = None
    role: str | None = None
    deal_id: int | None = None
    deal_owner_id: int | None = None
    product_line: str | None = None
    amount_fen: int | None = Field(default=None, sa_type=BigInteger)
    stage: str | None = None
    stage_entered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    expected_close: date | None = None
    problems: list[list[str]] | None = Field(default=None, sa_column=Column(json_type()))
    doubtful: bool = False
    skipped: bool = False
