"""Tables of conversations: the lock and lease, the runs of flows with their journals, messages in and out, large files
on their way, undo, and what messages teach the understanding."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime, json_type

UNSENT = "status IN ('pending', 'sending')"
UNDER_WAY = "status = 'sending' AND retry_at IS NULL"  # one at a time for each address


def _index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows that are still open, however many others there are. A query uses it only if it repeats
    `where` to the letter, not with bound values."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class Conversation(SQLModel, table=True):
    """A member's conversation (key `m:<id>`), or a stranger's address (`a:<channel>:<address>`).

    Whoever works on it writes a lease and raises `lease_no`; a turn commits only under the number it was given. Of
    several that wait, the one that was `served_at` longest ago comes first (the database's clock).
    """

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    member_id: int | None = Field(default=None, foreign_key="member.id", unique=True)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_no: int = 0
    served_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Run(SQLModel, table=True):
    """One run of a flow. `status` is waiting (for words) | working (a job) | done | cancelled | overtaken (its question
    no longer matters) | set_aside (its question was not answered) | drifted; the open runs of a conversation are a
    stack by `turned_to` (a counter), the highest of which has the floor."""

    __table_args__ = (
        _index("ix_run_open", "conversation_id", where="status = 'waiting'"),
        _index("ix_run_working", "conversation_id", where="status = 'working'"),
        Index("ix_run_conversation", "conversation_id", "opened_at"),
        ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    flow: str
    version: int
    status: str
    turned_to: int = 0
    journal: list[Any] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    opened_at: datetime = Field(sa_type=UtcDateTime)
    updated_at: datetime = Field(sa_type=UtcDateTime)


class Inbox(SQLModel, table=True):
    """A message received. It is open while `handled_at` and `set_aside_at` are both null."""

    __table_args__ = (
        UniqueConstraint("channel", "event_id"),
        _index("ix_inbox_open", "conversation_id", "id", where="handled_at IS NULL AND set_aside_at IS NULL"),
        Index("ix_inbox_address", "channel", "address", "at"),
        ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    event_id: str
    address: str
    conversation_id: int = Field(foreign_key="conversation.id")
    said: dict[str, Any] = Field(sa_column=Column(json_type(), nullable=False))
    at: datetime = Field(sa_type=UtcDateTime)
    understanding: dict[str, Any] | None = Field(default=None, sa_column=Column(json_type()))
    attempts: int = 0
    retry_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_error: str | None = None
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    set_aside_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ReceivedFile(SQLModel, table=True):
    """A file that a member sent: its `key` in the media store and its size, counted against the member's quota."""

    __table_args__ = (UniqueConstraint("member_id", "key"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id")
    key: str
    size: int  # bytes
    at: datetime = Field(sa_type=UtcDateTime)


class Upload(SQLModel, table=True):
    """A file that is too large for a chat, on its way through a page of ours. `link` opens the page until `link_until`,
    in one browser, of whose cookie only the SHA-256 is kept; the file is to be whole by `until`. It counts as sent by
    the member from (channel, address), with this `caption`, and if it is a recording as what it is `meant` for. `name`
    and `size` are those of the file that is coming, of which `received` bytes are kept. `done_at`: it is with the
    inbox."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    link: str = Field(unique=True)
    link_until: datetime = Field(sa_type=UtcDateTime)
    channel: str
    address: str
    caption: str = ""
    meant: str = ""
    cookie_hash: str | None = Field(default=None, unique=True)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    name: str = ""
    size: int = 0
    received: int = 0
    done_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class UploadPart(SQLModel, table=True):
    """The bytes of an upload from `begins` on, under a `key` of the media store that no other file has. Before they are
    `kept`, it is only known that they may lie there."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    upload_id: int = Field(foreign_key="upload.id", index=True)
    begins: int
    size: int
    key: str = Field(unique=True)
    kept: bool = False


class Outbox(SQLModel, table=True):
    """A message to go out. `status`: pending → sending → sent; or maybe (sent?) → offered; cancelled.

    `choices` are labels with what a tap does; a message whose choices open flows is an offer.
    `seen_at` and `acted_at` say what its reader did. `began_at`: when its last send began. `held_at`: its platform
    would not take it then for this reader (a window has closed), and will not until they have written again.
    """

    __table_args__ = (
        _index("ix_outbox_open", "priority", "id", where=UNSENT),
        _index("ix_outbox_address", "channel", "address", where=UNSENT),
        _index("ix_outbox_sending", "channel", "address", where=UNDER_WAY, unique=True),
        _index("ix_outbox_maybe", "conversation_id", "id", where="status = 'maybe'"),
        Index("ix_outbox_conversation", "conversation_id", "id"),
        ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    conversation_id: int = Field(foreign_key="conversation.id")
    channel: str | None = None
    address: str | None = None
    kind: str
    text: str
    choices: list[Any] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    image: str | None = None
    attachments: list[Any] | None = Field(default=None, sa_column=Column(json_type()))
    run_id: int | None = Field(default=None, index=True)
    step: int | None = None
    cause: str | None = None
    priority: int = 0
    at: datetime = Field(sa_type=UtcDateTime)
    not_before: datetime | None = Field(default=None, sa_type=UtcDateTime)
    status: str = "pending"
    attempts: int = 0
    claimed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    claim_no: int = 0
    retry_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    began_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    held_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_error: str | None = None
    platform_id: str | None = None
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    acted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ChangeSet(SQLModel, table=True):
    """What one run of a flow changed, with the rows before and after, so that 撤回 can reverse it."""

    __tablename__ = "deed"  # its name since the first release: people read the database from outside
    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id", index=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    flow: str
    at: datetime = Field(sa_type=UtcDateTime)
    changes: list[Any] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Candidate(SQLModel, table=True):
    """A message that was understood wrongly or not at all. `text` is in the form of the training data, with names put
    back to placeholders; `meant` is the intent it was understood as, `right` the one it should be (None: not known).
    `why`: chosen | corrected | undone. `status`: open | accepted | dropped."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    text: str
    meant: str
    confidence: float
    right: str | None = None
    why: str
    note: str = ""
    status: str = Field(default="open", index=True)
