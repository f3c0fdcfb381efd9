"""On PostgreSQL, processes tell each other that something was committed. The look of every second is behind it."""

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
    """Rings at the other processes on `db`; `heard` is called, from a thread, when one of them has rung."""

    def __init__(self, db: Database, heard: Callable[[], None]) -> None:
        self._db = db
        self._heard = heard
        self._me = uuid.uuid4().hex
        self._to_notify = False
        self._listening: Connection | None = None
        self._sender = Worker("notifier", self._notify_once)
        self.workers = (self._sender, Worker("listening", self._listen_once))

    def notify(self) -> None:
        """Something was committed here. Returns at once; rings close together become one."""
        self._to_notify = True
        self._sender.wake()

    def _notify_once(self) -> bool:
        if self._to_notify:
            self._to_notify = False
            with self._db.engine.connect() as connection, connection.begin():
                connection.exec_driver_sql(f"NOTIFY {CHANNEL}, '{self._me}'")
        return False

    def _listen_once(self) -> bool:
        connection = self._listening or self._listen()
        driver: Any = connection.connection.driver_connection
        try:
            for notice in driver.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                if notice.payload != self._me:
                    self._heard()
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
