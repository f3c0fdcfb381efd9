"""Timers, the sweep, jobs, roles and the demo clock, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

from known import Known
from sqlmodel import Session, col, select

from bot.messaging import jobs
from bot.messaging.work import Work, work_once
from bot.runtime import leases
from scheduler import timers
from scheduler.clock import DemoClock, SimulatedClock, start_demo_clock
from scheduler.sweep import RETRY, Due, Kinds, sweep
from storage.background import Audit, ClockOffset, Job, Timer
from storage.conversations import Inbox
from storage.engine import Database, database_time

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
        return [(one.member_id, one.subject) for one in session.exec(select(Audit).order_by(col(Audit.id)))]


KINDS: Kinds = {"note": note, "other": note}


def test_a_key_set_again_is_moved(db: Database, people: list[Known], now: datetime) -> None:
    put(db, people[0], "a", now, deal=1)
    put(db, people[1], "a", now + HOUR, "other", deal=2)
    with db.read() as session:
        (timer,) = session.exec(select(Timer)).all()
        moved = (timer.at, timer.kind, timer.member_id, timer.payload)
    assert moved == (now + HOUR, "other", people[1].member_id, {"deal": 2})


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


def order(db: Database, key: str, now: datetime, to: Known | None = None) -> None:
    with db.write() as session:
        conversation = to.conversation_id if to else None
        jobs.order(session, key, "count", {"词": "一二三"}, now, conversation_id=conversation, run_id=7, step=3)


def count(db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"length": len(args["词"])}


def fails(db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
    raise RuntimeError("读不了")


def job(db: Database) -> Job:
    with db.read() as session:
        return session.exec(select(Job)).one()


def test_a_job_is_ordered_once_and_its_result_enters_the_inbox(
    db: Database, people: list[Known], now: datetime
) -> None:
    order(db, "a", now, people[0])
    order(db, "a", now, people[0])
    assert work_once(db, "count", Work(count), lambda: now)
    assert not work_once(db, "count", Work(count), lambda: now)
    assert (job(db).status, job(db).result, job(db).done_at) == ("done", {"length": 3}, now)
    with db.read() as session:
        (event,) = session.exec(select(Inbox)).all()
        assert (event.said, event.conversation_id) == ({"job": job(db).id}, people[0].conversation_id)


def test_a_job_that_fails_three_times_says_so(db: Database, people: list[Known], now: datetime) -> None:
    order(db, "a", now, people[0])
    for attempts in (1, 2, 3):
        with db.read() as session:
            assert session.exec(select(Inbox)).all() == []
        assert work_once(db, "count", Work(fails, retry_in=timedelta(0)), lambda: now)
        assert job(db).attempts == attempts
    assert (job(db).status, job(db).last_error) == ("failed", "RuntimeError: 读不了")
    with db.read() as session:
        assert len(session.exec(select(Inbox)).all()) == 1


def test_a_job_goes_to_one(db: Database, now: datetime) -> None:
    for number in range(8):
        order(db, f"j{number}", now)
    start = Barrier(4)

    def run(_: int) -> list[int]:
        start.wait()
        taken = []
        while (claimed := jobs.claim(db, "count")) is not None:
            taken.append(claimed.id)
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [one for part in pool.map(run, range(4)) for one in part]
    assert sorted(taken) == sorted(set(taken)) and len(taken) == 8


def test_one_who_was_paused_past_the_lease_ends_no_job(db: Database, people: list[Known], now: datetime) -> None:
    order(db, "a", now, people[0])
    paused = jobs.claim(db, "count")
    assert paused is not None
    assert not work_once(db, "count", Work(count), lambda: now)
    jobs.recover(db)
    assert work_once(db, "count", Work(count), lambda: now)
    jobs.finish(db, paused, {"length": 99}, None, now, tries=3, retry_in=timedelta(0))
    assert job(db).result == {"length": 3}
    with db.read() as session:
        assert len(session.exec(select(Inbox)).all()) == 1


def test_a_role_is_played_by_one_and_passes_on(db: Database) -> None:
    assert leases.take(db, "poll", "p1", HOUR) and leases.take(db, "poll", "p1", HOUR)
    assert not leases.take(db, "poll", "p2", HOUR)
    assert leases.take(db, "sweep", "p2", HOUR)
    leases.give_up(db, "poll", "p2")
    assert not leases.take(db, "poll", "p2", HOUR)
    leases.give_up(db, "poll", "p1")
    assert leases.take(db, "poll", "p2", HOUR)


def test_a_role_whose_lease_is_over_is_taken(db: Database) -> None:
    assert leases.take(db, "poll", "dead", timedelta(0))
    assert leases.take(db, "poll", "p2", HOUR)
    assert not leases.take(db, "poll", "dead", HOUR)


def test_a_role_taken_for_the_first_time_by_all_goes_to_one(db: Database) -> None:
    start = Barrier(4)

    def run(number: int) -> bool:
        start.wait()
        return leases.take(db, "poll", f"p{number}", HOUR)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4))) == [False, False, False, True]


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


def test_the_databases_clock_is_an_instant(db: Database) -> None:
    with db.read() as session:
        first, second = database_time(session.connection()), database_time(session.connection())
    assert first.tzinfo is not None and first <= second
