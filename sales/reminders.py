"""Reminders that members asked for. When they go out is the scheduler's business.

A cancelled one is kept, and counts for nothing any more. One that repeats is never over: `named_at` is its next time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import Session, col

from nlu.time.recurrence import Recurrence
from sales import customers
from sales.errors import Changed
from sales.scope import Actor
from sales.teamwork import people
from storage import rows
from storage.deals import Customer, Reminder


@dataclass(frozen=True)
class Repeats:
    """On which days a reminder comes again, at which time of the company's day (09:30), and which days (ISO dates) are
    left out."""

    recurrence: Recurrence
    clock: str
    skipped: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the row keeps it."""
        rule = asdict(self.recurrence)
        since = self.recurrence.since
        return {**rule, "since": since and since.isoformat(), "clock": self.clock, "skipped": self.skipped}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Repeats:
        """What `as_json` gave."""
        rule = {**kept, "days": tuple(kept["days"])}
        clock, skipped = rule.pop("clock"), tuple(rule.pop("skipped"))
        since = date.fromisoformat(rule["since"]) if rule["since"] else None
        return cls(Recurrence(**{**rule, "since": since}), clock, skipped)


@dataclass(frozen=True)
class ReminderFact:
    """A reminder for the time its member named; `reminded_at` is None until then. Where it `repeats`, `named_at` is
    the next time and `reminded_at` the last."""

    id: int
    member_id: int
    named_at: datetime
    text: str
    customer_id: int | None
    customer: str | None
    reminded_at: datetime | None
    snoozes: int
    repeats: Repeats | None = None
    cancelled_at: datetime | None = None


