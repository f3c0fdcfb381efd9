"""What is heard of tickets by the clock: one that came in quiet time or changed hands, one over its limit, one that
still stands still after that, one that waits for its owner.

What falls due for a person together is one message. Whoever has left hears nothing: theirs go to whoever serves the
department by now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox, unreachable
from bot.turn.rules import Rules
from bot.wording.departments import tickets as wording
from bot.wording.departments.buttons import alert_buttons, owner_buttons, short_step_buttons, step_buttons
from sales import tickets
from sales.tickets import TicketFact
from scheduler import ticket_clock
from scheduler.deferral import not_deferred
from scheduler.sweep import Due, Kinds
from scheduler.ticket_clock import TICKET_ALERT, TICKET_ARRIVED, TICKET_OVER, TICKET_WAITS

MOST_WITH_BUTTONS = 3
Late = tuple[TicketFact, timedelta]  # and by how much


def kinds(rules: Rules) -> Kinds:
    """What happens when a timer of a ticket is due."""
    return {
        TICKET_ARRIVED: partial(arrived, rules),
        TICKET_OVER: partial(over, rules),
        TICKET_ALERT: partial(alert, rules),
        TICKET_WAITS: partial(waits, rules),
    }


def arrived(rules: Rules, session: Session, due: Due) -> None:
    """Tell whoever has tickets in hand that came in quiet time, or came to them from somebody else."""
    for ticket in standing(rules, session, due):
        notes = tickets.notes_of(session, ticket.id)
        following = tickets.next_served(session, rules.policy, ticket, access.superior)
        limit_at = ticket_clock.limit_at(rules.policy, ticket)
        text = wording.at_step(rules.policy, ticket, notes, limit_at, due.now)
        put(session, due, Message(text, tuple(step_buttons(rules.policy, ticket, following)), "nudge"))


def over(rules: Rules, session: Session, due: Due) -> None:
    """Remind whoever has tickets in hand that are over their limit, once."""
    found: list[Late] = []
    for ticket in standing(rules, session, due):
        limit_at = ticket_clock.limit_at(rules.policy, ticket)
        if ticket.step.asked_at is not None or ticket.step.nudged_at is not None:
            continue
        if limit_at > due.now:  # it was changed meanwhile
            ticket_clock.watch(session, rules.policy, ticket, due.now)
            continue
        found.append((ticket, due.now - limit_at))
    if not found:
        return
    if len(found) == 1:
        ticket, over_by = found[0]
        following = tickets.next_served(session, rules.policy, ticket, access.superior)
        message = Message(wording.over(ticket, over_by), tuple(step_buttons(rules.policy, ticket, following)), "nudge")
    else:
        choices = [choice for ticket, _ in found[:MOST_WITH_BUTTONS] for choice in short_step_buttons(ticket)]
        message = Message(wording.several_over(found), tuple(choices), "nudge")
    put(session, due, message)
    for ticket, _ in found:
        ticket_clock.nudged(session, rules.policy, ticket, access.superior, due.now)


def alert(rules: Rules, session: Session, due: Due) -> None:
    """Tell the superior of their owners of tickets that still stand still, once."""
    found: list[Late] = []
    for timer in not_deferred(session, rules.working_time, due):
        ticket = tickets.of_step(session, int(timer.payload["step"]))
        if ticket is None or not _stands(ticket, int(timer.payload["step"])):
            continue
        if not ticket.step.member_active and ticket_clock.moved(
            session, rules.policy, ticket.step.id, access.superior, due.now
        ):
            continue  # whoever has it now has their own time
        to = ticket_clock.whom_to_alert(session, ticket, access.superior)
        if to is not None and to != due.member_id:
            ticket_clock.pass_alert(session, ticket.step.id, to, due.now)
        elif to is not None and ticket.step.asked_at is None and ticket.step.alerted_at is None:
            found.append((ticket, due.now - ticket_clock.limit_at(rules.policy, ticket)))
    if not found:
        return
    text = wording.stuck(rules.policy, found, _not_shown(session, found, due.now))
    put(session, due, Message(text, tuple(_alert_choices(found)), "alert"))
    for ticket, _ in found:
        tickets.mark(session, ticket.step.id, "alerted_at", due.now)


def _not_shown(session: Session, found: Sequence[Late], now: datetime) -> set[int]:
    """The steps whose nudge is still on its way: the platform of who has them takes none for them."""
    steps = [ticket.step for ticket, _ in found]
    waiting = unreachable.not_shown(session, {step.member_id for step in steps}, now)
    return {step.id for step in steps if (step.member_id, step.nudged_at) in waiting}


def waits(rules: Rules, session: Session, due: Due) -> None:
    """Ask the owner once more of a ticket that waits for their word."""
    for timer in not_deferred(session, rules.working_time, due):
        step_id = int(timer.payload["step"])
        ticket = tickets.of_step(session, step_id)
        if ticket is None or not ticket.is_open or ticket.step.id != step_id or not ticket.owner_active:
            continue
        notes = [note for note in tickets.notes_of(session, ticket.id) if note.step_id == step_id]
        said = next((note.text for note in reversed(notes) if note.kind in wording.OF_DEPARTMENT), "")
        text = wording.waits_for_owner(rules.policy, ticket, said)
        message = Message(text, tuple(owner_buttons(ticket)), "nudge")
        outbox.put(session, inbox.conversation_of_member(session, ticket.owner_id), message, due.now, cause="timer")


def standing(rules: Rules, session: Session, due: Due) -> list[TicketFact]:
    """The tickets of these timers that the person still has in hand, the oldest first. What somebody has who has left
    goes to whoever serves the department by now."""
    found = []
    for timer in not_deferred(session, rules.working_time, due):
        step_id = int(timer.payload["step"])
        ticket = tickets.of_step(session, step_id)
        if ticket is None or not _stands(ticket, step_id) or ticket.step.member_id != due.member_id:
            continue
        if ticket.step.member_active:
            found.append(ticket)
        else:
            ticket_clock.moved(session, rules.policy, step_id, access.superior, due.now)
    return sorted(found, key=lambda ticket: ticket.id)


def put(session: Session, due: Due, message: Message) -> None:
    """Say it to whom the timers are for."""
    outbox.put(session, inbox.conversation_of_member(session, due.member_id), message, due.now, cause="timer")


def _stands(ticket: TicketFact, step_id: int) -> bool:
    return ticket.is_open and ticket.step.id == step_id and ticket.step.is_open


def _alert_choices(found: Sequence[Late]) -> list[Choice]:
    if len(found) == 1:
        return alert_buttons(found[0][0])
    return [
        choice for ticket, _ in found[:MOST_WITH_BUTTONS] for choice in alert_buttons(ticket, f"·工单{ticket.id}")[:1]
    ]
