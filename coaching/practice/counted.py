"""Drills counted by people and by teams, `between` two times where these are given. Never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, true
from sqlmodel import Session, col

from storage.coaching import Drill
from storage.people import Member, Team

Between = tuple[datetime, datetime] | None  # the first of these times counts, the second does not


@dataclass(frozen=True)
class Practice:
    """How much somebody practised: how many drills, the mean total and the best in tenths, when last."""

    member_id: int
    member: str
    drills: int
    mean: int
    best: int
    last: datetime


@dataclass(frozen=True)
class TeamPractice:
    """How much a team practised: how many are to, how many of them did, how many drills, the mean total in tenths (None
    where there was none)."""

    team: str
    people: int
    practised: int
    drills: int
    mean: int | None


def practice(
    session: Session, scope: ColumnElement[bool] | None, team_id: int | None = None, between: Between = None
) -> tuple[Practice, ...]:
    """How much the people in scope practised, or all of the company, or of a team, the best mean first."""
    query = (
        select(
            col(Drill.member_id),
            col(Member.name),
            func.count(col(Drill.id)),
            func.avg(col(Drill.total)),
            func.max(col(Drill.total)),
            func.max(col(Drill.at)),
        )
        .join(Member, col(Member.id) == col(Drill.member_id))
        .where(true() if scope is None else scope, col(Member.active).is_(True), *_of(team_id), *_held(between))
        .group_by(col(Drill.member_id), col(Member.name))
    )
    found = [
        Practice(member_id, name, count, round(mean), best, last)
        for member_id, name, count, mean, best, last in session.execute(query)
    ]
    return tuple(sorted(found, key=lambda each: (-each.mean, each.member_id)))


def by_team(
    session: Session, scope: ColumnElement[bool], roles: Sequence[str], between: Between = None
) -> tuple[TeamPractice, ...]:
    """How much the people in scope, in these roles, practised, by teams in their order."""
    held = (
        select(col(Drill.member_id), func.count(col(Drill.id)).label("drills"), func.sum(col(Drill.total)).label("sum"))
        .where(*_held(between))
        .group_by(col(Drill.member_id))
        .subquery()
    )
    drills = func.sum(func.coalesce(held.c.drills, 0))
    query = (
        select(col(Team.name), func.count(col(Member.id)), func.count(held.c.member_id), drills, func.sum(held.c.sum))
        .join(Member, col(Member.team_id) == col(Team.id))
        .join(held, held.c.member_id == col(Member.id), isouter=True)
        .where(scope, col(Member.active).is_(True), col(Member.role).in_(roles))
        .group_by(col(Team.id), col(Team.name))
        .order_by(col(Team.id))
    )
    return tuple(
        TeamPractice(team, people, practised, int(count), round(total / count) if count else None)
        for team, people, practised, count, total in session.execute(query)
    )


def _of(team_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return () if team_id is None else (col(Member.team_id) == team_id,)


def _held(between: Between) -> tuple[ColumnElement[bool], ...]:
    return () if between is None else (col(Drill.at) >= between[0], col(Drill.at) < between[1])


def idle(
    session: Session,
    scope: ColumnElement[bool],
    roles: Sequence[str],
    team_id: int | None = None,
    between: Between = None,
) -> tuple[str, ...]:
    """The names of the people in scope, or of a team, in these roles, who have held no drill."""
    held = select(col(Drill.member_id)).where(*_held(between))
    query = select(col(Member.name)).where(
        scope, col(Member.active).is_(True), col(Member.role).in_(roles), col(Member.id).not_in(held), *_of(team_id)
    )
    return tuple(session.execute(query.order_by(col(Member.id))).scalars())
