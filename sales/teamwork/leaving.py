"""Somebody leaves: what is theirs, who takes it over, and that it is done.

Customers go one by one to whoever is to have them, with the leaver's open deals there; what somebody was told to do
goes along, the rest to who takes over most. The leaver's addresses are deleted, what they recorded stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from sales import customers, deals
from sales.deals import IS_OPEN
from sales.errors import Changed
from sales.leads import SELLERS
from sales.names import members_changed
from sales.scope import Actor
from sales.teamwork import handover, people
from storage import rows
from storage.background import Audit
from storage.deals import Customer, Opportunity, Reminder
from storage.people import Identity, Member
from storage.teamwork import Instruction


@dataclass(frozen=True)
class Held:
    """A customer that the leaver has, or has open deals of: how many, worth together in 分."""

    customer_id: int
    customer: str
    deals: int
    sum_fen: int


@dataclass(frozen=True)
class Belongings:
    """What somebody leaves behind. `supervises`: the team that would be without a supervisor."""

    customers: tuple[Held, ...]
    reminders: int
    instructions: int
    supervises: int | None = None

    @property
    def deals(self) -> int:
        return sum(held.deals for held in self.customers)


@dataclass(frozen=True)
class TicketsLeft:
    """The open tickets that somebody leaves behind: those in hand, each with who would take it, and those raised."""

    in_hand: tuple[tuple[int, str], ...] = ()
    raised: tuple[int, ...] = ()


@dataclass(frozen=True)
class Passed:
    """Which customers went to whom, with these deals, and the instructions that somebody else has now."""

    customers: tuple[tuple[int, int], ...]
    deal_ids: tuple[int, ...]
    instruction_ids: tuple[int, ...]


def belongings(session: Session, member_id: int) -> Belongings:
    """What the member has."""
    theirs = (col(Opportunity.owner_id) == member_id, IS_OPEN)
    rows_found = session.execute(
        select(
            col(Customer.id),
            col(Customer.name),
            func.count(col(Opportunity.id)),
            func.coalesce(func.sum(col(Opportunity.amount_fen)), 0),
        )
        .outerjoin(Opportunity, (col(Opportunity.customer_id) == col(Customer.id)) & theirs[0] & theirs[1])
        .where(or_(col(Customer.owner_id) == member_id, col(Opportunity.id).is_not(None)))
        .group_by(col(Customer.id), col(Customer.name))
        .order_by(func.count(col(Opportunity.id)).desc(), col(Customer.id))
    )
    held = tuple(Held(key, name, count, int(worth)) for key, name, count, worth in rows_found)
    waiting = (col(Reminder.member_id) == member_id, col(Reminder.cancelled_at).is_(None))
    to_come = or_(col(Reminder.reminded_at).is_(None), col(Reminder.repeats).is_not(None))
    reminders = session.execute(select(func.count()).select_from(Reminder).where(*waiting, to_come)).scalar_one()
    open_orders = (col(Instruction.to_id) == member_id, col(Instruction.done_at).is_(None))
    told = session.execute(select(func.count()).select_from(Instruction).where(*open_orders)).scalar_one()
    return Belongings(held, reminders, told, _left_without_supervisor(session, member_id))


def _left_without_supervisor(session: Session, member_id: int) -> int | None:
    member = people.get(session, member_id)
    if member is None or member.role != "supervisor" or member.team_id is None:
        return None
    others = [one for one in people.leaders_of(session, member.team_id) if one.id != member_id]
    return None if others else member.team_id


def evenly(held: Sequence[Held], takers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """(customer, taker) for each, so that everybody gets about as many deals, then customers."""
    load = dict.fromkeys(takers, (0, 0))
    plan = []
    for one in sorted(held, key=lambda one: (-one.deals, one.customer_id)):
        taker = min(takers, key=lambda key: (load[key], takers.index(key)))
        plan.append((one.customer_id, taker))
        load[taker] = (load[taker][0] + one.deals, load[taker][1] + 1)
    return tuple(plan)


def is_last_administrator(session: Session, member_id: int) -> bool:
    """Whether the company would be without an administrator."""
    admins = session.execute(select(col(Member.id)).where(col(Member.admin).is_(True), col(Member.active).is_(True)))
    return [*admins.scalars()] == [member_id]


def leave(
    session: Session, by: Actor, member_id: int, plan: Sequence[tuple[int, int]], successor: int | None, now: datetime
) -> Passed:
    """The member leaves: customers go as planned, with their open deals; `successor` leads the team from now on. Raises
    Changed if who acts does not lead all of these, or the member has left or has other customers than planned for."""
    member = rows.locked(session, Member, member_id)
    if member is None or not member.active or member_id == by.member_id:
        raise Changed("member", member_id, "gone")
    if not people.all_of(session, by.members, {member_id, *(to for _, to in plan)}):
        raise Changed("member", member_id, "decides")
    if is_last_administrator(session, member_id):
        raise Changed("member", member_id, "decides")
    if {held.customer_id for held in belongings(session, member_id).customers} != {key for key, _ in plan}:
        raise Changed("member", member_id, "holdings")
    deal_ids: list[int] = []
    for customer_id, to_id in plan:
        deal_ids += _pass_on(session, by, customer_id, member_id, to_id, now)
    told = _pass_instructions_on(session, by, member_id, plan)
    if successor is not None:
        _promote(session, by, successor)
    member.active, member.admin = False, False
    session.add(member)
    for identity in session.execute(select(Identity).where(col(Identity.member_id) == member_id)).scalars().all():
        session.delete(identity)
    members_changed(session)
    detail = {"customers": [list(pair) for pair in plan], "successor": successor}
    session.add(Audit(at=now, member_id=by.member_id, what="leave", subject=f"member:{member_id}", detail=detail))
    session.flush()
    return Passed(tuple(plan), tuple(deal_ids), told)


def _pass_on(session: Session, by: Actor, customer_id: int, from_id: int, to_id: int, now: datetime) -> list[int]:
    customer = customers.locked(session, customer_id, by.customers)
    if customer.owner_id == from_id:
        customer.owner_id = to_id
        customer.version += 1
        session.add(customer)
    passing = [deal["id"] for deal in deals.locked_of(session, customer_id, from_id)]
    handover.give(session, by, passing, to_id, now)
    detail = {"from": from_id, "to": to_id, "deals": passing}
    session.add(
        Audit(at=now, member_id=by.member_id, what="hand_over", subject=f"customer:{customer_id}", detail=detail)
    )
    return passing


def _pass_instructions_on(
    session: Session, by: Actor, member_id: int, plan: Sequence[tuple[int, int]]
) -> tuple[int, ...]:
    """What the member was told to do is for who has the customer now, else for who has most, else for who acts; what
    they had others told is answered to who acts."""
    takers = dict(plan)
    most = Counter(to for _, to in plan).most_common(1)
    heir = most[0][0] if most else by.member_id
    found = session.execute(
        select(Instruction)
        .where(
            or_(col(Instruction.to_id) == member_id, col(Instruction.by_id) == member_id),
            col(Instruction.done_at).is_(None),
        )
        .order_by(col(Instruction.id))
        .with_for_update()
    ).scalars()
    passed = []
    for told in found.all():
        if told.to_id == member_id:
            told.to_id = takers.get(told.customer_id or 0, heir)
            passed.append(told.id)
        if told.by_id == member_id:
            told.by_id = by.member_id
        session.add(told)
    return tuple(key for key in passed if key is not None)


def _promote(session: Session, by: Actor, successor: int) -> None:
    row = rows.locked(session, Member, successor)
    if row is None or not row.active or not people.all_of(session, by.members, {successor}):
        raise Changed("member", successor, "gone")
    row.role = "supervisor"
    session.add(row)


def sellers_beside(session: Session, member_id: int) -> tuple[people.MemberFact, ...]:
    """Who could lead the member's team instead: those who sell there."""
    member = people.get(session, member_id)
    found = people.team_of(session, member) if member is not None else ()
    return tuple(one for one in found if one.role in SELLERS)
