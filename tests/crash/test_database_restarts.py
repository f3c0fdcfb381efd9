"""The database server crashes and comes back in the middle of a start, and of what a start takes up: nothing is
stranded.

Everything that a dead process had begun is there: a message, a job and a send that it had claimed, a lease, a changed
policy half applied.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from databases import server
from processes import all_columns
from scene import Life, Point, Reached, Scene
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlmodel import col, select
from testing import CACHE, WORLD, found

from bot.admin import policy_change
from bot.conversation.messages import Message
from bot.messaging import inbox, jobs, outbox, sends
from bot.messaging.inbound import Inbound, Said
from bot.messaging.work import Work
from bot.runtime import leases
from bot.runtime.opening import open_app
from config import policy as policies
from config.settings import read_settings
from config.world import read_world
from storage.background import Job, Revision
from storage.conversations import Conversation, Outbox
from storage.engine import Database, open_database

pytestmark = [pytest.mark.crash, pytest.mark.needs_postgres]
STORY = [{"at": "2026-11-25T12:00:00+08:00"}]  # nudges are due by then
RESTARTS = [Point(2, "before"), Point(4, "after"), Point(7, "before"), Point(11, "after")]
STARTS_ANEW = (1, 4, 7)
HALF_APPLIED = "another policy"
LONG_AGO = timedelta(hours=1)
DEAD = "a dead process"


class Server:
    """A PostgreSQL server that can crash."""

    def __init__(self, started: Any) -> None:
        self._started = started

    def administration(self) -> Engine:
        url = make_url(self._started.get_uri()).set(drivername="postgresql+psycopg")
        return create_engine(url, isolation_level="AUTOCOMMIT")

    def restart(self) -> None:
        process = psutil.Process(self._started.get_pid())
        process.send_signal(signal.SIGQUIT)
        process.wait(10)
        self._started.ensure_postgres_running()


@pytest.fixture(scope="module")
def crashing() -> Iterator[Server]:
    with server() as started:
        own = Server(started)
        admin = own.administration()
        with admin.connect() as connection:
            for setting in ("fsync", "full_page_writes"):  # the machine itself does not crash
                connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(text("SELECT pg_reload_conf()"))
        admin.dispose()
        yield own


def database(crashing: Server, name: str, like: str = "template0") -> str:
    admin = crashing.administration()
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'))
    admin.dispose()
    return admin.url.set(database=name).render_as_string(hide_password=False)


def leave_behind(db: Database) -> None:
    """What a process that died held: its leases are over."""
    begin = found(db, WORLD, policies.load())
    said = Said(text="刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟")
    for number, person in enumerate(("小周", "小吴", "小郑")):
        inbox.receive(db, Inbound("simulated", str(number), person, said if number == 0 else Said(text="帮助"), begin))
    assert inbox.claim(db) is not None
    with db.write() as session:
        jobs.order(session, "count", "count", {}, begin, conversation_id=1)
        outbox.put(
            session, inbox.conversation_of_member(session, 1), Message("早"), begin, address=("simulated", "赵琳")
        )
    assert jobs.claim(db, "count") is not None
    assert sends.claim_next(db, begin, [sends.Reach("simulated", recognises_repeats=True)]) is not None
    assert leases.take(db, "telegram-poll", DEAD, timedelta(0))
    assert leases.take(db, policy_change.PLANNED_BY, DEAD, timedelta(0))
    with db.write() as session:
        for row in [*session.exec(select(Conversation)), *session.exec(select(Job))]:
            row.lease_until = row.lease_until and row.lease_until - LONG_AGO
            session.add(row)
        for message in session.exec(select(Outbox).where(col(Outbox.status) == "sending")):
            assert message.claimed_at is not None
            message.claimed_at -= LONG_AGO
            session.add(message)
        session.get_one(Revision, policy_change.PLANNED_BY).note = HALF_APPLIED


def go_on(url: str, folder: Path, reached: Reached = lambda point: None) -> Scene:
    """A process takes up what was left, to its end; like a worker's, its work goes on after a failure."""
    folder.mkdir()
    scene = Scene(url, folder, read_world(WORLD).now)
    life = Life(scene, reached, alone=False)
    quick = Work(lambda _db, _args: {}, retry_in=timedelta(0))
    life.app.work = dict.fromkeys(["count", *life.app.work], quick)  # a new day orders some, too
    steps: list[Callable[[], object]] = [partial(sends.recover, life.db, [life.reach]), partial(life.play, STORY)]
    while steps:
        with suppress(OperationalError):
            steps[0]()
            steps.pop(0)
    return scene


def outcome(scene: Scene) -> tuple[Counter[str], Counter[tuple[str, str]], dict[str, int]]:
    """How far everything came, what people saw, and how much there is of everything."""
    found = all_columns(scene)
    states = Counter(f"{table} {row['status']}" for table in ("outbox", "job", "run") for row in found[table])
    states["open messages"] = len([row for row in found["inbox"] if row["handled_at"] is None])
    states["held conversations"] = len([row for row in found["conversation"] if row["lease_until"] is not None])
    seen = Counter((message["to"], message["kind"]) for message in scene.shown())
    return states, seen, {table: len(content) for table, content in found.items()}


def test_what_a_start_takes_up_is_brought_to_its_end_whenever_the_database_restarts(
    crashing: Server, tmp_path: Path
) -> None:
    left = open_database(database(crashing, "left"))
    leave_behind(left)
    left.close()
    undisturbed = outcome(go_on(database(crashing, "undisturbed", like="left"), tmp_path / "undisturbed"))
    restarts: list[Point] = []

    def reached(here: Point) -> None:
        if here in RESTARTS:
            restarts.append(here)
            crashing.restart()

    scene = go_on(database(crashing, "disturbed", like="left"), tmp_path / "disturbed", reached)
    assert restarts == RESTARTS
    assert outcome(scene) == undisturbed
    states, seen, _ = undisturbed
    assert not {"outbox pending", "outbox sending", "job pending"} & set(states)
    assert states["open messages"] == states["held conversations"] == 0
    assert seen["小周", "receipt"] == 1 and seen["赵琳", "reply"] == 1 and seen["小周", "nudge"] >= 1


def test_a_start_goes_on_wherever_the_database_restarts(crashing: Server, tmp_path: Path) -> None:
    """Here a policy that was half applied: taking the lease, planning, noting that it was done, giving it up."""
    url = database(crashing, "starting")
    left = open_database(url)
    leave_behind(left)
    commits: list[int] = []

    @event.listens_for(Engine, "commit")
    def restart(connection: Connection) -> None:
        if connection.engine.url.database == "starting":
            commits.append(len(commits) + 1)
            if commits[-1] in STARTS_ANEW:
                crashing.restart()

    (tmp_path / "cache").symlink_to(CACHE)
    try:
        app = open_app(read_settings(_env_file=None, secret="a long secret for tests", db_url=url, var=tmp_path))
    finally:
        event.remove(Engine, "commit", restart)
    assert set(STARTS_ANEW) < set(commits)
    with app.db.read() as session:
        assert session.get_one(Revision, policy_change.PLANNED_BY).note != HALF_APPLIED
        assert session.exec(select(Job.status)).all() == ["failed"]  # of a kind that is there no longer
    assert leases.take(app.db, "telegram-poll", "this one", timedelta(seconds=11))
    app.db.close()
    left.close()
