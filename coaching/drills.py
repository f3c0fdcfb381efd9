"""Drills as rows: what was said and how it was scored, who may see it, appeals, deletion. Never commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from storage import rows
from storage.coaching import Drill, DrillAppeal
from storage.people import Member


@dataclass(frozen=True)
class DrillFact:
    """A drill that was scored; `total` and `before` (an appeal) in tenths of a point. `appealed`: a person is or was
    asked to look at it again; `settled_total` is what they set, None while it waits, `before` what it was."""

    id: int
    member_id: int
    member: str
    scenario: str
    title: str
    total: int
    weakest: str | None
    outcome: str
    at: datetime
    appealed: bool = False
    settled_total: int | None = None
    before: int | None = None

    @property
    def is_changed(self) -> bool:
        """Whether an appeal changed the total."""
        return self.settled_total is not None and self.settled_total != self.before


@dataclass(frozen=True)
class DrillDetail:
    """A drill with all that was said and its card."""

    fact: DrillFact
    persona: Mapping[str, Any]
    turns: Sequence[Mapping[str, Any]]
    card: Mapping[str, Any]


@dataclass(frozen=True)
class AppealFact:
    """An appeal; `asked_id` decides. Totals in tenths."""

    id: int
    drill_id: int
    member_id: int
    member: str
    title: str
    reason: str
    asked_id: int
    asked: str
    asked_at: datetime
    before: int
    total: int | None

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has settled it yet."""
        return self.total is None


def record(
    session: Session,
    member_id: int,
    run_id: int,
    scenario: str,
    title: str,
    persona: Mapping[str, Any],
    turns: Sequence[Mapping[str, Any]],
    card: Mapping[str, Any],
    outcome: str,
    now: datetime,
) -> DrillFact:
    """Keep a drill that was scored."""
    drill = Drill(
        member_id=member_id,
        run_id=run_id,
        scenario=scenario,
        title=title,
        persona=dict(persona),
        turns=[dict(turn) for turn in turns],
        card=dict(card),
        total=round(card["total"] * 10),
        weakest=weakest(card),
        outcome=outcome,
        at=now,
    )
    session.add(drill)
    session.flush()
    return _one(session, col(Drill.id) == drill.id)


def weakest(card: Mapping[str, Any]) -> str | None:
    """The dimension that a card scores lowest; the first of them where several are."""
    scores = {name: part["score"] for name, part in card["dimensions"].items() if part["score"] is not None}
    return min(scores, key=lambda name: scores[name], default=None)


def get(session: Session, scope: ColumnElement[bool], drill_id: int) -> DrillDetail | None:
    """A drill of somebody in scope; None where there is none."""
    drill = session.get(Drill, drill_id)
    fact = next(iter(_found(session, col(Drill.id) == drill_id, scope)), None)
    return None if drill is None or fact is None else DrillDetail(fact, drill.persona, drill.turns, drill.card)


def latest(session: Session, member_id: int, count: int) -> tuple[DrillFact, ...]:
    """Somebody's latest drills, the newest first."""
    return tuple(_found(session, col(Drill.member_id) == member_id, count=count))


def own(session: Session, member_id: int, drill_id: int | None) -> DrillFact | None:
    """The member's drill with this id, or the latest; None if there is none."""
    which = () if drill_id is None else (col(Drill.id) == drill_id,)
    return next(iter(_found(session, col(Drill.member_id) == member_id, *which, count=1)), None)


def may_see(session: Session, scope: ColumnElement[bool], member_id: int) -> bool:
    """Whether this member is among those in scope."""
    return session.execute(select(col(Member.id)).where(col(Member.id) == member_id, scope)).first() is not None


def appeal(session: Session, drill_id: int, reason: str, asked_id: int, now: datetime) -> AppealFact | None:
    """Ask `asked_id` to look at the score again; None where somebody was asked before, or the drill is gone."""
    drill = rows.locked(session, Drill, drill_id)
    asked = session.execute(select(col(DrillAppeal.id)).where(col(DrillAppeal.drill_id) == drill_id)).first()
    if drill is None or asked is not None:
        return None
    row = DrillAppeal(drill_id=drill_id, reason=reason, at=now, asked_id=asked_id, asked_at=now, before=drill.total)
    session.add(row)
    session.flush()
    assert row.id is not None
    return appeal_of(session, row.id)


def settle(session: Session, appeal_id: int, by_id: int, total: int, now: datetime) -> AppealFact | None:
    """The drill counts `total` (in tenths) from now on; None where it was settled before, or is gone."""
    row = rows.locked(session, DrillAppeal, appeal_id)
    drill = rows.locked(session, Drill, row.drill_id) if row is not None else None
    if row is None or drill is None or row.total is not None:
        return None
    row.total, row.settled_by_id, row.settled_at, drill.total = total, by_id, now, total
    session.add_all((row, drill))
    session.flush()
    return appeal_of(session, appeal_id)


