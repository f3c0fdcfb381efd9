"""Members who can be written to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from bot.messaging import inbox
from storage.people import Identity, Member


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
