"""How much is taken in from somebody who is not of the company: anybody can find a bot, and nobody may fill it up."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select
from sqlmodel import Session

from bot.conversation.messages import Message
from bot.messaging import outbox
from bot.messaging.inbox_queue import INBOX, OPEN
from bot.wording.turn import too_many
from storage.engine import Database

MOST_OPEN = 20  # messages of one address that wait to be handled
SAID_AGAIN = timedelta(minutes=10)
CAUSE = "declined"


class TooMany(Exception):
    """As many messages of this stranger wait as are taken in."""

    def __init__(self, conversation_id: int) -> None:
        super().__init__(f"{MOST_OPEN} messages wait in conversation {conversation_id}")
        self.conversation_id = conversation_id


def check(within: Session | Connection, conversation_id: int) -> None:
    """Raises TooMany where no further message of the stranger is taken in."""
    if within.execute(_COUNT, {"conversation": conversation_id}).scalar_one() >= MOST_OPEN:
        raise TooMany(conversation_id)


def decline(db: Database, conversation_id: int, address: tuple[str, str], now: datetime) -> None:
    """Tell a stranger that nothing more is taken in for now; once in a while, however much they write."""
    with db.write() as session:
        if not outbox.was_put(session, conversation_id, CAUSE, now - SAID_AGAIN):
            sentence = Message(too_many(MOST_OPEN))
            outbox.put(session, conversation_id, sentence, now, address=address, cause=CAUSE)


_SOME = select(INBOX.c.id).where(*OPEN, INBOX.c.conversation_id == bindparam("conversation")).limit(MOST_OPEN)
_COUNT = select(func.count()).select_from(_SOME.subquery())
