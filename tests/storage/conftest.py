"""A few people with conversations, on both databases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from bot import inbox
from storage.engine import Database
from storage.people import Identity, Member

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Known:
    """A member with one address on the channel `app`."""

    member_id: int
    conversation_id: int
    address: str


def enter(session: Session, name: str) -> Known:
    member = Member(name=name, role="rep")
    session.add(member)
    session.flush()
    assert member.id is not None
    session.add(Identity(channel="app", address=name, member_id=member.id))
    session.flush()
    return Known(member.id, inbox.conversation_of_member(session, member.id), name)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def people(db: Database) -> list[Known]:
    with db.write() as session:
        return [enter(session, name) for name in ("甲", "乙", "丙")]
