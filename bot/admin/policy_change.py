"""A changed company policy holds for what is open already: the nudges of all open deals are planned anew.

The database remembers by which policy they were planned. At the start of a process a different one is carried out,
in short transactions and by one process at a time; if that process dies, the next start does it again.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session

from config.policy import Policy
from scheduler import stage_clock
from storage.background import Revision
from storage.engine import Database

PLANNED_BY = "policy"
LEASE = timedelta(minutes=10)


class Lease(Protocol):
    """The right to carry out a change, which one process at a time has."""

    def take(self) -> bool: ...

    def give_up(self) -> None: ...


def remember(session: Session, policy: Policy) -> None:
    """The first deals of a company are planned by `policy`; later ones change nothing here."""
    if session.get(Revision, PLANNED_BY) is None:
        session.add(Revision(name=PLANNED_BY, note=_fingerprint(policy)))


def follow(db: Database, policy: Policy, now: datetime, lease: Lease) -> bool:
    """Plan by `policy` what was planned by another. False where there was nothing to do, or somebody else does it."""
    with db.read() as session:
        known = session.get(Revision, PLANNED_BY)
    if known is None or known.note == _fingerprint(policy) or not lease.take():
        return False
    after: int | None = 0
    while after is not None:
        with db.write() as session:
            after = stage_clock.watch_all(session, policy, now, after)
    with db.write() as session:
        planned = session.get_one(Revision, PLANNED_BY)
        planned.number, planned.note = planned.number + 1, _fingerprint(policy)
        session.add(planned)
    lease.give_up()
    return True


def _fingerprint(policy: Policy) -> str:
    return hashlib.sha256(policy.model_dump_json().encode()).hexdigest()[:32]
