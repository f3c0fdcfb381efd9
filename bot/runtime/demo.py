"""The demo company: made once, in a database of its own, with a clock that can be moved on."""

from __future__ import annotations

from sqlmodel import col, func, select

from bot.admin import importer
from bot.admin.library import bring_in
from config.policy import Policy
from config.world import DEMO, read_world
from knowledge.calibrating import starter_files
from scheduler.clock import DemoClock, start_demo_clock
from storage.conversations import Outbox
from storage.engine import STEADY, Database

COMPANY = "云栈智能"


def open_demo(db: Database, policy: Policy) -> DemoClock:
    """The clock of the demo company in `db`, which is founded first where the database is empty. Raises ConfigError
    where its world file cannot be used. It stands no earlier than the last thing that was said, whatever the machine's
    clock did meanwhile."""
    with db.read() as session:
        empty = importer.is_empty(session)
    if empty:
        world = read_world(DEMO)
        with db.write() as session:
            importer.name_company(session, COMPANY, world.now, demo=True)
            importer.import_world(session, world, policy, world.now, importer.reachable_in_demo)
            start_demo_clock(session, world.now, STEADY.now())
        bring_in(db, starter_files(), world.now)
    clock = DemoClock(db)
    with db.read() as session:
        last_said = session.exec(select(func.max(col(Outbox.at)))).one()
    if last_said is not None:
        clock.move_to(last_said)
    return clock
