"""Many messages wait: what it costs to find the next, and how long one person waits behind another's.

The cost of a claim is the median of several, each of which is given back, among 100,000 open messages of few or many
people. The wait is measured in a whole app: 1,500 messages of a stranger come, then one of a member.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import func, select

from benchmarks import company
from benchmarks.company import NOW
from bot.app import build
from bot.messaging import inbox
from bot.messaging.inbound import Inbound, Said
from config import policy as policies
from scheduler.clock import SimulatedClock
from storage.conversations import Outbox
from storage.engine import Database
from storage.media import FolderStore
from storage.statements import table_of

OPEN, PEOPLE, CLAIMS = 100_000, (1, 1_000, 100_000), 21
FLOOD = 1_500
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {count})"
CONVERSATIONS = f"""INSERT INTO conversation (id, key, lease_no) {NUMBERS} SELECT 1000 + i, 'a:past:' || i, 0 FROM n"""
MESSAGES = f"""INSERT INTO inbox (channel, event_id, address, conversation_id, said, at, attempts)
    {NUMBERS} SELECT 'past', i, 'x', 1000 + i % {{people}}, '{{{{"text": "好"}}}}', '2026-01-01', 0 FROM n"""
OUTBOX = table_of(Outbox)


def measure() -> Mapping[str, str]:
    """Milliseconds a claim, by how many people wait; milliseconds that a member waits."""
    figures = {}
    for people in PEOPLE:
        with TemporaryDirectory(dir=company.disk()) as name:
            db = company.found(Path(name) / "bot.db", company.world(0, 1), policies.load())
            with db.engine.begin() as connection:
                connection.exec_driver_sql(CONVERSATIONS.format(count=people))
                connection.exec_driver_sql(MESSAGES.format(count=OPEN, people=people))
            milliseconds = median(_claim(db) for _ in range(CLAIMS)) * 1000
            figures[f"a claim among {OPEN:,} open messages, senders: {people:,}"] = f"{milliseconds:.1f} ms"
            db.close()
    figures[f"a member's wait behind {FLOOD:,} messages of a stranger"] = f"{_wait() * 1000:.0f} ms"
    return figures


def _claim(db: Database) -> float:
    began = perf_counter()
    claim = inbox.claim(db, timedelta(0))
    seconds = perf_counter() - began
    assert claim is not None
    return seconds


def _wait() -> float:
    """Seconds from a member's message to the commit of its answer, with one worker."""
    world, policy = company.world(0, 1), policies.load()
    with TemporaryDirectory(dir=company.disk()) as name:
        db = company.found(Path(name) / "bot.db", world, policy)
        app = build(db, policy, company.engine(), SimulatedClock(NOW), FolderStore(Path(name) / "media"))
        for number in range(FLOOD):
            app.receive(Inbound("simulated", f"stranger-{number}", "生人", Said(text="在吗"), NOW))
        app.work_once()  # what is loaded with the first turn is there now
        member = world.members[-1].name
        began = perf_counter()
        app.receive(Inbound("simulated", "member", member, Said(text="帮助"), NOW))
        while not _answered(db, member):
            assert app.work_once()
        seconds = perf_counter() - began
        db.close()
    return seconds


def _answered(db: Database, address: str) -> bool:
    with db.engine.connect() as connection:
        return bool(connection.scalar(select(func.count()).where(OUTBOX.c.address == address)))
