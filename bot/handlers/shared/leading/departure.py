"""What somebody's leaving does to rows and timers, and who may let them go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.access import SELLERS, Speaker
from bot.admin import giving
from bot.handlers.shared.handover import reminders_follow
from bot.messaging import outbox
from bot.messaging.inbox import conversation_of_member
from bot.wording.admin import leaving as wording
from config.policy import Policy
from sales import leads, reminders, tickets
from sales.errors import Changed
from sales.leads import Taker
from sales.reminders import ReminderFact
from sales.teamwork import instructions, leaving, people
from sales.teamwork.leaving import TicketsLeft
from sales.teamwork.people import MemberFact
from sales.tickets import TicketFact
from scheduler import instruction_clock, reminder_clock, stage_clock, ticket_clock, timers
from scheduler.signal_clock import SIGNAL, SIGNAL_TELL
from scheduler.step_clock import STEP, STEP_ASKED
from scheduler.ticket_clock import TICKET_ALERT, TICKET_WAITS

# timers that read whose it is by now
FIND_WHOM = (*stage_clock.KINDS, STEP, STEP_ASKED, TICKET_ALERT, TICKET_WAITS, SIGNAL, SIGNAL_TELL, *giving.WAITS)
MOST = 50  # colleagues who could take something


@dataclass(frozen=True)
class Share:
    """What somebody has taken over. `tickets`: the numbers of those that they raised from now on, or have in hand."""

    to_id: int
    customers: tuple[str, ...]
    deals: int
    reminders: int
    tickets: tuple[int, ...] = ()


@dataclass(frozen=True)
class Departed:
    """What everybody has taken over, how many reminders of the leaver's own were cancelled, and the tickets that were
    in their hands, as they are now."""

    shares: tuple[Share, ...]
    cancelled: int
    tickets: tuple[TicketFact, ...] = ()


def why_not(session: Session, policy: Policy, speaker: Speaker, member: MemberFact) -> str | None:
    """Why the speaker may not let the member go; None if they may."""
    if not may_let_go(policy, speaker, member):
        head = people.get(session, access.head(session, {speaker.member_id}) or 0)
        return wording.ONLY_HEADS.format(who=f"(找{head.name})" if head is not None else "")
    if member.id == speaker.id:
        return wording.YOURSELF
    last = leaving.is_last_administrator(session, member.id)
    return wording.LAST_ADMINISTRATOR.format(name=member.name) if last else None


def may_let_go(policy: Policy, speaker: Speaker, member: MemberFact) -> bool:
    """A manager and an administrator may; a supervisor their own team's reps, where policy says so."""
    own_rep = speaker.role == "supervisor" and speaker.team_id == member.team_id and member.role in SELLERS
    return speaker.sees_all or (policy.supervisors_let_go and own_rep)


def who_could(session: Session, speaker: Speaker, member: MemberFact) -> tuple[Taker, ...]:
    """Who could take over: of the leaver's team, or if nobody sells there, of everybody whom the speaker leads."""
    team = {one.id for one in people.team_of(session, member)} if member.team_id is not None else set()
    found = leads.takers(session, speaker.members, {member.id}, MOST)
    return tuple(taker for taker in found if taker.id in team) or found


def tickets_left(session: Session, member_id: int, now: datetime) -> TicketsLeft:
    """The open tickets that the member would leave behind."""
    in_hand = []
    for ticket in tickets.with_member(session, member_id):
        to = tickets.served(session, ticket.step.department, ticket.owner_id, access.superior, but_not={member_id})
        in_hand.append((ticket.id, to.member if to is not None else ""))
    raised = [ticket.id for ticket in tickets.lately_of(session, member_id, now) if ticket.is_open]
    return TicketsLeft(tuple(in_hand), tuple(raised))


def names_of(session: Session, member_ids: Collection[int]) -> dict[int, str]:
    """The names of members by id."""
    return {key: fact.name for key in member_ids if (fact := people.get(session, key)) is not None}


def leave(
    session: Session,
    by: Speaker,
    policy: Policy,
    member_id: int,
    plan: Sequence[tuple[int, int]],
    successor: int | None,
    heir: int | None,
    now: datetime,
) -> Departed:
    """Carry it out: everything in one transaction; the tickets in hand go to `heir`, where one is named. Raises Changed
    if who acts may not, or the plan no longer fits."""
    member = people.get(session, member_id)
    if member is None or not may_let_go(policy, by, member):
        raise Changed("member", member_id, "decides")
    held = {one.customer_id: one for one in leaving.belongings(session, member_id).customers}
    passed = leaving.leave(session, by, member_id, plan, successor, now)
    moved = {
        customer_id: reminders_follow(session, by, policy, customer_id, member_id, to_id, now)
        for customer_id, to_id in passed.customers
    }
    for deal_id in passed.deal_ids:
        stage_clock.watch(session, policy, deal_id, now)
    for key in passed.instruction_ids:
        told = instructions.get(session, key)
        if told is not None:
            instruction_clock.plan(session, policy, told, now)
    taken, tickets_moved = pass_tickets_on(session, by, policy, member_id, passed.customers, heir, now)
    cancelled = reminders.cancel_all(session, by, member_id, now)
    timers.cancel_personal(session, member_id, FIND_WHOM)
    giving.passed_on(session, member_id, now)
    outbox.cancel_waiting(session, conversation_of_member(session, member_id))
    shares = []
    for to_id in dict.fromkeys([*(to for _, to in passed.customers), *taken]):
        theirs = [key for key, to in passed.customers if to == to_id]
        shares.append(
            Share(
                to_id,
                tuple(held[key].customer for key in theirs),
                sum(held[key].deals for key in theirs),
                sum(len(moved[key]) for key in theirs),
                tuple(taken.get(to_id, ())),
            )
        )
    return Departed(tuple(shares), cancelled, tickets_moved)


def pass_tickets_on(
    session: Session,
    by: Speaker,
    policy: Policy,
    member_id: int,
    plan: Sequence[tuple[int, int]],
    heir: int | None,
    now: datetime,
) -> tuple[dict[int, list[int]], tuple[TicketFact, ...]]:
    """Tickets go along with their customers, the others that the leaver raised to whoever takes the first customer (or
    who acts), and those in the leaver's hands to `heir` or whoever serves the department now, who is told by a timer.
    Returns the numbers of the tickets raised that each has now, and those that were in hand."""
    taken: dict[int, list[int]] = {}
    for customer_id, to_id in plan:
        followed = tickets.follow_customer(session, by, customer_id, member_id, to_id)
        taken.setdefault(to_id, []).extend(ticket.id for ticket in followed)
    first = next((to_id for _, to_id in plan), by.member_id)
    taken.setdefault(first, []).extend(ticket.id for ticket in tickets.give_owned(session, by, member_id, first))
    moved = ticket_clock.leave(session, policy, member_id, access.superior, now, heir)
    return {to_id: numbers for to_id, numbers in taken.items() if numbers}, moved


def remind(session: Session, by: Speaker, policy: Policy, name: str, at: datetime, now: datetime) -> ReminderFact:
    """Remind who acts on that day."""
    kept = reminders.add(session, by, at, f"{name}今天走,办交接:说「{name}离职了」", None, now)
    reminder_clock.plan(session, policy, kept, now)
    return kept
