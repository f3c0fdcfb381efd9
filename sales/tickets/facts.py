"""Tickets as they were read: what is asked for whom, where it is now, and what was said at its steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage.deals import Customer
from storage.people import Member
from storage.teamwork import Ticket, TicketNote, TicketStep


@dataclass(frozen=True)
class StepFact:
    """A ticket's stay with a department; see `TicketStep`."""

    id: int
    department: str
    member_id: int
    member: str
    member_active: bool
    arrived_at: datetime
    in_hand_at: datetime
    asked_at: datetime | None
    paused_seconds: int
    paused_before: int
    nudged_at: datetime | None
    alerted_at: datetime | None
    ended_at: datetime | None
    ended: str | None

    @property
    def is_open(self) -> bool:
        """Whether the department still has it."""
        return self.ended_at is None


@dataclass(frozen=True)
class TicketFact:
    """A ticket and its newest step; see `Ticket`."""

    id: int
    owner_id: int
    owner: str
    owner_active: bool
    customer_id: int | None
    customer: str | None
    text: str
    needed_at: datetime | None
    needed_on: date | None
    raised_at: datetime
    closed_at: datetime | None
    solved: bool | None
    step: StepFact

    @property
    def is_open(self) -> bool:
        """Whether it is neither solved nor withdrawn."""
        return self.closed_at is None

    def is_answered_by(self, member_id: int) -> bool:
        """Whether the member gave the last answer."""
        return self.step.ended == "answered" and self.step.member_id == member_id

    def is_with(self, member_id: int) -> bool:
        """Whether the member has it in hand."""
        return self.is_open and self.step.is_open and self.step.member_id == member_id


@dataclass(frozen=True)
class NoteFile:
    """A file in the media store, and what it is called."""

    key: str
    name: str


@dataclass(frozen=True)
class Note:
    """What `author` said at the step of `department`, with the file that came with it."""

    step_id: int
    department: str
    author_id: int
    author: str
    kind: str
    text: str
    at: datetime
    file: NoteFile | None = None


def get(session: Session, ticket_id: int) -> TicketFact | None:
    """The ticket; None if there is none of this number."""
    return next(iter(_read(session, col(Ticket.id) == ticket_id)), None)


def of_step(session: Session, step_id: int) -> TicketFact | None:
    """The ticket that this step is or was of, as it is now."""
    return next(iter(_read(session, col(Ticket.id).in_(_ticket_of(step_id)))), None)


def with_member(session: Session, member_id: int) -> tuple[TicketFact, ...]:
    """The tickets that a member has in hand, the oldest first."""
    held = select(col(TicketStep.ticket_id)).where(
        col(TicketStep.member_id) == member_id, col(TicketStep.ended_at).is_(None)
    )
    return tuple(_read(session, col(Ticket.id).in_(held), col(Ticket.closed_at).is_(None)))


def open_of(
    session: Session, owners: ColumnElement[bool], closed_since: datetime | None = None
) -> tuple[TicketFact, ...]:
    """The open tickets of whom `owners`, a condition on Member, holds, the oldest first; with `closed_since`, those too
    that were closed since then."""
    members = select(col(Member.id)).where(owners)
    told: ColumnElement[bool] = col(Ticket.closed_at).is_(None)
    told = told if closed_since is None else or_(told, col(Ticket.closed_at) >= closed_since)
    return tuple(_read(session, col(Ticket.owner_id).in_(members), told))


def at_department(session: Session, department: str) -> tuple[TicketFact, ...]:
    """The open tickets that a department has to answer, the oldest first."""
    held = select(col(TicketStep.ticket_id)).where(
        col(TicketStep.department) == department, col(TicketStep.ended_at).is_(None), col(TicketStep.asked_at).is_(None)
    )
    return tuple(_read(session, col(Ticket.id).in_(held), col(Ticket.closed_at).is_(None)))


def open_after(session: Session, after_id: int, most: int) -> tuple[TicketFact, ...]:
    """The next `most` open tickets after `after_id`."""
    following = select(col(Ticket.id)).where(col(Ticket.id) > after_id, col(Ticket.closed_at).is_(None))
    return tuple(_read(session, col(Ticket.id).in_(following.order_by(col(Ticket.id)).limit(most))))


