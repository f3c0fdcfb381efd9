"""A PostgreSQL session that hangs within a transaction holds nobody up for ever; one that is known to take long may."""

from __future__ import annotations

import pytest
from databases import Postgres
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import engine
from storage.engine import open_database

pytestmark = pytest.mark.needs_postgres
TAKE = text("SELECT id FROM conversation WHERE id = 1 FOR UPDATE")


def test_a_session_that_hangs_is_ended_and_the_next_gets_its_row(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "IDLE_MS", 300)
    url = postgres.emptied()
    hanging, others = open_database(url), open_database(url)
    with others.write_connection() as connection:
        connection.execute(text("INSERT INTO conversation (id, key, lease_no) VALUES (1, 'm:1', 0)"))
    stopped = hanging.engine.connect()
    stopped.execute(TAKE)  # and then nothing more, as if the process had been stopped
    with others.write_connection() as connection:
        assert connection.execute(TAKE).scalar_one() == 1
    with pytest.raises(DBAPIError):
        stopped.execute(TAKE)
    stopped.close()
    with hanging.write_connection() as connection:  # it goes on with another session
        assert connection.execute(TAKE).scalar_one() == 1
    hanging.close()
    others.close()


def test_nobody_waits_for_a_lock_for_ever(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOCK_MS", 200)
    url = postgres.emptied()
    busy, waiting = open_database(url), open_database(url)
    with busy.write_connection() as connection:
        connection.execute(text("INSERT INTO conversation (id, key, lease_no) VALUES (1, 'm:1', 0)"))
    with busy.write_connection() as held:
        held.execute(TAKE)
        with pytest.raises(DBAPIError, match="lock timeout"), waiting.write_connection() as connection:
            connection.execute(TAKE)
    busy.close()
    waiting.close()


def test_an_import_may_compute_for_as_long_as_it_takes(postgres: Postgres) -> None:
    db = open_database(postgres.emptied())
    limit = text("SHOW idle_in_transaction_session_timeout")
    with db.write_at_leisure() as session:
        assert session.execute(limit).scalar_one() == "0"
    with db.write() as session:  # of the same connection
        assert session.execute(limit).scalar_one() == "10s"
    db.close()
