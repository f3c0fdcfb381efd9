"""The script library: what a company's people say, show and send to customers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime, json_type


class Script(SQLModel, table=True):
    """An item of the library; `code` is its id in the file that it came from. `industry` and `buyer_role` hold whom it
    is for, empty: anybody; budgets are inclusive and in 分, None: any. Items of one title and product line are versions
    of each other. `media` is a key of the media store, or what a file says of where it lies; `transcript` is what is
    heard in it. `content_hash` is that of everything that the file says of it. What is retired is found no more."""

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
    retired_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
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
