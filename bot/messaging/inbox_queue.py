"""Which message is handled next: that of the person who was served longest ago, so that many messages of one person
do not hold anybody up.

One statement. It steps from one conversation with open messages to the next in their index, however many messages each
has, and compares when those people were last served.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CTE, Connection, Row, Select, bindparam, case, func, literal, or_, select, update
from sqlmodel import Session

from storage.conversations import Conversation, Inbox
from storage.engine import database_time
from storage.statements import execute, table_of

MOST_COMPARED = 200  # people who wait at a time; of more, those are served first who have been known longest
INBOX, CONVERSATIONS = table_of(Inbox), table_of(Conversation)
OPEN = (INBOX.c.handled_at.is_(None), INBOX.c.set_aside_at.is_(None))  # as ix_inbox_open says it


def is_empty(connection: Connection) -> bool:
    """Whether there is no message to handle, held or not: asked first, because `find` locks a SQLite file."""
    return connection.execute(_ANY).first() is None


def find(connection: Connection, now: datetime) -> Row[Any] | None:
    """The next message to handle at `now` (the database's clock), locked with its conversation; None without one."""
    return connection.execute(_NEXT, {"now": now}).first()


def waits_since(session: Session) -> datetime | None:
    """When the oldest message came that could be handled now and is not; None if none waits."""
    ready = or_(INBOX.c.retry_at.is_(None), INBOX.c.retry_at <= database_time(session.connection()))
    oldest: datetime | None = session.execute(select(func.min(INBOX.c.at)).where(*OPEN, ready)).scalar_one()
    return oldest


def end_wait(session: Session, conversation_id: int) -> None:
    """Have the messages of a conversation handled at once that were put off."""
    execute(session, _WAITED, {"of": conversation_id, "retry_at": None})


def _waiting() -> CTE:
    """The conversations with open messages, in order of their ids; `before` says after how many that nobody holds."""
    first = select(func.min(INBOX.c.conversation_id).label("id"), literal(0).label("before")).where(*OPEN)
    waiting = first.cte("waiting", recursive=True)
    following = select(func.min(INBOX.c.conversation_id)).where(*OPEN, INBOX.c.conversation_id > waiting.c.id)
    counts = select(case((_FREE, 1), else_=0)).where(CONVERSATIONS.c.id == waiting.c.id)
    further = select(following.scalar_subquery(), waiting.c.before + counts.scalar_subquery())
    return waiting.union_all(further.where(waiting.c.id.is_not(None), waiting.c.before < MOST_COMPARED))


_PUT_OFF = (INBOX.c.retry_at.is_not(None), INBOX.c.last_error.is_(None))  # and not to be tried again
_WAITED = update(INBOX).where(INBOX.c.conversation_id == bindparam("of"), *OPEN, *_PUT_OFF)
_ANY = select(INBOX.c.id).where(*OPEN).limit(1)
_FREE = or_(CONVERSATIONS.c.lease_until.is_(None), CONVERSATIONS.c.lease_until <= bindparam("now"))
_WAITING = _waiting()
_EARLIER = INBOX.alias("earlier")
_OLDEST = (
    select(func.min(_EARLIER.c.id))
    .where(_EARLIER.c.handled_at.is_(None), _EARLIER.c.set_aside_at.is_(None))
    .where(_EARLIER.c.conversation_id == _WAITING.c.id)
)
_NEXT: Select[Any] = (
    select(
        *(INBOX.c[name] for name in ("id", "conversation_id", "channel", "address", "said", "at", "attempts")),
        CONVERSATIONS.c.member_id,
        CONVERSATIONS.c.lease_no,
    )
    .join_from(_WAITING, CONVERSATIONS, CONVERSATIONS.c.id == _WAITING.c.id)
    .join(INBOX, INBOX.c.id == _OLDEST.scalar_subquery())
    .where(
        INBOX.c.handled_at.is_(None),  # again: a message may be handled just before it is locked
        or_(INBOX.c.retry_at.is_(None), INBOX.c.retry_at <= bindparam("now")),
        _FREE,
    )
    .order_by(CONVERSATIONS.c.served_at.nulls_first(), INBOX.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=(CONVERSATIONS, INBOX), key_share=True)
)
