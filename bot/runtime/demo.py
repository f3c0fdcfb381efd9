"""The demo company: made once, in a database of its own, with a clock that can be moved on."""

from __future__ import annotations

from bot.admin import importer
from config.policy import Policy
from config.world import DEMO, read_world
from scheduler.clock import DemoClock, SystemClock, start_demo_clock
from storage.engine import Database

COMPANY = "云栈智能"


def open_demo(db: Database, policy: Policy) -> DemoClock:
    """The clock of the demo company in `db`, which is founded first where the database is empty. Raises ConfigError
    where its world file cannot be used."""
    with db.read() as session:
        empty = importer.is_empty(session)
    if empty:
        world = read_world(DEMO)
        with db.write() as session:
            importer.name_company(session, COMPANY, world.now, demo=True)
            importer.import_world(session, world, policy, world.now, importer.reachable_in_demo)
            start_demo_clock(session, world.now, SystemClock().now())
    return DemoClock(db)
