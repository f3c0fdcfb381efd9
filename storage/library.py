"""The script library: what a company's people say, show and send to customers; what they give to it, and the points
that they earn by it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime, json_type


class Script(SQLModel, table=True):
    """An item of the library; `code` is its id in the file that it came from. `industry` and `buyer_role` hold whom it
    is for, empty: anybody; budgets are inclusive and in 分, None: any. Items of one title and product line are versions
    of each other. `content_hash` is that of everything that the file says of it."""

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
    content_hash: str
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


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


class Contribution(SQLModel, table=True):
    """A script that `member_id` offers to the library. It waits for `asked_id` until it is `granted` or not. `alike` is
    the code of an item that says nearly the same. `code` is that of its own item, which is in the library as long as it
    is granted."""

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
    code: str | None = Field(default=None, unique=True)


class ScriptUse(SQLModel, table=True):
    """What a member says of an item after using it: once for each member, item and customer (`key`). `day` is the
    company's; `deal_id` is the deal under discussion."""

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
