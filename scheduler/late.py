"""What fires late, after the process was down, still keeps quiet time."""

from __future__ import annotations

from sqlmodel import Session

from scheduler import timers
from scheduler.sweep import Due, Fired
from scheduler.worktime import Worktime


def in_time(session: Session, worktime: Worktime, due: Due) -> list[Fired]:
    """The timers to act on now. One that was set for a time when its person may be disturbed and fires in quiet time
    is put off to the end of it; one that was set for quiet time was asked for."""
    if not worktime.is_quiet(due.now):
        return list(due.timers)
    late = [timer for timer in due.timers if not worktime.is_quiet(timer.at)]
    for timer in late:
        at = worktime.send_at(due.now, f"late:{due.member_id}")
        timers.put(session, timer.key, timer.kind, at, due.member_id, timer.payload)
    return [timer for timer in due.timers if timer not in late]