def add(
    session: Session,
    by: Actor,
    named_at: datetime,
    text: str,
    customer_id: int | None,
    now: datetime,
    repeats: Repeats | None = None,
) -> ReminderFact:
    """Add a reminder for the time that who acts has named. Raises Changed if its customer is out of scope."""
    if customer_id is not None:
        customers.locked(session, customer_id, by.customers)
    row = Reminder(
        member_id=by.member_id,
        named_at=named_at,
        text=text,
        customer_id=customer_id,
        created_at=now,
        repeats=None if repeats is None else repeats.as_json(),
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return _read(session, row.id)


def get(session: Session, reminder_id: int) -> ReminderFact | None:
    """The reminder; None if it is gone or was cancelled."""
    found = _facts(session, col(Reminder.id) == reminder_id, _IS_KEPT)
    return found[0] if found else None


def locked(session: Session, by: Actor, reminder_id: int) -> ReminderFact:
    """The reminder of who acts, cancelled or not, locked. Raises Changed if it is gone, or somebody else's by now."""
    _own(session, by, reminder_id)
    return _read(session, reminder_id)


def pending(session: Session, member_id: int) -> tuple[ReminderFact, ...]:
    """The member's reminders that are still to come, in order of time."""
    return _facts(session, col(Reminder.member_id) == member_id, _IS_KEPT, _IS_TO_COME)


def same(session: Session, member_id: int, named_at: datetime, text: str, repeats: Repeats | None) -> bool:
    """Whether the member has set this very reminder already."""
    known = pending(session, member_id)
    return any((fact.named_at, fact.text, fact.repeats) == (named_at, text, repeats) for fact in known)


def mark_reminded(session: Session, reminder_id: int, now: datetime, next_at: datetime | None = None) -> ReminderFact:
    """The member was reminded at `now`; one that repeats comes again at `next_at`."""
    row = _locked(session, reminder_id)
    row.reminded_at = now
    row.named_at = next_at or row.named_at
    session.add(row)
    return _read(session, reminder_id)


def move(session: Session, by: Actor, reminder_id: int, named_at: datetime) -> ReminderFact:
    """Move a reminder to another time; the member is reminded again then. Raises Changed as `locked`, or if its
    customer is out of scope."""
    row = _own(session, by, reminder_id)
    if row.customer_id is not None:
        customers.locked(session, row.customer_id, by.customers)
    row.named_at, row.reminded_at = named_at, None
    row.snoozes += 1
    session.add(row)
    return _read(session, reminder_id)


def reword(session: Session, by: Actor, reminder_id: int, text: str, customer_id: int | None = None) -> ReminderFact:
    """Let a reminder say `text`, and be about another customer. Raises Changed as `locked`, or if it was cancelled."""
    row = _own(session, by, reminder_id)
    if row.cancelled_at is not None:
        raise Changed("reminder", reminder_id, "reminder_gone")
    row.text = text
    row.customer_id = row.customer_id if customer_id is None else customer_id
    session.add(row)
    return _read(session, reminder_id)


def cancel(session: Session, by: Actor, reminder_id: int, now: datetime) -> ReminderFact:
    """Cancel a reminder, with all its repetitions. Raises Changed as `locked`, or if it was cancelled before."""
    row = _own(session, by, reminder_id)
    if row.cancelled_at is not None:
        raise Changed("reminder", reminder_id, "reminder_gone")
    row.cancelled_at = now
    session.add(row)
    return _read(session, reminder_id)


def cancel_all(session: Session, by: Actor, member_id: int, now: datetime) -> int:
    """Cancel what is still to come of a member whom who acts leads: nobody is there to be reminded. Returns how many.
    Raises Changed if they do not lead them."""
    if not people.all_of(session, by.members, {member_id}):
        raise Changed("member", member_id, "decides")
    mine = select(Reminder).where(col(Reminder.member_id) == member_id, _IS_KEPT, _IS_TO_COME).with_for_update()
    rows_found = session.execute(mine).scalars().all()
    for row in rows_found:
        row.cancelled_at = now
        session.add(row)
    session.flush()
    return len(rows_found)


def change_repeats(session: Session, by: Actor, reminder_id: int, repeats: Repeats, next_at: datetime) -> ReminderFact:
    """Let a reminder repeat so, next at `next_at`, also if it was cancelled before. Raises Changed as `locked`."""
    row = _own(session, by, reminder_id)
    row.repeats, row.named_at, row.cancelled_at = repeats.as_json(), next_at, None
    session.add(row)
    return _read(session, reminder_id)


def hand_over(
    session: Session, by: Actor, customer_id: int, from_id: int, to_id: int, now: datetime
) -> tuple[ReminderFact, ...]:
    """A customer in scope changes hands at `now`: what its former owner wanted to be reminded of about it goes to the
    new one. Returns the reminders that went, which need their timers planned anew."""
    customers.locked(session, customer_id, by.customers)
    about = (col(Reminder.member_id) == from_id, col(Reminder.customer_id) == customer_id, _IS_KEPT, _IS_TO_COME)
    going = _facts(session, *about, col(Reminder.named_at) > now)
    for fact in going:
        row = _locked(session, fact.id)
        row.member_id = to_id
        session.add(row)
    session.flush()
    return tuple(_read(session, fact.id) for fact in going)


def last_reminded(session: Session, member_id: int) -> tuple[int, datetime] | None:
    """The reminder that was sent to the member last (its id), and when; None if there is none."""
    row = session.execute(
        select(col(Reminder.id), col(Reminder.reminded_at))
        .where(col(Reminder.member_id) == member_id, col(Reminder.reminded_at).is_not(None), _IS_KEPT)
        .order_by(col(Reminder.reminded_at).desc(), col(Reminder.id).desc())
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


def between(session: Session, member_id: int, start: datetime, end: datetime) -> tuple[ReminderFact, ...]:
    """The member's reminders in [start, end], done or not, in order of time."""
    return _facts(session, col(Reminder.member_id) == member_id, col(Reminder.named_at).between(start, end), _IS_KEPT)


def still_set(session: Session, member_id: int, customer_id: int, now: datetime) -> tuple[ReminderFact, ...]:
    """The member's reminders about a customer that are still to come, in order of time."""
    about = (col(Reminder.member_id) == member_id, col(Reminder.customer_id) == customer_id, _IS_KEPT, _IS_TO_COME)
    return _facts(session, *about, col(Reminder.named_at) > now)


def _own(session: Session, by: Actor, reminder_id: int) -> Reminder:
    reminder = _locked(session, reminder_id)
    if reminder.member_id != by.member_id:
        raise Changed("reminder", reminder_id, "reminder_passed_on")
    return reminder


def _locked(session: Session, reminder_id: int) -> Reminder:
    reminder = rows.locked(session, Reminder, reminder_id)
    if reminder is None:
        raise Changed("reminder", reminder_id, "reminder_gone")
    return reminder


def _read(session: Session, reminder_id: int) -> ReminderFact:
    return _facts(session, col(Reminder.id) == reminder_id)[0]


def _facts(session: Session, *where: ColumnElement[bool]) -> tuple[ReminderFact, ...]:
    found = session.execute(_select().where(*where).order_by(col(Reminder.named_at), col(Reminder.id)))
    return tuple(_fact(row) for row in found)


def _fact(row: Sequence[Any]) -> ReminderFact:
    values = dict(zip(_COLUMNS, row, strict=True))
    kept = values.pop("repeats")
    return ReminderFact(repeats=None if kept is None else Repeats.from_json(kept), **values)


_IS_KEPT = col(Reminder.cancelled_at).is_(None)
_IS_TO_COME = or_(col(Reminder.reminded_at).is_(None), col(Reminder.repeats).is_not(None))
_COLUMNS: dict[str, Any] = {
    "id": col(Reminder.id),
    "member_id": col(Reminder.member_id),
    "named_at": col(Reminder.named_at),
    "text": col(Reminder.text),
    "customer_id": col(Reminder.customer_id),
    "customer": col(Customer.name),
    "reminded_at": col(Reminder.reminded_at),
    "snoozes": col(Reminder.snoozes),
    "repeats": col(Reminder.repeats),
    "cancelled_at": col(Reminder.cancelled_at),
}


def _select() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS.values()).outerjoin_from(Reminder, Customer, col(Customer.id) == col(Reminder.customer_id))
