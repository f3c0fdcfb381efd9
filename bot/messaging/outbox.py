"""Messages to go out: committed with the turn, then delivered, each at most once where that can be known.

A send is claimed and committed as "sending", sent, then marked. Found "sending" after a crash, it is sent again where
the channel recognises a repeat; otherwise a nudge, an alert or a question goes out once more after two minutes, marked
（可能重复）, unless its reader has acted; anything else stays "maybe" and is offered when the person next writes.
A send that ended without anybody knowing how (`doubtful`) is treated alike, but holds nothing else up meanwhile.
Per address one send at a time, in order within a priority; a refusal to take more now stalls that address only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, insert, or_, select, text, update
from sqlmodel import Session, col

from bot.conversation.messages import Choice, Kind, Message
from bot.messaging import send_queue
from bot.messaging.send_queue import OPEN, OUTBOX, REPEATED, STALE, URGENT, Reach, is_repeated, is_urgent
from storage.conversations import Conversation, Outbox
from storage.engine import Database, alone, database_time
from storage.people import Identity, Member
from storage.statements import execute, inserted, table_of

__all__ = ["REPEATED", "STALE", "URGENT", "Reach"]  # of next_out, for whoever knows the outbox
MAX_ATTEMPTS = 5
PRIORITY: Mapping[str, int] = {"reply": 0, "receipt": 0, "alert": 1, "nudge": 1, "prompt": 2, "brief": 2}


@dataclass(frozen=True)
class Button:
    """What a channel shows for a choice; `data` (≤ 64 bytes) comes back as the tap."""

    label: str
    data: str


@dataclass(frozen=True)
class Sending:
    """A message under way. `platform` channels give back an id of theirs when it is sent."""

    id: int
    claim_no: int
    channel: str
    address: str
    kind: Kind
    text: str
    buttons: tuple[Button, ...]
    image: str | None
    at: datetime
    cause: str | None


@dataclass(frozen=True)
class Offer:
    """A message whose choices open flows, as they were written down."""

    id: int
    choices: Sequence[Mapping[str, Any]]


def put(
    session: Session,
    conversation_id: int,
    message: Message,
    at: datetime,
    *,
    address: tuple[str, str] | None = None,
    run_id: int | None = None,
    step: int | None = None,
    cause: str | None = None,
    not_before: datetime | None = None,
) -> int:
    """Commit `message` to go out with this session. `address` (channel, address) for a reply to where it came
    from; otherwise the member's most recently used one. With `step`, its choices answer that step of the run."""
    channel, to = address or address_of(session, conversation_id) or (None, None)
    values = {
        "conversation_id": conversation_id,
        "channel": channel,
        "address": to,
        "kind": message.kind,
        "text": message.text,
        "choices": [_choice(choice, step) for choice in message.choices],
        "image": message.image,
        "run_id": run_id,
        "step": step,
        "cause": cause,
        "priority": PRIORITY[message.kind],
        "at": at,
        "not_before": not_before,
        "status": "pending",
        "attempts": 0,
        "claim_no": 0,
    }
    return inserted(session, _PUT, values)


def address_of(session: Session, conversation_id: int) -> tuple[str, str] | None:
    """Where a conversation is reached: the member's address used last; a stranger's is in the key."""
    key, member_id, *found = execute(session, _WHERE, {"conversation": conversation_id}).one()
    if member_id is None:
        _, channel, address = key.split(":", 2)
        return channel, address
    return (found[0], found[1]) if found[0] is not None else None


def readdress(session: Session, conversation_id: int) -> None:
    """Give messages that had nowhere to go the address that their person has now."""
    address = address_of(session, conversation_id)
    if address:
        session.execute(
            update(Outbox)
            .where(
                col(Outbox.conversation_id) == conversation_id,
                col(Outbox.status) == "pending",
                col(Outbox.address).is_(None),
            )
            .values(channel=address[0], address=address[1])
        )


def claim_next(db: Database, now: datetime, reaches: Collection[Reach]) -> Sending | None:
    """Take the next message that may go out from here by `now` (the company's clock), committed as "sending"."""
    if not reaches:
        return None
    with db.write_connection() as connection:
        alone(connection, "outbox.claim")  # else two could claim for one address, neither seeing the other's
        real = database_time(connection)
        row = send_queue.find(connection, now, real, reaches)
        if row is None:
            return None
        words = row.text
        if row.status == "sending" and not _recognises(reaches, row.channel):
            words = REPEATED + words
        claimed = {"status": "sending", "claimed_at": real, "retry_at": None, "claim_no": row.claim_no + 1}
        connection.execute(_CLAIM, {"row": row.id, "text": words, **claimed})
        return Sending(
            row.id,
            row.claim_no + 1,
            row.channel,
            row.address,
            row.kind,
            words,
            _buttons(row.id, row.run_id, row.step, row.choices),
            row.image,
            row.at,
            row.cause,
        )


