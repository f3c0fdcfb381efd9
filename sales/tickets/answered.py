"""How long departments took: their steps in a period, as instants, for whoever makes figures of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import Session, col

from sales.tickets.facts import TicketFact, get
from storage.people import Member
from storage.teamwork import Ticket, TicketStep

ANSWERS = ("answered", "passed")  # endings that are the department's word


@dataclass(frozen=True)
class Answered:
    """A department's step: the response time is the working time from `arrived_at` to `answered_at` less
    `paused_seconds`, which are working time too. Passing a ticket on is an answer. `answered_at` is None while the
    department owes one, or `waits_for_owner` to say more."""

    ticket_id: int
    department: str
    arrived_at: datetime
    answered_at: datetime | None
    paused_seconds: int
    waits_for_owner: bool


def answered_by(session: Session, member_id: int, start: datetime, end: datetime) -> tuple[TicketFact, ...]:
    """The tickets that the member answered or passed on in [start, end), in that order."""
    rows = session.execute(
        select(col(TicketStep.ticket_id))
        .where(
            col(TicketStep.member_id) == member_id,
            col(TicketStep.ended).in_(ANSWERS),
            col(TicketStep.ended_at) >= start,
            col(TicketStep.ended_at) < end,
        )
        .order_by(col(TicketStep.ended_at), col(TicketStep.id))
    )
    found = (get(session, ticket_id) for ticket_id in dict.fromkeys(rows.scalars()))
    return tuple(ticket for ticket in found if ticket is not None)


def steps_answered(
    session: Session, scope: ColumnElement[bool], start: datetime, end: datetime
) -> tuple[Answered, ...]:
    """The steps of tickets whose owner is in scope (a condition on Member) that departments answered in [start, end),
    or had not answered by its end; in the order in which they arrived. What was withdrawn meanwhile is left out."""
    owners = select(col(Member.id)).where(scope)
    rows = session.execute(
        select(
            col(TicketStep.ticket_id),
            col(TicketStep.department),
            col(TicketStep.arrived_at),
            col(TicketStep.ended_at),
            col(TicketStep.paused_seconds),
            col(TicketStep.asked_at),
        )
        .join(Ticket, col(Ticket.id) == col(TicketStep.ticket_id))
        .where(
            col(Ticket.owner_id).in_(owners),
            col(TicketStep.arrived_at) < end,
            or_(col(TicketStep.ended_at).is_(None), col(TicketStep.ended_at) >= start),
            or_(col(TicketStep.ended).is_(None), col(TicketStep.ended).in_(ANSWERS)),
        )
        .order_by(col(TicketStep.arrived_at), col(TicketStep.id))
    )
    return tuple(
        Answered(
            ticket_id,
            department,
            arrived,
            ended if ended is not None and ended < end else None,
            paused,
            ended is None and asked is not None,
        )
        for ticket_id, department, arrived, ended, paused, asked in rows
    )
