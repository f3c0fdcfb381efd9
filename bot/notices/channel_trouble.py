"""An administrator hears, another way, that a platform takes no messages from the bot, and what has to be mended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Message
from bot.messaging import inbox, outbox, unreachable
from bot.turn.rules import Rules

SAID_AGAIN = timedelta(days=1)
SENTENCE = "{reason}。修好之前,走那边的消息我都留着,通了接着发。"


def note(session: Session, rules: Rules, channel: str, reason: str, now: datetime) -> None:
    """Tell the first administrator `reason`, once a day, at an address on another channel where they have one."""
    admin = access.administrator(session)
    elsewhere = unreachable.elsewhere(session, admin, channel) if admin is not None else None
    if admin is None or elsewhere is None:
        return
    conversation = inbox.conversation_of_member(session, admin)
    cause, text = f"trouble:{channel}", SENTENCE.format(reason=reason)
    last = outbox.last_put(session, conversation, cause, now - SAID_AGAIN)
    if last is None or last.text != text:
        later = rules.working_time.for_others_at(now, cause)
        message = Message(text, kind="alert")
        outbox.put(session, conversation, message, now, address=elsewhere, cause=cause, not_before=later)
