"""Limits of stages that the company changed in the chat: they hold instead of those in the policy file, in every
process from the next transaction on. Every change is audited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from config.policy import Policy
from sales.deals import IS_OPEN
from sales.limits import passed_by
from sales.scope import Actor
from storage.background import Audit, StageLimit
from storage.deals import Opportunity
from storage.statements import fetch, table_of


@dataclass(frozen=True)
class NewLimit:
    """A stage's limit and what it is to be, in hours; `late` of its `deals` open ones are over the new one only."""

    stage: str
    hours_from: float
    hours_to: float
    deals: int = 0
    late: int = 0


@dataclass(frozen=True)
class LimitBack:
    """A change of a stage's limit, in hours; None where it is the file's."""

    stage: str
    hours_from: float | None
    hours_to: float | None


def changed(session: Session) -> tuple[tuple[str, float], ...]:
    """The stages whose limits were changed, with their hours."""
    return tuple((str(stage), float(hours)) for stage, hours in fetch(session, _CHANGED, {}))


def in_force(session: Session, policy: Policy) -> Policy:
    """The policy with the limits as they are now."""
    return policy.with_limits(dict(changed(session)))


def touched(session: Session, policy: Policy, wanted: Mapping[str, float], now: datetime) -> tuple[NewLimit, ...]:
    """What these limits, by stage, would change. Stages that have them already are left out."""
    after = policy.with_limits({stage.key: stage.limit_hours for stage in policy.stages} | dict(wanted))
    found = []
    for stage, hours in wanted.items():
        before = policy.stage(stage).limit_hours
        if before != hours:
            at_stage = (IS_OPEN, col(Opportunity.stage) == stage)
            newly = (*at_stage, passed_by(after, now), ~passed_by(policy, now))
            found.append(NewLimit(stage, before, hours, _count(session, at_stage), _count(session, newly)))
    return tuple(found)


def change(session: Session, by: Actor, policy: Policy, new: Sequence[NewLimit], now: datetime) -> Policy:
    """Let these limits hold. Returns the policy as it is now."""
    for limit in new:
        row = session.get(StageLimit, limit.stage, with_for_update=True)
        if limit.hours_to == policy.file_hours(limit.stage):
            if row is not None:
                session.delete(row)
        else:
            row = row or StageLimit(stage=limit.stage, hours=limit.hours_to, changed_by=by.member_id, changed_at=now)
            row.hours, row.changed_by, row.changed_at = limit.hours_to, by.member_id, now
            session.add(row)
        detail = {"from": limit.hours_from, "to": limit.hours_to}
        subject = f"stage:{limit.stage}"
        session.add(Audit(at=now, member_id=by.member_id, what="limit_changed", subject=subject, detail=detail))
    return in_force(session, policy)


def _count(session: Session, where: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Opportunity).where(*where)) or 0


_LIMITS = table_of(StageLimit)
_CHANGED = select(_LIMITS.c.stage, _LIMITS.c.hours).order_by(_LIMITS.c.stage)
