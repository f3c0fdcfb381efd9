"""Who may play a role that one process at a time plays: a lease row per role, by the database's clock.

Who plays it renews the lease; a holder that dies loses the role when the lease ends."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from storage.background import Lease
from storage.engine import Database, database_time


class RoleLease:
    """One role as this process plays it: what a channel is handed so that only one replica takes messages in."""

    def __init__(self, db: Database, role: str, lease: timedelta) -> None:
        self._db = db
        self._role = role
        self._lease = lease
        self._holder = uuid.uuid4().hex

    def take(self) -> bool:
        """Take or renew the role; False where another process holds it."""
        return take(self._db, self._role, self._holder, self._lease)

    def give_up(self) -> None:
        """Leave the role to whoever comes next, at once."""
        give_up(self._db, self._role, self._holder)


def take(db: Database, role: str, holder: str, lease: timedelta) -> bool:
    """Take or renew `role` for `lease` from now; False where somebody else holds it."""
    try:
        with db.write() as session:
            now = database_time(session.connection())
            row = session.exec(select(Lease).where(col(Lease.name) == role).with_for_update()).first()
            if row is None:
                session.add(Lease(name=role, holder=holder, until=now + lease))
                return True
            if row.holder != holder and row.until > now:
                return False
            row.holder, row.until = holder, now + lease
            session.add(row)
            return True
    except IntegrityError:  # two processes took it for the first time at once; the other was sooner
        return False


def give_up(db: Database, role: str, holder: str) -> None:
    """Leave `role` to whoever comes next, at once; nothing happens where somebody else holds it."""
    with db.write() as session:
        session.execute(delete(Lease).where(col(Lease.name) == role, col(Lease.holder) == holder))


def recover(db: Database) -> None:
    """At start-up of the only process on a database: the roles that a dead one played are free at once."""
    with db.write() as session:
        session.execute(delete(Lease))
