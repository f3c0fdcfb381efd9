"""新人必学: the items that every new hire learns, in the order in which they were set, and how far somebody is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlmodel import Session

from knowledge.trust.care import SCRIPTS, Row, ScriptFact, select_facts
from storage.changes import insert_row, update_row
from storage.library import ScriptLearnt
from storage.people import Member
from storage.statements import fetch, table_of

_LEARNT, _MEMBERS = table_of(ScriptLearnt), table_of(Member)
_IN_ORDER: Sequence[ColumnElement[Any]] = (SCRIPTS.c.required_at, SCRIPTS.c.id)
NEW_HIRE = "new_hire"
NEXT = timedelta(seconds=1)


@dataclass(frozen=True)
class Progress:
    """How many of the items somebody has learnt, of how many, when last, and the title of the next."""

    member_id: int
    name: str
    learnt: int
    total: int
    last_at: datetime | None
    following: str | None


def path(session: Session) -> tuple[ScriptFact, ...]:
    """What every new hire learns, in this order."""
    return select_facts(session, SCRIPTS.c.required_at.is_not(None), _IN_ORDER)


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
    found = [_progress(row.id, row.name, items, learnt.get(row.id, {})) for row in fetch(session, hires, {})]
    return tuple(sorted(found, key=lambda hire: (hire.learnt, hire.member_id)))


def _progress(member_id: int, name: str, items: Sequence[ScriptFact], learnt: Mapping[str, datetime]) -> Progress:
    done = [learnt[item.code] for item in items if item.code in learnt]
    following = next((item.title for item in items if item.code not in learnt), None)
    return Progress(member_id, name, len(done), len(items), max(done, default=None), following)


_LEARNT_BY = select(_LEARNT.c.code).where(_LEARNT.c.member_id == bindparam("member")).order_by(_LEARNT.c.id)
_LEARNT_IN = select(_LEARNT.c.member_id, _LEARNT.c.code, _LEARNT.c.at).join(
    _MEMBERS, _MEMBERS.c.id == _LEARNT.c.member_id
)
