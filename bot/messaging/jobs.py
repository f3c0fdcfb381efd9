"""Slow work ordered by a turn. A row is committed with the turn; a worker runs it outside any transaction, under a
lease; its result enters the inbox as an event, and the flow that waits goes on.

A job function takes (Database, args) and returns a small JSON object; being run again after a crash must do no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from bot.conversation.messages import Said
from storage.background import Job
from storage.conversations import Inbox
from storage.engine import Database, database_time

LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 3
CHANNEL = "job"
JobFunction = Callable[[Database, Mapping[str, Any]], Mapping[str, Any]]
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Claimed:
    """A job held under `lease_no`."""

    id: int
    kind: str
    args: Mapping[str, Any]
    lease_no: int


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
    """Commit a job with this session; a key that is already there changes nothing."""
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


def work_once(db: Database, kinds: Mapping[str, JobFunction], now: datetime) -> bool:
    """Run one job, if there is one. A failed job is tried three times, then its flow is told so."""
    claimed = _claim(db)
    if claimed is None:
        return False
    try:
        result: Mapping[str, Any] | None = kinds[claimed.kind](db, claimed.args)
        error = None
    except Exception as failure:
        log.exception("job failed", job=claimed.id, kind=claimed.kind)
        result, error = None, f"{type(failure).__name__}: {failure}"
    _finish(db, claimed, result, error, now)
    return True


def recover(db: Database) -> None:
    """At start-up of the only process on a database: what a dead one was at is free at once."""
    with db.write() as session:
        held = col(Job.lease_until).is_not(None)
        session.execute(update(Job).where(held).values(lease_until=None, lease_no=Job.lease_no + 1))


def result_of(session: Session, job_id: int) -> Job | None:
    """The job with what came of it; None where there is none of this id."""
    return session.get(Job, job_id)


def _claim(db: Database) -> Claimed | None:
    with db.write() as session:
        real = database_time(session.connection())
        job = session.exec(
            select(Job)
            .where(col(Job.status) == "pending", or_(col(Job.lease_until).is_(None), col(Job.lease_until) <= real))
            .order_by(col(Job.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if job is None:
            return None
        job.lease_until = real + LEASE
        job.lease_no += 1
        session.add(job)
        assert job.id is not None
        return Claimed(job.id, job.kind, job.args, job.lease_no)


def _finish(db: Database, claimed: Claimed, result: Mapping[str, Any] | None, error: str | None, now: datetime) -> None:
    with db.write() as session:
        job = session.exec(select(Job).where(col(Job.id) == claimed.id).with_for_update()).one()
        if job.lease_no != claimed.lease_no or job.status != "pending":
            return
        job.lease_until, job.attempts = None, job.attempts + 1
        if error is not None and job.attempts < MAX_ATTEMPTS:
            job.last_error = error[:2000]
        else:
            job.status = "failed" if error else "done"
            job.last_error, job.done_at = error, now
            job.result = dict(result) if result is not None else None
            _announce(session, job, now)
        session.add(job)


def _announce(session: Session, job: Job, now: datetime) -> None:
    if job.conversation_id is None or job.id is None:
        return
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
