"""Tables of people: teams, members, the addresses they write from, invitations."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.types import ONCE, UtcDateTime


class Company(SQLModel, table=True):
    """The one company of this database; `demo` switches on the chooser and the demo clock."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    name: str
    demo: bool = False
    created_at: datetime = Field(sa_type=UtcDateTime)


class Team(SQLModel, table=True):
    """A team of members; `region` is its 大区, if it has one."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    region: str | None = None


class Member(SQLModel, table=True):
    """A person of the company. `role` is one of rep, new_hire, supervisor, manager, legal, …"""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str
    team_id: int | None = Field(default=None, foreign_key="team.id", index=True)
    admin: bool = False
    active: bool = True


class Absence(SQLModel, table=True):
    """The days, `first` to `last`, on which a member is away: nothing is asked of them that they have not asked for.
    `by_id` said so, with the words `said`."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    first: date
    last: date
    said: str
    by_id: int = Field(foreign_key="member.id")
    at: datetime = Field(sa_type=UtcDateTime)


class Identity(SQLModel, table=True):
    """One way in and out for a member: an address on a channel. `preferred_at`: since when they want to be written to
    there."""

    __table_args__ = (UniqueConstraint("channel", "address"), ONCE)
    id: int | None = Field(default=None, primary_key=True)
    channel: str
    address: str
    member_id: int = Field(foreign_key="member.id", index=True)
    consented_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_seen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    preferred_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Invite(SQLModel, table=True):
    """A one-time code by which a stranger becomes `member_id`. Only the code's SHA-256 is kept."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    code_hash: str = Field(unique=True)
    member_id: int = Field(foreign_key="member.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class BoardSession(SQLModel, table=True):
    """A browser in which a member has opened the board. `link` is the one that opened it, which opens no other; of its
    cookie only the SHA-256 is kept. It ends at `expires_at`, when the member's rights are no longer `role`, `team_id`
    and `admin`, and when the address it was asked from is no longer theirs."""

    __table_args__ = ONCE
    id: int | None = Field(default=None, primary_key=True)
    member_id: int = Field(foreign_key="member.id", index=True)
    link: str = Field(unique=True)
    cookie_hash: str = Field(unique=True)
    channel: str
    address: str
    role: str
    team_id: int | None = None
    admin: bool = False
    opened_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
