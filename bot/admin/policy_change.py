"""Applying a changed company policy to what is open already: the nudges and signals of all open deals, and the nudges
of tickets, are planned anew.

The database records by which policy they were planned. If a process starts with a different one, it is applied in short
transactions, by one process at a time; others that start wait for it. If it dies, the next one does it again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from config.policy import Policy
from sales.teamwork import limit_changes
from scheduler import signal_clock, stage_clock, ticket_clock
from storage.background import Revision
from storage.engine import Database

PLANNED_BY = "policy"
LEASE = timedelta(seconds=15)  # renewed with each transaction
LOOK_SECONDS = 1.0


class Lease(Protocol):
    """The right to apply a change, which one process at a time has."""

    def take(self) -> bool: ...

    def give_up(self) -> None: ...


def remember(session: Session, policy: Policy) -> None:
    """Record that the deals of a company are planned by `policy`, unless a policy is recorded already."""
    if session.get(Revision, PLANNED_BY) is None:
        session.add(Revision(name=PLANNED_BY, note=_fingerprint(policy)))


def follow(
    db: Database, policy: Policy, now: datetime, lease: Lease, pause: Callable[[float], None] = time.sleep
) -> bool:
    """Plan anew what was planned by another policy. False if there is nothing to do, or another process has done it,
    which is waited for: should it have died, this one does it."""
    while not _is_followed(db, policy):
        if lease.take() and _plan_anew(db, policy, now, lease):
            lease.give_up()
            return True
        pause(LOOK_SECONDS)
    return False


def _is_followed(db: Database, policy: Policy) -> bool:
    with db.read() as session:
        known = session.get(Revision, PLANNED_BY)
    return known is None or known.note == _fingerprint(policy)


def _plan_anew(db: Database, policy: Policy, now: datetime, lease: Lease) -> bool:
    """False where the lease was lost on the way."""
    for clock in (stage_clock, signal_clock, ticket_clock):
        after: int | None = 0
        while after is not None:
            if not lease.take():
                return False
            with db.write() as session:
                after = clock.watch_all(session, limit_changes.in_force(session, policy), now, after)
    with db.write() as session:
        planned = session.get_one(Revision, PLANNED_BY)
        planned.number, planned.note = planned.number + 1, _fingerprint(policy)
        session.add(planned)
    return True


def _fingerprint(policy: Policy) -> str:
    return hashlib.sha256(policy.model_dump_json().encode()).hexdigest()[:32]
