"""Processes on one PostgreSQL hear of each other's commits."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from databases import Postgres

from bot.runtime.notifier import Notifier
from storage.engine import Database, open_database

pytestmark = pytest.mark.needs_postgres
PATIENCE = 20.0


@pytest.fixture
def two(postgres: Postgres) -> Iterator[tuple[Database, Database]]:
    url = postgres.new()
    both = open_database(url), open_database(url)
    yield both
    for db in both:
        db.close()


def test_the_other_process_hears_it_also_after_a_lost_connection(two: tuple[Database, Database]) -> None:
    heard = threading.Event()
    notifiers = [Notifier(two[0], lambda: None), Notifier(two[1], heard.set)]
    workers = [notifiers[0].workers[0], notifiers[1].workers[1]]
    for worker in workers:
        worker.start()
    try:
        for _ in range(2):
            heard.clear()
            while not heard.wait(0.05):
                notifiers[0].notify()
            with two[0].engine.connect() as connection, connection.begin():
                connection.exec_driver_sql(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"
                )
    finally:
        assert all(worker.stop(PATIENCE) for worker in workers)
