"""Reminders that members asked for. When they go out is the scheduler's business."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session, col

from sales.errors import Changed
from storage import rows
from storage.deals import Customer, Reminder


@dataclass(frozen=True)
class ReminderFact:
    """A reminder for the time its member named; `reminded_at` is None until then."""

    id: int
    member_id: int
    named_at: datetime
    text: str
    customer_id: int | None
    customer: str | None
    reminded_at: datetime | None
    snoozes: int


def add(
    session: Session, member_id: int, named_at: datetime, text: str, customer_id: int | None, now: datetime
) -> ReminderFact:
    """Add a reminder for the time that the member named."""
    row = Reminder(member_id=member_id, named_at=named_at, text=text, customer_id=customer_id, created_at=now)
    session.add(row)
    session.flush()
    assert row.id is not None
    return _read(session, row.id)


def get(session: Session, reminder_id: int) -> ReminderFact | None:
    """The reminder; None if it is gone."""
    row = session.execute(_select().where(col(Reminder.id) == reminder_id)).first()
    return None if row is None else ReminderFact(*row)


def mark_reminded(session: Session, reminder_id: int, now: datetime) -> ReminderFact:
    """The member was reminded at `now`."""
    row = _locked(session, reminder_id)
    row.reminded_at = now
    session.add(row)
    return _read(session, reminder_id)


def move(session: Session, reminder_id: int, named_at: datetime) -> ReminderFact:
    """Move a reminder to another time; the member is reminded again then."""
    row = _locked(session, reminder_id)
    row.named_at, row.reminded_at = named_at, None
    row.snoozes += 1
    session.add(row)
    return _read(session, reminder_id)


def last_reminded(session: Session, member_id: int) -> tuple[int, datetime] | None:
    """The reminder that was sent to the member last (its id), and when; None if there is none."""
    row = session.execute(
        select(col(Reminder.id), col(Reminder.reminded_at))
        .where(col(Reminder.member_id) == member_id, col(Reminder.reminded_at).is_not(None))
        .order_by(col(Reminder.reminded_at).desc(), col(Reminder.id).desc())
        .limit(1)
    ).first()
    return None if row is None else (row[0], row[1])


def between(session: Session, member_id: int, start: datetime, end: datetime) -> tuple[ReminderFact, ...]:
    """The member's reminders in [start, end], done or not, in order of time."""
    found = session.execute(
        _select()
        .where(col(Reminder.member_id) == member_id, col(Reminder.named_at).between(start, end))
        .order_by(col(Reminder.named_at), col(Reminder.id))
    )
    return tuple(ReminderFact(*row) for row in found)


def still_set(session: Session, member_id: int, customer_id: int, now: datetime) -> tuple[ReminderFact, ...]:
    """The member's reminders about a customer that are still to come, in order of time."""
    found = session.execute(
        _select()
        .where(col(Reminder.member_id) == member_id, col(Reminder.customer_id) == customer_id)
        .where(col(Reminder.reminded_at).is_(None), col(Reminder.named_at) > now)
        .order_by(col(Reminder.named_at), col(Reminder.id))
    )
    return tuple(ReminderFact(*row) for row in found)


def remove(session: Session, reminder_id: int) -> None:
    """Delete a reminder. Raises Changed if it is gone."""
    session.delete(_locked(session, reminder_id))


def _locked(session: Session, reminder_id: int) -> Reminder:
    reminder = rows.locked(session, Reminder, reminder_id)
    if reminder is None:
        raise Changed("reminder", reminder_id, "gone")
    return reminder


def _read(session: Session, reminder_id: int) -> ReminderFact:
    fact = get(session, reminder_id)
    assert fact is not None
    return fact


_COLUMNS = (
    col(Reminder.id),
    col(Reminder.member_id),
    col(Reminder.named_at),
    col(Reminder.text),
    col(Reminder.customer_id),
    col(Customer.name),
    col(Reminder.reminded_at),
    col(Reminder.snoozes),
)


def _select() -> Select[*tuple[Any, ...]]:
    return select(*_COLUMNS).outerjoin_from(Reminder, Customer, col(Customer.id) == col(Reminder.customer_id))