def appeal_of(session: Session, appeal_id: int) -> AppealFact | None:
    """The appeal; None if its drill was deleted."""
    asked = aliased(Member)
    query = (
        select(
            col(DrillAppeal.id),
            col(DrillAppeal.drill_id),
            col(Drill.member_id),
            col(Member.name),
            col(Drill.title),
            col(DrillAppeal.reason),
            col(DrillAppeal.asked_id),
            col(asked.name),
            col(DrillAppeal.asked_at),
            col(DrillAppeal.before),
            col(DrillAppeal.total),
        )
        .join(Drill, col(Drill.id) == col(DrillAppeal.drill_id))
        .join(Member, col(Member.id) == col(Drill.member_id))
        .join(asked, col(asked.id) == col(DrillAppeal.asked_id))
        .where(col(DrillAppeal.id) == appeal_id)
    )
    found = session.execute(query).first()
    return None if found is None else AppealFact(*found)


def appeals_of(session: Session, member_id: int) -> tuple[int, ...]:
    """The appeals that wait for a member (ids)."""
    waits = (col(DrillAppeal.asked_id) == member_id, col(DrillAppeal.total).is_(None))
    return tuple(session.execute(select(col(DrillAppeal.id)).where(*waits)).scalars())


def waiting_appeals(session: Session, member_id: int) -> tuple[AppealFact, ...]:
    """The appeals that wait for a member."""
    found = [appeal_of(session, appeal_id) for appeal_id in appeals_of(session, member_id)]
    return tuple(fact for fact in found if fact is not None)


def appeal_on(session: Session, drill_id: int) -> AppealFact | None:
    """The appeal against the score of a drill; None if there is none."""
    found = session.execute(select(col(DrillAppeal.id)).where(col(DrillAppeal.drill_id) == drill_id)).scalar()
    return None if found is None else appeal_of(session, found)


def latest_appeal(session: Session, member_id: int) -> AppealFact | None:
    """The member's own latest appeal."""
    mine = select(col(DrillAppeal.id)).join(Drill, col(Drill.id) == col(DrillAppeal.drill_id))
    found = session.execute(mine.where(col(Drill.member_id) == member_id).order_by(col(DrillAppeal.id).desc())).scalar()
    return None if found is None else appeal_of(session, found)


def ask(session: Session, appeal_id: int, asked_id: int, now: datetime) -> None:
    """Let it wait for somebody else."""
    row = rows.locked(session, DrillAppeal, appeal_id)
    if row is not None and row.total is None:
        row.asked_id, row.asked_at = asked_id, now
        session.add(row)
        session.flush()


def erase(session: Session, member_id: int) -> int:
    """Delete somebody's drills with all that belongs to them. Returns how many there were."""
    return _delete(session, col(Drill.member_id) == member_id)


def erase_one(session: Session, member_id: int, drill_id: int) -> int | None:
    """Delete one of the member's drills with all that belongs to it. Returns the run that held it; None where it is
    gone, or somebody else's."""
    drill = rows.locked(session, Drill, drill_id)
    if drill is None or drill.member_id != member_id:
        return None
    _delete(session, col(Drill.id) == drill_id)
    return drill.run_id


def forget(session: Session, before: datetime) -> int:
    """Delete the drills that were held before this time. Returns how many there were."""
    return _delete(session, col(Drill.at) < before)


def _delete(session: Session, which: ColumnElement[bool]) -> int:
    ids = list(session.execute(select(col(Drill.id)).where(which)).scalars())
    if ids:
        session.execute(delete(DrillAppeal).where(col(DrillAppeal.drill_id).in_(ids)))
        session.execute(delete(Drill).where(col(Drill.id).in_(ids)))
    return len(ids)


def _one(session: Session, *where: Any) -> DrillFact:
    (fact,) = _found(session, *where)
    return fact


def _found(session: Session, *where: Any, count: int | None = None) -> list[DrillFact]:
    asked = aliased(DrillAppeal)
    query = (
        select(
            col(Drill.id),
            col(Drill.member_id),
            col(Member.name),
            col(Drill.scenario),
            col(Drill.title),
            col(Drill.total),
            col(Drill.weakest),
            col(Drill.outcome),
            col(Drill.at),
            col(asked.id).is_not(None),
            col(asked.total),
            col(asked.before),
        )
        .join(Member, col(Member.id) == col(Drill.member_id))
        .join(asked, col(asked.drill_id) == col(Drill.id), isouter=True)
        .where(*where)
        .order_by(col(Drill.id).desc())
        .limit(count)
    )
    return [DrillFact(*row) for row in session.execute(query)]
