"""The script library: what a company's people say, show and send to customers."""

from __future__ import annotations

from datetime import datetime

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
