"""Opening the database: SQLite (WAL) or PostgreSQL by URL, with sessions that say whether they write.

SQLite: the driver's own transactions are off. A writing session begins with BEGIN IMMEDIATE, because a plain
deferred transaction loses read-modify-write updates without an error; a reading one with BEGIN. The threads of the
process write in the order in which they came.

What people said never comes into an error's text, and so into no log: parameters of statements are hidden.
"""

from __future__ import annotations

import fcntl
import json
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Lock
from typing import Any, TextIO

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlmodel import Session

from config.files import why_not

BUSY_TIMEOUT_MS = 5000
SYNCHRONOUS = "FULL"  # on SQLite: what is committed outlives a power cut
LARGE_CACHE_KIB = 128 * 1024
# A process that hangs within a transaction (stopped, cut off) holds the others up no longer than this: the server ends
# its session, and nobody waits for a lock for ever. A dead connection is noticed in 20 seconds.
IDLE_MS, LOCK_MS = 10_000, 15_000
KEPT_ALIVE = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}


class SteadyClock:
    """The machine's time when this began, carried on by monotonic time: setting the machine's clock moves nothing."""

    def __init__(
        self,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._began, self._began_at = monotonic(), wall()

    def now(self) -> datetime:
        return self._began_at + timedelta(seconds=self._monotonic() - self._began)


STEADY = SteadyClock()  # of this process


class InTurn:
    """Lets one thread in at a time, in the order in which they came. SQLite itself lets in whoever asks at the right
    moment: a sweep that begins one transaction after the other kept a turn waiting for seconds."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Event] = deque()

    @contextmanager
    def wait(self) -> Iterator[None]:
        with self._guard:
            place = Event()
            if self._taken:
                self._waiting.append(place)
            else:
                self._taken = True
                place.set()
        try:
            place.wait()
            yield
        finally:
            self._leave(place)

    def _leave(self, place: Event) -> None:
        with self._guard:
            if not place.is_set():  # interrupted while it waited
                self._waiting.remove(place)
            elif self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


class DatabaseError(Exception):
    """The database URL cannot be used; the message says why, for a person."""


class Database:
    """One company's database. `write()` commits at the end or rolls back; `read()` never writes. `write_connection()`
    and `read_statement()` are the same without the ORM (see storage.statements)."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading = engine.execution_options(reading=True)
        self._single = engine.execution_options(single_statement=True)
        self._lock: TextIO | None = None
        self._writers = InTurn()

    @property
    def is_sqlite(self) -> bool:
        """Whether there is one writer at a time, and one process."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that writes: committed at the end, rolled back where an error leaves the block."""
        with self.turn_to_write(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def write_at_leisure(self) -> Iterator[Session]:
        """`write` for much at once, with computing between two statements: the server does not end it for that; SQLite
        has room for what is written."""
        with self.write() as session:
            if self.is_sqlite:
                session.execute(text(f"PRAGMA cache_size = -{LARGE_CACHE_KIB}"))
            else:
                session.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            yield session

    @contextmanager
    def write_connection(self) -> Iterator[Connection]:
        """`write` without the ORM."""
        with self.turn_to_write(), self.engine.begin() as connection:
            yield connection

    def read_statement(self) -> Connection:
        """`read` without the ORM, for a single statement: on SQLite that is a transaction by itself."""
        return self._single.connect()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads."""
        with Session(self._reading, expire_on_commit=False) as session:
            yield session

    def turn_to_write(self) -> AbstractContextManager[None]:
        """Among the threads of this process; PostgreSQL has them side by side."""
        return self._writers.wait() if self.is_sqlite else nullcontext()

    def hold(self) -> None:
        """On SQLite: keep every other process off this file until `close`, for there is one process at a time. Raises
        DatabaseError where another one holds it. On PostgreSQL processes stand side by side."""
        path = self.engine.url.database
        if not self.is_sqlite or not path or path == ":memory:":
            return
        lock = Path(f"{path}.lock").open("a")  # noqa: SIM115 - it holds for as long as it is open
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise DatabaseError(f"数据库 {path} 正被另一个销伴进程用着。先停下那一个(Ctrl+C),再来。") from error
        self._lock = lock

    def close(self) -> None:
        """Close all connections, and let go of the file."""
        self.engine.dispose()
        if self._lock is not None:
            self._lock.close()


class Commits:
    """Tells that something was committed, by whatever process: `mark` is another one then, and seldom otherwise. It
    keeps a connection of its own; for one thread at a time."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._connection: Connection | None = None
        self._connected = 0  # times: SQLite counts anew in each connection
        self._statement = "PRAGMA data_version" if db.is_sqlite else "SELECT txid_current_snapshot()::text"

    def mark(self) -> str:
        """The mark as it is now. Raises what the database raises; the next call connects anew."""
        if self._connection is None:
            self._connection = self._db.read_statement()
            self._connected += 1
        connection = self._connection
        try:
            found = connection.exec_driver_sql(self._statement).scalar_one()
            connection.rollback()
        except Exception:
            self.close()
            raise
        return f"{self._connected}:{found}"

    def close(self) -> None:
        """Give the connection back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()


def database_time(connection: Connection) -> datetime:
    """The clock by which leases and retries are timed: the database server's, because the clocks of processes may
    differ. On SQLite, which one process has to itself, a steady one, which nobody sets while the process lives."""
    if connection.dialect.name == "sqlite":
        steady: SteadyClock = connection.get_execution_options()["steady"]
        return steady.now()
    moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment.astimezone(UTC)


def open_database(url: str, steady: SteadyClock = STEADY) -> Database:
    """Open `url` (sqlite:///… or postgresql+psycopg://…). On SQLite leases are timed by `steady`. Raises DatabaseError
    when it cannot be used."""
    try:
        parsed = make_url(url)
    except Exception:
        raise DatabaseError(
            "数据库地址看不懂,应当像 sqlite:///var/xiaoban.db 或 postgresql://用户:密码@主机/数据库"
        ) from None  # the address may hold a password
    if parsed.get_backend_name() == "sqlite":
        return Database(_sqlite(url, parsed.database, steady))
    if parsed.get_backend_name() == "postgresql":
        return Database(_postgres(url))
    raise DatabaseError(f"不支持的数据库:{parsed.get_backend_name()},请用 SQLite 或 PostgreSQL")


dump_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode  # how JSON is written to a database


def _sqlite(url: str, path: str | None, steady: SteadyClock) -> Engine:
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(f"数据库文件夹 {Path(path).parent} 建不了:{why_not(error)}") from error
        if Path(path).is_dir():
            raise DatabaseError(f"{path} 是一个文件夹,数据库应为一个文件")
    engine = create_engine(
        url,
        json_serializer=dump_json,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        execution_options={"steady": steady},
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if not options.get("single_statement"):
            connection.exec_driver_sql("BEGIN" if options.get("reading") else "BEGIN IMMEDIATE")

    return engine


def _postgres(url: str) -> Engine:
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise DatabaseError("用 PostgreSQL 需要先安装:pip install 'xiaoban[postgres]'") from error
    parsed = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        parsed, json_serializer=dump_json, hide_parameters=True, pool_pre_ping=True, connect_args=KEPT_ALIVE
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        for name, milliseconds in (
            ("idle_in_transaction_session_timeout", IDLE_MS),
            ("lock_timeout", LOCK_MS),
        ):
            connection.execute(f"SET {name} = {milliseconds}")
        connection.commit()

    return engine
