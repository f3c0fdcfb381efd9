"""The sweep among many open timers: 1,000 that are due, among 10,000 and among 1,000,000.

What is measured is the sweep itself, finding, claiming and committing, per person; nothing is done about a timer. Both
databases take turns for several rounds after a warm-up; what counts is the median.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import insert, select

from benchmarks import company
from benchmarks.company import NOW
from config import policy as policies
from scheduler.sweep import Due, sweep
from storage.background import Timer
from storage.engine import Database
from storage.people import Member
from storage.statements import table_of

FEW, MANY, DUE, PEOPLE, ROUNDS = 10_000, 1_000_000, 1_000, 200, 5
CHUNK = 10_000
KIND = "benchmark"
TIMERS = table_of(Timer)


def measure() -> Mapping[str, str]:
    """Milliseconds for the same due timers among few and many, and the ratio."""
    with TemporaryDirectory(dir=company.disk()) as name:
        dbs = [_with_timers(Path(name) / f"{size}.db", size - DUE) for size in (FEW, MANY)]
        members = _members(dbs[0])
        pairs = [[_sweep(db, members) for db in dbs] for _ in range(ROUNDS + 1)][1:]
        for db in dbs:
            db.close()
    few, many = (median(seconds) for seconds in zip(*pairs, strict=True))
    return {
        f"{DUE:,} due of {PEOPLE} people among {FEW:,} open timers": f"{few * 1000:.0f} ms",
        f"the same among {MANY:,}": f"{many * 1000:.0f} ms",
        "ratio": f"{median(many / few for few, many in pairs):.2f}",
    }


def _with_timers(path: Path, later: int) -> Database:
    """A company with so many timers that are not due."""
    db = company.found(path, company.world(0, PEOPLE), policies.load())
    rows = _timers(_members(db), NOW + timedelta(days=1), "later", later)
    while chunk := list(islice(rows, CHUNK)):
        with db.engine.begin() as connection:
            connection.execute(insert(TIMERS), chunk)
    return db


def _members(db: Database) -> list[int]:
    with db.engine.connect() as connection:
        return list(connection.execute(select(table_of(Member).c.id).order_by("id").limit(PEOPLE)).scalars())


def _timers(members: list[int], start: Any, name: str, number: int) -> Iterator[Mapping[str, Any]]:
    """Timers a second apart, going round the people."""
    for index in islice(count(), number):
        yield {
            "at": start + timedelta(seconds=index % 10_000_000),
            "kind": KIND,
            "key": f"{name}:{index}",
            "member_id": members[index % len(members)],
            "payload": {"deal": index},
            "attempts": 0,
        }


def _sweep(db: Database, members: list[int]) -> float:
    """Seconds for a sweep over timers made due first."""
    with db.engine.begin() as connection:
        connection.execute(insert(TIMERS), list(_timers(members, NOW - timedelta(hours=1), "due", DUE)))
    began = perf_counter()
    fired = sweep(db, {KIND: _nothing}, NOW)
    seconds = perf_counter() - began
    assert fired == DUE, fired
    return seconds


def _nothing(_session: Any, _due: Due) -> None:
    return None
