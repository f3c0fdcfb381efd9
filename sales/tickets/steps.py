"""What happens to a ticket on its way: answered, passed on, asked back, not content yet, closed, in other hands.

Whoever acts has the step in hand, or the ticket is theirs or their people's; it is checked under the ticket's lock.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session, col, select

from sales.errors import Changed
from sales.scope import Actor
from sales.teamwork import people
from sales.tickets.facts import NoteFile, TicketFact, get, last_word_of, of_step
from sales.tickets.serving import Served, StandIn, by_name, served
from storage import rows
from storage.background import Audit
from storage.teamwork import Ticket, TicketNote, TicketStep

Ended = Literal["answered", "passed", "closed"]
URGED = "urge_ticket"
ANSWER, QUESTION, REPLY, MORE = "answer", "question", "reply", "more"


def in_hand(session: Session, by: Actor, step_id: int) -> tuple[Ticket, TicketStep]:
    """The step that who acts has in hand, its ticket locked. Raises Changed if it is closed or with somebody else."""
    ticket, step = _locked(session, step_id)
    if ticket.closed_at is not None:
        raise Changed("ticket", ticket.id, "ticket_closed")
    if step.ended_at is not None or step.member_id != by.member_id:
        raise Changed("ticket", ticket.id, "ticket_moved")
    return ticket, step


def owned(session: Session, by: Actor, ticket_id: int) -> Ticket:
    """The open ticket of who acts or of somebody they lead, locked. Raises Changed if it is closed or not theirs."""
    ticket = rows.locked(session, Ticket, ticket_id)
    if ticket is None:
        raise Changed("ticket", ticket_id, "gone")
    if ticket.owner_id != by.member_id and not people.all_of(session, by.members, {ticket.owner_id}):
        raise Changed("ticket", ticket_id, "ticket_passed_on")
    if ticket.closed_at is not None:
        raise Changed("ticket", ticket_id, "ticket_closed")
    return ticket


def answer(
    session: Session,
    by: Actor,
    step_id: int,
    words: str,
    stand_in: StandIn,
    now: datetime,
    file: NoteFile | None = None,
) -> TicketFact:
    """The department answers, with a `file` or without, or adds to what it said when it answered or passed it on; the
    owner says whether that solves it."""
    before = of_step(session, step_id)
    if before is not None and before.is_open and last_word_of(session, before.id, by.member_id) == step_id:
        ticket, step = _locked(session, step_id)
        _note(session, step, by, ANSWER, words, now, file)
        return _heard_of(session, ticket, stand_in)
    ticket, step = in_hand(session, by, step_id)
    _note(session, step, by, ANSWER, words, now, file)
    _end(session, step, "answered", now)
    return _heard_of(session, ticket, stand_in)


def pass_on(
    session: Session,
    by: Actor,
    step_id: int,
    department: str,
    words: str | None,
    stand_in: StandIn,
    now: datetime,
    member_id: int | None = None,
) -> TicketFact:
    """The next step begins with the member named, else with whoever serves the department, right away or after an
    answer that is not taken yet as solved; `words` are the answer so far. Raises Changed too if nobody else serves it,
    or the member has left or is the ticket's owner."""
    ticket, step = _locked(session, step_id)
    goes_on = step.ended == "answered" and step.member_id == by.member_id and _fact(session, ticket).step.id == step_id
    if not goes_on:
        ticket, step = in_hand(session, by, step_id)
    elif ticket.closed_at is not None:
        raise Changed("ticket", ticket.id, "ticket_closed")
    but_not = {by.member_id}
    if member_id is None:
        to = served(session, department, ticket.owner_id, stand_in, but_not=but_not)
    else:
        to = by_name(session, department, member_id, but_not={ticket.owner_id, *but_not})
    if to is None:
        raise Changed("ticket", ticket.id, "ticket_unserved")
    if words:
        _note(session, step, by, ANSWER, words, now)
    _end(session, step, "passed", step.ended_at or now)
    _arrive(session, ticket, to, now)
    return _heard_of(session, ticket, stand_in)


def ask_back(session: Session, by: Actor, step_id: int, words: str, stand_in: StandIn, now: datetime) -> TicketFact:
    """The owner is asked; until they have said more, time is not the department's."""
    ticket, step = in_hand(session, by, step_id)
    _note(session, step, by, QUESTION, words, now)
    if step.asked_at is None:
        step.asked_at = now
        session.add(step)
    return _heard_of(session, ticket, stand_in)


def reply(session: Session, by: Actor, step_id: int, words: str, now: datetime, paused_seconds: int) -> TicketFact:
    """The owner says what was asked; `paused_seconds` of working time have gone since. Raises Changed if it is not
    theirs, or the department waits for nothing any more."""
    ticket, step = _locked(session, step_id)
    owned(session, by, step.ticket_id)
    if step.ended_at is not None:
        raise Changed("ticket", ticket.id, "ticket_answered")
    _note(session, step, by, REPLY, words, now)
    if step.asked_at is not None:
        step.asked_at, step.paused_seconds = None, step.paused_seconds + paused_seconds
        session.add(step)
    return _fact(session, ticket)


def ask_again(
    session: Session,
    by: Actor,
    ticket_id: int,
    words: str,
    department: str | None,
    stand_in: StandIn,
    now: datetime,
) -> TicketFact:
    """The answer does not solve it: it goes back to who answered, or to whoever serves the department by now, or to
    another `department`. Raises Changed if it has not been answered, or nobody serves it."""
    ticket = owned(session, by, ticket_id)
    last = _fact(session, ticket).step
    if last.is_open:
        raise Changed("ticket", ticket_id, "ticket_asked_again")
    to: Served | None = Served(last.department, last.member_id, last.member)
    if not last.member_active or (department is not None and department != last.department):
        to = served(session, department or last.department, ticket.owner_id, stand_in)
    if to is None:
        raise Changed("ticket", ticket_id, "ticket_unserved")
    _note(session, _arrive(session, ticket, to, now), by, MORE, words, now)
    return _fact(session, ticket)


