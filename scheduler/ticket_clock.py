"""When people hear of tickets: whoever has one in hand when it arrives and once it is over its limit, then the superior
of its owner.

1. A step has so many working hours (`arrived`), without those in which it waits for its owner (`asked`, `replied`).
   Then one nudge to whoever has it in hand. All of a person's share one spread key: what falls due together is one
   message.
2. Working hours after that one alert to the superior of the ticket's owner (`nudged`). Each once.
3. Where it waits for its owner's word, on an answer or a question, the owner is asked once more some working hours
   later; it never closes by itself.
4. What arrives in quiet time is told when that ends, if it is still there (`Told.at_once` is false then).

The timers' payload is {"step": id}; whoever fires one reads `sales.tickets.of_step` and stops where the step has ended.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from config.policy import Policy
from sales import tickets
from sales.scope import Actor
from sales.tickets import NoteFile, Request, StandIn, TicketFact
from scheduler import timers
from scheduler.working_time import WorkingTime

TICKET_ARRIVED, TICKET_OVER, TICKET_ALERT = "ticket_arrived", "ticket_over", "ticket_alert"
TICKET_WAITS = "ticket_waits"
HOUR = 3600


@dataclass(frozen=True)
class Told:
    """A ticket as it is after an act. `at_once`: whoever has it in hand hears now, not by a timer."""

    ticket: TicketFact
    at_once: bool


def limit_at(policy: Policy, ticket: TicketFact) -> datetime:
    """When the department's time is over, as things are now."""
    step = ticket.step
    paused = (step.paused_seconds - step.paused_before) / HOUR
    return WorkingTime(policy).add_working_hours(step.in_hand_at, policy.tickets.hours(step.department) + paused)


def raised(session: Session, by: Actor, policy: Policy, request: Request, stand_in: StandIn, now: datetime) -> Told:
    """Open a ticket. Raises Changed as `sales.tickets.raise_ticket`."""
    return arrived(session, policy, tickets.raise_ticket(session, by, request, stand_in, now), now)


def answered(
    session: Session,
    by: Actor,
    policy: Policy,
    step_id: int,
    words: str,
    stand_in: StandIn,
    now: datetime,
    file: NoteFile | None = None,
) -> TicketFact:
    """The department answers. Raises Changed as `sales.tickets.answer`."""
    ticket = tickets.answer(session, by, step_id, words, stand_in, now, file)
    _cancel(session, step_id)
    if not ticket.step.is_open:
        _plan_owner(session, policy, ticket, now)
    return ticket


def passed_on(
    session: Session,
    by: Actor,
    policy: Policy,
    step_id: int,
    department: str,
    words: str | None,
    stand_in: StandIn,
    now: datetime,
    member_id: int | None = None,
) -> Told:
    """The next department has it, or the member named. Raises Changed as `sales.tickets.pass_on`."""
    ticket = tickets.pass_on(session, by, step_id, department, words, stand_in, now, member_id)
    _cancel(session, step_id)
    return arrived(session, policy, ticket, now)


def asked(
    session: Session, by: Actor, policy: Policy, step_id: int, words: str, stand_in: StandIn, now: datetime
) -> TicketFact:
    """The owner is asked: the department's time stands still. Raises Changed as `sales.tickets.ask_back`."""
    ticket = tickets.ask_back(session, by, step_id, words, stand_in, now)
    _cancel(session, step_id)
    _plan_owner(session, policy, ticket, now)
    return ticket


