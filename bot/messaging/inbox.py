"""Received messages: committed before they are handled, and claimed by one worker at a time under a lease.

A message received is a committed row. A worker claims the oldest open message of a conversation that nobody holds,
that of who was served longest ago (see inbox_queue), raising the conversation's lease number; its turn commits only
under that number (see processor). A try is counted when the message is claimed, not when it fails: one whose handling
ends the process is not taken up for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from bot.access import Speaker
from bot.messaging import inbox_queue, strangers
from bot.messaging.conversation_key import ConversationKey
from bot.messaging.inbound import Inbound, Said, Unreadable
from bot.messaging.inbox_queue import CONVERSATIONS, INBOX, OPEN
from bot.messaging.inbox_queue import waits_since as waits_since
from storage.conversations import Conversation, Inbox, Run
from storage.engine import Database, database_time
from storage.people import Identity, Member
from storage.statements import execute, table_of

LEASE = timedelta(seconds=15)
MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Claim:
    """One message, held under `lease_no` of its conversation, for the `attempt`th time. `said` is None where this
    version of the program cannot read it: it must be set aside, not stand in everybody's way."""

    inbox_id: int
    conversation_id: int
    lease_no: int
    member_id: int | None
    channel: str
    address: str
    said: Said | None
    at: datetime
    attempt: int

    @property
    def is_spent(self) -> bool:
        """Whether no try is left: the last one ended with its process."""
        return self.attempt > MAX_ATTEMPTS


class LeaseLost(Exception):
    """Another worker holds the conversation now, or has handled the message; nothing may be committed."""


def receive(db: Database, inbound: Inbound) -> bool:
    """Store `inbound` and commit. False if it had been received before, or is one too many of a stranger's, who is told
    so; then it is not stored."""
    for attempt in (1, 2):
        try:
            with db.write_connection() as connection:
                put(connection, inbound)
            return True
        except strangers.TooMany as full:
            strangers.decline(db, full.conversation_id, (inbound.channel, _plain(inbound.sender)), inbound.at)
            return False
        except IntegrityError:
            if _known(db, inbound):
                return False
            if attempt == 2:  # the first time, two processes may have created one conversation at once
                raise
    return False


def put(within: Session | Connection, inbound: Inbound) -> None:
    """Add `inbound` to this transaction. Raises TooMany (see strangers)."""
    sender = _plain(inbound.sender)
    conversation_id, of_member = _writer(within, inbound.channel, sender)
    if not of_member:
        strangers.check(within, conversation_id)
    values = {
        "channel": inbound.channel,
        "event_id": inbound.event_id,
        "address": sender,
        "conversation_id": conversation_id,
        "said": _clean(inbound.said).as_json(),
        "at": inbound.at,
        "attempts": 0,
    }
    within.execute(_TAKE_IN, values)


def is_of_company(db: Database, channel: str, address: str) -> bool:
    """Whether somebody writes from this address who is of the company now."""
    with db.read_statement() as connection:
        found = connection.execute(_WHO_WRITES, {"channel": channel, "address": address}).first()
    return found is not None and bool(found[1])


def conversation_of(within: Session | Connection, channel: str, address: str) -> int:
    """The id of the conversation of the address: its member's, or a stranger's own; created if there is none."""
    return _writer(within, channel, address)[0]


def _writer(within: Session | Connection, channel: str, address: str) -> tuple[int, bool]:
    """The conversation of the address, and whether somebody writes there who is of the company now."""
    found = within.execute(_WHO_WRITES, {"channel": channel, "address": address}).first()
    if found is None:
        return _conversation(within, ConversationKey(None, channel, address)), False
    member_id, active, conversation_id = found
    return conversation_id or conversation_of_member(within, member_id), active


def conversation_of_member(within: Session | Connection, member_id: int) -> int:
    """The id of a member's conversation, created if there is none."""
    return _conversation(within, ConversationKey(member_id))


