"""Sending what was committed, each message at most once where that can be known.

A send is claimed and committed as "sending", sent, then marked. Found "sending" after a crash, it is sent again where
the channel recognises a repeat (marked, where it does so for some time only and that is over); otherwise a nudge, an
alert or a question goes out once more after two minutes, marked （可能重复）, unless its reader has acted; the rest
stays "maybe" and is offered when the person next writes.
A send that ended without anybody knowing how (`doubtful`) is treated alike, but holds nothing else up meanwhile.
Per address one send at a time, which a partial unique index holds, in order within a priority; a refusal to take more
now stalls that address only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Connection, TextClause, and_, bindparam, case, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from bot.conversation.attachments import Attachment, Image, as_json, from_json
from bot.conversation.messages import Kind
from bot.messaging import send_queue
from bot.messaging.send_queue import GONE as GONE
from bot.messaging.send_queue import ID_SEPARATOR as ID_SEPARATOR
from bot.messaging.send_queue import OPEN, OUTBOX, URGENT, is_repeated, is_urgent
from bot.messaging.send_queue import REPEATED as REPEATED
from bot.messaging.send_queue import STALE as STALE
from bot.messaging.send_queue import Reach as Reach
from bot.messaging.taps import Tap
from storage import revisions
from storage.conversations import Outbox
from storage.engine import Database, database_time

MAX_ATTEMPTS = 5
CLAIM_TRIES = 3
AHEAD = "ahead"  # the revision that remembers how far a process's time was ahead of the machine's clock
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Button:
    """What a channel shows for a choice; `data` (≤ 64 bytes) comes back as the tap."""

    label: str
    data: str


@dataclass(frozen=True)
class Sending:
    """A claimed message, as a channel sends it; `claim_no` tells this claim from later ones."""

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
    attachments: tuple[Attachment, ...] = ()

    @property
    def attached(self) -> tuple[Attachment, ...]:
        """All attachments; the `image` of rows from before there were attachments comes first."""
        return (Image(self.image), *self.attachments) if self.image else self.attachments


def waits_since(connection: Connection, now: datetime, reaches: Collection[Reach]) -> datetime | None:
    """Since when (the company's clock) the oldest message waits that could go out to `reaches`; None if none does."""
    return send_queue.waits_since(connection, now, database_time(connection), reaches) if reaches else None


def claim_next(db: Database, now: datetime, reaches: Collection[Reach]) -> Sending | None:
    """Claim the next message that may go out by `now` (the company's clock), committed as "sending"."""
    if not reaches:
        return None
    with db.read_statement() as connection:
        if send_queue.is_empty(connection) or (db.is_sqlite and send_queue.is_all_held(connection, now, reaches)):
            return None
    for _ in range(CLAIM_TRIES):
        with suppress(IntegrityError):  # another process took one for the same address: then it is that process's turn
            return _claim(db, now, reaches)
    return None  # the next look finds it


def _claim(db: Database, now: datetime, reaches: Collection[Reach]) -> Sending | None:
    with db.write_connection() as connection:
        real = database_time(connection)
        row = send_queue.find(connection, now, real, reaches)
        if row is None:
            return None
        text = row.text
        if row.status == "sending" and not text.startswith(REPEATED) and not _recognises(reaches, row, real):
            text = REPEATED + text
        claimed = {"status": "sending", "claimed_at": real, "began_at": now, "claim_no": row.claim_no + 1}
        connection.execute(_CLAIM, {"row": row.id, "text": text, **claimed, "retry_at": None, "held_at": None})
        return Sending(
            row.id,
            row.claim_no + 1,
            row.channel,
            row.address,
            row.kind,
            text,
            _buttons(row.id, row.run_id, row.step, row.choices),
            row.image,
            row.at,
            row.cause,
            attachments_of(row.attachments),
        )


def drawn(db: Database, sending: Sending, attachments: Sequence[Attachment]) -> Sending:
    """Store the attachments with their charts drawn, so that each is drawn once. Returns the message with them."""
    _mark(db, sending, attachments=[as_json(attachment) for attachment in attachments])
    return replace(sending, attachments=tuple(attachments))


def renew(db: Database, sending: Sending) -> None:
    """Its send is still under way, by this process."""
    with db.write_connection() as connection:
        given = {"row": sending.id, "no": sending.claim_no, "claimed_at": database_time(connection)}
        connection.execute(_MARK, given)


def sent(db: Database, sending: Sending, now: datetime, platform_id: str | None = None) -> None:
    """The platform took the message; `platform_id` is its id there."""
    _mark(db, sending, status="sent", sent_at=now, platform_id=platform_id)


def refused(db: Database, sending: Sending, error: str, retry_after: timedelta | None, *, counts: bool = True) -> None:
    """The platform did not take the message: retry after `retry_after`; never if that is None or after MAX_ATTEMPTS
    attempts that count."""
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
    """It is not known whether the platform took the message. An urgent one stays "sending", to go out once more when it
    is stale (`retry_at` says that the send has ended); any other becomes "maybe" at once."""
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
    """The message was shown on the reader's device; only the first time counts."""
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


def recover(db: Database, reaches: Collection[Reach]) -> int:
    """At start-up: what a dead process left "sending" goes out again if its channel recognises a repeat. On other
    channels it no longer blocks its address, if no other process can be sending it (SQLite). Returns how many go out
    again."""
    with db.write() as session:
        real = database_time(session.connection())
        known = (col(Outbox.status) == "sending", send_queue.is_recognised(reaches, real))
        done = _update_unlocked(session, OPEN, *known, status="pending")
        if db.is_sqlite:
            _move_back(session, timedelta(milliseconds=revisions.taken(session, AHEAD)))
            _set_back(session, real)
            over = (OPEN, col(Outbox.status) == "sending", col(Outbox.retry_at).is_(None))
            session.execute(update(Outbox).where(*over).values(retry_at=real))
        return done


def note_ahead(db: Database, ahead: timedelta) -> None:
    """The machine's clock was set back: this process's own time, by which it keeps when to send again, is so far ahead
    of it now. Whoever starts next on an SQLite file reckons with that; on PostgreSQL the server's time counts."""
    if db.is_sqlite:
        with db.write() as session:
            revisions.put(session, AHEAD, max(0, ahead // timedelta(milliseconds=1)))


def _move_back(session: Session, ahead: timedelta) -> None:
    """A process whose time was so far ahead kept when to send again."""
    if ahead:
        for row in session.exec(select(Outbox).where(OPEN, col(Outbox.retry_at).is_not(None))):
            row.retry_at = row.retry_at and row.retry_at - ahead
            row.claimed_at = row.claimed_at and row.claimed_at - ahead
            session.add(row)
        session.flush()


def _set_back(session: Session, real: datetime) -> None:
    """What was claimed later than now was so before the machine's clock was set back: the pauses that it began go on
    from now."""
    for row in session.exec(select(Outbox).where(OPEN, col(Outbox.claimed_at) > real)):
        assert row.claimed_at is not None
        row.retry_at = row.retry_at and real + (row.retry_at - row.claimed_at)
        row.claimed_at = real
        session.add(row)
    session.flush()


def set_doubtful_aside(db: Database, reaches: Collection[Reach]) -> int:
    """What was left "sending" by a process that must be GONE, and would not be recognised as a repeat, no longer holds
    its address up. What is urgent goes out once more when it is stale; anything else is "maybe", and offered when the
    person next writes. Returns how many messages."""
    blind = [reach.channel for reach in reaches if not reach.recognises_repeats]
    if not blind:
        return 0
    with db.read_statement() as connection:
        if not send_queue.is_any_left_sending(connection, database_time(connection), blind):
            return 0
    again = and_(is_urgent(), ~is_repeated(), col(Outbox.acted_at).is_(None))
    with db.write() as session:
        real = database_time(session.connection())
        left = (OPEN, col(Outbox.status) == "sending", col(Outbox.channel).in_(blind))
        gone = (col(Outbox.claimed_at) <= real - GONE, or_(~again, col(Outbox.retry_at).is_(None)))
        status = case((again, "sending"), else_="maybe")
        return _update_unlocked(session, *left, *gone, status=status, retry_at=real)


def _update_unlocked(session: Session, *where: ColumnElement[bool] | TextClause, **values: object) -> int:
    """Update the messages that nobody has locked; who has is at work on them. Returns how many messages."""
    free = select(OUTBOX.c.id).where(*where).with_for_update(skip_locked=True)
    done = session.execute(update(Outbox).where(col(Outbox.id).in_(free)).values(**values))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _recognises(reaches: Collection[Reach], row: Any, real: datetime) -> bool:
    return any(reach.recognises(row.claimed_at, real) for reach in reaches if reach.channel == row.channel)


def _held(session: Session, sending: Sending) -> Outbox | None:
    """The row, if it is still under this claim."""
    row = session.get_one(Outbox, sending.id)
    return row if row.claim_no == sending.claim_no and row.status == "sending" else None


def _mark(db: Database, sending: Sending, **values: object) -> None:
    with db.write_connection() as connection:
        connection.execute(_MARK, {"row": sending.id, "no": sending.claim_no, **values})


def attachments_of(kept: Sequence[Mapping[str, Any]] | None) -> tuple[Attachment, ...]:
    """The attachments of a row, as `outbox.put` keeps them, without those that this version of the program does not
    know: a message must not stand in everybody's way because of them."""
    return tuple(known for attachment in kept or () if (known := _known(attachment)) is not None)


def _known(attachment: Mapping[str, Any]) -> Attachment | None:
    try:
        return from_json(attachment)
    except (LookupError, TypeError):
        log.warning("an attachment is of a kind that is not known", attachment=attachment.get("kind"))
        return None


def buttons(row: Outbox) -> tuple[Button, ...]:
    """The choices of a message as a channel shows them: an answer carries (run, step, option), an offer itself."""
    return _buttons(row.id, row.run_id, row.step, row.choices)


def _buttons(
    outbox_id: int | None, run_id: int | None, step: int | None, choices: Sequence[Mapping[str, Any]]
) -> tuple[Button, ...]:
    def tap(option: int) -> Tap:
        return Tap(option, run_id=run_id, step=step) if step is not None else Tap(option, outbox_id=outbox_id)

    return tuple(Button(str(choice["label"]), str(tap(option))) for option, choice in enumerate(choices))


_CLAIM = update(OUTBOX).where(OUTBOX.c.id == bindparam("row"))
_MARK = _CLAIM.where(OUTBOX.c.claim_no == bindparam("no"))
