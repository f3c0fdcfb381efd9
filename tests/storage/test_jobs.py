"""Jobs as rows: ordered once, claimed by one worker, ended under the lease that claimed them."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

from known import Known
from sqlmodel import delete, select

from bot.messaging import jobs
from bot.messaging.work import DIED, Work, work_once
from storage.background import Job
from storage.conversations import Inbox
from storage.engine import Database


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


def test_a_job_ordered_after_old_ones_were_cleaned_away_is_none_of_them(
    db: Database, people: list[Known], now: datetime
) -> None:
    """Its result enters the inbox under its key: under one given before, it would be taken for a repeat."""
    order(db, "a", now, people[0])
    assert work_once(db, "count", Work(count), lambda: now)
    with db.write() as session:
        session.execute(delete(Job))
    order(db, "b", now, people[0])
    assert work_once(db, "count", Work(count), lambda: now)
    with db.read() as session:
        assert len(session.exec(select(Inbox)).all()) == 2


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


def test_a_job_that_ends_its_process_each_time_is_given_up(db: Database, people: list[Known], now: datetime) -> None:
    order(db, "a", now, people[0])
    for _ in range(3):
        assert jobs.claim(db, "count") is not None
        jobs.recover(db)
    assert work_once(db, "count", Work(count), lambda: now)
    assert (job(db).status, job(db).last_error, job(db).result) == ("failed", DIED, None)
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
        taken = [key for keys in pool.map(run, range(4)) for key in keys]
    assert sorted(taken) == sorted(set(taken)) and len(taken) == 8


def test_a_worker_paused_past_its_lease_ends_no_job(db: Database, people: list[Known], now: datetime) -> None:
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
