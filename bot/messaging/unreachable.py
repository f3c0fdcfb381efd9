"""What an address takes nothing for now, and where it goes instead.

An address from which nobody has written to the bot that it has now takes nothing at all: that is what an identity
without `last_seen_at` says. It is chosen last among a member's addresses, until they write. An address whose window has
closed takes nothing until its person writes again (see send_queue).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, update
from sqlmodel import Session, col, select

from bot.messaging import send_queue
from bot.messaging.send_queue import OPEN, OUTBOX, Shape
from bot.messaging.sends import Reach, Sending
from storage.conversations import Conversation, Outbox
from storage.engine import Database
from storage.people import Identity, Member
from storage.statements import table_of

MOST_AT_ONCE = 50  # messages
CONVERSATIONS, IDENTITIES, MEMBERS = table_of(Conversation), table_of(Identity), table_of(Member)


def give_up(session: Session, sending: Sending, reason: str) -> Identity | None:
    """Mark the address of a claimed message, which goes by another address of its member's, as does whatever waits
    for the same; without another it is "maybe", and offered when they write. Returns the identity that was marked;
    None where the claim is lost, or nobody known is there."""
    row = session.get_one(Outbox, sending.id)
    if row.claim_no != sending.claim_no or row.status != "sending":
        return None
    row.last_error = reason[:500]
    identity = _identity(session, sending.channel, sending.address)
    if identity is None:
        row.status = "maybe"
        return None
    identity.last_seen_at = None
    session.flush()
    other = _another(session, identity)
    if other is None:
        row.status = "maybe"
        return identity
    row.status, row.claimed_at = "pending", None
    session.flush()
    _move_waiting(session, identity, other)
    return identity


def leave(session: Session, channel: str, address: str) -> None:
    """Somebody has turned the bot away there: what waits for them goes by another address, if they have one."""
    identity = _identity(session, channel, address)
    if identity is None:
        return
    identity.last_seen_at = None
    session.flush()
    other = _another(session, identity)
    if other is not None:
        _move_waiting(session, identity, other)


def hold(db: Database, sending: Sending, reason: str, since: datetime) -> None:
    """The platform did not take a claimed message, and takes none for this address until its person writes: it waits
    for that. Whoever has written since its send began (`since`) gets it at once."""
    with db.write() as session:
        row = session.get_one(Outbox, sending.id)
        if row.claim_no == sending.claim_no and row.status == "sending":
            row.status, row.held_at, row.last_error = "pending", since, reason[:500]
            row.retry_at = row.claimed_at = None


def move_on(db: Database, now: datetime, reaches: Collection[Reach]) -> int:
    """What waits at an address whose window has no room for it goes by another address of its member's that takes it
    now. Returns how many messages; what has no other address goes on waiting."""
    if all(reach.window is None for reach in reaches):
        return 0
    shape, given = send_queue.shape_of(reaches), send_queue.given_of(reaches, now)
    given["windowed"] = [reach.channel for reach in reaches if reach.window is not None]
    with db.read_statement() as connection:
        if connection.execute(_elsewhere(shape), given).first() is None:
            return 0
    with db.write_connection() as connection:
        found = connection.execute(_elsewhere(shape).with_for_update(skip_locked=True, of=OUTBOX), given).all()
        moved = {row.id: (row.channel, row.address) for row in reversed(found)}  # of several addresses, the newest
        for key, (channel, address) in moved.items():
            connection.execute(_MOVE, {"row": key, "channel": channel, "address": address, "held_at": None})
        return len(moved)


def elsewhere(session: Session, member_id: int, channel: str) -> tuple[str, str] | None:
    """Where the member has written from most lately on any channel but this one: (channel, address)."""
    seen = col(Identity.last_seen_at)
    mine = (col(Identity.member_id) == member_id, col(Identity.channel) != channel, seen.is_not(None))
    found = session.exec(select(Identity).where(*mine).order_by(seen.desc()).limit(1)).first()
    return (found.channel, found.address) if found is not None else None


def went_before(db: Database, sending: Sending) -> int:
    """How many messages of the platform went to the address of a claimed message since its person wrote, without it."""
    here = send_queue.went_since(OUTBOX.c.channel, OUTBOX.c.address, OUTBOX.c.conversation_id)
    with db.read() as session:
        return int(session.execute(select(here).where(OUTBOX.c.id == sending.id)).scalar_one()) - 1


def not_shown(session: Session, members: Collection[int], now: datetime) -> set[tuple[int, datetime]]:
    """The nudges to these members that wait to be shown: whose each is, and when it was put, before now."""
    waits = (OPEN, OUTBOX.c.status == "pending", OUTBOX.c.kind == "nudge", OUTBOX.c.at < now)
    due = or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before < now)
    found = select(CONVERSATIONS.c.member_id, OUTBOX.c.at).join(OUTBOX, OUTBOX.c.conversation_id == CONVERSATIONS.c.id)
    rows = session.execute(found.where(*waits, due, CONVERSATIONS.c.member_id.in_(members)))
    return {(member_id, at) for member_id, at in rows}


def names(session: Session, channel: str, *, but_not: int) -> list[str]:
    """Who of the company now has nobody seen at their address on this channel."""
    here = (col(Identity.channel) == channel, col(Identity.last_seen_at).is_(None))
    members = select(Member.name).join(Identity, col(Identity.member_id) == col(Member.id))
    mine = (*here, col(Member.active), col(Member.id) != but_not)
    return list(session.exec(members.where(*mine).order_by(col(Member.id))))


def name_of(session: Session, identity: Identity) -> str:
    """Whose address it is."""
    return session.get_one(Member, identity.member_id).name


def _identity(session: Session, channel: str, address: str) -> Identity | None:
    here = (col(Identity.channel) == channel, col(Identity.address) == address)
    return session.exec(select(Identity).where(*here)).first()


def _another(session: Session, identity: Identity) -> Identity | None:
    """Where the member wants to be written to, else where they have written from most lately."""
    seen = col(Identity.last_seen_at)
    mine = (col(Identity.member_id) == identity.member_id, seen.is_not(None))
    wanted = col(Identity.preferred_at).is_(None)
    return session.exec(select(Identity).where(*mine).order_by(wanted, seen.desc()).limit(1)).first()


def _move_waiting(session: Session, identity: Identity, other: Identity) -> None:
    waiting = (col(Outbox.channel) == identity.channel, col(Outbox.address) == identity.address)
    session.execute(
        update(Outbox)
        .where(col(Outbox.status) == "pending", *waiting)
        .values(channel=other.channel, address=other.address, held_at=None)
    )


@lru_cache
def _elsewhere(shape: Shape) -> Select[Any]:
    """What waits in vain, with each address that would take it."""
    here = send_queue.reached(shape, OUTBOX.c.channel, OUTBOX.c.address, OUTBOX.c.conversation_id)
    there = send_queue.reached(shape, IDENTITIES.c.channel, IDENTITIES.c.address, CONVERSATIONS.c.id)
    now = bindparam("now", type_=OUTBOX.c.at.type)
    due = or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= now)
    windowed = OUTBOX.c.channel.in_(bindparam("windowed", expanding=True))
    is_seen = and_(IDENTITIES.c.last_seen_at.is_not(None), MEMBERS.c.active.is_(True))
    return (
        select(OUTBOX.c.id, IDENTITIES.c.channel, IDENTITIES.c.address)
        .join_from(OUTBOX, CONVERSATIONS, CONVERSATIONS.c.id == OUTBOX.c.conversation_id)
        .join(MEMBERS, MEMBERS.c.id == CONVERSATIONS.c.member_id)
        .join(IDENTITIES, IDENTITIES.c.member_id == MEMBERS.c.id)
        .where(OPEN, OUTBOX.c.status == "pending", due, windowed, is_seen, ~here, there)
        .order_by(OUTBOX.c.id, IDENTITIES.c.last_seen_at.desc())
        .limit(MOST_AT_ONCE)
    )


_MOVE = update(OUTBOX).where(OUTBOX.c.id == bindparam("row"))
