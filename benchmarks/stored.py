"""Turns in a company with a long history against turns in a new one: what a message costs must not grow with what was
said before. Both databases take turns for several rounds after a warm-up; what counts is the median.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import company
from benchmarks.turns import CUSTOMERS, REPS, WARM_UP, play
from bot.app import App, build
from config import policy as policies
from scheduler.clock import SimulatedClock
from storage.engine import Database
from storage.media import FolderStore

STORED, TURNS, ROUNDS = 1_000_000, 40, 10
NUMBERS = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {STORED})"
OF_SOMEBODY = f"1 + i % {REPS}"  # going round the conversations
HISTORY = (
    f"""INSERT INTO inbox (channel, event_id, address, conversation_id, said, at, attempts, handled_at)
    {NUMBERS} SELECT 'past', i, 'x', {OF_SOMEBODY}, '{{"text": "好"}}', '2026-01-01', 0, '2026-01-01' FROM n""",
    f"""INSERT INTO outbox (conversation_id, channel, address, kind, text, choices, priority, at, status, attempts,
    claim_no) {NUMBERS} SELECT {OF_SOMEBODY}, 'past', 'x', 'reply', '好', '[]', 0, '2026-01-01', 'sent', 0, 1 FROM n""",
    f"""INSERT INTO run (conversation_id, flow, version, status, turned_to, journal, opened_at, updated_at)
    {NUMBERS} SELECT {OF_SOMEBODY}, 'past', 1, 'done', 1, '[]', '2026-01-01', '2026-01-01' FROM n""",
)


def measure() -> Mapping[str, str]:
    """Milliseconds a turn in both, and the ratio."""
    world, policy = company.world(CUSTOMERS, REPS), policies.load()
    engine, clock = company.engine(), SimulatedClock(world.now)
    with TemporaryDirectory(dir=company.disk()) as name:
        folder = Path(name)

        def app_on(db: Database) -> App:
            return build(db, policy, engine, clock, FolderStore(folder / "media"))

        numbers = count(1)
        new = app_on(company.found(folder / "new.db", world, policy))
        play(new, world, numbers, WARM_UP)
        old = app_on(company.copied(folder / "new.db", folder / "old.db"))
        for statement in HISTORY:
            with old.db.engine.begin() as connection:
                connection.exec_driver_sql(statement)
        pairs = [[play(app, world, numbers, TURNS) / TURNS for app in (new, old)] for _ in range(ROUNDS + 1)][1:]
        new.db.close()
        old.db.close()
    fresh, grown = (median(seconds) for seconds in zip(*pairs, strict=True))
    return {
        "a turn in a new company": f"{fresh * 1000:.1f} ms",
        f"a turn after {STORED:,} messages, answers and runs": f"{grown * 1000:.1f} ms",
        "ratio": f"{median(after / before for before, after in pairs):.2f}",
    }
