"""Who decides on what a member has earned, or objects to: their superior now, or who leads the whole company."""

from __future__ import annotations

from sqlmodel import Session

from bot import access
from bot.access import Speaker


def may_decide(session: Session, speaker: Speaker, member_id: int) -> bool:
    """Whether the speaker decides for this member; nobody does for themself."""
    if speaker.member_id == member_id:
        return False
    return speaker.sees_all or speaker.member_id == access.superior(session, member_id)
