"""Processes that are killed and paused, and what the database holds afterwards."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

from scene import Scene
from sqlalchemy import select

from storage.engine import open_database
from storage.tables import METADATA

BOOKKEEPING = {
    "conversation": {"lease_no", "lease_until", "served_at"},
    "inbox": {"attempts", "retry_at", "last_error"},
    "job": {"attempts", "lease_no", "lease_until", "last_error", "done_at"},
    "outbox": {"attempts", "retry_at", "last_error", "claimed_at", "claim_no"},
    "timer": {"id"},
}
STANDS_STILL = 60.0
Rows = dict[str, list[dict[str, Any]]]


def started(work: Callable[..., None], *args: Any) -> multiprocessing.process.BaseProcess:
    """`work` in a process of its own, which has everything loaded already."""
    process = multiprocessing.get_context("fork").Process(target=work, args=args)
    process.start()
    return process


def ended(work: Callable[..., None], *args: Any) -> int | None:
    """The exit code of `work` in a process of its own; -9 where it was killed, None where it stands still."""
    process = started(work, *args)
    process.join(STANDS_STILL)
    exitcode = process.exitcode
    process.kill()
    return exitcode


def rows(scene: Scene) -> Rows:
    """Everything in the database but how often something was tried."""
    return {
        table: sorted((without(row, BOOKKEEPING.get(table, set())) for row in content), key=repr)
        for table, content in all_columns(scene).items()
    }


def all_columns(scene: Scene) -> Rows:
    """Everything in the database."""
    db = open_database(scene.url)
    with db.engine.connect() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in METADATA.sorted_tables
        }
    db.close()
    return found


def without(row: dict[str, Any], columns: set[str]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in columns}
