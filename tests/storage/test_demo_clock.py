"""The demo company's clock: an offset in the database, so that it runs on and never goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from machine import Machine
from sqlmodel import select

from scheduler.clock import DemoClock, SimulatedClock, start_demo_clock
from storage.background import ClockOffset
from storage.engine import Database

HOUR = timedelta(hours=1)


def test_the_demo_clock_runs_on_from_where_its_story_begins(db: Database, now: datetime) -> None:
    real = SimulatedClock(datetime(2030, 5, 1, 12, tzinfo=UTC))
    with db.write() as session:
        start_demo_clock(session, now, real.now())
    clock = DemoClock(db, real)
    assert clock.now() == now
    real.move_to(real.now() + HOUR)
    assert clock.now() == now + HOUR
    clock.move_to(now + 49 * HOUR)
    assert clock.now() == DemoClock(db, real).now() == now + 49 * HOUR
    clock.move_to(now)
    assert clock.now() == DemoClock(db, real).now() == now + 49 * HOUR
    with db.read() as session:
        assert len(session.exec(select(ClockOffset)).all()) == 1


def test_the_demo_clock_does_not_go_back_with_the_machines(db: Database, now: datetime) -> None:
    machine = Machine(datetime(2030, 5, 1, 12, tzinfo=UTC))
    with db.write() as session:
        start_demo_clock(session, now, machine.now())
    clock = DemoClock(db, machine.steady())
    machine.run(HOUR)
    machine.set_clock(-3 * HOUR)
    assert clock.now() == now + HOUR
    machine.run(HOUR)
    assert clock.now() == now + 2 * HOUR
