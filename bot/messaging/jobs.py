"""Slow work ordered by a turn, as rows: one queue per kind, so that a long import does not delay a short question.

A row is committed with the turn; a worker claims it under a lease, runs it outside any transaction (see work) and
finishes it; the result enters the inbox as an event, and the flow that waits goes on. A try is counted when the job is
claimed, so that one which ends its process is not taken up for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, update
from sqlalchemy import select as select_rows
from sqlmodel import Session, col, select

from bot.messaging import inbox_queue
from bot.messaging.inbound import Said
from storage.background import Job
from storage.conversations import Inbox
from storage.engine import Database, database_time
from storage.statements import table_of

LEASE = timedelta(minutes=1)  # renewed while the work goes on
CHANNEL = "job"
UNKNOWN = "this version of the program does not know this kind of work"


@dataclass(frozen=True)
class Claimed:
    """A job held under `lease_no`, for the `attempt`th time."""

    id: int
    kind: str
    args: Mapping[str, Any]
    lease_no: int
    attempt: int


def order(
    session: Session,
    key: str,
    kind: str,
    args: Mapping[str, Any],
    now: datetime,
    *,
    conversation_id: int | None = None,
    run_id: int | None = None,
    step: int | None = None,
) -> None:
    """Add a job to this transaction, unless a job with this `key` exists. With `conversation_id`, its result
    enters the inbox there, for `step` of run `run_id`."""
    if session.exec(select(Job.id).where(col(Job.key) == key)).first() is None:
        session.add(
            Job(
                kind=kind,
                key=key,
                args=dict(args),
                conversation_id=conversation_id,
                run_id=run_id,
                step=step,
                ordered_at=now,
            )
        )


def without_asker(session: Session, kind: str) -> tuple[Mapping[str, Any], ...]:
    """What the unfinished jobs of a kind are to do that no conversation waits for."""
    where = (col(Job.kind) == kind, col(Job.status) == "pending", col(Job.conversation_id).is_(None))
    return tuple(dict(job.args) for job in session.exec(select(Job).where(*where).order_by(col(Job.id))))


def ordered_by(session: Session, run_id: int, key: str) -> Job | None:
    """The job that the step `key` of a run has ordered; None if it has not."""
    return session.exec(select(Job).where(col(Job.key) == key_of(run_id, key))).first()


def key_of(run_id: int, key: str) -> str:
    """The key of the job that the step `key` of a run orders."""
    return f"run:{run_id}:{key}"


def result_of(session: Session, job_id: int) -> Job | None:
    """The job with its result; None if there is none of this id."""
    return session.get(Job, job_id)


def pending_kinds(db: Database) -> frozenset[str]:
    """The kinds of which there are unfinished jobs, whoever holds them."""
    with db.read_statement() as connection:
        return frozenset(connection.execute(_PENDING_KINDS).scalars())


def claim(db: Database, kind: str) -> Claimed | None:
    """Claim the oldest pending job of a kind that nobody holds; None if there is none. Who waits for work asks often:
    only where there is a job is the database locked."""
    with db.read_statement() as connection:
        if connection.execute(_PENDING, {"kind": kind}).first() is None:
            return None
    with db.write() as session:
        real = database_time(session.connection())
        job = session.exec(
            select(Job)
            .where(
                col(Job.status) == "pending",
                col(Job.kind) == kind,
                or_(col(Job.lease_until).is_(None), col(Job.lease_until) <= real),
            )
            .order_by(col(Job.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if job is None:
            return None
        job.lease_until = real + LEASE
        job.lease_no += 1
        job.attempts += 1
        session.add(job)
        assert job.id is not None
        return Claimed(job.id, job.kind, job.args, job.lease_no, job.attempts)


def renew(db: Database, claimed: Claimed) -> bool:
    """Extend the claim by another lease; False if another worker holds the job now."""
    with db.write() as session:
        held = col(Job.id) == claimed.id, col(Job.lease_no) == claimed.lease_no, col(Job.status) == "pending"
        until = database_time(session.connection()) + LEASE
        renewed = session.execute(update(Job).where(*held).values(lease_until=until))
        return bool(renewed.rowcount)  # type: ignore[attr-defined]


def finish(
    db: Database,
    claimed: Claimed,
    result: Mapping[str, Any] | None,
    error: str | None,
    now: datetime,
    *,
    tries: int,
    retry_in: timedelta,
) -> None:
    """Record the result or the error. A job that failed fewer than `tries` times is retried after `retry_in` times its
    number of attempts. Nothing happens if another worker holds the job now."""
    with db.write() as session:
        job = session.exec(select(Job).where(col(Job.id) == claimed.id).with_for_update()).one()
        if job.lease_no != claimed.lease_no or job.status != "pending":
            return
        if error is not None and job.attempts < tries:
            job.last_error = error[:2000]
            job.lease_until = database_time(session.connection()) + retry_in * job.attempts
        else:
            _end(session, job, result, error, now)
        session.add(job)


def recover(db: Database) -> None:
    """Free all jobs: at start-up of the only process on a database, a dead one held them."""
    with db.write() as session:
        held = col(Job.lease_until).is_not(None)
        session.execute(update(Job).where(held).values(lease_until=None, lease_no=Job.lease_no + 1))


def refuse_unknown(db: Database, kinds: Collection[str], now: datetime) -> None:
    """Fail the pending jobs of kinds that the program no longer has, so that runs do not wait for them for ever."""
    with db.write() as session:
        orphans = select(Job).where(col(Job.status) == "pending", col(Job.kind).not_in(kinds)).with_for_update()
        for job in session.exec(orphans):
            _end(session, job, None, UNKNOWN, now)
            session.add(job)


def _end(session: Session, job: Job, result: Mapping[str, Any] | None, error: str | None, now: datetime) -> None:
    job.status = "failed" if error else "done"
    job.lease_until, job.last_error, job.done_at = None, error and error[:2000], now
    job.result = dict(result) if result is not None else None
    if job.conversation_id is None or job.id is None:
        return
    inbox_queue.end_wait(session, job.conversation_id)
    session.add(
        Inbox(
            channel=CHANNEL,
            event_id=str(job.id),
            address="",
            conversation_id=job.conversation_id,
            said=Said(job=job.id).as_json(),
            at=now,
        )
    )


_JOBS = table_of(Job)
_PENDING_KINDS = select_rows(_JOBS.c.kind).where(_JOBS.c.status == "pending").distinct()
_PENDING = select_rows(_JOBS.c.id).where(_JOBS.c.status == "pending", _JOBS.c.kind == bindparam("kind")).limit(1)