def replied(
    session: Session, by: Actor, policy: Policy, step_id: int, words: str, stand_in: StandIn, now: datetime
) -> Told:
    """The owner has said more: the department's time goes on; whoever has left has it no longer. Raises Changed as
    `sales.tickets.reply`."""
    before = tickets.of_step(session, step_id)
    since = before.step.asked_at if before is not None and before.step.id == step_id else None
    paused = WorkingTime(policy).worked(since, now).total_seconds() if since is not None else 0
    ticket = tickets.reply(session, by, step_id, words, now, int(paused))
    if not ticket.step.member_active:
        ticket = tickets.move(session, step_id, stand_in, now) or ticket
    timers.cancel(session, _key(TICKET_WAITS, step_id))
    if ticket.step.nudged_at is not None and ticket.step.alerted_at is None:
        _plan_alert(session, policy, ticket, stand_in, now)
    return arrived(session, policy, ticket, now)


def asked_again(
    session: Session,
    by: Actor,
    policy: Policy,
    ticket_id: int,
    words: str,
    department: str | None,
    stand_in: StandIn,
    now: datetime,
) -> Told:
    """The answer was not enough. Raises Changed as `sales.tickets.ask_again`."""
    before = tickets.get(session, ticket_id)
    ticket = tickets.ask_again(session, by, ticket_id, words, department, stand_in, now)
    if before is not None:
        _cancel(session, before.step.id)
    return arrived(session, policy, ticket, now)


def closed(session: Session, by: Actor, ticket_id: int, solved: bool, now: datetime) -> Told:
    """It is solved or not needed any more; whoever has it in hand hears, unless they were still to hear of it at all.
    Raises Changed as `sales.tickets.close`."""
    ticket = tickets.close(session, by, ticket_id, solved, now)
    unheard_of = timers.cancel(session, _key(TICKET_ARRIVED, ticket.step.id))
    _cancel(session, ticket.step.id)
    return Told(ticket, not unheard_of)


def moved(
    session: Session,
    policy: Policy,
    step_id: int,
    stand_in: StandIn,
    now: datetime,
    but_not: Collection[int] = (),
    heir: int | None = None,
) -> TicketFact | None:
    """Give a step to `heir`, else to whoever serves its department by now, who is told by a timer; None where that is
    nobody else."""
    ticket = tickets.move(session, step_id, stand_in, now, but_not, heir)
    if ticket is None:
        return None
    _cancel(session, step_id)
    member_id = ticket.step.member_id
    at = WorkingTime(policy).send_at(now, f"{member_id}")
    timers.put(session, _key(TICKET_ARRIVED, step_id), TICKET_ARRIVED, at, member_id, {"step": step_id})
    watch(session, policy, ticket, now)
    return ticket


def leave(
    session: Session, policy: Policy, member_id: int, stand_in: StandIn, now: datetime, heir: int | None = None
) -> tuple[TicketFact, ...]:
    """Somebody leaves: what they have in hand goes to `heir`, else to whoever serves the department now. Returns what
    has moved."""
    held = tickets.with_member(session, member_id)
    found = [moved(session, policy, ticket.step.id, stand_in, now, {member_id}, heir) for ticket in held]
    return tuple(ticket for ticket in found if ticket is not None)


def arrived(session: Session, policy: Policy, ticket: TicketFact, now: datetime) -> Told:
    """A ticket has come, or come back, to whoever has it in hand: plan its limit. In quiet time they hear later."""
    working_time, step = WorkingTime(policy), ticket.step
    _plan_nudge(session, policy, ticket, now)
    quiet = working_time.is_quiet(now)
    if quiet:
        at = working_time.send_at(now, f"{step.member_id}")
        timers.put(session, _key(TICKET_ARRIVED, step.id), TICKET_ARRIVED, at, step.member_id, {"step": step.id})
    return Told(ticket, not quiet)


def nudged(session: Session, policy: Policy, ticket: TicketFact, stand_in: StandIn, now: datetime) -> None:
    """Whoever has it in hand has been told that it is over its limit: plan the alert."""
    tickets.mark(session, ticket.step.id, "nudged_at", now)
    _plan_alert(session, policy, ticket, stand_in, now)


