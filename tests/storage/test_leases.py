"""Leases: held by one process until they are given up or end, by the database's clock."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from bot.runtime import leases
from storage.engine import Database, database_time

HOUR = timedelta(hours=1)


def test_a_lease_is_held_by_one_and_passes_on(db: Database) -> None:
    assert leases.take(db, "poll", "p1", HOUR) and leases.take(db, "poll", "p1", HOUR)
    assert not leases.take(db, "poll", "p2", HOUR)
    assert leases.take(db, "sweep", "p2", HOUR)
    leases.give_up(db, "poll", "p2")
    assert not leases.take(db, "poll", "p2", HOUR)
    leases.give_up(db, "poll", "p1")
    assert leases.take(db, "poll", "p2", HOUR)


def test_a_lease_that_is_over_is_taken(db: Database) -> None:
    assert leases.take(db, "poll", "dead", timedelta(0))
    assert leases.take(db, "poll", "p2", HOUR)
    assert not leases.take(db, "poll", "dead", HOUR)


def test_a_lease_that_all_take_at_once_goes_to_one(db: Database) -> None:
    start = Barrier(4)

    def run(number: int) -> bool:
        start.wait()
        return leases.take(db, "poll", f"p{number}", HOUR)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4))) == [False, False, False, True]


def test_the_databases_clock_is_an_instant(db: Database) -> None:
    with db.read() as session:
        first, second = database_time(session.connection()), database_time(session.connection())
    assert first.tzinfo is not None and first <= second
