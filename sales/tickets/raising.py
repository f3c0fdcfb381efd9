"""A ticket begins: what is asked of which department, about which customer, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from sales import customers
from sales.errors import Changed
from sales.scope import Actor
from sales.tickets.facts import TicketFact, get, lately_of
from sales.tickets.serving import StandIn, people_of, served
from storage.teamwork import Ticket, TicketStep


@dataclass(frozen=True)
class Request:
    """What is asked of a department, in the words of who asks; `member_id` is who of it was asked by name."""

    department: str
    text: str
    customer_id: int | None = None
    deal_id: int | None = None
    needed_at: datetime | None = None
    needed_on: date | None = None
    member_id: int | None = None


def raise_ticket(session: Session, by: Actor, request: Request, stand_in: StandIn, now: datetime) -> TicketFact:
    """Open a ticket of who acts, with whoever serves the department. Raises Changed if the customer is out of scope or
    nobody serves it."""
    if request.customer_id is not None and customers.get(session, by.customers, request.customer_id) is None:
        raise Changed("customer", request.customer_id, "not_in_scope")
    asked = [one for one in people_of(session, {request.department}) if one.member_id == request.member_id]
    serves = next(iter(asked), None) or served(session, request.department, by.member_id, stand_in)
    if serves is None:
        raise Changed("ticket", None, "ticket_unserved")
    row = Ticket(
        raised_by_id=by.member_id,
        owner_id=by.member_id,
        customer_id=request.customer_id,
        deal_id=request.deal_id,
        text=request.text,
        needed_at=request.needed_at,
        needed_on=request.needed_on,
        raised_at=now,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add(
        TicketStep(
            ticket_id=row.id, department=request.department, member_id=serves.member_id, arrived_at=now, in_hand_at=now
        )
    )
    ticket = get(session, row.id)
    assert ticket is not None
    return ticket


def like(session: Session, owner_id: int, request: Request, now: datetime) -> TicketFact | None:
    """The owner's open ticket that asks the same of the same department."""
    return next(
        (
            known
            for known in lately_of(session, owner_id, now)
            if known.step.is_open and known.step.department == request.department and known.text == request.text
        ),
        None,
    )
