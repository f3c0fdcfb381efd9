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
from sqlalchemy.exc import IntegrityError

from storage.engine import DatabaseError, open_database
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
        "ix_opportunity_open",
        "ix_cover_open",
        "ix_signal_open",
        "ix_outbox_open",
        "ix_outbox_address",
        "ix_outbox_maybe",
        "ix_outbox_sending",
        "ix_run_open",
        "ix_run_working",
        "ix_ticket_open",
        "ix_ticketstep_in_hand",
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


def test_every_key_is_given_once(migrated_file: Path) -> None:
    """Buttons, journals, events and change sets name rows by them; SQLite would give the last row's key again."""
    db = open_database(f"sqlite:///{migrated_file}")
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all()
    db.close()
    once = {str(name) for name, sql in rows if "AUTOINCREMENT" in str(sql)}
    given = {
        table.name
        for table in METADATA.sorted_tables
        if table.autoincrement_column is not None and table.autoincrement_column.default is None
    }
    assert once == given and "outbox" in given


def test_rows_from_before_keep_their_keys_and_whom_they_refer_to(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path}/before.db")
    migrate(db, "0007")
    with db.write_connection() as connection:
        connection.execute(text("INSERT INTO member (id, name, role, admin, active) VALUES (7, '甲', 'rep', 0, 1)"))
        connection.execute(text("INSERT INTO conversation (id, key, member_id, lease_no) VALUES (3, 'm:7', 7, 0)"))
    migrate(db)
    with db.write_connection() as connection:
        assert connection.execute(text("SELECT member_id FROM conversation WHERE id = 3")).scalar_one() == 7
        with pytest.raises(IntegrityError):
            connection.execute(text("DELETE FROM member WHERE id = 7"))
        connection.execute(text("DELETE FROM conversation"))
        insert = text("INSERT INTO conversation (key, member_id, lease_no) VALUES ('m:7', 7, 0) RETURNING id")
        assert connection.execute(insert).scalar_one() == 4
    db.close()


def test_customers_from_before_are_in_the_region_of_their_owners_team(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path}/before.db")
    migrate(db, "0043")
    people = "INSERT INTO member (id, name, role, team_id, admin, active) VALUES"
    customer = "INSERT INTO customer (id, name, owner_id, region, created_at, version) VALUES"
    with db.write_connection() as connection:
        connection.execute(text("INSERT INTO team (id, name, region) VALUES (1, '东区', '华东'), (2, '直销', NULL)"))
        connection.execute(text(f"{people} (7, '甲', 'rep', 1, 0, 1), (8, '乙', 'rep', 2, 0, 1)"))
        at = "'2026-01-01', 1)"
        rows = [
            f"(1, 'A', 7, NULL, {at}",
            f"(2, 'B', 7, '华北', {at}",
            f"(3, 'C', 8, NULL, {at}",
            f"(4, 'D', NULL, '', {at}",
        ]
        connection.execute(text(f"{customer} {', '.join(rows)}"))
    migrate(db)
    with db.write_connection() as connection:
        found = connection.execute(text("SELECT region FROM customer ORDER BY id")).scalars().all()
    assert found == ["华东", "华北", None, ""]
    db.close()


def test_an_upgrade_that_would_break_a_reference_changes_nothing(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path}/before.db")
    migrate(db, "0007")
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("INSERT INTO conversation (id, key, member_id, lease_no) VALUES (3, 'm:7', 7, 0)")
        raw.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(DatabaseError, match="指向已经不在的记录"):
        migrate(db)
    assert revision_of(db) == "0007"
    db.close()
