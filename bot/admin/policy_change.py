"""A changed company policy holds for what is open already: the nudges of all open deals are planned anew.

The database remembers by which policy they were planned. At the start of a process a different one is carried out,
by one process at a time and in short transactions; a process that dies over it leaves it to the next start.
"""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.runtime import leases
from config.policy import Policy
from scheduler import stage_clock
from storage.background import Revision
from storage.engine import Database

PLANNED_BY = "policy"
LEASE = timedelta(minutes=10)


def remember(session: Session, policy: Policy) -> None:
    """The first deals of a company are planned by `policy`; later ones change nothing here."""
    if session.get(Revision, PLANNED_BY) is None:
        session.add(Revision(name=PLANNED_BY, note=_fingerprint(policy)))


def follow(db: Database, policy: Policy, now: datetime) -> bool:
    """Plan by `policy` what was planned by another. False where there was nothing to do, or somebody is at it."""
    holder = uuid.uuid4().hex
    with db.read() as session:
        known = session.get(Revision, PLANNED_BY)
    if known is None or known.note == _fingerprint(policy) or not leases.take(db, PLANNED_BY, holder, LEASE):
        return False
    after: int | None = 0
    while after is not None:
        with db.write() as session:
            after = stage_clock.watch_all(session, policy, now, after)
    with db.write() as session:
        planned = session.get_one(Revision, PLANNED_BY)
        planned.number, planned.note = planned.number + 1, _fingerprint(policy)
        session.add(planned)
    leases.give_up(db, PLANNED_BY, holder)
    return True


def _fingerprint(policy: Policy) -> str:
    return hashlib.sha256(policy.model_dump_json().encode()).hexdigest()[:32]
