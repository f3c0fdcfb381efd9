"""An administrator hears that somebody cannot be written to, and what that person has to do."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Message
from bot.messaging import inbox, outbox, unreachable
from bot.messaging.sends import Sending
from bot.turn.rules import Rules

TOGETHER = timedelta(minutes=10)  # who is found out within that is told of in one message
SAID_AGAIN = timedelta(days=7)
MOST_NAMED = 20


def note(session: Session, rules: Rules, sending: Sending, reason: str, remedy: str, now: datetime) -> None:
    """Mark the address of a claimed message, and tell the first administrator, about everybody of whom that is so at
    once and of each once a week, what helps: `remedy`, with {name} for them."""
    identity = unreachable.give_up(session, sending, reason)
    admin = access.administrator(session)
    if identity is None or admin is None or admin == identity.member_id:
        return
    names = unreachable.names(session, sending.channel, but_not=admin)
    text = remedy.format(name=_listed(names))
    conversation = inbox.conversation_of_member(session, admin)
    cause = f"unreachable:{sending.channel}"
    last = outbox.last_put(session, conversation, cause, now - SAID_AGAIN)
    name = unreachable.name_of(session, identity)
    if last is not None and last.status == "pending":
        last.text = text
    elif last is None or name not in last.text:
        later = rules.working_time.for_others_at(now + TOGETHER, cause) or now + TOGETHER
        outbox.put(session, conversation, Message(text, kind="alert"), now, cause=cause, not_before=later)


def _listed(names: list[str]) -> str:
    more = f"等 {len(names)} 人" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more
