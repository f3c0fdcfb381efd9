"""Which message may go out next: one statement, built once for each set of channels that a process serves.

A platform may take messages for somebody only for a while after they have written, and only so many: what its window
has no room for is not found. Who has written when is asked of the inbox, what went since of the outbox.

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
    Column,
    ColumnElement,
    Connection,
    Integer,
    Row,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal_column,
    or_,
    select,
    text,
    true,
    tuple_,
)

from bot.messaging import inbox_queue
from storage.conversations import Outbox
from storage.engine import database_time
from storage.statements import table_of

GONE = timedelta(seconds=15)  # a send that nobody has renewed by then was begun by a process that is no longer there
STALE = timedelta(minutes=2)
REPEATED = "（可能重复）"
URGENT = ("nudge", "alert")
MOST_COUNTED = 60  # messages of a conversation among which those are counted that went in a window

ID_SEPARATOR = ","  # between the ids of the messages of the platform that one of ours became
Shape = tuple[tuple[bool, bool, bool, bool], ...]  # recognises repeats, certain addresses, a window, a quota in it
OUTBOX = table_of(Outbox)
OPEN = text("outbox.status IN ('pending', 'sending')")  # as the partial indexes say it
_SHOWN = ("kind", "text", "choices", "image", "attachments")
_FIELDS = ("channel", "address", *_SHOWN, "run_id", "step", "cause", "at", "status", "claimed_at")
_CHANNEL = func.coalesce(OUTBOX.c.channel, "")  # so that rows are read in order up to the first, not by address
_OTHER = OUTBOX.alias("other")
_OTHER_OPEN = text("other.status IN ('pending', 'sending')")
_OLDEST = OUTBOX.alias("oldest")
# Literals: with bound values SQLite would plan the statement anew each time, to see if they fit its partial indexes.
_PENDING, _SENDING, _CANCELLED = (
    literal_column(f"'{status}'", String) for status in ("pending", "sending", "cancelled")
)
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
    within `recognises_for` of the first (None: always). It takes messages for somebody within `window` of their last
    one, and at most `window_quota` then (None: always, any number)."""

    channel: str
    recognises_repeats: bool
    addresses: Collection[str] | None = None
    recognises_for: timedelta | None = None
    window: timedelta | None = None
    window_quota: int | None = None

    def recognises(self, claimed_at: datetime, real: datetime) -> bool:
        """Whether what was claimed then shows once if it is sent again now."""
        return self.recognises_repeats and (self.recognises_for is None or claimed_at > real - self.recognises_for)


def is_empty(connection: Connection) -> bool:
    """Whether no message is open, whatever it waits for: asked first, because `find` locks a SQLite file."""
    return connection.execute(_ANY).first() is None


def is_all_held(connection: Connection, now: datetime, reaches: Collection[Reach]) -> bool:
    """Whether what there is waits for its readers to write, as it may for days: asked where `find` locks a file."""
    if all(reach.window is None for reach in reaches):
        return False
    return find(connection, now, database_time(connection), reaches) is None


def is_any_left_sending(connection: Connection, real: datetime, channels: Collection[str]) -> bool:
    """Whether a process that must be gone left a message of these channels "sending"."""
    given = {"channels": list(channels), "gone": real - GONE}
    return connection.execute(_LEFT_SENDING, given).first() is not None


def find(connection: Connection, now: datetime, real: datetime, reaches: Collection[Reach]) -> Row[Any] | None:
    """The next row to send at `now` (the company's clock) and `real` (the database's), locked; None without one."""
    given = {"real": real, "gone": real - GONE, "stale": real - STALE, **given_of(reaches, now)}
    return connection.execute(_statement(shape_of(reaches)), given).first()


def waits_since(connection: Connection, now: datetime, real: datetime, reaches: Collection[Reach]) -> datetime | None:
    """Since when (the company's clock) the oldest message waits that could go out to `reaches`; None if none does."""
    given = {"real": real, **given_of(reaches, now)}
    oldest: datetime | None = connection.execute(_waits(shape_of(reaches)), given).scalar_one()
    return oldest


def shape_of(reaches: Collection[Reach]) -> Shape:
    """What makes statements about these reaches differ; the rest is given with each."""
    return tuple(
        (each.recognises_repeats, each.addresses is not None, each.window is not None, each.window_quota is not None)
        for each in reaches
    )


def given_of(reaches: Collection[Reach], now: datetime) -> dict[str, Any]:
    """The values for a statement of their shape."""
    given: dict[str, Any] = {"now": now}
    for number, reach in enumerate(reaches):
        given[f"channel{number}"] = reach.channel
        if reach.addresses is not None:
            given[f"addresses{number}"] = list(reach.addresses)
        if reach.window is not None:
            given[f"since{number}"] = now - reach.window
        if reach.window_quota is not None:
            given[f"most{number}"] = reach.window_quota
    return given


