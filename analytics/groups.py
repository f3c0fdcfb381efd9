"""Whom figures are about: a person, a team, the company."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select, true
from sqlmodel import Session, col

from sales.deals import owned_by
from storage.deals import Opportunity
from storage.people import Member, Team

COMPANY = "全公司"
SELLING = ("rep", "new_hire", "supervisor", "manager")


@dataclass(frozen=True)
class Group:
    """A condition on Member and one on the deals; `name` is what it is called."""

    name: str
    members: ColumnElement[bool]
    deals: ColumnElement[bool]
    is_company: bool = False


def of_member(member_id: int, name: str) -> Group:
    """One person."""
    return Group(name, col(Member.id) == member_id, owned_by(member_id))


def of_members(members: ColumnElement[bool]) -> Group:
    """The people of a condition on Member, and their deals."""
    return Group("", members, col(Opportunity.owner_id).in_(select(col(Member.id)).where(members)))


def of_team(team_id: int, name: str) -> Group:
    """The people that a team has now, and their deals."""
    theirs = select(col(Member.id)).where(col(Member.team_id) == team_id)
    return Group(name, col(Member.team_id) == team_id, col(Opportunity.owner_id).in_(theirs))


def of_company() -> Group:
    """Everybody who sells or leads."""
    return Group(COMPANY, col(Member.role).in_(SELLING), true(), is_company=True)


def of_slice(
    members: ColumnElement[bool], team_id: int | None, member_id: int | None, region: str | None
) -> ColumnElement[bool]:
    """Of these members (a condition) those of a team, one of them, those of a region's teams."""
    conditions = [members]
    if team_id is not None:
        conditions.append(col(Member.team_id) == team_id)
    if member_id is not None:
        conditions.append(col(Member.id) == member_id)
    if region is not None:
        theirs = select(col(Team.id)).where(col(Team.region) == region)
        conditions.append(col(Member.team_id).in_(theirs))
    return and_(*conditions)


def teams(session: Session) -> tuple[Group, ...]:
    """Every team that somebody sells in, in the order of their ids."""
    in_use = select(col(Member.team_id)).where(col(Member.active).is_(True), col(Member.role).in_(SELLING))
    rows = session.execute(
        select(col(Team.id), col(Team.name)).where(col(Team.id).in_(in_use)).order_by(col(Team.id))
    ).all()
    return tuple(of_team(team_id, name) for team_id, name in rows)


def team(session: Session, team_id: int) -> Group:
    """The team of this id, by its name."""
    return of_team(team_id, session.get_one(Team, team_id).name)


def led_by(session: Session, team_id: int | None, *, everybody: bool) -> Group | None:
    """Whom somebody leads: `everybody`, or the team; None without one."""
    if everybody:
        return of_company()
    return team(session, team_id) if team_id is not None else None
