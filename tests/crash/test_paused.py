"""A process paused (SIGSTOP) past its lease commits nothing: somebody else has done its work."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from processes import all_columns, ended, started
from scene import Life, Point, Reached, Scene
from sqlmodel import col, select
from structlog.testing import capture_logs
from testing import WORLD, found

from bot.messaging import inbox
from bot.messaging.inbound import Inbound, Said
from config import policy as policies
from storage.conversations import Conversation, Outbox
from storage.engine import open_database

pytestmark = pytest.mark.crash
CLAIMED, BEFORE_COMMIT, SENDING = Point(1, "after"), Point(2, "before"), Point(3, "after")
LONG = timedelta(hours=1)


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Scene:
    """The company, and one message that was received."""
    db = open_database(database_url)
    begin = found(db, WORLD, policies.load())
    said = Said(text="刚跟联创孙总打完电话,他嫌价格高,周三下午我再去一趟")
    inbox.receive(db, Inbound("simulated", "1", "小周", said, begin))
    db.close()
    return Scene(database_url, tmp_path, begin)


def live(scene: Scene, reached: Reached = lambda point: None) -> None:
    """Handle a message and everything that comes of it, as one of several processes."""
    life = Life(scene, reached, alone=False)
    with capture_logs() as logged:
        life.settle()
    scene.book.write(logged=[entry["event"] for entry in logged])
    life.db.close()


def pause_at(points: Sequence[Point]) -> Reached:
    def reached(here: Point) -> None:
        if here in points:
            os.kill(os.getpid(), signal.SIGSTOP)

    return reached


@contextmanager
def paused(scene: Scene, *points: Point) -> Iterator[int]:
    """A process that stands still at each of `points`."""
    process = started(live, scene, pause_at(points))
    assert process.pid is not None
    try:
        await_pause(process.pid)
        yield process.pid
    finally:
        process.kill()
        process.join()


def await_pause(pid: int) -> None:
    assert os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1]), "it ended before it came there"


def go_on_to_the_next(pid: int) -> None:
    os.kill(pid, signal.SIGCONT)
    await_pause(pid)


def go_on_to_the_end(pid: int) -> None:
    os.kill(pid, signal.SIGCONT)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def let_leases_end(scene: Scene) -> None:
    """As if that much time had passed on the database's clock."""
    db = open_database(scene.url)
    with db.write() as session:
        for conversation in session.exec(select(Conversation).where(col(Conversation.lease_until).is_not(None))):
            assert conversation.lease_until is not None
            conversation.lease_until -= LONG
        for message in session.exec(select(Outbox).where(col(Outbox.claimed_at).is_not(None))):
            assert message.claimed_at is not None
            message.claimed_at -= LONG
    db.close()


def run_to_its_end(scene: Scene) -> None:
    assert ended(live, scene) == 0


@pytest.mark.parametrize(
    ("point", "says"),
    [(CLAIMED, ["turn abandoned"]), (SENDING, [])],
    ids=["before the turn, which another made", "while sending, what another sent"],
)
def test_what_it_held_is_taken_over_and_it_commits_nothing(scene: Scene, point: Point, says: list[str]) -> None:
    with paused(scene, point) as first:
        let_leases_end(scene)
        run_to_its_end(scene)
        rows_then, shown_then = all_columns(scene), scene.shown()
        assert len(rows_then["followup"]) == 1
        assert [message["to"] for message in shown_then] == ["小周"]
        go_on_to_the_end(first)
    assert all_columns(scene) == rows_then
    assert scene.shown() == shown_then
    assert scene.book.lines("logged") == [[], says]


@pytest.mark.parametrize("database_url", [pytest.param("postgres", marks=pytest.mark.needs_postgres)], indirect=True)
def test_within_its_transaction_it_holds_its_conversation_whatever_the_lease_says(scene: Scene) -> None:
    with paused(scene, CLAIMED, BEFORE_COMMIT) as first:
        let_leases_end(scene)
        go_on_to_the_next(first)
        run_to_its_end(scene)
        assert (all_columns(scene)["followup"], scene.shown()) == ([], [])
        go_on_to_the_end(first)
    assert len(all_columns(scene)["followup"]) == 1
    assert [message["to"] for message in scene.shown()] == ["小周"]
