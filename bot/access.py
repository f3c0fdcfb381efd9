"""Who may see and do what. A scope is a query condition, put into the query, never a filter on its results.

A rep and a new hire see their own customers and deals; a supervisor the team's; the manager and an
administrator the whole company's; other departments none (tickets will bring them theirs).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, true
from sqlmodel import Session, col, select

from storage.deals import Customer, Opportunity
from storage.people import Member

SELLERS = frozenset({"rep", "new_hire"})
LEADERS = frozenset({"supervisor", "manager"})
ANY_MEMBER = frozenset(
    {"rep", "new_hire", "supervisor", "manager", "legal", "finance", "product", "production", "service"}
)
SALES = SELLERS | LEADERS


@dataclass(frozen=True)
class Speaker:
    """Who is talking. A stranger has no id and no role."""

    id: int | None
    name: str
    role: str | None
    team_id: int | None = None
    admin: bool = False

    @property
    def sees_all(self) -> bool:
        return self.admin or self.role == "manager"

    @property
    def member_id(self) -> int:
        """The id of a member; a stranger has none (LookupError)."""
        if self.id is None:
            raise LookupError("a stranger has no member id")
        return self.id


STRANGER = Speaker(None, "", None)


def speaker_of(member: Member | None) -> Speaker:
    if member is None or not member.active:
        return STRANGER
    return Speaker(member.id, member.name, member.role, member.team_id, member.admin)


def customers(speaker: Speaker) -> ColumnElement[bool]:
    """The customers that `speaker` may see: own, the team's, or all; and those of deals of theirs."""
    if speaker.sees_all:
        return true()
    people = _people(speaker)
    theirs = select(col(Opportunity.customer_id)).where(col(Opportunity.owner_id).in_(people))
    return or_(col(Customer.owner_id).in_(people), col(Customer.id).in_(theirs))


def deals(speaker: Speaker) -> ColumnElement[bool]:
    """The deals that `speaker` may see and change: own, the team's, or all."""
    if speaker.sees_all:
        return true()
    return col(Opportunity.owner_id).in_(_people(speaker))


def members(speaker: Speaker) -> ColumnElement[bool]:
    """The people whose figures `speaker` may see."""
    if speaker.sees_all:
        return true()
    return col(Member.id).in_(_people(speaker))


def superior(session: Session, member_id: int) -> int | None:
    """Who hears of `member_id`'s stuck deals: the team's supervisor, else the manager, else an administrator.
    Never the member; None where the company has nobody."""
    member = session.get(Member, member_id)
    if member is None:
        return None
    team = (col(Member.role) == "supervisor") & (col(Member.team_id) == member.team_id)
    return _first(session, {member_id}, team, col(Member.role) == "manager", col(Member.admin).is_(True))


def above(session: Session, superior_id: int, owner_id: int) -> int | None:
    """Who hears after the superior did: the manager over a supervisor; nobody over anybody else."""
    told = session.get(Member, superior_id)
    if told is None or told.role != "supervisor":
        return None
    return _first(session, {superior_id, owner_id}, col(Member.role) == "manager")


def decider(session: Session, claimant_id: int, owner_id: int) -> int | None:
    """Who decides between two people: the supervisor of both, else the manager, else an administrator."""
    claimant, owner = session.get(Member, claimant_id), session.get(Member, owner_id)
    if claimant is not None and owner is not None and claimant.team_id == owner.team_id:
        return superior(session, claimant_id)
    return head(session, {claimant_id, owner_id})


def head(session: Session, but_not: Collection[int]) -> int | None:
    """The manager, else an administrator; None where the company has nobody besides `but_not`."""
    return _first(session, but_not, col(Member.role) == "manager", col(Member.admin).is_(True))


def _first(session: Session, but_not: Collection[int], *ranks: ColumnElement[bool]) -> int | None:
    """The first active member of the first rank that has one."""
    for rank in ranks:
        found = session.exec(
            select(Member.id)
            .where(col(Member.active).is_(True), col(Member.id).not_in(but_not), rank)
            .order_by(col(Member.id))
            .limit(1)
        ).first()
        if found is not None:
            return found
    return None


def _people(speaker: Speaker) -> ColumnElement[int] | list[int]:
    if speaker.role == "supervisor" and speaker.team_id is not None:
        return select(col(Member.id)).where(col(Member.team_id) == speaker.team_id).scalar_subquery()
    return [speaker.id] if speaker.id is not None and speaker.role in SALES else [-1]
