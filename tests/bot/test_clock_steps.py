"""The machine's clock is set, three hours back or ahead: nothing falls silent, nothing is done twice, nothing at once
that was to be done later.

Leases and retries take as long as ever (on SQLite; on PostgreSQL they go by the server's clock). The company's time is
the wall's: what is due by it is due, once.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from machine import Machine
from sqlmodel import Session, col, select
from structlog.testing import capture_logs
from testing import WORLD, engine, found, unasked

from bot.app import App, build
from bot.conversation.messages import Message
from bot.messaging import inbox, jobs, outbox, sends
from bot.messaging.inbound import Inbound, Said
from bot.messaging.sends import REPEATED, Reach
from bot.runtime import leases
from config import policy as policies
from config.world import read_world
from scheduler import stage_clock, sweep, timers
from scheduler.clock import StepWatch
from scheduler.sweep import Due
from storage.background import Revision
from storage.conversations import Outbox
from storage.engine import Database, open_database
from storage.media import FolderStore

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
BACK, AHEAD = -3 * HOUR, 3 * HOUR
REACH = Reach("simulated", recognises_repeats=False)
SPANS = {  # how long each lease or pause of these tests is
    "a conversation is held": inbox.LEASE,
    "a message failed": 20 * SECOND,
    "a job is worked on": jobs.LEASE,
    "a job failed": 40 * SECOND,
    "a task is one process's": 11 * SECOND,
    "a send was refused": 50 * SECOND,
    "a send is doubtful": sends.STALE,
}


class Installation:
    """A company's bot on one machine, which may be started again."""

    def __init__(self, folder: Path, machine: Machine, url: str) -> None:
        self._folder = folder
        self._url = url
        self.machine = machine
        self.start()

    def start(self) -> None:
        """A process begins, as `serve` does: what a dead one held is free."""
        steady = self.machine.steady()
        self.db = open_database(self._url, steady)
        if self.db.is_sqlite:
            inbox.recover(self.db)
            jobs.recover(self.db)
            leases.recover(self.db)
        sends.recover(self.db, [REACH])
        media = FolderStore(self._folder / "media")
        self.app: App = build(self.db, unasked(policies.load()), engine(), self.machine, media)
        self.app.steps = StepWatch(self.machine, steady)

    def say(self, person: str, event: str) -> None:
        self.app.receive(Inbound("simulated", event, person, Said(text="帮助"), self.machine.now()))


@pytest.fixture
def bot(tmp_path: Path, template: Path) -> Installation:
    shutil.copyfile(template, tmp_path / "company.db")
    return Installation(tmp_path, Machine(read_world(WORLD).now), f"sqlite:///{tmp_path}/company.db")


@pytest.fixture
def other_bot(tmp_path: Path, template: Path) -> Installation:
    """A second company like the first."""
    shutil.copyfile(template, tmp_path / "other.db")
    return Installation(tmp_path, Machine(read_world(WORLD).now), f"sqlite:///{tmp_path}/other.db")


@pytest.fixture
def anywhere(tmp_path: Path, database_url: str) -> Installation:
    """The same on both databases."""
    db = open_database(database_url)
    begin = found(db, WORLD, policies.load())
    db.close()
    return Installation(tmp_path, Machine(begin), database_url)


def put(db: Database, to: str, kind: str, at: Machine) -> None:
    with db.write() as session:
        conversation = inbox.conversation_of(session, "simulated", to)
        outbox.put(session, conversation, Message(to, kind=kind), at.now(), address=("simulated", to))  # type: ignore[arg-type]


def send(bot: Installation) -> sends.Sending | None:
    return sends.claim_next(bot.db, bot.machine.now(), [REACH])