def _conversation(within: Session | Connection, key: ConversationKey) -> int:
    found: int | None = within.execute(_BY_KEY, {"key": str(key)}).scalar()
    if found is not None:
        return found
    # Served just now: a stranger whom nobody knew before comes after those who wait already.
    connection = within.connection() if isinstance(within, Session) else within
    served_at = database_time(connection) if key.member_id is None else None
    values = {"key": str(key), "member_id": key.member_id, "lease_no": 0, "served_at": served_at}
    made = within.execute(insert(CONVERSATIONS), values)
    key_of_made: int = made.inserted_primary_key[0]  # type: ignore[attr-defined]
    return key_of_made


def claim(db: Database, lease: timedelta = LEASE) -> Claim | None:
    """Claim the oldest open message of who was served longest ago, in a conversation that nobody holds; None if there
    is nothing to do."""
    with db.read_statement() as connection:
        if inbox_queue.is_empty(connection):
            return None
    with db.write_connection() as connection:
        now = database_time(connection)
        found = inbox_queue.find(connection, now)
        if found is None:
            return None
        lease_no = found.lease_no + 1
        held = {"held": found.conversation_id, "lease_no": lease_no, "lease_until": now + lease, "served_at": now}
        connection.execute(_HOLD, held)
        connection.execute(_TRY, {"tried": found.id})
        return Claim(
            found.id,
            found.conversation_id,
            lease_no,
            found.member_id,
            found.channel,
            found.address,
            _readable(found.said),
            found.at,
            found.attempts + 1,
        )


def hold(db: Database, claim: Claim, lease: timedelta) -> None:
    """Extend the claim to `lease` from now. Raises LeaseLost."""
    with db.write_connection() as connection:
        held = {"held": claim.conversation_id, "no": claim.lease_no, "lease_until": database_time(connection) + lease}
        if connection.execute(_LEASE, held).rowcount != 1:
            raise LeaseLost(f"message {claim.inbox_id} is no longer held")


def keep_said(db: Database, claim: Claim, said: Said) -> None:
    """Replace the content of the claimed message. Raises LeaseLost."""
    with db.write() as session:
        lock(session, claim.conversation_id, claim.lease_no)
        execute(session, _MESSAGE, {"message": claim.inbox_id, "said": said.as_json()})


def recover(db: Database) -> None:
    """Free all conversations: at start-up of the only process on a database, a dead one held them. If that process was
    only paused, it can commit nothing under its old lease numbers. What failed is tried again at once, whatever
    that process's clock said, and nobody is served later because of it."""
    with db.write() as session:
        session.execute(update(INBOX).where(*OPEN, INBOX.c.retry_at.is_not(None)).values(retry_at=None))
        held = col(Conversation.lease_until).is_not(None)
        session.execute(update(Conversation).where(held).values(lease_until=None, lease_no=Conversation.lease_no + 1))
        later = col(Conversation.served_at) > database_time(session.connection())  # the clock has been set back
        session.execute(update(Conversation).where(later).values(served_at=None))


def finish(session: Session, claim: Claim, now: datetime, understanding: dict[str, object] | None) -> None:
    """End a turn: mark the message handled and free the conversation. Raises LeaseLost, which rolls the turn back,
    unless both rows still belong to this claim."""
    done = {"message": claim.inbox_id, "handled_at": now, "understanding": understanding}
    handled = execute(session, _MESSAGE, done)
    held = execute(session, _LEASE, {"held": claim.conversation_id, "no": claim.lease_no, "lease_until": None})
    if handled.rowcount != 1 or held.rowcount != 1:
        raise LeaseLost(f"message {claim.inbox_id} is no longer held")


def lock(session: Session, conversation_id: int, lease_no: int | None = None) -> None:
    """Lock the conversation for this transaction. With `lease_no`, raises LeaseLost if that is not its lease number."""
    found = execute(session, _LOCK, {"conversation": conversation_id}).scalar_one()
    if lease_no is not None and found != lease_no:
        raise LeaseLost(f"conversation {conversation_id} is held under another lease")


