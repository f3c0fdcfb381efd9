"""Messages taken in, durably, before they are handled; claimed by one worker at a time under a lease.

A message received is a committed row. A worker claims the oldest open message of a conversation that nobody holds,
raising the conversation's lease number; its turn commits only under that number (see desk).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from bot.dialogue.messages import Inbound, Said
from storage.engine import Database, database_time
from storage.people import Identity
from storage.talks import Conversation, Inbox, Run

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3


@dataclass(frozen=True)
class Claim:
    """One message, held under `lease_no` of its conversation."""

    inbox_id: int
    conversation_id: int
    lease_no: int
    member_id: int | None
    channel: str
    address: str
    said: Said
    at: datetime
    attempts: int


class LeaseLost(Exception):
    """Somebody else holds the conversation now, or has handled the message; nothing may be committed."""


def receive(db: Database, inbound: Inbound) -> bool:
    """Keep `inbound`, committed. False where it had been received before; then nothing changes."""
    for attempt in (1, 2):
        try:
            with db.write() as session:
                put(session, inbound)
            return True
        except IntegrityError:
            if _known(db, inbound):
                return False
            if attempt == 2:  # the first time, two processes may have created one conversation at once
                raise
    return False


def put(session: Session, inbound: Inbound) -> None:
    """Add `inbound` to this session's transaction."""
    session.add(
        Inbox(
            channel=inbound.channel,
            event_id=inbound.event_id,
            address=inbound.sender,
            conversation_id=conversation_of(session, inbound.channel, inbound.sender),
            said=_clean(inbound.said).as_json(),
            at=inbound.at,
        )
    )
    session.flush()


def conversation_of(session: Session, channel: str, address: str) -> int:
    """The id of the conversation of whoever writes from here: a member's, or the stranger's address's own."""
    member_id = session.exec(
        select(Identity.member_id).where(col(Identity.channel) == channel, col(Identity.address) == address)
    ).first()
    if member_id is not None:
        return conversation_of_member(session, member_id)
    return _conversation(session, f"a:{channel}:{address}", None)


def conversation_of_member(session: Session, member_id: int) -> int:
    return _conversation(session, f"m:{member_id}", member_id)


def _conversation(session: Session, key: str, member_id: int | None) -> int:
    found = session.exec(select(Conversation.id).where(col(Conversation.key) == key)).first()
    if found is not None:
        return found
    conversation = Conversation(key=key, member_id=member_id)
    session.add(conversation)
    session.flush()
    assert conversation.id is not None
    return conversation.id


def claim(db: Database, lease: timedelta = LEASE) -> Claim | None:
    """Take the oldest open message of a conversation that nobody holds; None where there is nothing to do."""
    with db.write() as session:
        now = database_time(session.connection())
        oldest = (
            select(func.min(Inbox.id))
            .where(col(Inbox.handled_at).is_(None), col(Inbox.set_aside_at).is_(None))
            .group_by(col(Inbox.conversation_id))
        )
        found = session.exec(
            select(Inbox, Conversation)
            .join(Conversation, col(Conversation.id) == col(Inbox.conversation_id))
            .where(
                col(Inbox.id).in_(oldest),
                col(Inbox.handled_at).is_(None),  # again: a message may be handled just before it is locked
                or_(col(Inbox.retry_at).is_(None), col(Inbox.retry_at) <= now),
                or_(col(Conversation.lease_until).is_(None), col(Conversation.lease_until) <= now),
            )
            .order_by(col(Inbox.id))
            .limit(1)
            .with_for_update(skip_locked=True, of=(Conversation, Inbox))
        ).first()
        if found is None:
            return None
        row, conversation = found
        conversation.lease_no += 1
        conversation.lease_until = now + lease
        session.add(conversation)
        assert row.id is not None and conversation.id is not None
        return Claim(
            row.id,
            conversation.id,
            conversation.lease_no,
            conversation.member_id,
            row.channel,
            row.address,
            Said.from_json(row.said),
            row.at,
            row.attempts,
        )


def recover(db: Database) -> None:
    """At start-up of the only process on a database: what a dead one held is free at once. One that is only paused
    commits nothing under its old number."""
    with db.write() as session:
        held = col(Conversation.lease_until).is_not(None)
        session.execute(update(Conversation).where(held).values(lease_until=None, lease_no=Conversation.lease_no + 1))


def finish(session: Session, claim: Claim, now: datetime, understanding: dict[str, object] | None) -> None:
    """The last word of a turn: the message is handled, the conversation free. Raises LeaseLost, and the turn is
    rolled back, unless both rows are still this claim's."""
    handled = session.execute(
        update(Inbox)
        .where(col(Inbox.id) == claim.inbox_id, col(Inbox.handled_at).is_(None), col(Inbox.set_aside_at).is_(None))
        .values(handled_at=now, understanding=understanding)
    )
    held = session.execute(
        update(Conversation)
        .where(col(Conversation.id) == claim.conversation_id, col(Conversation.lease_no) == claim.lease_no)
        .values(lease_until=None)
    )
    if handled.rowcount != 1 or held.rowcount != 1:  # type: ignore[attr-defined]
        raise LeaseLost(f"message {claim.inbox_id} is no longer held")


def lock(session: Session, conversation_id: int, lease_no: int | None = None) -> None:
    """Lock the conversation for this transaction; with `lease_no`, refuse (LeaseLost) if another holds it now."""
    found = session.exec(
        select(Conversation.lease_no).where(col(Conversation.id) == conversation_id).with_for_update()
    ).one()
    if lease_no is not None and found != lease_no:
        raise LeaseLost(f"conversation {conversation_id} is held under another lease")


def failed(db: Database, claim: Claim, error: str, retry_in: timedelta) -> bool:
    """A turn failed: try again later. True where it now failed for the last time and the message is to be set aside."""
    with db.write() as session:
        lock(session, claim.conversation_id, claim.lease_no)
        row = session.get_one(Inbox, claim.inbox_id)
        row.attempts += 1
        row.last_error = error[:2000]
        row.retry_at = database_time(session.connection()) + retry_in * row.attempts
        session.add(row)
        conversation = session.get_one(Conversation, claim.conversation_id)
        conversation.lease_until = None
        session.add(conversation)
        return row.attempts >= MAX_ATTEMPTS


def set_aside(session: Session, inbox_id: int, now: datetime) -> None:
    row = session.get_one(Inbox, inbox_id)
    row.set_aside_at = now
    session.add(row)


def requeue(session: Session, inbox_id: int, run_id: int) -> bool:
    """Let a message that was set aside be handled once more. False where it is not of the conversation of this run."""
    row = session.get(Inbox, inbox_id)
    run = session.get_one(Run, run_id)
    if row is None or row.conversation_id != run.conversation_id or row.set_aside_at is None:
        return False
    row.set_aside_at, row.retry_at, row.attempts = None, None, 0
    session.add(row)
    return True


def _known(db: Database, inbound: Inbound) -> bool:
    with db.read() as session:
        known = select(Inbox.id).where(col(Inbox.channel) == inbound.channel, col(Inbox.event_id) == inbound.event_id)
        return session.exec(known).first() is not None


def _clean(said: Said) -> Said:
    """Without what no database can keep: NUL characters and lone surrogates."""
    if said.text is None:
        return said
    text = said.text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    return Said(text=text)
