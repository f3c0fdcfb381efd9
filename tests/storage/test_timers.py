"""Timers and the sweep that fires them: moved by key, fired once, failing alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

from known import Known
from sqlmodel import Session, col, select

from scheduler import timers
from scheduler.sweep import RETRY, Due, Kinds, sweep
from storage.background import Audit, Timer
from storage.engine import Database

HOUR = timedelta(hours=1)


def put(db: Database, to: Known, key: str, at: datetime, kind: str = "note", **payload: object) -> None:
    with db.write() as session:
        timers.put(session, key, kind, at, to.member_id, payload)


def planned(db: Database) -> list[tuple[str, datetime]]:
    with db.read() as session:
        return [(timer.key, timer.at) for timer in session.exec(select(Timer).order_by(col(Timer.key)))]


def note(session: Session, due: Due) -> None:
    """An effect in the sweep's transaction: what fired, in which order."""
    for timer in due.timers:
        session.add(Audit(at=due.now, member_id=due.member_id, what=timer.kind, subject=timer.key))


def broken(session: Session, due: Due) -> None:
    note(session, due)
    session.flush()
    raise RuntimeError("broken")


def notes(db: Database) -> list[tuple[int | None, str]]:
    with db.read() as session:
        return [(audit.member_id, audit.subject) for audit in session.exec(select(Audit).order_by(col(Audit.id)))]


KINDS: Kinds = {"note": note, "other": note}


def test_a_key_set_again_is_moved(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "a", now, deal=1)
    put(db, people[1], "a", now + HOUR, "other", deal=2)
    with db.read() as session:
        (timer,) = session.exec(select(Timer)).all()
        moved = (timer.at, timer.kind, timer.member_id, timer.payload)
    assert moved == (now + HOUR, "other", people[1].member_id, {"deal": 2})


def test_several_are_set_at_once_and_those_there_moved(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "a", now, deal=1)
    new = [
        {"key": key, "kind": "other", "at": now + HOUR, "member_id": people[1].member_id, "payload": {"deal": 2}}
        for key in "ab"
    ]
    with db.write() as session:
        timers.put_all(session, new)
    with db.read() as session:
        found = session.exec(select(Timer).order_by(col(Timer.key))).all()
        kept = [(timer.key, timer.at, timer.kind, timer.member_id, timer.payload, timer.attempts) for timer in found]
    assert kept == [(key, now + HOUR, "other", people[1].member_id, {"deal": 2}, 0) for key in "ab"]


def test_timers_are_cancelled_by_key(db: Database, people: list[Known], now: datetime) -> None:
    for key in "abc":
        put(db, people[0], key, now)
    with db.write() as session:
        assert timers.cancel(session, "a", "c", "never") == 2
    assert planned(db) == [("b", now)]


def test_the_next_timer_is_the_soonest(db: Database, people: list[Known], now: datetime) -> None:
    with db.read() as session:
        assert timers.next_at(session) is None
    put(db, people[0], "b", now + 2 * HOUR)
    put(db, people[0], "a", now + HOUR)
    with db.read() as session:
        assert timers.next_at(session) == now + HOUR


def test_what_is_due_fires_once_per_person_by_time_kind_key(db: Database, people: list[Known], now: datetime) -> None:
    for key, at in (("b", now), ("c", now - HOUR), ("a", now), ("later", now + HOUR)):
        put(db, people[0], key, at)
    put(db, people[1], "d", now - 2 * HOUR)
    assert sweep(db, KINDS, now) == 4
    assert notes(db) == [(people[1].member_id, "d"), *((people[0].member_id, key) for key in "cab")]
    assert sweep(db, KINDS, now) == 0
    assert planned(db) == [("later", now + HOUR)]


def test_what_comes_due_by_firing_can_be_planned_under_the_same_key(
    db: Database, people: list[Known], now: datetime
) -> None:
    def again(session: Session, due: Due) -> None:
        timers.put(session, "a", "note", due.now + HOUR, due.member_id)

    put(db, people[0], "a", now)
    assert sweep(db, {"note": again}, now) == 1
    assert planned(db) == [("a", now + HOUR)]


def test_a_person_whose_timers_fail_is_rolled_back_alone(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "good", now - HOUR)
    put(db, people[0], "bad", now, "broken")
    put(db, people[1], "fine", now)
    kinds = {**KINDS, "broken": broken}
    assert sweep(db, kinds, now) == 1
    assert notes(db) == [(people[1].member_id, "fine")]
    assert planned(db) == [("bad", now + RETRY), ("good", now + RETRY)]
    assert sweep(db, kinds, now + RETRY) == 0
    assert planned(db) == [("bad", now + 3 * RETRY), ("good", now + 3 * RETRY)]
    assert sweep(db, {**KINDS, "broken": note}, now + 3 * RETRY) == 2


def test_swept_by_several_at_once_it_fires_once(db: Database, people: list[Known], now: datetime) -> None:
    for person in people:
        for number in range(5):
            put(db, person, f"{person.address}{number}", now)
    start = Barrier(3)

    def run(_: int) -> int:
        start.wait()
        return sweep(db, KINDS, now)

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(run, range(3))) == 15
    assert len(notes(db)) == len(set(notes(db))) == 15