def failed(db: Database, claim: Claim, error: str, retry_in: timedelta) -> bool:
    """Record that a turn failed, to be tried again. True after the last try: it is held until set aside."""
    with db.write() as session:
        lock(session, claim.conversation_id, claim.lease_no)
        row = session.get_one(Inbox, claim.inbox_id)
        row.last_error = error[:2000]
        row.retry_at = database_time(session.connection()) + retry_in * claim.attempt
        session.add(row)
        is_last = claim.attempt >= MAX_ATTEMPTS
        if not is_last:
            _free(session, claim.conversation_id)
        return is_last


def wait(db: Database, claim: Claim, at_most: timedelta) -> None:
    """Put the claimed message off until a step is done, or for `at_most`; no try is counted. Raises LeaseLost."""
    with db.write() as session:
        lock(session, claim.conversation_id, claim.lease_no)
        retry_at = database_time(session.connection()) + at_most
        execute(session, _MESSAGE, {"message": claim.inbox_id, "attempts": claim.attempt - 1, "retry_at": retry_at})
        _free(session, claim.conversation_id)


def set_aside(session: Session, inbox_id: int, now: datetime) -> None:
    """Stop handling a message, unless it is requeued, and free its conversation."""
    row = session.get_one(Inbox, inbox_id)
    row.set_aside_at = now
    session.add(row)
    _free(session, row.conversation_id)


def _free(session: Session, conversation_id: int) -> None:
    conversation = session.get_one(Conversation, conversation_id)
    conversation.lease_until = None
    session.add(conversation)


def requeue(session: Session, _by: Speaker, inbox_id: int, run_id: int) -> bool:
    """Have a message that was set aside tried once more. False if it belongs to another conversation than `run_id`,
    or is not set aside."""
    row = session.get(Inbox, inbox_id)
    run = session.get_one(Run, run_id)
    if row is None or row.conversation_id != run.conversation_id or row.set_aside_at is None:
        return False
    row.set_aside_at, row.retry_at, row.attempts = None, None, MAX_ATTEMPTS - 1
    session.add(row)
    return True


def _known(db: Database, inbound: Inbound) -> bool:
    with db.read() as session:
        known = select(INBOX.c.id).where(INBOX.c.channel == inbound.channel, INBOX.c.event_id == inbound.event_id)
        return session.execute(known).first() is not None


def _readable(said: Any) -> Said | None:
    try:
        return Said.from_json(said)
    except Unreadable:
        return None


def _clean(said: Said) -> Said:
    text, tap = (None if words is None else _plain(words) for words in (said.text, said.tap))
    media = said.media and replace(said.media, name=_plain(said.media.name), caption=_plain(said.media.caption))
    return replace(said, text=text, tap=tap, media=media)


def _plain(text: str) -> str:
    """`text` without NUL characters and lone surrogates, which no database can store."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


_IDENTITIES, _MEMBERS = table_of(Identity), table_of(Member)

_TAKE_IN = insert(INBOX)
_WHO_WRITES = (
    select(_IDENTITIES.c.member_id, _MEMBERS.c.active, CONVERSATIONS.c.id)
    .join_from(_IDENTITIES, _MEMBERS, _MEMBERS.c.id == _IDENTITIES.c.member_id)
    .outerjoin(CONVERSATIONS, CONVERSATIONS.c.member_id == _IDENTITIES.c.member_id)
    .where(_IDENTITIES.c.channel == bindparam("channel"), _IDENTITIES.c.address == bindparam("address"))
)
_BY_KEY = select(CONVERSATIONS.c.id).where(CONVERSATIONS.c.key == bindparam("key"))
_HOLD = update(CONVERSATIONS).where(CONVERSATIONS.c.id == bindparam("held"))
_TRY = update(INBOX).where(INBOX.c.id == bindparam("tried")).values(attempts=INBOX.c.attempts + 1)
_LOCK = (
    select(CONVERSATIONS.c.lease_no)
    .where(CONVERSATIONS.c.id == bindparam("conversation"))
    .with_for_update(key_share=True)  # on PostgreSQL messages are taken in meanwhile: they only refer to the row
)
_MESSAGE = update(INBOX).where(INBOX.c.id == bindparam("message"), *OPEN)
_LEASE = update(CONVERSATIONS).where(
    CONVERSATIONS.c.id == bindparam("held"), CONVERSATIONS.c.lease_no == bindparam("no")
)
