"""Which message may go out next: one statement, built once for each set of channels that a process serves.

It reads only open rows (pending or sending), in order, however many were sent before. Whether an address is busy is one
lookup in the index of open rows by address. Who claims a message locks the oldest open one of its address as well, and
passes over what is locked: a process that stops within its claim holds up that address alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
    tuple_,
)

from storage.conversations import Outbox
from storage.statements import table_of

GONE = timedelta(seconds=15)  # a send that has not ended by then was begun by a process that is no longer there
STALE = timedelta(minutes=2)
REPEATED = "（可能重复）"
URGENT = ("nudge", "alert")

OUTBOX = table_of(Outbox)
OPEN = text("outbox.status IN ('pending', 'sending')")  # as the partial indexes say it
_SHOWN = ("kind", "text", "choices", "image", "attachments")
_FIELDS = ("channel", "address", *_SHOWN, "run_id", "step", "cause", "at", "status", "claimed_at")
_CHANNEL = func.coalesce(OUTBOX.c.channel, "")  # so that rows are read in order up to the first, not by address
_OTHER = OUTBOX.alias("other")
_OTHER_OPEN = text("other.status IN ('pending', 'sending')")
_OLDEST = OUTBOX.alias("oldest")
# Literals: with bound values SQLite would plan the statement anew each time, to see if they fit its partial indexes.
_PENDING, _SENDING = (literal_column(f"'{status}'", String) for status in ("pending", "sending"))
_NOW, _REAL, _GONE, _STALE = (bindparam(name, type_=OUTBOX.c.at.type) for name in ("now", "real", "gone", "stale"))
_ANY = select(OUTBOX.c.id).where(OPEN).limit(1)
_LEFT_SENDING = _ANY.where(
    OUTBOX.c.status == _SENDING,
    OUTBOX.c.channel.in_(bindparam("channels", expanding=True)),
    OUTBOX.c.claimed_at <= _GONE,
)


@dataclass(frozen=True)
class Reach:
    """What this process can deliver to: a channel's `addresses` (None: all of them). It may recognise a repeat only
    within `recognises_for` of the first (None: always)."""

    channel: str
    recognises_repeats: bool
    addresses: Collection[str] | None = None
    recognises_for: timedelta | None = None

    def recognises(self, claimed_at: datetime, real: datetime) -> bool:
        """Whether what was claimed then shows once if it is sent again now."""
        return self.recognises_repeats and (self.recognises_for is None or claimed_at > real - self.recognises_for)


def is_empty(connection: Connection) -> bool:
    """Whether no message is open, whatever it waits for: asked first, because `find` locks a SQLite file."""
    return connection.execute(_ANY).first() is None


def is_any_left_sending(connection: Connection, real: datetime, channels: Collection[str]) -> bool:
    """Whether a process that must be gone left a message of these channels "sending"."""
    given = {"channels": list(channels), "gone": real - GONE}
    return connection.execute(_LEFT_SENDING, given).first() is not None


def find(connection: Connection, now: datetime, real: datetime, reaches: Collection[Reach]) -> Row[Any] | None:
    """The next row to send at `now` (the company's clock) and `real` (the database's), locked; None without one."""
    shape = tuple((reach.recognises_repeats, reach.addresses is not None) for reach in reaches)
    given: dict[str, Any] = {"now": now, "real": real, "gone": real - GONE, "stale": real - STALE}
    for number, reach in enumerate(reaches):
        given[f"channel{number}"] = reach.channel
        if reach.addresses is not None:
            given[f"addresses{number}"] = list(reach.addresses)
    return connection.execute(_statement(shape), given).first()


def waits_since(connection: Connection, now: datetime, real: datetime, reaches: Collection[Reach]) -> datetime | None:
    """Since when (the company's clock) the oldest message waits that could go out to `reaches`; None if none does."""
    reachable = []
    for reach in reaches:
        channel: ColumnElement[bool] = literal(reach.channel, String) == _CHANNEL
        there = channel if reach.addresses is None else and_(channel, OUTBOX.c.address.in_(reach.addresses))
        reachable.append(there)
    fresh = and_(
        OUTBOX.c.status == _PENDING,
        or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= now),
        or_(OUTBOX.c.retry_at.is_(None), OUTBOX.c.retry_at <= real),
    )
    since = func.min(func.coalesce(OUTBOX.c.not_before, OUTBOX.c.at), type_=OUTBOX.c.at.type)
    oldest: datetime | None = connection.execute(select(since).where(OPEN, or_(*reachable), fresh)).scalar_one()
    return oldest


