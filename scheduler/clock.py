"""What time it is: the machine's clock, a simulated one, or the demo company's (the machine's plus an offset); and
whether somebody has set the machine's clock."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from storage.background import ClockOffset
from storage.engine import STEADY, Database

NOTICEABLE = timedelta(seconds=2)
_DURATION = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?")


class Clock(Protocol):
    """A source of the current time: aware, UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock. Whoever sets it moves the company's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class StepWatch:
    """Notices that the machine's clock was set: it then differs from a steady one by another length than before."""

    def __init__(self, machine: Clock | None = None, steady: Clock = STEADY) -> None:
        self._machine = machine or SystemClock()
        self._steady = steady
        self._apart = self._begun = self._machine.now() - steady.now()

    @property
    def ahead(self) -> timedelta:
        """How far the steady clock is ahead of the machine's by the steps noticed; negative where that is ahead."""
        return self._begun - self._apart

    def step(self) -> timedelta:
        """How far the clock was set since the last call, back if negative; zero for what is not NOTICEABLE."""
        apart = self._machine.now() - self._steady.now()
        step = apart - self._apart
        if abs(step) < NOTICEABLE:
            return timedelta(0)
        self._apart = apart
        return step


class SimulatedClock:
    """A clock that moves only by `move_to`, never backwards (ValueError)."""

    def __init__(self, at: datetime) -> None:
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def move_to(self, at: datetime) -> None:
        if at < self._at:
            raise ValueError(f"the clock does not go back from {self._at.isoformat()} to {at.isoformat()}")
        self._at = at.astimezone(UTC)


class DemoClock:
    """A steady clock plus the offset kept in the database: it never goes backwards, also when the machine's does."""

    def __init__(self, db: Database, real: Clock | None = None) -> None:
        self._db = db
        self._real = real or STEADY
        with db.read() as session:
            self._offset = _offset(session)

    def now(self) -> datetime:
        return self._real.now() + self._offset

    def move_to(self, at: datetime) -> None:
        """Go on to `at`. It runs by itself meanwhile: where it has passed `at`, it stays."""
        offset = at - self._real.now()
        if offset <= self._offset:
            return
        with self._db.write() as session:
            row = session.get(ClockOffset, 1) or ClockOffset(id=1, microseconds=0)
            row.microseconds = offset // timedelta(microseconds=1)
            session.add(row)
        self._offset = offset


def _offset(session: Session) -> timedelta:
    row = session.get(ClockOffset, 1)
    return timedelta(microseconds=row.microseconds) if row else timedelta(0)


def start_demo_clock(session: Session, now: datetime, real: datetime) -> None:
    """Set the offset of a newly imported demo company, so that its story begins at `now`."""
    session.add(ClockOffset(id=1, microseconds=(now - real) // timedelta(microseconds=1)))


def clock_step(text: str) -> timedelta | None:
    """How far a clock is to be moved: 90m, 49h, 2d, 1h30m; None for anything else."""
    found = _DURATION.fullmatch(text.strip())
    if not found or not any(found.groups()):
        return None
    days, hours, minutes = (int(part or 0) for part in found.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)