def lately_of(session: Session, owner_id: int, since: datetime) -> tuple[TicketFact, ...]:
    """The tickets of a member that are open or were closed since then, the oldest first."""
    lately = or_(col(Ticket.closed_at).is_(None), col(Ticket.closed_at) >= since)
    return tuple(_read(session, col(Ticket.owner_id) == owner_id, lately))


def involved(session: Session, ticket_id: int, member_id: int) -> bool:
    """Whether a member has or had a step of the ticket."""
    theirs = select(col(TicketStep.id)).where(
        col(TicketStep.ticket_id) == ticket_id, col(TicketStep.member_id) == member_id
    )
    return session.execute(theirs.limit(1)).first() is not None


def last_word_of(session: Session, ticket_id: int, member_id: int) -> int | None:
    """The newest step at which the member answered the ticket or passed it on, if it has not come back to them."""
    newest = (
        select(col(TicketStep.id), col(TicketStep.ended))
        .where(col(TicketStep.ticket_id) == ticket_id, col(TicketStep.member_id) == member_id)
        .order_by(col(TicketStep.id).desc())
        .limit(1)
    )
    row = session.execute(newest).first()
    return row[0] if row is not None and row[1] in ("answered", "passed") else None


def notes_of(session: Session, ticket_id: int) -> tuple[Note, ...]:
    """What was said at the steps of a ticket, in the order said."""
    rows = session.execute(
        select(
            col(TicketStep.id),
            col(TicketStep.department),
            col(Member.id),
            col(Member.name),
            col(TicketNote.kind),
            col(TicketNote.text),
            col(TicketNote.at),
            col(TicketNote.file_key),
            col(TicketNote.file_name),
        )
        .join(TicketStep, col(TicketStep.id) == col(TicketNote.step_id))
        .join(Member, col(Member.id) == col(TicketNote.author_id))
        .where(col(TicketStep.ticket_id) == ticket_id)
        .order_by(col(TicketNote.id))
    )
    found: list[Note] = []
    for step, department, author_id, author, kind, text, at, key, name in rows:
        file = NoteFile(key, name or key) if key else None
        found.append(Note(step, department, author_id, author, kind, text, at, file))
    return tuple(found)


def _ticket_of(step_id: int) -> Any:
    return select(col(TicketStep.ticket_id)).where(col(TicketStep.id) == step_id)


def _read(session: Session, *where: ColumnElement[bool]) -> Iterable[TicketFact]:
    session.flush()
    owner, holder = aliased(Member), aliased(Member)
    newest = select(func.max(col(TicketStep.id))).where(col(TicketStep.ticket_id) == col(Ticket.id)).scalar_subquery()
    rows = session.execute(
        select(*_columns(owner, holder))
        .select_from(Ticket)
        .join(owner, col(owner.id) == col(Ticket.owner_id))
        .outerjoin(Customer, col(Customer.id) == col(Ticket.customer_id))
        .join(TicketStep, col(TicketStep.id) == newest.correlate(Ticket))
        .join(holder, col(holder.id) == col(TicketStep.member_id))
        .where(*where)
        .order_by(col(Ticket.id))
    )
    return [_fact(list(row)) for row in rows]


def _fact(row: list[Any]) -> TicketFact:
    of_ticket = [*row[:OF_TICKET], StepFact(*row[OF_TICKET:])]
    return TicketFact(*of_ticket)


OF_TICKET = 12  # columns


def _columns(owner: Any, holder: Any) -> list[Any]:
    return [
        col(Ticket.id),
        col(Ticket.owner_id),
        col(owner.name),
        col(owner.active),
        col(Ticket.customer_id),
        col(Customer.name),
        col(Ticket.text),
        col(Ticket.needed_at),
        col(Ticket.needed_on),
        col(Ticket.raised_at),
        col(Ticket.closed_at),
        col(Ticket.solved),
        col(TicketStep.id),
        col(TicketStep.department),
        col(TicketStep.member_id),
        col(holder.name),
        col(holder.active),
        col(TicketStep.arrived_at),
        col(TicketStep.in_hand_at),
        col(TicketStep.asked_at),
        col(TicketStep.paused_seconds),
        col(TicketStep.paused_before),
        col(TicketStep.nudged_at),
        col(TicketStep.alerted_at),
        col(TicketStep.ended_at),
        col(TicketStep.ended),
    ]
