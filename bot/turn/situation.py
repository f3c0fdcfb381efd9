"""What is known when a turn begins, read in one statement, because every message needs it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, or_, select, text, update
from sqlmodel import Session

from bot.access import STRANGER, Speaker
from storage.background import StageLimit
from storage.conversations import Conversation, Outbox, Run
from storage.people import Identity, Member
from storage.statements import execute, table_of
from storage.teamwork import Ticket, TicketStep

SEEN_EVERY = timedelta(minutes=10)


@dataclass(frozen=True)
class Situation:
    """`has_left`: the conversation belongs to somebody who has left the company. `identity_id` is the address that the
    message came from, None if it is not a member's; it was `last_seen_at`. `may_have_missed`: a message may not have
    arrived. `waits`: a question waits for words. `works`: a step is at work. `limits_changed`: in the chat; they are
    not those of the policy file. `has_tickets`: in hand, or open ones of their own."""

    speaker: Speaker
    has_left: bool
    identity_id: int | None
    last_seen_at: datetime | None
    may_have_missed: bool
    waits: bool
    works: bool
    limits_changed: bool
    has_tickets: bool


def read(session: Session, conversation_id: int, address: tuple[str, str] | None) -> Situation:
    """The situation of a conversation, for a message from `address` (channel, address). It must exist."""
    channel, place = address or ("", "")
    row = execute(
        session, _SITUATION, {"conversation": conversation_id, "from_channel": channel, "from_address": place}
    ).one()
    member_id, name, role, team_id, admin, active, identity_id, last_seen_at, *flags = row
    speaker = Speaker(member_id, name, role, team_id, admin) if active else STRANGER
    return Situation(speaker, active is False, identity_id, last_seen_at, *flags)


def note_address(session: Session, situation: Situation, now: datetime) -> None:
    """Record that the person writes from this address now, at most every ten minutes."""
    seen = situation.last_seen_at
    if situation.identity_id is not None and (seen is None or seen < now - SEEN_EVERY):
        execute(session, _SEEN, {"identity": situation.identity_id, "last_seen_at": now})


_CONVERSATIONS, _MEMBERS, _IDENTITIES, _RUNS, _OUTBOX = (
    table_of(Conversation),
    table_of(Member),
    table_of(Identity),
    table_of(Run),
    table_of(Outbox),
)
_MISSED = exists().where(_OUTBOX.c.conversation_id == _CONVERSATIONS.c.id, text("outbox.status = 'maybe'"))
_WAITS = exists().where(_RUNS.c.conversation_id == _CONVERSATIONS.c.id, text("run.status = 'waiting'"))
_WORKS = exists().where(_RUNS.c.conversation_id == _CONVERSATIONS.c.id, text("run.status = 'working'"))
_LIMITED = exists().select_from(table_of(StageLimit))
_TICKETS, _STEPS = table_of(Ticket), table_of(TicketStep)
_HAS_TICKETS = or_(
    exists().where(_STEPS.c.member_id == _MEMBERS.c.id, text("ticketstep.ended_at IS NULL")),
    exists().where(_TICKETS.c.owner_id == _MEMBERS.c.id, text("ticket.closed_at IS NULL")),
)
_SITUATION = (  # the conditions on status are written as the partial indexes say them
    select(
        *(_MEMBERS.c[name] for name in ("id", "name", "role", "team_id", "admin", "active")),
        _IDENTITIES.c.id,
        _IDENTITIES.c.last_seen_at,
        _MISSED,
        _WAITS,
        _WORKS,
        _LIMITED,
        _HAS_TICKETS,
    )
    .select_from(_CONVERSATIONS)
    .outerjoin(_MEMBERS, _MEMBERS.c.id == _CONVERSATIONS.c.member_id)
    .outerjoin(
        _IDENTITIES,
        and_(_IDENTITIES.c.channel == bindparam("from_channel"), _IDENTITIES.c.address == bindparam("from_address")),
    )
    .where(_CONVERSATIONS.c.id == bindparam("conversation"))
)
_SEEN = update(_IDENTITIES).where(_IDENTITIES.c.id == bindparam("identity"))
