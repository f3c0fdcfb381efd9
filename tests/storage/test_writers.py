"""Writers do not lose each other's updates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import text, true
from sqlmodel import Session, select

from sales import deals
from storage.background import Revision
from storage.deals import Customer, Opportunity
from storage.engine import Database
from storage.people import Member

THREADS, EACH = 4, 50
SOME_MILLISECONDS = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT max(i) FROM n"
)
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def deal_id(db: Database, now: datetime) -> int:
    with db.write() as session:
        member, customer = Member(name="甲", role="rep"), Customer(name="客户", created_at=now)
        session.add_all([member, customer])
        session.flush()
        deal = Opportunity(
            customer_id=customer.id, owner_id=member.id, stage="quote", stage_entered_at=now, clock_started_at=now
        )
        session.add(deal)
        session.flush()
        assert deal.id is not None
        return deal.id


def hammered(work: Callable[[], None]) -> None:
    together = Barrier(THREADS)

    def run() -> None:
        together.wait()
        for _ in range(EACH):
            work()

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(run) for _ in range(THREADS)]:
            done.result()


def test_no_update_is_lost_on_one_deal(db: Database, deal_id: int, now: datetime) -> None:
    """As the domain does it: the row locked, read, changed, written."""

    def restart() -> None:
        with db.write() as session:
            deals.restart_clock(session, deals.locked(session, deal_id, true()), now)

    hammered(restart)
    with db.read() as session:
        assert session.get_one(Opportunity, deal_id).clock_no == 1 + THREADS * EACH


@sqlite_only
def test_not_even_without_a_lock_on_the_row(db: Database, deal_id: int) -> None:
    """A writing session has the database to itself from its first read on."""

    def add() -> None:
        with db.write() as session:
            deal = session.get_one(Opportunity, deal_id)
            deal.clock_no += 1

    hammered(add)
    with db.read() as session:
        assert session.get_one(Opportunity, deal_id).clock_no == 1 + THREADS * EACH


@sqlite_only
@pytest.mark.parametrize(("session_of", "word"), [(Database.write, "BEGIN IMMEDIATE"), (Database.read, "BEGIN")])
def test_a_writing_session_begins_immediate(
    db: Database, session_of: Callable[[Database], AbstractContextManager[Session]], word: str
) -> None:
    said: list[str] = []
    with sqlite3_trace(db, said), session_of(db) as session:
        session.exec(select(Opportunity.id)).all()
    assert said[0] == word


@contextmanager
def sqlite3_trace(db: Database, said: list[str]) -> Iterator[None]:
    """What SQLite itself is told."""
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        connection.rollback()
        assert raw is not None
        raw.set_trace_callback(said.append)
    yield  # the pool effects the same connection out again
    raw.set_trace_callback(None)


@sqlite_only
def test_a_reader_sees_one_moment_and_stops_nobody(db: Database, deal_id: int) -> None:
    with db.read() as reading:
        before = reading.get_one(Opportunity, deal_id).clock_no
        with db.write() as session:
            session.get_one(Opportunity, deal_id).clock_no += 1
        reading.expire_all()
        assert reading.get_one(Opportunity, deal_id).clock_no == before


@sqlite_only
def test_who_writes_without_a_pause_keeps_nobody_waiting(db: Database) -> None:
    """A turn among the transactions of a sweep comes after the one that is under way."""
    under_way, done = Event(), Event()
    written, waited = [0], []

    def sweep() -> None:
        while not done.is_set() and written[0] < 1000:
            with db.write() as session:
                under_way.set()
                session.add(Revision(name=f"sweep {written[0]}"))
                session.execute(SOME_MILLISECONDS)
                written[0] += 1

    sweeping = Thread(target=sweep)
    sweeping.start()
    for turn in range(20):
        under_way.clear()
        under_way.wait(timeout=1)
        before = written[0]
        with db.write() as session:
            session.add(Revision(name=f"turn {turn}"))
            waited.append(written[0] - before)
    done.set()
    sweeping.join()
    assert sum(waited) <= 2 * len(waited), waited