def begin_pauses(bot: Installation) -> dict[str, Callable[[], bool]]:
    """Everything of SPANS begins now. Returns how to see that each is over."""
    db = bot.db
    bot.say("held", "1")
    assert inbox.claim(db) is not None
    bot.say("failed", "2")
    failed = inbox.claim(db)
    assert failed is not None
    inbox.failed(db, failed, "no reason", SPANS["a message failed"])
    with db.write() as session:
        for name in ("worked", "failed"):
            jobs.order(session, name, name, {}, bot.machine.now())
    assert jobs.claim(db, "worked") is not None
    job = jobs.claim(db, "failed")
    assert job is not None
    jobs.finish(db, job, None, "no reason", bot.machine.now(), tries=3, retry_in=SPANS["a job failed"])
    assert leases.take(db, "poll", "dead", SPANS["a task is one process's"])
    put(db, "refused", "reply", bot.machine)
    put(db, "doubtful", "nudge", bot.machine)
    for _ in range(2):
        sending = send(bot)
        assert sending is not None
        if sending.text == "refused":
            sends.refused(db, sending, "429", SPANS["a send was refused"], counts=False)
        else:
            sends.doubtful(db, sending, "timeout")
    heard: list[str] = []

    def hear(*names: str) -> bool:
        claim, sending = inbox.claim(db), send(bot)
        heard.extend([claim.address] if claim is not None else [])
        heard.extend([sending.text] if sending is not None else [])
        return any(name in heard for name in names)

    return {
        "a conversation is held": lambda: hear("held"),
        "a message failed": lambda: hear("failed"),
        "a job is worked on": lambda: jobs.claim(db, "worked") is not None,
        "a job failed": lambda: jobs.claim(db, "failed") is not None,
        "a task is one process's": lambda: leases.take(db, "poll", "p2", HOUR),
        "a send was refused": lambda: hear("refused"),
        "a send is doubtful": lambda: hear(REPEATED + "doubtful"),
    }


def ends(bot: Installation, over: dict[str, Callable[[], bool]], longest: timedelta) -> dict[str, timedelta]:
    """After which time each pause ended, by a stopwatch."""
    ended: dict[str, timedelta] = {}
    began = bot.machine.monotonic()
    while bot.machine.monotonic() - began <= longest.total_seconds():
        for name in [name for name in over if name not in ended]:
            if over[name]():
                ended[name] = timedelta(seconds=bot.machine.monotonic() - began)
        bot.machine.run(SECOND)
    return ended


@pytest.mark.parametrize("step", [timedelta(0), BACK, AHEAD])
def test_leases_and_pauses_last_as_long_as_ever(bot: Installation, step: timedelta) -> None:
    over = begin_pauses(bot)
    bot.machine.set_clock(step)
    assert ends(bot, over, 2 * MINUTE) == SPANS


def test_a_start_after_the_clock_went_back_strands_nothing(bot: Installation) -> None:
    begin_pauses(bot)
    bot.machine.set_clock(BACK)
    bot.db.close()
    bot.start()
    assert {inbox.claim(bot.db), inbox.claim(bot.db)}.isdisjoint({None})
    assert jobs.claim(bot.db, "worked") and jobs.claim(bot.db, "failed")
    assert leases.take(bot.db, "poll", "p2", HOUR)
    heard: dict[str, timedelta] = {}
    for second in range(125):
        if (sending := send(bot)) is not None:
            heard[sending.text] = second * SECOND
        bot.machine.run(SECOND)
    assert heard == {"refused": SPANS["a send was refused"], REPEATED + "doubtful": sends.STALE}


def test_a_start_after_a_short_step_back_that_was_noticed_sends_again_in_time(bot: Installation) -> None:
    """The clock goes back by less than has passed since the refusal: nothing but the note tells that it did."""
    put(bot.db, "refused", "reply", bot.machine)
    sending = send(bot)
    assert sending is not None
    sends.refused(bot.db, sending, "429", 30 * SECOND, counts=False)
    bot.machine.run(28 * SECOND)
    for _ in range(2):
        bot.machine.set_clock(-12 * SECOND)
        bot.app.sweep()
    bot.db.close()
    bot.start()
    assert send(bot) is None
    bot.machine.run(2 * SECOND)
    assert send(bot) is not None
    bot.db.close()
    bot.start()
    with bot.db.read() as session:
        assert session.get(Revision, sends.AHEAD) is None


