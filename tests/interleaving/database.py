"""One real SQLite file for all processes of a run, whose transactions are the points where threads hand over.

SQLite has one writer at a time. Whoever wants to write waits on the virtual scheduler, not within SQLite; a process
that crashes loses its transaction, and one that is stopped within a transaction is cut off after a time, as PostgreSQL
does (`idle_in_transaction_session_timeout`).
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from interleaving.scheduler import Crashed, Event, Process, Scheduler, Thread
from storage.engine import IDLE_MS, Database, open_database


class Alone(Database):
    """The database as the only process sees it. Whoever wants to write waits in `File.begin`."""

    def turn_to_write(self) -> AbstractContextManager[None]:
        return nullcontext()


class Replicated(Alone):
    """The database as processes see it that stand side by side: as on PostgreSQL, they take nothing from each other."""

    @property
    def is_sqlite(self) -> bool:
        return False


@dataclass
class Writing:
    """The transaction that writes. `cut`: the database has given it up."""

    thread: Thread
    connection: Any
    rows_before: int
    cut: bool = False


@dataclass
class File:
    """The database of the run that is on. `down_until`: nobody reaches it. `lose`: the next commit that writes fails,
    "before" it took place, or "after" it did."""

    path: Path
    scheduler: Scheduler
    committed: Callable[[], None] = lambda: None
    down_until: float = 0.0
    lose: str = ""
    writing: Writing | None = None
    freed: list[Event] = field(default_factory=list)

    def begin(self, raw: Any) -> None:
        scheduler = self.scheduler
        scheduler.hand_over("begins")
        while self.writing is not None:
            freed = Event(scheduler)
            self.freed.append(freed)
            freed.wait()
        self.refuse_if_down()
        self.writing = Writing(scheduler.current, raw, raw.total_changes)

    def refuse_if_down(self) -> None:
        if self.scheduler.now < self.down_until:
            raise _away()

    def commit(self, raw: Any, commit: Callable[[], None]) -> None:
        """Raises sqlite3.OperationalError where the connection is lost meanwhile."""
        writing = self.writing
        if writing is None or writing.connection is not raw:
            return commit()
        if raw.total_changes == writing.rows_before:
            commit()
            return self.free(raw)
        self.scheduler.hand_over("commits")
        lost, self.lose = self.lose, ""
        if writing.cut or lost == "before":
            self.scheduler.note("lost before the commit")
            raise sqlite3.OperationalError("the server closed the connection")
        commit()
        self.free(raw)
        self.committed()
        self.scheduler.hand_over("committed")
        if lost == "after":
            self.scheduler.note("lost after the commit")
            raise sqlite3.OperationalError("the server closed the connection")

    def free(self, raw: Any) -> None:
        """The transaction of this connection, if it has one, is over."""
        if self.writing is not None and self.writing.connection is raw:
            self.writing = None
            for freed in self.freed:
                freed.set()
            self.freed.clear()

    def cut(self, writing: Writing) -> None:
        """As the server ends a session that hangs within a transaction."""
        if self.writing is writing:
            writing.cut = True
            writing.connection.rollback()
            self.free(writing.connection)

    def hang(self, process: Process) -> None:
        """`process` was stopped: if it hangs within a transaction, the server ends its session after a while."""
        writing = self.writing
        if writing is not None and writing.thread.process is process:
            server = Process("server")

            def end_session() -> None:
                self.scheduler.sleep(IDLE_MS / 1000)
                self.cut(writing)

            self.scheduler.spawn(server, "session", end_session)

    def crash(self, process: Process) -> None:
        """What `process` had not committed is lost."""
        writing = self.writing
        if writing is not None and writing.thread.process is process:
            writing.connection.rollback()
            self.free(writing.connection)


class Engine:
    """The engine that all runs use, one after the other, each on its own copy of `template` at `path`: what SQLAlchemy
    has compiled is kept."""

    def __init__(self, template: Path, path: Path) -> None:
        self._template = template
        self._path = path
        self.file: File | None = None
        self.engine = open_database(f"sqlite:///{path}").engine
        pool: Any = self.engine.pool
        pool._max_overflow = -1  # as many as there are threads: in truth each process has a pool of its own
        dialect: Any = self.engine.dialect
        commit, rollback = dialect.do_commit, dialect.do_rollback
        event.listen(self.engine, "before_cursor_execute", self._before)
        dialect.do_commit = lambda connection: self._alive().commit(_raw(connection), lambda: commit(connection))
        dialect.do_rollback = lambda connection: self._roll_back(connection, rollback)

    @contextmanager
    def opened(self, scheduler: Scheduler) -> Iterator[File]:
        """The file of a run."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self._template, self._path)
        self.file = File(self._path, scheduler)
        try:
            yield self.file
        finally:
            scheduler.close()
            self.file = None
            self.engine.dispose()

    def _before(self, connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        file = self._alive()
        if statement == "BEGIN IMMEDIATE":
            file.begin(_raw(connection.connection))
        file.refuse_if_down()

    def _roll_back(self, connection: Any, rollback: Callable[[Any], None]) -> None:
        rollback(connection)
        if self.file is not None:
            self.file.free(_raw(connection))

    def _alive(self) -> File:
        """The file of the run. Raises Crashed in a process that is no more."""
        if self.file is None or not self.file.scheduler.current.process.alive:
            raise Crashed
        return self.file


def _raw(connection: Any) -> Any:
    return getattr(connection, "dbapi_connection", connection)


def _away() -> OperationalError:
    return OperationalError("", None, sqlite3.OperationalError("the database cannot be reached"))