def watch(session: Session, policy: Policy, ticket: TicketFact, now: datetime) -> None:
    """Plan the nudge of a step anew, where its limit may be another one by now."""
    if ticket.is_open and ticket.step.is_open and ticket.step.asked_at is None:
        _plan_nudge(session, policy, ticket, now)


def plan_department(session: Session, policy: Policy, department: str, now: datetime) -> None:
    """Plan the open tickets of a department anew, whose limit is another one by now: what was said of one that is in
    time again is void."""
    for ticket in tickets.at_department(session, department):
        step = ticket.step
        if step.nudged_at is not None and limit_at(policy, ticket) > now:
            tickets.mark(session, step.id, "nudged_at", None)
            tickets.mark(session, step.id, "alerted_at", None)
            timers.cancel(session, _key(TICKET_ALERT, step.id))
            ticket = tickets.of_step(session, step.id) or ticket
        watch(session, policy, ticket, now)


def newly_over(policy: Policy, ticket: TicketFact, hours: float, now: datetime) -> bool:
    """Whether a ticket is in time, and would not be with so many hours."""
    paused = (ticket.step.paused_seconds - ticket.step.paused_before) / HOUR
    then = WorkingTime(policy).add_working_hours(ticket.step.in_hand_at, hours + paused)
    return then <= now < limit_at(policy, ticket)


def watch_all(session: Session, policy: Policy, now: datetime, after_id: int, most: int = 100) -> int | None:
    """`watch` for the next `most` open tickets after `after_id`. Returns where to go on, None at the end."""
    found = tickets.open_after(session, after_id, most)
    for ticket in found:
        watch(session, policy, ticket, now)
    return found[-1].id if len(found) == most else None


def whom_to_alert(session: Session, ticket: TicketFact, stand_in: StandIn) -> int | None:
    """Who is told that a ticket stands still: the superior of its owner; if that one has it in hand, their own."""
    superior = stand_in(session, ticket.owner_id)
    return stand_in(session, superior) if superior == ticket.step.member_id else superior


def pass_alert(session: Session, step_id: int, member_id: int, now: datetime) -> None:
    """An alert is for somebody else by now."""
    timers.put(session, _key(TICKET_ALERT, step_id), TICKET_ALERT, now, member_id, {"step": step_id})


def _plan_nudge(session: Session, policy: Policy, ticket: TicketFact, now: datetime) -> None:
    step = ticket.step
    if step.nudged_at is None:
        at = WorkingTime(policy).send_at(max(limit_at(policy, ticket), now), f"ticket:{step.member_id}")
        timers.put(session, _key(TICKET_OVER, step.id), TICKET_OVER, at, step.member_id, {"step": step.id})


def _plan_owner(session: Session, policy: Policy, ticket: TicketFact, now: datetime) -> None:
    working_time = WorkingTime(policy)
    due = working_time.add_working_hours(now, policy.tickets.remind_owner_after_working_hours)
    at, key = working_time.send_at(due, f"ticket:{ticket.owner_id}"), _key(TICKET_WAITS, ticket.step.id)
    timers.put(session, key, TICKET_WAITS, at, ticket.owner_id, {"step": ticket.step.id})


def _plan_alert(session: Session, policy: Policy, ticket: TicketFact, stand_in: StandIn, now: datetime) -> None:
    to = whom_to_alert(session, ticket, stand_in)
    if to is None:
        return
    working_time = WorkingTime(policy)
    due = working_time.add_working_hours(now, policy.tickets.alert_after_working_hours)
    at = working_time.send_at(due, f"ticket:{to}")
    timers.put(session, _key(TICKET_ALERT, ticket.step.id), TICKET_ALERT, at, to, {"step": ticket.step.id})


def _cancel(session: Session, step_id: int) -> None:
    timers.cancel(session, *(_key(kind, step_id) for kind in (TICKET_ARRIVED, TICKET_OVER, TICKET_ALERT, TICKET_WAITS)))


def _key(kind: str, step_id: int) -> str:
    return f"{kind}:{step_id}"