class Failing:
    """A notice that fails until it is mended, and keeps which timers fired then."""

    def __init__(self) -> None:
        self.mended = False
        self.fired: list[str] = []

    def __call__(self, _session: Session, due: Due) -> None:
        if not self.mended:
            raise OSError("not now")
        self.fired += [timer.key for timer in due.timers]


def test_what_failed_comes_again_after_its_pause_and_the_step_is_logged(anywhere: Installation) -> None:
    app, machine, notice = anywhere.app, anywhere.machine, Failing()
    app.timer_kinds = {"test": notice}
    with anywhere.db.write() as session:
        timers.put(session, "failing", "test", machine.now(), 1)
        timers.put(session, "later", "test", machine.now() + HOUR, 1)
    assert app.sweep() == 0
    notice.mended = True
    machine.set_clock(BACK)
    with capture_logs() as logged:
        app.sweep()
        app.sweep()
    assert [entry for entry in logged if entry["log_level"] == "warning"] == [
        {"event": "the machine's clock was set", "log_level": "warning", "seconds": -10800}
    ]
    machine.run(sweep.RETRY - SECOND)
    assert app.sweep() == 0
    machine.run(SECOND)
    assert (app.sweep(), notice.fired) == (1, ["failing"])
    machine.run(4 * HOUR - sweep.RETRY)  # by the wall
    assert (app.sweep(), notice.fired) == (1, ["failing", "later"])


def test_an_ordinary_clock_is_never_said_to_be_set() -> None:
    machine = Machine(read_world(WORLD).now)
    watch = StepWatch(machine, machine.steady())
    for _ in range(100):
        machine.run(HOUR)
        machine.set_clock(timedelta(milliseconds=10))
        assert watch.step() == timedelta(0)
    machine.set_clock(-HOUR)
    assert watch.step() < -59 * MINUTE and watch.step() == timedelta(0)


WEEK = timedelta(days=7)


def play(bot: Installation, length: timedelta) -> None:
    """Let `length` pass, looking every ten minutes."""
    for _ in range(int(length / (10 * MINUTE))):
        bot.app.sweep()
        bot.machine.run(10 * MINUTE)


def told(bot: Installation) -> Counter[tuple[int, str, int]]:
    """Who was told of which deal by itself, and whether as its rep (a nudge) or a leader (an alert). The lists of each
    morning name a deal day after day."""
    with bot.db.read() as session:
        rows = session.exec(select(Outbox).where(col(Outbox.cause) == "timer")).all()
    facts = [
        (row, {choice["params"].get("deal") for choice in row.choices} - {None}) for row in rows if row.kind != "brief"
    ]
    return Counter((row.conversation_id, row.kind, deal) for row, deals in facts for deal in deals)


@pytest.fixture
def always_right(bot: Installation) -> Counter[tuple[int, str, int]]:
    """What is told where nobody sets the clock."""
    play(bot, WEEK)
    facts = told(bot)
    assert len(facts) > 8 and set(facts.values()) == {1}
    return facts


@pytest.mark.parametrize("hours", [48, 56, 72], ids=["after a nudge", "by night", "after several"])
@pytest.mark.parametrize("step", [BACK, AHEAD])
def test_everybody_is_told_everything_once(
    always_right: Counter[tuple[int, str, int]], other_bot: Installation, step: timedelta, hours: int
) -> None:
    """Also where all deals are planned anew just then, as a start with a changed policy does."""
    play(other_bot, hours * HOUR)
    other_bot.machine.set_clock(step)
    with other_bot.db.write() as session:
        stage_clock.watch_all(session, other_bot.app.rules.policy, other_bot.machine.now())
    play(other_bot, WEEK - hours * HOUR - step)
    assert told(other_bot) == always_right
