"""Executing jobs and the durable steps of flows, outside any transaction, each with a time limit and a number of tries.

Work runs in a thread of its own, so that its supervisor can renew the lease, report after two seconds that it is still
running, and give up at the time limit; a result that comes later is discarded.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from bot.messaging import jobs
from bot.messaging.jobs import Claimed
from storage.engine import Database

WorkFunction = Callable[[Database, Mapping[str, Any]], Mapping[str, Any]]
RENEW_SECONDS = jobs.LEASE.total_seconds() / 3
PATIENCE_SECONDS = 2.0  # after this a person who waits for a step is told that it is still being worked on
TIMEOUT = "timeout"
DIED = "the process died at each try"
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Work:
    """How one kind of work is executed. `run(db, args)` returns a small JSON object and must be idempotent: after a
    crash or a failure it is run again."""

    run: WorkFunction
    time_limit: timedelta = timedelta(minutes=10)
    tries: int = 3
    retry_in: timedelta = timedelta(seconds=2)


def work_once(
    db: Database,
    kind: str,
    work: Work,
    now: Callable[[], datetime],
    still_working: Callable[[int], None] = lambda job_id: None,
) -> bool:
    """Execute the next job of `kind`; False if there is none. `still_working` gets the job's id after two seconds."""
    claimed = jobs.claim(db, kind)
    if claimed is None:
        return False
    if claimed.attempt > work.tries:
        log.error("work given up", job=claimed.id, kind=kind, reason=DIED)
        jobs.finish(db, claimed, None, DIED, now(), tries=work.tries, retry_in=work.retry_in)
        return True
    outcome: Future[Mapping[str, Any]] = Future()
    name = f"{kind}-{claimed.id}"
    threading.Thread(target=_run, args=(db, claimed, work.run, outcome), name=name, daemon=True).start()
    result, error = None, None
    try:
        result = _awaited(db, claimed, work.time_limit, outcome, still_working)
    except _LeaseLost:
        log.warning("work abandoned: somebody else holds it now", job=claimed.id, kind=kind)
        return True
    except _TooLong:
        log.warning("work took too long", job=claimed.id, kind=kind, limit=str(work.time_limit))
        error = TIMEOUT
    except Exception as failure:
        log.exception("work failed", job=claimed.id, kind=kind)
        error = f"{type(failure).__name__}: {failure}"
    jobs.finish(db, claimed, result, error, now(), tries=work.tries, retry_in=work.retry_in)
    return True


class _LeaseLost(Exception):
    pass


class _TooLong(Exception):
    pass


class _GaveUp(Exception):
    """The work ended with what would end its process, had it been alone: it must not end whoever looks after it."""


def _run(db: Database, claimed: Claimed, run: WorkFunction, outcome: Future[Mapping[str, Any]]) -> None:
    try:
        outcome.set_result(run(db, claimed.args))
    except Exception as failure:
        outcome.set_exception(failure)
    except BaseException as failure:
        outcome.set_exception(_GaveUp(repr(failure)))


def _awaited(
    db: Database,
    claimed: Claimed,
    limit: timedelta,
    outcome: Future[Mapping[str, Any]],
    still_working: Callable[[int], None],
) -> Mapping[str, Any]:
    """Wait for the outcome, renewing the lease. Raises what the work raised, _TooLong at the limit, or _LeaseLost."""
    began = renewed = monotonic()
    end, patient = began + limit.total_seconds(), True
    while not outcome.done():
        now = monotonic()
        if now >= end:
            raise _TooLong
        if patient and now >= began + PATIENCE_SECONDS:
            patient = False
            _tell(still_working, claimed)
        if now >= renewed + RENEW_SECONDS:
            if not _renewed(db, claimed):
                raise _LeaseLost
            renewed = now
        next_look = min(end, renewed + RENEW_SECONDS, *([began + PATIENCE_SECONDS] if patient else []))
        wait([outcome], max(next_look - monotonic(), 0))
    return outcome.result()


def _tell(still_working: Callable[[int], None], claimed: Claimed) -> None:
    """That this fails says nothing about the work."""
    try:
        still_working(claimed.id)
    except Exception:
        log.exception("nobody was told that it is being worked on", job=claimed.id)


def _renewed(db: Database, claimed: Claimed) -> bool:
    """False where somebody else holds it now. A database that is out of reach for a moment is asked again later:
    whether the lease was lost meanwhile is seen then, or when the work is finished."""
    try:
        return jobs.renew(db, claimed)
    except DBAPIError:
        log.exception("a lease was not renewed", job=claimed.id)
        return True
