"""Who is away on which days. Such a day is skipped by what a person did not ask for themself (see scheduler)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, select
from sqlmodel import Session, col

from sales.errors import Changed
from sales.scope import Actor
from sales.teamwork import people
from storage.people import Absence, Member
from storage.statements import fetch, table_of


@dataclass(frozen=True)
class AbsenceFact:
    """Somebody is away from the `first` day to the `last`."""

    id: int
    member_id: int
    first: date
    last: date


def add(session: Session, by: Actor, member_id: int, first: date, last: date, said: str, now: datetime) -> AbsenceFact:
    """Note that who acts, or somebody they lead, is away. Raises Changed if it is neither."""
    if member_id != by.member_id and not people.all_of(session, by.members, {member_id}):
        raise Changed("member", member_id, "not_in_scope")
    row = Absence(member_id=member_id, first=first, last=last, said=said, by_id=by.member_id, at=now)
    session.add(row)
    session.flush()
    return AbsenceFact(row.id or 0, member_id, first, last)


def to_come(session: Session, member_id: int, day: date) -> tuple[AbsenceFact, ...]:
    """The member's absences that are not over before a day, the earliest first."""
    return tuple(AbsenceFact(*row) for row in fetch(session, _TO_COME, {"members": [member_id], "day": day}))


def end(session: Session, by: Actor, member_id: int, first: date, last: date) -> tuple[AbsenceFact, ...]:
    """Let the member be there from the day `first` on: their absences that begin by `last` end before that, or are not
    to be. Returns what is no longer of them. Raises Changed if nothing was noted, or who acts does not lead them."""
    if member_id != by.member_id and not people.all_of(session, by.members, {member_id}):
        raise Changed("member", member_id, "not_in_scope")
    found = [one for one in to_come(session, member_id, first) if one.first <= last]
    if not found:
        raise Changed("member", member_id, "gone")
    for fact in found:
        row = session.get_one(Absence, fact.id, with_for_update=True)
        if row.first < first:
            row.last = first - date.resolution
            session.add(row)
        else:
            session.delete(row)
    session.flush()
    return tuple(replace(fact, first=max(fact.first, first)) for fact in found)


def move(
    session: Session, by: Actor, member_id: int, first: date, last: date, day: date, said: str, now: datetime
) -> AbsenceFact:
    """Let the member be away from `first` to `last` instead of what was noted and is not over before `day`. Raises
    Changed as `end` and `add`."""
    end(session, by, member_id, day, date.max)
    return add(session, by, member_id, first, last, said, now)


def among(
    session: Session, members: ColumnElement[bool], first: date, last: date
) -> tuple[tuple[str, AbsenceFact], ...]:
    """Who of the `members`, a condition on Member, is away between two days, with the days; by name."""
    found = session.execute(
        select(col(Member.name), *_FACT)
        .join(_ABSENCES, _ABSENCES.c.member_id == col(Member.id))
        .where(members, col(Member.active), _ABSENCES.c.first <= last, _ABSENCES.c.last >= first)
        .order_by(_ABSENCES.c.first, _ABSENCES.c.id)
    )
    return tuple((name, AbsenceFact(*fact)) for name, *fact in found)


def away_until(session: Session, members: Collection[int], day: date) -> dict[int, date]:
    """Of these members those who are away on a day, each with the last day before they are back."""
    until: dict[int, date] = {}
    for row in fetch(session, _TO_COME, {"members": sorted(members), "day": day}):
        fact = AbsenceFact(*row)
        reached = until.get(fact.member_id)
        if fact.first <= (day if reached is None else reached + date.resolution):
            until[fact.member_id] = max(fact.last, reached or fact.last)
    return until


_ABSENCES = table_of(Absence)
_FACT = (_ABSENCES.c.id, _ABSENCES.c.member_id, _ABSENCES.c.first, _ABSENCES.c.last)
_TO_COME = (
    select(*_FACT)
    .where(_ABSENCES.c.member_id.in_(bindparam("members", expanding=True)), _ABSENCES.c.last >= bindparam("day"))
    .order_by(_ABSENCES.c.first, _ABSENCES.c.id)
)
