"""What was said or done at a ticket is taken back only until others have gone on from it: a confirmation must not stand
on an answer that is gone."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, or_, select

from sales.errors import Changed
from sales.scope import Actor
from storage import rows
from storage.teamwork import Ticket, TicketNote, TicketStep


def check_not_relied_on(
    session: Session,
    by: Actor,
    *,
    raised: Collection[int],
    closed: Collection[int],
    steps: Collection[int],
    notes: Collection[int],
) -> None:
    """Lock the tickets that were `raised` or `closed`, whose `steps` began, ended or waited for their owner, or whose
    `notes` were written, all by who acts. Raises Changed if one was closed since, if somebody else has said more, or if
    there is a later step."""
    of_notes = select(col(TicketNote.step_id)).where(col(TicketNote.id).in_(notes))
    touched = select(col(TicketStep.ticket_id)).where(
        or_(col(TicketStep.id).in_(steps), col(TicketStep.id).in_(of_notes))
    )
    for ticket_id in sorted({*raised, *session.execute(touched).scalars()}):
        ticket = rows.locked(session, Ticket, ticket_id)
        if ticket is None:
            continue
        if ticket_id in closed:  # nothing comes after that
            continue
        if ticket.closed_at is not None:
            raise Changed("ticket", ticket_id, "ticket_confirmed" if ticket.solved else "ticket_closed")
        if _goes_on(session, by, ticket_id, steps, notes):
            raise Changed("ticket", ticket_id, "ticket_goes_on")


def _goes_on(session: Session, by: Actor, ticket_id: int, steps: Collection[int], notes: Collection[int]) -> bool:
    own = select(col(TicketStep.id)).where(col(TicketStep.ticket_id) == ticket_id)
    said = select(col(TicketNote.id)).where(col(TicketNote.step_id).in_(own), col(TicketNote.author_id) != by.member_id)
    later = [said.where(col(TicketNote.id) > max(notes) if notes else col(TicketNote.step_id) == max(steps, default=0))]
    if steps:
        later.append(own.where(col(TicketStep.id) > max(steps)))
    return any(session.execute(query.limit(1)).first() is not None for query in later)
