"""Whether a timer may act now, or has to wait: for quiet time to end, where it fires late after the process was down,
or until whoever it is for is back."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from scheduler import timers
from scheduler.sweep import Due, Fired
from scheduler.working_time import WorkingTime


def until_after(session: Session, working_time: WorkingTime, due: Due, last: date) -> None:
    """Put the timers off to the next working day after the `last` day on which their person is away."""
    for timer in due.timers:
        at = working_time.after_day(last, f"away:{due.member_id}")
        timers.put(session, timer.key, timer.kind, at, due.member_id, timer.payload)


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
