"""Who serves a department: its members, else product, else the superior of the ticket's owner."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from config.policy import Policy
from sales.teamwork import covers
from sales.tickets.facts import TicketFact
from storage.people import Member
from storage.teamwork import TicketStep

STANDS_IN = "product"
StandIn = Callable[[Session, int], int | None]  # the superior of a member


@dataclass(frozen=True)
class Served:
    """A department and the member who serves it."""

    department: str
    member_id: int
    member: str


def served(
    session: Session, department: str, owner_id: int, stand_in: StandIn, but_not: Collection[int] = ()
) -> Served | None:
    """Who serves the department for the owner of a ticket: of several the one with the fewest open tickets, ties by
    name, or whoever stands in for them; None where there is nobody. Neither the owner nor who is of `but_not`."""
    left_out = {owner_id, *but_not}
    for role in dict.fromkeys((department, STANDS_IN)):
        found = [row for row in _members(session, role) if row[0] not in left_out]
        if found:
            member_id, name, _count = min(found, key=lambda row: (row[2], row[1]))
            cover = next((one for one in covers.open_of(session, {member_id}) if one.is_on), None)
            if cover is not None and cover.stand_in_id not in left_out:
                return Served(department, cover.stand_in_id, cover.stand_in)
            return Served(department, member_id, name)
    superior = session.get(Member, stand_in(session, owner_id) or 0)
    if superior is None or superior.id is None or superior.id in left_out:
        return None
    return Served(department, superior.id, superior.name)


def by_name(session: Session, department: str, member_id: int, but_not: Collection[int] = ()) -> Served | None:
    """The active member, as who serves the department this time; None if they have left, or are of `but_not`."""
    member = session.get(Member, member_id)
    if member is None or not member.active or member_id in but_not:
        return None
    return Served(department, member_id, member.name)


def people_of(session: Session, departments: Collection[str]) -> tuple[Served, ...]:
    """The active members of these departments, by name."""
    rows = session.execute(
        select(col(Member.role), col(Member.id), col(Member.name))
        .where(col(Member.role).in_(departments), col(Member.active).is_(True))
        .order_by(col(Member.name))
    )
    return tuple(Served(str(role), member_id, name) for role, member_id, name in rows if member_id is not None)


def next_served(session: Session, policy: Policy, ticket: TicketFact, stand_in: StandIn) -> Served | None:
    """The next department of the route whom somebody else serves; None at its end."""
    for department in policy.tickets.after(ticket.step.department):
        found = served(session, department, ticket.owner_id, stand_in)
        if found is not None and found.member_id != ticket.step.member_id:
            return found
    return None


def departments_beside(session: Session, policy: Policy, ticket: TicketFact, stand_in: StandIn) -> tuple[Served, ...]:
    """The departments that the ticket may be passed to, in policy's order: all that somebody else serves, or only the
    next one."""
    following = next_served(session, policy, ticket, stand_in)
    if not policy.tickets.skip:
        return (following,) if following is not None else ()
    others = [known.key for known in policy.tickets.departments if known.key != ticket.step.department]
    found = [served(session, department, ticket.owner_id, stand_in) for department in others]
    return tuple(one for one in found if one is not None and one.member_id != ticket.step.member_id)


def _members(session: Session, role: str) -> list[tuple[int, str, int]]:
    """The active members of a role, with how many tickets each has in hand."""
    session.flush()
    in_hand = (
        select(func.count(col(TicketStep.id)))
        .where(col(TicketStep.member_id) == col(Member.id), col(TicketStep.ended_at).is_(None))
        .correlate(Member)
        .scalar_subquery()
    )
    rows = session.execute(
        select(col(Member.id), col(Member.name), in_hand).where(col(Member.role) == role, col(Member.active).is_(True))
    )
    return [(member_id, name, count) for member_id, name, count in rows if member_id is not None]
