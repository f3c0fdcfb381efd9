"""What keeps a process going: workers outlive failures, an engine loads meanwhile, a demo is founded once."""

from __future__ import annotations

import shutil
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from testing import WORLD, engine

from bot.app import build
from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.messaging.inbound import Inbound, Media, Said
from bot.runtime.demo import open_demo
from bot.runtime.lazy_engine import LazyEngine
from bot.runtime.threads import Threads
from bot.runtime.workers import Worker
from config import policy
from config.world import DEMO, read_world
from nlu.lexicon import Changes, Lexicon
from nlu.understanding import Understanding
from scheduler.clock import SimulatedClock
from storage.background import Timer
from storage.conversations import Outbox
from storage.deals import Opportunity
from storage.engine import open_database
from storage.media import FolderStore
from storage.migrate import migrate
from storage.people import Company, Member

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
PATIENCE = 10.0


class Pile:
    """Work to be done; `done` is set once the pile is empty."""

    def __init__(self, *items: object) -> None:
        self.items = list(items)
        self.taken: list[object] = []
        self.done = threading.Event()

    def work_once(self) -> bool:
        if not self.items:
            self.done.set()
            return False
        item = self.items.pop(0)
        self.taken.append(item)
        if isinstance(item, Exception):
            raise item
        return True


def test_a_worker_outlives_what_fails() -> None:
    pile = Pile("一", OSError("the disk is full"), "二")
    worker = Worker("test", pile.work_once)
    worker.start()
    assert pile.done.wait(PATIENCE)
    assert [str(item) for item in pile.taken] == ["一", "the disk is full", "二"]
    assert worker.stop(PATIENCE)


def test_a_worker_finishes_what_it_has_begun_and_takes_up_nothing_more() -> None:
    began, may_end, taken = threading.Event(), threading.Event(), []

    def work_once() -> bool:
        taken.append(1)
        began.set()
        return may_end.wait(PATIENCE)

    worker = Worker("test", work_once)
    worker.start()
    assert began.wait(PATIENCE)
    assert not worker.stop(0)
    may_end.set()
    assert worker.stop(PATIENCE)
    assert taken == [1]


class Echo:
    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        return Understanding("greet", 1.0, {}, {}, text)

    def with_lexicon(self, lexicon: Lexicon) -> Echo:
        return self

    def with_changes(self, changes: Changes) -> Echo:
        return self


def test_whoever_asks_while_the_engine_loads_waits_for_it() -> None:
    loaded = threading.Event()

    def load() -> Echo:
        assert loaded.wait(PATIENCE)
        return Echo()

    engine = LazyEngine(load)
    heard: list[str] = []
    asking = threading.Thread(target=lambda: heard.append(engine.parse("在吗", NOW).text))
    asking.start()
    loaded.set()
    asking.join(PATIENCE)
    assert heard == ["在吗"]


def test_an_engine_that_does_not_load_is_an_error_each_time() -> None:
    def load() -> Echo:
        raise OSError("no model")

    engine = LazyEngine(load)
    for _ in range(2):
        with pytest.raises(OSError, match="no model"):
            engine.parse("在吗", NOW)


def test_the_demo_company_is_founded_once_and_its_clock_goes_on(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path / 'demo.db'}")
    migrate(db)
    rules = policy.load()
    begins = read_world(DEMO).now
    clock = open_demo(db, rules)
    assert begins <= clock.now() < begins + timedelta(minutes=5)
    with db.read() as session:
        before = [len(session.exec(select(table)).all()) for table in (Company, Member, Opportunity, Timer)]
        assert all(before)
    clock.move_to(clock.now() + timedelta(days=2))
    clock.move_to(begins)  # it never goes back
    later = open_demo(db, rules)
    assert begins + timedelta(days=2) <= later.now() < begins + timedelta(days=2, minutes=5)
    with db.read() as session:
        after = [len(session.exec(select(table)).all()) for table in (Company, Member, Opportunity, Timer)]
    assert after == before
    with db.write() as session:  # said before the machine's clock went back an hour and the demo was started again
        last = later.now() + timedelta(hours=1)
        outbox.put(session, inbox.conversation_of_member(session, 1), Message("早"), last)
    assert last <= open_demo(db, rules).now() < last + timedelta(minutes=5)
    db.close()


def test_while_a_file_is_fetched_everybody_else_is_answered(tmp_path: Path, template: Path) -> None:
    shutil.copyfile(template, tmp_path / "company.db")
    db = open_database(f"sqlite:///{tmp_path}/company.db")
    fetching, enough, answered = threading.Event(), threading.Event(), threading.Event()

    def slow(media: Media) -> Media:
        fetching.set()
        enough.wait(2 * PATIENCE)
        return replace(media, key="kept.jpg")

    def committed() -> None:
        with db.read() as session:
            if session.exec(select(Outbox.id).where(Outbox.address == "小吴")).first() is not None:
                answered.set()

    clock = SimulatedClock(read_world(WORLD).now)
    app = build(db, policy.load(), engine(), clock, FolderStore(tmp_path / "media"))
    app.fetchers["simulated"] = slow
    threads = Threads(app, committed)
    app.receive(Inbound("simulated", "1", "小周", Said(media=Media("image", reference="far away")), clock.now()))
    threads.start()
    try:
        assert fetching.wait(PATIENCE)
        app.receive(Inbound("simulated", "2", "小吴", Said(text="帮助"), clock.now()))
        assert answered.wait(PATIENCE)
    finally:
        enough.set()
        threads.stop(PATIENCE)
        db.close()
