"""Leases on work that one process at a time does, such as polling a bot: a row for each, timed by the database's clock.

The holder renews its lease. If it dies, the lease ends by itself and another process may take it.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from storage.background import Lease
from storage.engine import Database, database_time


class NamedLease:
    """The lease `name` as this process may hold it, for `lease` at a time."""

    def __init__(self, db: Database, name: str, lease: timedelta) -> None:
        self._db = db
        self._name = name
        self._lease = lease
        self._holder = uuid.uuid4().hex

    def take(self) -> bool:
        """Take or renew the lease; False if another process holds it."""
        return take(self._db, self._name, self._holder, self._lease)

    def give_up(self) -> None:
        """End the lease now, so that another process can take it."""
        give_up(self._db, self._name, self._holder)


def take(db: Database, name: str, holder: str, lease: timedelta) -> bool:
    """Take or renew the lease `name` for `lease` from now; False if another holder has it."""
    try:
        with db.write() as session:
            now = database_time(session.connection())
            row = session.exec(select(Lease).where(col(Lease.name) == name).with_for_update()).first()
            if row is None:
                session.add(Lease(name=name, holder=holder, until=now + lease))
                return True
            if row.holder != holder and row.until > now:
                return False
            row.holder, row.until = holder, now + lease
            session.add(row)
            return True
    except IntegrityError:  # two processes took it for the first time at once; the other was sooner
        return False


def give_up(db: Database, name: str, holder: str) -> None:
    """End the lease `name` now; nothing happens where another holder has it."""
    with db.write() as session:
        session.execute(delete(Lease).where(col(Lease.name) == name, col(Lease.holder) == holder))


def recover(db: Database) -> None:
    """End all leases: at start-up of the only process on a database, they belong to a dead one."""
    with db.write() as session:
        session.execute(delete(Lease))
