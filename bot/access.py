"""Who may see and do what. A scope is a query condition, put into the query, never a filter on its results.

A rep and a new hire see their own customers and deals; a supervisor the team's; the manager and an
administrator the whole company's; other departments none (tickets will bring them theirs).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select, true
from sqlmodel import Session, col

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
    active = [col(Member.active).is_(True), col(Member.id) != member_id]
    for who in (
        (col(Member.role) == "supervisor") & (col(Member.team_id) == member.team_id),
        col(Member.role) == "manager",
        col(Member.admin).is_(True),
    ):
        found = session.exec(select(col(Member.id)).where(*active, who).order_by(col(Member.id)).limit(1))  # type: ignore[call-overload]
        row = found.first()
        if row is not None:
            return int(row[0])
    return None


def _people(speaker: Speaker) -> ColumnElement[int] | list[int]:
    if speaker.role == "supervisor" and speaker.team_id is not None:
        return select(col(Member.id)).where(col(Member.team_id) == speaker.team_id).scalar_subquery()
    return [speaker.id] if speaker.id is not None and speaker.role in SALES else [-1]
