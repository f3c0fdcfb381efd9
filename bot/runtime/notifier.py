"""On PostgreSQL, processes notify each other that something was committed (LISTEN/NOTIFY).

A notice is a hint without data. Every process also looks by itself once a second, so a lost one costs a second."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from bot.runtime.workers import Worker
from storage.engine import Database

CHANNEL = "xiaoban_committed"
LISTEN_SECONDS = 1.0


class Notifier:
    """Notifies the other processes on `db`; `on_notice` is called, from a thread, when one of them has committed."""

    def __init__(self, db: Database, on_notice: Callable[[], None]) -> None:
        self._db = db
        self._on_notice = on_notice
        self._own_id = uuid.uuid4().hex
        self._to_notify = False
        self._listening: Connection | None = None
        self._sender = Worker("notifier", self._notify_once)
        self.workers = (self._sender, Worker("listening", self._listen_once))

    def notify(self) -> None:
        """Something was committed here. Returns at once; notices close together become one."""
        self._to_notify = True
        self._sender.wake()

    def _notify_once(self) -> bool:
        if self._to_notify:
            self._to_notify = False
            with self._db.engine.connect() as connection, connection.begin():
                connection.exec_driver_sql(f"NOTIFY {CHANNEL}, '{self._own_id}'")
        return False

    def _listen_once(self) -> bool:
        connection = self._listening or self._listen()
        driver: Any = connection.connection.driver_connection
        try:
            for notice in driver.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                if notice.payload != self._own_id:
                    self._on_notice()
        except Exception:
            connection.invalidate()
            connection.close()
            self._listening = None
            raise
        return True

    def _listen(self) -> Connection:
        connection = self._db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        self._listening = connection
        return connection