def reached(
    shape: Shape, channel: ColumnElement[Any], address: Column[Any], conversation: Column[Any]
) -> ColumnElement[bool]:
    """The condition that a message of this conversation would be taken at this address now."""
    found = []
    for number, (_, chosen, windowed, counted) in enumerate(shape):
        conditions = [bindparam(f"channel{number}", type_=String) == channel]
        if chosen:
            conditions.append(address.in_(bindparam(f"addresses{number}", expanding=True)))
        if windowed:
            conditions += _window(number, channel, address)
        if counted:
            conditions.append(went_since(channel, address, conversation) < bindparam(f"most{number}", type_=Integer))
        found.append(and_(*conditions))
    return or_(false(), *found)


def heard(channel: ColumnElement[Any], address: Column[Any]) -> ScalarSelect[datetime]:
    """When somebody wrote last from this address."""
    inbox = inbox_queue.INBOX.alias()
    wrote = (inbox.c.channel == channel, inbox.c.address == address)
    return select(func.max(inbox.c.at)).where(*wrote).correlate(address.table).scalar_subquery()


def went_since(channel: ColumnElement[Any], address: Column[Any], conversation: Column[Any]) -> ScalarSelect[int]:
    """How many messages of the platform went to this address since somebody wrote from it, or may have gone. One of
    ours may be several: it has as many ids there."""
    went, outside = OUTBOX.alias(), address.table
    newest = (
        select(
            went.c.channel,
            went.c.address,
            went.c.platform_id,
            func.coalesce(went.c.sent_at, went.c.began_at, went.c.at).label("at"),
        )
        .where(went.c.conversation_id == conversation, went.c.status.not_in((_PENDING, _CANCELLED)))
        .order_by(went.c.id.desc())
        .limit(MOST_COUNTED)
        .correlate(outside)
        .subquery()
    )
    ids = newest.c.platform_id
    each = func.coalesce(func.length(ids) - func.length(func.replace(ids, ID_SEPARATOR, "")) + 1, 1)
    here = (newest.c.channel == channel, newest.c.address == address, newest.c.at >= heard(channel, address))
    return select(func.coalesce(func.sum(each), 0)).where(*here).correlate(outside).scalar_subquery()


def _window(number: int, channel: ColumnElement[Any], address: Column[Any]) -> list[ColumnElement[bool]]:
    """Somebody wrote lately, and the platform has refused nothing since."""
    inbox, held = inbox_queue.INBOX.alias(), OUTBOX.alias("held")
    wrote = (inbox.c.channel == channel, inbox.c.address == address)
    refused = (held.c.channel == channel, held.c.address == address, held.c.held_at >= heard(channel, address))
    return [
        exists().where(*wrote, inbox.c.at >= bindparam(f"since{number}", type_=OUTBOX.c.at.type)),
        ~exists().where(text("held.status IN ('pending', 'sending')"), *refused),
    ]


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
def _statement(shape: Shape) -> Select[Any]:
    channels = [bindparam(f"channel{number}") == _CHANNEL for number in range(len(shape))]
    repeatable = [_repeatable(channel, knows) for channel, (knows, *_) in zip(channels, shape, strict=True)]
    windowed = [channel for channel, (_, _, has_window, _) in zip(channels, shape, strict=True) if has_window]
    answered_first = [or_(OUTBOX.c.priority == 0, ~or_(*windowed), ~_is_being_answered())] if windowed else []
    return (
        select(OUTBOX.c.id, OUTBOX.c.claim_no, *(OUTBOX.c[name] for name in _FIELDS))
        .join_from(OUTBOX, _OLDEST, _OLDEST.c.id == _oldest_of_address())
        .where(OPEN, _reached(shape), or_(_fresh(), *repeatable), ~_address_busy(), *answered_first)
        .order_by(OUTBOX.c.priority, OUTBOX.c.id)
        .limit(1)
        .with_for_update(skip_locked=True, of=(OUTBOX, _OLDEST))
    )


@lru_cache
def _waits(shape: Shape) -> Select[Any]:
    since = func.min(func.coalesce(OUTBOX.c.not_before, OUTBOX.c.at), type_=OUTBOX.c.at.type)
    return select(since).where(OPEN, _reached(shape), _fresh())


def _reached(shape: Shape) -> ColumnElement[bool]:
    return reached(shape, _CHANNEL, OUTBOX.c.address, OUTBOX.c.conversation_id)


def _is_being_answered() -> ColumnElement[bool]:
    """Whether its reader has written and waits for the answer, which goes first: a window has room for few."""
    inbox = inbox_queue.INBOX.alias("unanswered")
    is_open = text("unanswered.handled_at IS NULL AND unanswered.set_aside_at IS NULL")
    return exists().where(is_open, inbox.c.conversation_id == OUTBOX.c.conversation_id)


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