def close(session: Session, by: Actor, ticket_id: int, solved: bool, now: datetime) -> TicketFact:
    """The ticket is solved, or not needed any more."""
    ticket = owned(session, by, ticket_id)
    ticket.closed_at, ticket.solved = now, solved
    session.add(ticket)
    for step in session.exec(select(TicketStep).where(TicketStep.ticket_id == ticket.id)):
        if step.ended_at is None:
            _end(session, step, "closed", now)
    return _fact(session, ticket)


def move(
    session: Session,
    step_id: int,
    stand_in: StandIn,
    now: datetime,
    but_not: Collection[int] = (),
    heir: int | None = None,
) -> TicketFact | None:
    """Give an open step to `heir`, else to whoever serves its department by now, whose time to answer then begins; None
    where that is nobody else, or there is nothing to give."""
    ticket, step = _locked(session, step_id)
    if ticket.closed_at is not None or step.ended_at is not None:
        return None
    to = served(session, step.department, ticket.owner_id, stand_in, but_not={step.member_id, *but_not})
    to_id = heir or (to.member_id if to is not None else None)
    if to_id is None:
        return None
    step.member_id, step.in_hand_at, step.paused_before = to_id, now, step.paused_seconds
    step.nudged_at = step.alerted_at = None
    session.add(step)
    return _fact(session, ticket)


def give_owned(session: Session, by: Actor, from_id: int, to_id: int) -> tuple[TicketFact, ...]:
    """Give all open tickets of a member whom who acts leads to another whom they lead. Raises Changed otherwise."""
    if not people.all_of(session, by.members, {from_id, to_id}):
        raise Changed("ticket", None, "decides")
    return _give(session, from_id, to_id)


def follow_customer(
    session: Session, by: Actor, customer_id: int, from_id: int | None, to_id: int
) -> tuple[TicketFact, ...]:
    """The open tickets about a customer that has changed hands go along with it, if who acts leads whom it went to."""
    if from_id is None or from_id == to_id or not people.all_of(session, by.members, {to_id}):
        return ()
    return _give(session, from_id, to_id, customer_id)


def note_urged(session: Session, by: Actor, ticket_id: int, now: datetime, pause: timedelta) -> bool:
    """Note that somebody waits for an open ticket; False if that was noted within the pause."""
    owned(session, by, ticket_id)
    subject = f"ticket:{ticket_id}"
    lately = select(Audit.id).where(Audit.what == URGED, Audit.subject == subject, col(Audit.at) > now - pause)
    if session.exec(lately.limit(1)).first() is not None:
        return False
    session.add(Audit(at=now, member_id=by.member_id, what=URGED, subject=subject))
    return True


def mark(session: Session, step_id: int, what: Literal["nudged_at", "alerted_at"], now: datetime | None) -> None:
    """Note that the limit of a step has been spoken of; with None, that this counts no longer."""
    step = rows.locked(session, TicketStep, step_id)
    if step is not None:
        setattr(step, what, now)
        session.add(step)


def _give(session: Session, from_id: int, to_id: int, customer_id: int | None = None) -> tuple[TicketFact, ...]:
    query = select(Ticket).where(Ticket.owner_id == from_id, col(Ticket.closed_at).is_(None))
    if customer_id is not None:
        query = query.where(Ticket.customer_id == customer_id)
    given = session.exec(query.order_by(col(Ticket.id)).with_for_update()).all()
    for ticket in given:
        ticket.owner_id = to_id
        session.add(ticket)
    return tuple(_fact(session, ticket) for ticket in given)


def _locked(session: Session, step_id: int) -> tuple[Ticket, TicketStep]:
    step = session.get(TicketStep, step_id)
    ticket = rows.locked(session, Ticket, step.ticket_id) if step is not None else None
    step = rows.locked(session, TicketStep, step_id)
    if ticket is None or step is None:
        raise Changed("ticket", None, "gone")
    return ticket, step


def _arrive(session: Session, ticket: Ticket, to: Served, now: datetime) -> TicketStep:
    assert ticket.id is not None
    step = TicketStep(
        ticket_id=ticket.id, department=to.department, member_id=to.member_id, arrived_at=now, in_hand_at=now
    )
    session.add(step)
    session.flush()
    return step


def _end(session: Session, step: TicketStep, how: Ended, now: datetime) -> None:
    step.ended_at, step.ended = now, how
    session.add(step)
    session.flush()


def _note(
    session: Session, step: TicketStep, by: Actor, kind: str, words: str, now: datetime, file: NoteFile | None = None
) -> None:
    assert step.id is not None
    note = TicketNote(step_id=step.id, author_id=by.member_id, kind=kind, text=words, at=now)
    if file is not None:
        note.file_key, note.file_name = file.key, file.name
    session.add(note)
    session.flush()


def _heard_of(session: Session, ticket: Ticket, stand_in: StandIn) -> TicketFact:
    """The ticket; if its owner has left, with their superior as its owner from now on."""
    fact = _fact(session, ticket)
    superior = None if fact.owner_active else stand_in(session, fact.owner_id)
    if superior is None:
        return fact
    ticket.owner_id = superior
    session.add(ticket)
    return _fact(session, ticket)


def _fact(session: Session, ticket: Ticket) -> TicketFact:
    assert ticket.id is not None
    session.flush()
    fact = get(session, ticket.id)
    assert fact is not None
    return fact