def is_urgent() -> ColumnElement[bool]:
    """The condition that a message is important enough to risk sending it twice: a nudge, an alert, a question."""
    return or_(OUTBOX.c.kind.in_(URGENT), OUTBOX.c.step.is_not(None))


def is_recognised(reaches: Collection[Reach], real: datetime) -> ColumnElement[bool]:
    """The condition that a message of these channels shows once if it is sent again at `real` (the database's)."""
    return or_(
        false(),
        *(
            and_(
                OUTBOX.c.channel == reach.channel,
                true() if reach.recognises_for is None else OUTBOX.c.claimed_at > real - reach.recognises_for,
            )
            for reach in reaches
            if reach.recognises_repeats
        ),
    )


def is_repeated() -> ColumnElement[bool]:
    """The condition that a message was already sent a second time."""
    return OUTBOX.c.text.startswith(REPEATED)


@lru_cache
def _statement(shape: tuple[tuple[bool, bool], ...]) -> Select[Any]:
    """The statement for reaches of this `shape`: (recognises repeats, is limited to certain addresses) for each."""
    channels = [bindparam(f"channel{number}") == _CHANNEL for number in range(len(shape))]
    reachable = [
        and_(channel, OUTBOX.c.address.in_(bindparam(f"addresses{number}", expanding=True))) if chosen else channel
        for number, (channel, (_, chosen)) in enumerate(zip(channels, shape, strict=True))
    ]
    repeatable = [_repeatable(channel, knows) for channel, (knows, _) in zip(channels, shape, strict=True)]
    return (
        select(OUTBOX.c.id, OUTBOX.c.claim_no, *(OUTBOX.c[name] for name in _FIELDS))
        .join_from(OUTBOX, _OLDEST, _OLDEST.c.id == _oldest_of_address())
        .where(OPEN, or_(*reachable), or_(_fresh(), *repeatable), ~_address_busy())
        .order_by(OUTBOX.c.priority, OUTBOX.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=(OUTBOX, _OLDEST))
    )


def _oldest_of_address() -> ScalarSelect[int]:
    same = and_(_OTHER.c.channel == OUTBOX.c.channel, _OTHER.c.address == OUTBOX.c.address)
    lowest = func.min(_OTHER.c.id + 0)  # of the address's open rows, not the first such row among all there ever were
    return select(lowest).where(_OTHER_OPEN, same).scalar_subquery()


def _fresh() -> ColumnElement[bool]:
    return and_(
        OUTBOX.c.status == _PENDING,
        or_(OUTBOX.c.not_before.is_(None), OUTBOX.c.not_before <= _NOW),
        or_(OUTBOX.c.retry_at.is_(None), OUTBOX.c.retry_at <= _REAL),
    )


def _repeatable(channel: ColumnElement[bool], recognises_repeats: bool) -> ColumnElement[bool]:
    """Left "sending" by a process that died, and to be sent again: the channel recognises a repeat, or it is urgent."""
    left = and_(OUTBOX.c.status == _SENDING, channel)
    if recognises_repeats:
        return and_(left, OUTBOX.c.claimed_at <= _GONE)
    return and_(left, OUTBOX.c.claimed_at <= _STALE, is_urgent(), ~is_repeated(), OUTBOX.c.acted_at.is_(None))


def _address_busy() -> ColumnElement[bool]:
    """Whether its address takes nothing now: a send is under way, an earlier message goes first (also while another
    process has it locked and SKIP LOCKED hides it), or the address was told to be retried later."""
    earlier = tuple_(_OTHER.c.priority, _OTHER.c.id) < tuple_(OUTBOX.c.priority, OUTBOX.c.id)
    in_time = or_(_OTHER.c.not_before.is_(None), _OTHER.c.not_before <= _NOW)
    return exists().where(
        _OTHER_OPEN,
        _OTHER.c.channel == OUTBOX.c.channel,
        _OTHER.c.address == OUTBOX.c.address,
        _OTHER.c.id != OUTBOX.c.id,
        or_(
            and_(_OTHER.c.status == _SENDING, _OTHER.c.retry_at.is_(None)),  # as ix_outbox_sending says it
            and_(_OTHER.c.status == _PENDING, _OTHER.c.retry_at > _REAL),
            and_(_OTHER.c.status == _PENDING, OUTBOX.c.status == _PENDING, earlier, in_time),
        ),
    )
