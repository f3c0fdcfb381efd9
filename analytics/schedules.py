"""Reports that come to a member again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from sales.errors import Changed
from sales.reminders import Repeats
from sales.scope import Actor
from storage import rows
from storage.figures import ReportSchedule


@dataclass(frozen=True)
class ScheduleFact:
    """What a member wants again and again (`said`), and when."""

    id: int
    member_id: int
    said: str
    repeats: Repeats


def add(
    session: Session, by: Actor, said: str, view: Mapping[str, Any], repeats: Repeats, now: datetime
) -> ScheduleFact:
    """Keep what who acts wants again and again."""
    row = ReportSchedule(member_id=by.member_id, said=said, view=dict(view), repeats=repeats.as_json(), created_at=now)
    session.add(row)
    session.flush()
    return _fact(row)


def of_member(session: Session, member_id: int) -> tuple[ScheduleFact, ...]:
    """What still comes to a member, in the order of their wishes."""
    query = select(ReportSchedule).where(
        col(ReportSchedule.member_id) == member_id, col(ReportSchedule.cancelled_at).is_(None)
    )
    return tuple(_fact(row) for row in session.exec(query.order_by(col(ReportSchedule.id))))


def change(session: Session, by: Actor, schedule_id: int, repeats: Repeats) -> ScheduleFact:
    """Have one come at another time. Raises Changed if it is somebody else's, or has ended."""
    row = rows.locked(session, ReportSchedule, schedule_id)
    if row is None or row.member_id != by.member_id or row.cancelled_at is not None:
        raise Changed("schedule", schedule_id, "gone")
    row.repeats = repeats.as_json()
    session.add(row)
    return _fact(row)


def end(session: Session, by: Actor, ids: Sequence[int], now: datetime) -> int:
    """These come no more to who acts; returns how many. Raises Changed if one is somebody else's."""
    for schedule_id in ids:
        row = rows.locked(session, ReportSchedule, schedule_id)
        if row is None or row.member_id != by.member_id:
            raise Changed("schedule", schedule_id, "gone")
        row.cancelled_at = now
        session.add(row)
    return len(ids)


def due(session: Session, schedule_id: int, now: datetime) -> tuple[ScheduleFact, Mapping[str, Any]] | None:
    """The schedule, which is noted as sent now, and what it shows; None if it has ended."""
    row = rows.locked(session, ReportSchedule, schedule_id)
    if row is None or row.cancelled_at is not None:
        return None
    row.sent_at = now
    session.add(row)
    return _fact(row), row.view


def _fact(row: ReportSchedule) -> ScheduleFact:
    assert row.id is not None
    return ScheduleFact(row.id, row.member_id, row.said, Repeats.from_json(row.repeats))
