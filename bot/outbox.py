"""Messages to go out: committed with the turn, then delivered, each at most once where that can be known.

A send is claimed and committed as "sending", sent, then marked. Found "sending" after a crash, it is sent again where
the channel recognises a repeat; otherwise a nudge, an alert or a question goes out once more after two minutes, marked
（可能重复）, unless its reader has acted; anything else stays "maybe" and is offered when the person next writes.
A send that ended without anybody knowing how (`doubtful`) is treated alike, but holds nothing else up meanwhile.
Per address one send at a time, in order within a priority; a refusal to take more now stalls that address only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, text, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.dialogue.messages import Choice, Kind, Message
from storage.engine import Database, alone, database_time
from storage.people import Identity
from storage.talks import Conversation, Outbox

STALE = timedelta(minutes=2)
MAX_ATTEMPTS = 5
PRIORITY: Mapping[str, int] = {"reply": 0, "receipt": 0, "alert": 1, "nudge": 1, "prompt": 2, "brief": 2}
REPEATED = "（可能重复）"
URGENT = ("nudge", "alert")


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
class Reach:
    """What this process can deliver to: a channel's `addresses` (None: all of them)."""

    channel: str
    recognises_repeats: bool
    addresses: Collection[str] | None = None


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
    row = Outbox(
        conversation_id=conversation_id,
        channel=channel,
        address=to,
        kind=message.kind,
        text=message.text,
        choices=[_choice(choice, step) for choice in message.choices],
        image=message.image,
        run_id=run_id,
        step=step,
        cause=cause,
        priority=PRIORITY[message.kind],
        at=at,
        not_before=not_before,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def address_of(session: Session, conversation_id: int) -> tuple[str, str] | None:
    """Where a conversation is reached: the member's address used last; a stranger's is in the key."""
    conversation = session.get_one(Conversation, conversation_id)
    if conversation.member_id is None:
        _, channel, address = conversation.key.split(":", 2)
        return channel, address
    found = session.exec(
        select(Identity.channel, Identity.address)
        .where(col(Identity.member_id) == conversation.member_id)
        .order_by(col(Identity.last_seen_at).desc().nulls_last(), col(Identity.id))
        .limit(1)
    ).first()
    return (found[0], found[1]) if found else None


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
    with db.write() as session:
        alone(session, "outbox.claim")  # else two could claim for one address, neither seeing the other's
        real = database_time(session.connection())
        row = session.exec(
            select(Outbox)
            .where(
                text("outbox.status IN ('pending', 'sending')"),  # as the partial index says it
                or_(*(_reachable(reach) for reach in reaches)),
                or_(_fresh(now, real), *(_repeatable(reach, real) for reach in reaches)),
                ~_address_busy(real),
            )
            .order_by(col(Outbox.priority), col(Outbox.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        if row.status == "sending" and not _recognises(reaches, row.channel):
            row.text = REPEATED + row.text
        row.status, row.claimed_at, row.retry_at = "sending", real, None
        row.claim_no += 1
        session.add(row)
        return _sending(row)


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
    return session.exec(
        select(Outbox.not_before)
        .where(col(Outbox.status) == "pending", col(Outbox.address).is_not(None), col(Outbox.not_before) > now)
        .order_by(col(Outbox.not_before))
        .limit(1)
    ).first()


def recover(db: Database, reaches: Collection[Reach]) -> int:
    """At start-up: what a dead process had "sending" goes out again at once where the channel recognises a repeat.
    Returns how many."""
    known = [reach.channel for reach in reaches if reach.recognises_repeats]
    with db.write() as session:
        done = session.execute(
            update(Outbox)
            .where(col(Outbox.status) == "sending", col(Outbox.channel).in_(known))
            .values(status="pending")
        )
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
                col(Outbox.status) == "sending",
                col(Outbox.channel).in_(blind),
                col(Outbox.claimed_at) <= real - STALE,
                or_(~_urgent(), _repeated(), col(Outbox.acted_at).is_not(None)),
            )
            .values(status="maybe")
        )
        return int(done.rowcount)  # type: ignore[attr-defined]


def offer_doubtful(session: Session, conversation_id: int) -> list[Outbox]:
    """Messages that may never have arrived; they count as offered from now on."""
    rows = session.exec(
        select(Outbox)
        .where(col(Outbox.conversation_id) == conversation_id, col(Outbox.status) == "maybe")
        .order_by(col(Outbox.id))
    ).all()
    for row in rows:
        row.status = "offered"
        session.add(row)
    return list(rows)


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


def buttons(row: Outbox) -> tuple[Button, ...]:
    """The choices of a message as a channel shows them: an answer carries (run, step, option), an offer itself."""
    head = f"a:{row.run_id}:{row.step}" if row.step is not None else f"o:{row.id}"
    return tuple(Button(str(choice["label"]), f"{head}:{index}") for index, choice in enumerate(row.choices))


def _sending(row: Outbox) -> Sending:
    assert row.id is not None and row.channel is not None and row.address is not None
    return Sending(
        row.id,
        row.claim_no,
        row.channel,
        row.address,
        row.kind,  # type: ignore[arg-type]
        row.text,
        buttons(row),
        row.image,
        row.at,
        row.cause,
    )


def _choice(choice: Choice, step: int | None) -> dict[str, object]:
    if step is not None or choice.opens is None:
        return {"label": choice.label}
    return {"label": choice.label, "opens": choice.opens, "params": dict(choice.params)}


def _reachable(reach: Reach) -> ColumnElement[bool]:
    here = col(Outbox.channel) == reach.channel
    return here if reach.addresses is None else and_(here, col(Outbox.address).in_(list(reach.addresses)))


def _fresh(now: datetime, real: datetime) -> ColumnElement[bool]:
    return and_(
        col(Outbox.status) == "pending",
        or_(col(Outbox.not_before).is_(None), col(Outbox.not_before) <= now),
        or_(col(Outbox.retry_at).is_(None), col(Outbox.retry_at) <= real),
    )


def _repeatable(reach: Reach, real: datetime) -> ColumnElement[bool]:
    """Left "sending" by a process that died: the channel knows a repeat, or it matters enough to risk one."""
    stale = and_(
        col(Outbox.status) == "sending", col(Outbox.channel) == reach.channel, col(Outbox.claimed_at) <= real - STALE
    )
    if reach.recognises_repeats:
        return stale
    return and_(stale, _urgent(), ~_repeated(), col(Outbox.acted_at).is_(None))


def _urgent() -> ColumnElement[bool]:
    return or_(col(Outbox.kind).in_(URGENT), col(Outbox.step).is_not(None))


def _repeated() -> ColumnElement[bool]:
    return col(Outbox.text).startswith(REPEATED)


def _address_busy(real: datetime) -> ColumnElement[bool]:
    other = aliased(Outbox)
    return exists().where(
        other.channel == Outbox.channel,  # type: ignore[arg-type]
        other.address == Outbox.address,  # type: ignore[arg-type]
        other.id != Outbox.id,  # type: ignore[arg-type]
        or_(
            and_(
                other.status == "sending",  # type: ignore[arg-type]
                other.claimed_at > real - STALE,  # type: ignore[arg-type, operator]
                other.retry_at.is_(None),  # type: ignore[union-attr]
            ),
            and_(other.status == "pending", other.retry_at > real),  # type: ignore[arg-type, operator]
        ),
    )


def _recognises(reaches: Collection[Reach], channel: str | None) -> bool:
    return any(reach.recognises_repeats for reach in reaches if reach.channel == channel)


def _held(session: Session, sending: Sending) -> Outbox | None:
    """The row, while this claim of it is the running one."""
    row = session.get_one(Outbox, sending.id)
    return row if row.claim_no == sending.claim_no and row.status == "sending" else None


def _mark(db: Database, sending: Sending, **values: object) -> None:
    with db.write() as session:
        session.execute(
            update(Outbox)
            .where(col(Outbox.id) == sending.id, col(Outbox.claim_no) == sending.claim_no)
            .values(**values)
        )
