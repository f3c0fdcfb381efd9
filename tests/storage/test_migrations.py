"""Migrations lead from nothing to the tables of the code and back, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from databases import BOTH, Postgres
from sqlalchemy import inspect, text

from storage.engine import open_database
from storage.migrate import _config, migrate, revision_of
from storage.tables import METADATA


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        return server.new()
    return f"sqlite:///{tmp_path}/empty.db"


def test_upgraded_from_nothing_the_tables_are_the_codes(empty_url: str) -> None:
    db = open_database(empty_url)
    assert revision_of(db) is None
    head = migrate(db)
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    assert revision_of(db) == head == migrate(db)
    db.close()


def test_partial_indexes_are_there(empty_url: str) -> None:
    """Autogenerate does not compare their conditions."""
    db = open_database(empty_url)
    migrate(db)
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
        if db.is_sqlite
        else "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '% WHERE %'"
    )
    with db.engine.connect() as connection:
        rows = connection.execute(text(query)).all()
    db.close()
    found = {str(name): str(sql) for name, sql in rows}
    assert set(found) == {
        "ix_inbox_open",
        "ix_outbox_open",
        "ix_outbox_address",
        "ix_outbox_maybe",
        "ix_outbox_sending",
        "ix_run_open",
    }
    assert "handled_at IS NULL" in found["ix_inbox_open"] and "set_aside_at IS NULL" in found["ix_inbox_open"]


def test_each_step_leads_back_and_forth(empty_url: str) -> None:
    db = open_database(empty_url)
    migrate(db)
    steps = list(ScriptDirectory.from_config(_config()).walk_revisions())
    for step in steps:
        with db.engine.begin() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.downgrade(config, step.down_revision if isinstance(step.down_revision, str) else "base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    migrate(db)
    assert set(METADATA.tables) <= set(inspect(db.engine).get_table_names())
    db.close()


def test_a_key_is_given_once_where_rows_are_taken_back(migrated_file: Path) -> None:
    """Whatever undo is about; SQLite would otherwise give the last row's key again."""
    db = open_database(f"sqlite:///{migrated_file}")
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    db.close()
    once = {str(name) for name, sql in rows if "AUTOINCREMENT" in str(sql)}
    assert once == {table.name for table in METADATA.sorted_tables if table.dialect_options["sqlite"]["autoincrement"]}
    assert once >= {"timer", "limitpass", "customer", "contact", "opportunity", "followup", "reminder", "leadclaim"}
