"""The script library: what a company's people say, show and send to customers; what they give to it, and the points
that they earn by it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime, json_type


class Script(SQLModel, table=True):
    """An item of the library; `code` is its id in the file that it came from. `industry` and `buyer_role` hold whom it
    is for, empty: anybody; budgets are inclusive and in 分, None: any. Items of one title and product line are versions
    of each other. `media` is a key of the media store, or what a file says of where it lies; `transcript` is what is
    heard in it. `content_hash` is that of everything that is said of it now, `file_hash` that of what a file said last:
    words changed in the chat stay until a file says something else. `edition` counts its changes.

    `owner_id` answers for it, nobody: the manager. It was last found to hold at `verified_at`, and is found no more
    since `retired_at`. Since `required_at` it is one of those that every new hire learns, in this order."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    title: str
    body: str
    kind: str
    industry: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    buyer_role: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    budget_min_fen: int | None = Field(default=None, sa_type=BigInteger)
    budget_max_fen: int | None = Field(default=None, sa_type=BigInteger)
    product_line: str | None = None
    tags: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    product_version: str | None = None
    media: str | None = None
    transcript: str | None = None
    content_hash: str
    file_hash: str | None = None
    edition: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    owner_id: int | None = Field(default=None, foreign_key="member.id", index=True)
    verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    verified_by: int | None = Field(default=None, foreign_key="member.id")
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    required_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    required_by: int | None = Field(default=None, foreign_key="member.id")


class ScriptShown(SQLModel, table=True):
    """When a member was last shown an item."""

    __table_args__ = (UniqueConstraint("code", "member_id"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(foreign_key="script.code")
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class ScriptLearnt(SQLModel, table=True):
    """That a member has learnt an item of the path of new hires."""

    __table_args__ = (UniqueConstraint("code", "member_id"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(foreign_key="script.code")
    member_id: int = Field(foreign_key="member.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)


class PathDeadline(SQLModel, table=True):
    """That `by_id` wants a member to have learnt the path of new hires by the end of the day `until`."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", unique=True)
    by_id: int = Field(foreign_key="member.id")
    until: date
    at: datetime = Field(sa_type=UtcDateTime)


class WantedScript(SQLModel, table=True):
    """A question that nothing answered: its words without names of customers, for whom it was asked (as in a question's
    filters), and `same`, which equal questions have in common. `answered_by` is the code of the item that answers it by
    now."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    same: str = Field(unique=True)
    question: str
    industry: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    buyer_role: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    budget_from: int | None = Field(default=None, sa_type=BigInteger)
    budget_to: int | None = Field(default=None, sa_type=BigInteger)
    created_at: datetime = Field(sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: str | None = Field(default=None, foreign_key="script.code")


class ScriptWish(SQLModel, table=True):
    """That a member wants a question answered."""

    __table_args__ = (UniqueConstraint("wanted_id", "member_id"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    wanted_id: int = Field(foreign_key="wantedscript.id")
    member_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)


class ScriptVector(SQLModel, table=True):
    """The vectors of an item's whole and of its title by one embedder, in half precision; `content_hash` is that of the
    content that was embedded."""

    __table_args__ = (UniqueConstraint("code", "embedder"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(foreign_key="script.code")
    embedder: str
    content_hash: str
    whole: bytes = Field(sa_type=LargeBinary)
    title: bytes = Field(sa_type=LargeBinary)


class ScriptImport(SQLModel, table=True):
    """A file that somebody brought into the library in chat. `status`: done | undone."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    run_id: int = Field(unique=True)
    file_name: str
    at: datetime = Field(sa_type=UtcDateTime)
    status: str = "done"


class ScriptImportRow(SQLModel, table=True):
    """An item that an import added (`before` is None) or changed: what it was before, and the hash of what it became,
    by which an undo sees whether somebody has changed it since."""

    __table_args__ = (Index("ix_scriptimportrow_import_id", "import_id", "id"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="scriptimport.id")
    code: str
    after: str
    before: dict[str, Any] | None = Field(default=None, sa_column=Column(json_type()))


class Recording(SQLModel, table=True):
    """A recording that a member wants in the library. `status`: waiting | added | returned. `item` is the item of the
    library that it becomes, as JSON."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    code: str
    item: dict[str, Any] = Field(default_factory=dict, sa_column=Column(json_type(), nullable=False))
    status: str = "waiting"
    at: datetime = Field(sa_type=UtcDateTime)
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Contribution(SQLModel, table=True):
    """A script that `member_id` offers to the library. It waits for `asked_id` until it is `granted` or not. `alike` is
    the code of an item that says nearly the same, `wanted_id` the wanted question that it answers. `code` is that of
    its own item, which is in the library as long as it is granted."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    title: str
    body: str
    industry: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    buyer_role: list[str] = Field(default_factory=list, sa_column=Column(json_type(), nullable=False))
    objection: str | None = None
    alike: str | None = None
    at: datetime = Field(sa_type=UtcDateTime)
    asked_id: int = Field(foreign_key="member.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    granted: bool | None = None
    reason: str | None = None
    wanted_id: int | None = Field(default=None, foreign_key="wantedscript.id")
    code: str | None = Field(default=None, unique=True)


class ScriptUse(SQLModel, table=True):
    """What a member says of an item after using it: once for each member, item and customer (`key`). `day` is the
    company's; `deal_id` is the deal under discussion; `words` are the member's own, None where it was a tap."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    code: str = Field(index=True)
    member_id: int = Field(foreign_key="member.id")
    customer_id: int | None = Field(default=None, foreign_key="customer.id")
    deal_id: int | None = Field(default=None, foreign_key="opportunity.id", index=True)
    day: date
    at: datetime = Field(sa_type=UtcDateTime)
    useful: bool
    words: str | None = None


class PointAccount(SQLModel, table=True):
    """Locked by whoever takes points from a member, so that two cannot take the same."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", unique=True)


class PointEntry(SQLModel, table=True):
    """Points that a member was given (or spent: below 0). `key` says for what, so that nothing is given twice:
    approved:<contribution>, reused:<item>:<member>:<day>, won:<item>:<deal>, redeemed:<redemption>,
    refunded:<redemption>. `kind` is its first part, `about` what people call it by, `day` the company's."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    kind: str
    points: int
    about: str
    day: date
    at: datetime = Field(sa_type=UtcDateTime)


class Redemption(SQLModel, table=True):
    """A reward (its key, name and points as policy had them then) that a member wants for points, which are reserved
    while it waits for `asked_id`."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    reward: str
    name: str
    points: int
    at: datetime = Field(sa_type=UtcDateTime)
    asked_id: int = Field(foreign_key="member.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    granted: bool | None = None
