"""An administrator hears that somebody cannot be written to, and what that person has to do."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Message
from bot.messaging import inbox, outbox, unreachable
from bot.messaging.sends import Sending
from bot.turn.rules import Rules
from sales.teamwork import people

SAID_AGAIN = timedelta(days=7)


def note(session: Session, rules: Rules, sending: Sending, reason: str, remedy: str, now: datetime) -> None:
    """Mark the address of a claimed message, and tell the first administrator once a week what helps: `remedy`, with
    {name} for the person."""
    identity = unreachable.give_up(session, sending, reason)
    admin = access.administrator(session)
    if identity is None or admin is None or admin == identity.member_id:
        return
    member = people.get(session, identity.member_id)
    conversation = inbox.conversation_of_member(session, admin)
    cause = f"unreachable:{identity.id}"
    if member is None or outbox.was_put(session, conversation, cause, now - SAID_AGAIN):
        return
    outbox.put(
        session,
        conversation,
        Message(remedy.format(name=member.name), kind="alert"),
        now,
        cause=cause,
        not_before=rules.working_time.for_others_at(now, cause),
    )
