"""新人必学: the items that every new hire learns, in the order in which they were set or put, how far somebody is, and
by when they are to have learnt all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlmodel import Session, col

from config.names import as_compared
from knowledge.trust.care import SCRIPTS, Row, ScriptFact, select_facts
from storage import rows
from storage.changes import insert_row, update_row
from storage.library import PathDeadline, ScriptLearnt
from storage.people import Member
from storage.statements import fetch, table_of

_LEARNT, _MEMBERS, _DEADLINES = table_of(ScriptLearnt), table_of(Member), table_of(PathDeadline)
_GIVERS = _MEMBERS.alias("giver")
_IN_ORDER: Sequence[ColumnElement[Any]] = (SCRIPTS.c.required_at, SCRIPTS.c.id)
NEW_HIRE = "new_hire"
NEXT = timedelta(seconds=1)


@dataclass(frozen=True)
class Deadline:
    """That somebody is to have learnt all by the end of a day, as `by` wants it."""

    by: str
    until: date


@dataclass(frozen=True)
class Progress:
    """How many of the items somebody has learnt, of how many, when last, the title of the next, and by when they are to
    have learnt all."""

    member_id: int
    name: str
    learnt: int
    total: int
    last_at: datetime | None
    following: str | None
    deadline: Deadline | None = None


def path(session: Session) -> tuple[ScriptFact, ...]:
    """What every new hire learns, in this order."""
    return select_facts(session, SCRIPTS.c.required_at.is_not(None), _IN_ORDER)


def called(items: Sequence[ScriptFact], title: str) -> tuple[ScriptFact, ...]:
    """The items with this title, else those whose title holds the words."""
    wanted = as_compared(title)
    exact = tuple(item for item in items if as_compared(item.title) == wanted)
    return exact or tuple(item for item in items if wanted and wanted in as_compared(item.title))


def learnt_by(session: Session, member_id: int) -> tuple[str, ...]:
    """The codes of the items that the member has learnt."""
    return tuple(fetch(session, _LEARNT_BY, {"member": member_id}).scalars())


def new_since(session: Session, member_id: int, moment: datetime) -> tuple[str, ...]:
    """The titles of what was set since then and the member has not learnt."""
    known = frozenset(learnt_by(session, member_id))
    return tuple(
        fact.title
        for fact in path(session)
        if fact.code not in known and fact.required_at is not None and fact.required_at >= moment
    )


def require(session: Session, row: Row, member_id: int, now: datetime) -> bool:
    """Every new hire learns the item, whose row is locked. False if they already do."""
    if row["required_at"] is not None:
        return False
    last = max((fact.required_at for fact in path(session) if fact.required_at is not None), default=now)
    behind = max(now, last + NEXT)  # set within one moment, the later still comes after the earlier
    update_row(session, SCRIPTS, row, {"required_at": behind, "required_by": member_id})
    return True


def move(session: Session, row: Row, place: int) -> int:
    """The item of the path, whose row is locked, comes at this place (from 1; beyond the last: the last). Returns the
    place, 0 where it is there already or is none of the path."""
    items = path(session)
    codes = [item.code for item in items]
    if row["code"] not in codes:
        return 0
    place = min(max(place, 1), len(items))
    if codes.index(row["code"]) == place - 1:
        return 0
    times = [item.required_at for item in items if item.code != row["code"] and item.required_at is not None]
    update_row(session, SCRIPTS, row, {"required_at": _between(times[: place - 1], times[place - 1 :])})
    return place


def _between(before: Sequence[datetime], behind: Sequence[datetime]) -> datetime:
    if not behind:
        return before[-1] + NEXT
    return before[-1] + (behind[0] - before[-1]) / 2 if before else behind[0] - NEXT


def assign(session: Session, member_id: int, by_id: int, until: date, now: datetime) -> None:
    """The member is to have learnt all by the end of this day; a day that was named before holds no longer."""
    member = rows.locked(session, Member, member_id)
    row = session.execute(select(PathDeadline).where(col(PathDeadline.member_id) == member_id)).scalar()
    row = row or PathDeadline(member_id=member_id, by_id=by_id, until=until, at=now)
    if member is not None:
        row.by_id, row.until, row.at = by_id, until, now
        session.add(row)
        session.flush()


def deadline(session: Session, member_id: int) -> Deadline | None:
    """By when the member is to have learnt all; None if nobody has said so."""
    return _deadlines(session, _DEADLINES.c.member_id == member_id).get(member_id)


def _deadlines(session: Session, which: ColumnElement[bool]) -> dict[int, Deadline]:
    query = (
        select(_DEADLINES.c.member_id, _GIVERS.c.name, _DEADLINES.c.until)
        .join(_GIVERS, _GIVERS.c.id == _DEADLINES.c.by_id)
        .join(_MEMBERS, _MEMBERS.c.id == _DEADLINES.c.member_id)
        .where(which)
    )
    return {row.member_id: Deadline(row.name, row.until) for row in fetch(session, query, {})}


def release(session: Session, row: Row) -> bool:
    """No new hire needs to learn the item, whose row is locked. False if none needs to anyway."""
    if row["required_at"] is None:
        return False
    update_row(session, SCRIPTS, row, {"required_at": None, "required_by": None})
    return True


def tick(session: Session, row: Row, member_id: int, now: datetime) -> bool:
    """The member has learnt the item, whose row is locked. False if they had before."""
    if row["code"] in learnt_by(session, member_id):
        return False
    insert_row(session, _LEARNT, {"code": row["code"], "member_id": member_id, "at": now})
    return True


def of_new_hires(session: Session, scope: ColumnElement[bool]) -> tuple[Progress, ...]:
    """How far each active new hire in scope is, who has most to learn first."""
    items = path(session)
    hires = select(_MEMBERS.c.id, _MEMBERS.c.name).where(
        scope, _MEMBERS.c.role == NEW_HIRE, _MEMBERS.c.active.is_(True)
    )
    learnt: dict[int, dict[str, datetime]] = {}
    for row in fetch(session, _LEARNT_IN.where(scope), {}):
        learnt.setdefault(row.member_id, {})[row.code] = row.at
    until = _deadlines(session, scope)
    found = [
        _progress(row.id, row.name, items, learnt.get(row.id, {}), until.get(row.id))
        for row in fetch(session, hires, {})
    ]
    return tuple(sorted(found, key=lambda hire: (hire.learnt, hire.member_id)))


def _progress(
    member_id: int,
    name: str,
    items: Sequence[ScriptFact],
    learnt: Mapping[str, datetime],
    until: Deadline | None,
) -> Progress:
    done = [learnt[item.code] for item in items if item.code in learnt]
    following = next((item.title for item in items if item.code not in learnt), None)
    return Progress(member_id, name, len(done), len(items), max(done, default=None), following, until)


_LEARNT_BY = select(_LEARNT.c.code).where(_LEARNT.c.member_id == bindparam("member")).order_by(_LEARNT.c.id)
_LEARNT_IN = select(_LEARNT.c.member_id, _LEARNT.c.code, _LEARNT.c.at).join(
    _MEMBERS, _MEMBERS.c.id == _LEARNT.c.member_id
)