def sent(db: Database, sending: Sending, now: datetime, platform_id: str | None = None) -> None:
    """The platform has it."""
    _mark(db, sending, status="sent", sent_at=now, platform_id=platform_id)


def refused(db: Database, sending: Sending, error: str, retry_after: timedelta | None, *, counts: bool = True) -> None:
    """The platform did not take it: again after `retry_after`; never where that is None, or after five attempts that
    count."""
    with db.write() as session:
        row = _held(session, sending)
        if row is None:
            return
        row.attempts += counts
        row.last_error = error[:500]
        if retry_after is None or row.attempts >= MAX_ATTEMPTS:
            row.status = "maybe"
        else:
            row.status = "pending"
            row.retry_at = database_time(session.connection()) + retry_after
        session.add(row)


def doubtful(db: Database, sending: Sending, error: str) -> None:
    """The platform may have it. What is urgent stays "sending", to go out once more when it is stale, its `retry_at`
    saying that the send is over; anything else is "maybe" at once."""
    with db.write() as session:
        row = _held(session, sending)
        if row is None:
            return
        row.last_error = error[:500]
        row.retry_at = database_time(session.connection())
        urgent = row.kind in URGENT or row.step is not None
        if not urgent or row.text.startswith(REPEATED) or row.acted_at is not None:
            row.status = "maybe"
        session.add(row)


def seen(db: Database, conversation_id: int, outbox_id: int, now: datetime) -> None:
    """Its reader's device has shown it."""
    with db.write() as session:
        session.execute(
            update(Outbox)
            .where(
                col(Outbox.id) == outbox_id,
                col(Outbox.conversation_id) == conversation_id,
                col(Outbox.seen_at).is_(None),
            )
            .values(seen_at=now)
        )


def next_at(session: Session, now: datetime) -> datetime | None:
    """When the next message that waits for its time may go out."""
    waits = (OPEN, OUTBOX.c.status == "pending", OUTBOX.c.address.is_not(None), OUTBOX.c.not_before > now)
    found: datetime | None = session.execute(
        select(OUTBOX.c.not_before).where(*waits).order_by(OUTBOX.c.not_before).limit(1)
    ).scalar()
    return found


def recover(db: Database, reaches: Collection[Reach]) -> int:
    """At start-up: what a dead process had "sending" goes out again at once where the channel recognises a repeat.
    Elsewhere, where no other process can be sending it (SQLite), it holds nothing else up. Returns how many go out."""
    known = [reach.channel for reach in reaches if reach.recognises_repeats]
    with db.write() as session:
        done = session.execute(
            update(Outbox)
            .where(OPEN, col(Outbox.status) == "sending", col(Outbox.channel).in_(known))
            .values(status="pending")
        )
        if db.is_sqlite:
            over = (OPEN, col(Outbox.status) == "sending", col(Outbox.retry_at).is_(None))
            session.execute(update(Outbox).where(*over).values(retry_at=database_time(session.connection())))
        return int(done.rowcount)  # type: ignore[attr-defined]


def set_doubtful_aside(db: Database, reaches: Collection[Reach]) -> int:
    """What was "sending" when its process died, is not urgent, and cannot be recognised if repeated, becomes
    "maybe"; it is offered when the person next writes. Returns how many."""
    blind = [reach.channel for reach in reaches if not reach.recognises_repeats]
    if not blind:
        return 0
    with db.write() as session:
        real = database_time(session.connection())
        done = session.execute(
            update(Outbox)
            .where(
                OPEN,
                col(Outbox.status) == "sending",
                col(Outbox.channel).in_(blind),
                col(Outbox.claimed_at) <= real - STALE,
                or_(~is_urgent(), is_repeated(), col(Outbox.acted_at).is_not(None)),
            )
            .values(status="maybe")
        )
        return int(done.rowcount)  # type: ignore[attr-defined]


def offer_doubtful(session: Session, conversation_id: int) -> list[Outbox]:
    """Messages that may never have arrived; they count as offered from now on."""
    rows = execute(session, _MAYBE, {"conversation": conversation_id}).mappings().all()
    for row in rows:
        execute(session, _CLAIM, {"row": row["id"], "status": "offered"})
    return [Outbox(**{**row, "status": "offered"}) for row in rows]


def newest_offer(session: Session, conversation_id: int) -> Offer | None:
    """The message said last, if it is an offer."""
    found = execute(session, _NEWEST, {"conversation": conversation_id}).first()
    return Offer(found.id, found.choices) if found and found.choices and found.step is None else None


def offer(session: Session, conversation_id: int, outbox_id: int) -> Offer | None:
    """What was offered in this conversation by this message."""
    found = execute(session, _GET, {"conversation": conversation_id, "row": outbox_id}).first()
    return Offer(found.id, found.choices) if found else None


