"""Whether a timer that fires late, after the process was down, may act now or has to wait for quiet time to end."""

from __future__ import annotations

from sqlmodel import Session

from scheduler import timers
from scheduler.sweep import Due, Fired
from scheduler.working_time import WorkingTime


def not_deferred(session: Session, working_time: WorkingTime, due: Due) -> list[Fired]:
    """The timers to act on now. In quiet time, those that were set for a time outside of it are put off to its end;
    those that were set for quiet time are kept, because their person asked for that time."""
    if not working_time.is_quiet(due.now):
        return list(due.timers)
    late = [timer for timer in due.timers if not working_time.is_quiet(timer.at)]
    for timer in late:
        at = working_time.send_at(due.now, f"late:{due.member_id}")
        timers.put(session, timer.key, timer.kind, at, due.member_id, timer.payload)
    return [timer for timer in due.timers if timer not in late]
