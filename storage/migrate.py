"""Bringing a database up to date with the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from storage.engine import Database, DatabaseError
from storage.figures import triggers

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x7869616F  # any number, the same in every process
HAS_PGVECTOR = text("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
NEAREST_IS_MADE = text("SELECT to_regclass('nearest.scriptvector')")
MAKE_NEAREST = (
    "CREATE EXTENSION IF NOT EXISTS vector",
    "CREATE SCHEMA IF NOT EXISTS nearest",
    """CREATE TABLE nearest.scriptvector (
        embedder varchar NOT NULL,
        code varchar NOT NULL REFERENCES script (code) ON DELETE CASCADE,
        content_hash varchar NOT NULL,
        industry text[] NOT NULL,
        buyer_role text[] NOT NULL,
        budget_min bigint NOT NULL,
        budget_max bigint NOT NULL,
        kind varchar NOT NULL,
        whole halfvec NOT NULL,
        whole_length double precision NOT NULL,
        title halfvec NOT NULL,
        title_length double precision NOT NULL,
        PRIMARY KEY (embedder, code)
    )""",
    # beside the row, where they fit: a scan would look up each of them elsewhere
    "ALTER TABLE nearest.scriptvector ALTER whole SET STORAGE MAIN, ALTER title SET STORAGE MAIN",
)


def migrate(db: Database, to: str | None = None) -> str:
    """Apply every migration that is missing up to the revision `to`, by default the newest; returns the revision the
    database is at afterwards. Raises DatabaseError where a later release has been at work on it."""
    goal = to or _head()
    if (found := revision_of(db)) != goal:
        _refuse_later(found)
        with _without_foreign_keys(db) as connection:
            if not db.is_sqlite:  # there, processes that start at once are held apart already, by BEGIN IMMEDIATE
                connection.execute(text("SET LOCAL lock_timeout = 0"))  # another one's migration may take minutes
                connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, goal)
            if to is None:
                triggers.make(connection)
    elif to is None and not db.is_sqlite:
        with db.engine.begin() as connection:
            make_nearest(connection)  # pgvector may have been installed since
    return goal


def make_nearest(connection: Connection) -> None:
    """Make the table in which PostgreSQL finds the nearest vectors, where its server has pgvector (halfvec, 0.7 or
    newer) and lets us. In a schema of its own, for it is no table that the code needs."""
    if connection.dialect.name == "sqlite" or connection.execute(NEAREST_IS_MADE).scalar() is not None:
        return
    if connection.execute(HAS_PGVECTOR).scalar() is None:
        return
    try:
        with connection.begin_nested():
            for statement in MAKE_NEAREST:
                connection.execute(text(statement))
    except DBAPIError:
        return  # an older pgvector, not for us to install, or another process was sooner


@contextmanager
def _without_foreign_keys(db: Database) -> Iterator[Connection]:
    """A transaction in which, on SQLite, a table may be made anew although others refer to it; they do so again in the
    end. Raises DatabaseError otherwise. There the pragma has no effect within a transaction."""
    with db.engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if db.is_sqlite:
            raw.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                if db.is_sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise DatabaseError("数据库升级不了:里面有记录指向已经不在的记录。")
        finally:
            if db.is_sqlite:
                raw.execute("PRAGMA foreign_keys = ON")


def is_current(db: Database) -> bool:
    """Whether no migration is missing."""
    return revision_of(db) == _head()


def revision_of(db: Database) -> str | None:
    """The revision a database is at; None if it is empty."""
    with db.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _refuse_later(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseError(
            f"这个数据库是更新版本的销伴用过的(修订 {revision}),这个版本读不了。请装回那个版本,或升级到更新的版本。"
        )


def _head() -> str:
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))  # it would begin a name otherwise
    return config