def acted(session: Session, outbox_id: int, now: datetime) -> None:
    """Its reader has taken one of its choices; the first time counts."""
    execute(session, _ACTED, {"row": outbox_id, "acted_at": now})


def cancel_unsent(session: Session, run_id: int, but_not: int) -> int:
    """Take back what a run was going to tell others (not the conversation `but_not`). Returns how many."""
    done = session.execute(
        update(Outbox)
        .where(
            col(Outbox.run_id) == run_id,
            col(Outbox.status) == "pending",
            col(Outbox.conversation_id) != but_not,
        )
        .values(status="cancelled")
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


def told_others(session: Session, run_id: int, but_not: int) -> list[tuple[int, str]]:
    """Whom a run has told what, besides the conversation `but_not`: member and text."""
    rows = session.execute(
        select(_CONVERSATIONS.c.member_id, OUTBOX.c.text)
        .join(OUTBOX, OUTBOX.c.conversation_id == _CONVERSATIONS.c.id)
        .where(
            OUTBOX.c.run_id == run_id,
            OUTBOX.c.conversation_id != but_not,
            OUTBOX.c.status.not_in(("pending", "cancelled")),
            _CONVERSATIONS.c.member_id.is_not(None),
        )
        .order_by(OUTBOX.c.id)
    )
    return [(row.member_id, row.text) for row in rows]


def buttons(row: Outbox) -> tuple[Button, ...]:
    """The choices of a message as a channel shows them: an answer carries (run, step, option), an offer itself."""
    return _buttons(row.id, row.run_id, row.step, row.choices)


def _buttons(
    outbox_id: int | None, run_id: int | None, step: int | None, choices: Sequence[Mapping[str, Any]]
) -> tuple[Button, ...]:
    head = f"a:{run_id}:{step}" if step is not None else f"o:{outbox_id}"
    return tuple(Button(str(choice["label"]), f"{head}:{index}") for index, choice in enumerate(choices))


def _choice(choice: Choice, step: int | None) -> dict[str, object]:
    if step is not None or choice.opens is None:
        return {"label": choice.label}
    return {"label": choice.label, "opens": choice.opens.flow, "params": choice.opens.params}


def _recognises(reaches: Collection[Reach], channel: str | None) -> bool:
    return any(reach.recognises_repeats for reach in reaches if reach.channel == channel)


def _held(session: Session, sending: Sending) -> Outbox | None:
    """The row, while this claim of it is the running one."""
    row = session.get_one(Outbox, sending.id)
    return row if row.claim_no == sending.claim_no and row.status == "sending" else None


def _mark(db: Database, sending: Sending, **values: object) -> None:
    with db.write_connection() as connection:
        connection.execute(_MARK, {"row": sending.id, "no": sending.claim_no, **values})


_CONVERSATIONS, _IDENTITIES, _MEMBERS = table_of(Conversation), table_of(Identity), table_of(Member)
_PUT = insert(OUTBOX)
_WHERE = (
    select(_CONVERSATIONS.c.key, _CONVERSATIONS.c.member_id, _IDENTITIES.c.channel, _IDENTITIES.c.address)
    .outerjoin_from(
        _CONVERSATIONS, _MEMBERS, and_(_MEMBERS.c.id == _CONVERSATIONS.c.member_id, _MEMBERS.c.active.is_(True))
    )
    .outerjoin(_IDENTITIES, _IDENTITIES.c.member_id == _MEMBERS.c.id)  # who has left is reached nowhere
    .where(_CONVERSATIONS.c.id == bindparam("conversation"))
    .order_by(_IDENTITIES.c.last_seen_at.desc().nulls_last(), _IDENTITIES.c.id)
    .limit(1)
)
_CLAIM = update(OUTBOX).where(OUTBOX.c.id == bindparam("row"))
_MARK = _CLAIM.where(OUTBOX.c.claim_no == bindparam("no"))
_ACTED = _CLAIM.where(OUTBOX.c.acted_at.is_(None))
_HERE = OUTBOX.c.conversation_id == bindparam("conversation")
_MAYBE = select(OUTBOX).where(_HERE, text("outbox.status = 'maybe'")).order_by(OUTBOX.c.id)  # as ix_outbox_maybe says
_OFFER = select(OUTBOX.c.id, OUTBOX.c.choices, OUTBOX.c.step).where(_HERE)
_UNSEEN_YET = and_(OUTBOX.c.status == "pending", OUTBOX.c.not_before.is_not(None))
_NEWEST = _OFFER.where(~_UNSEEN_YET, OUTBOX.c.status != "cancelled").order_by(OUTBOX.c.id.desc()).limit(1)
_GET = _OFFER.where(OUTBOX.c.id == bindparam("row"))
