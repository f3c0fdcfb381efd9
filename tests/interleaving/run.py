"""One seed, played to its end."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from math import inf
from pathlib import Path
from types import TracebackType

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.admin import importer
from bot.channels.telegram.intake import CHANNEL
from bot.turn.names import Understands
from config import policy as policies
from config.world import read_world
from interleaving import faults, people
from interleaving.audit import QUIET_SECONDS, Auditor
from interleaving.database import Engine
from interleaving.faults import Faults
from interleaving.peer import Platform
from interleaving.people import CHATS, FIRST_CHAT, Deed, Script
from interleaving.replica import MachineClock, Replica, World
from interleaving.scheduler import Scheduler
from nlu.engine import load_engine
from storage.engine import open_database
from storage.migrate import migrate
from storage.people import Member

COMPANY = Path(__file__).parent / "company.yaml"
CACHE = Path(__file__).parents[2] / "var" / "cache"
DRAIN_SECONDS = 150.0  # in which everything comes to rest once nothing goes wrong any more
BEFORE_DUE = 0.5
SHORTEST_LEAP = 1.5
ALONE, RECOGNISES_REPEATS = 0.4, 0.25  # of all runs


@dataclass(frozen=True)
class Outcome:
    """How the run of `seed` went. `history` says what happened, step by step, the same whenever it is played."""

    seed: int
    history: tuple[str, ...]
    violations: tuple[str, ...]

    @property
    def digest(self) -> str:
        """A hash of the history."""
        return sha256("\n".join(self.history).encode()).hexdigest()


class Laboratory:
    """What runs use one after the other: the company, the engine of understanding, a folder in memory."""

    def __init__(self) -> None:
        memory = Path("/dev/shm")
        self._folder = Path(tempfile.mkdtemp(prefix="xiaoban-", dir=memory if memory.is_dir() else None))
        self.begin = read_world(COMPANY).now
        self.policy = policies.load()
        self.understanding: Understands = load_engine(CACHE)
        self.media = self._folder / "media"
        template = self._folder / "template.db"
        self._found(template)
        self.engine = Engine(template, self._folder / "company.db")

    def __enter__(self) -> Laboratory:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder)

    def _found(self, path: Path) -> None:
        db = open_database(f"sqlite:///{path}")
        migrate(db)
        with db.write() as session:
            story = read_world(COMPANY)
            importer.name_company(session, "测试公司", story.now, demo=False)
            importer.import_world(session, story, self.policy, story.now, _reachable)
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()


class Stage:
    """The course of a run: what people do, faults meanwhile; then, when nothing goes wrong any more, everybody writes
    once again, and all comes to rest."""

    def __init__(self, world: World, script: Script, wrong: Faults, auditor: Auditor, said: dict[int, Deed]) -> None:
        self.over = False
        self._world = world
        self._script = script
        self._wrong = wrong
        self._auditor = auditor
        self._said = said
        self._end = inf

    def live(self) -> None:
        """What people do (a thread's work)."""
        scheduler = self._world.scheduler
        for deed in self._script.deeds:
            if deed.at > scheduler.now:
                scheduler.hand_over("lives", deed.at)
            self._do(deed)
        while self._goes_wrong():
            scheduler.sleep(1.0)
        self._wrong.to_come.clear()
        end = scheduler.now + DRAIN_SECONDS
        while scheduler.now < end and not self._auditor.drained():
            scheduler.sleep(1.0)
        for chat in CHATS:
            self._do(Deed(scheduler.now, chat, "早"))
        self._end = scheduler.now + DRAIN_SECONDS

    def leap(self, until: float) -> float:
        """Nobody can go on before `until`: the time at which to go on. Where nothing would happen but vain looks, time
        leaps to just before the next thing that does."""
        world = self._world
        if self._end < inf and (until > self._end or self._auditor.drained()):
            self.over = True
        if not self._is_quiet():
            return until
        planned = [world.scheduler.next_of(world.outside), *(at for at, _, _ in self._wrong.to_come[:1])]
        target = min(*planned, self._auditor.next_moment())
        leap = target - BEFORE_DUE - until
        if leap < SHORTEST_LEAP or leap == inf:
            return until
        world.scheduler.note(f"leaps {leap:.1f}")
        world.scheduler.delay(leap, world.outside)
        for replica in world.replicas:
            if replica.loop is not None:
                replica.loop.delay(leap)
        return until + leap

    def _do(self, deed: Deed) -> None:
        number = people.do(self._world.platform, deed, int(self._world.clock.begin.timestamp()))
        self._said[number] = deed

    def _goes_wrong(self) -> bool:
        now = self._world.scheduler.now
        unstruck = bool(self._wrong.to_come) and now < self._script.scenes[-1][1] + 60
        return unstruck or any(until > now for _, until in self._wrong.spans) or not self._all_run()

    def _all_run(self) -> bool:
        now = self._world.scheduler.now
        return all(one.process.alive and one.process.stopped_until <= now for one in self._world.replicas)

    def _is_quiet(self) -> bool:
        now = self._world.scheduler.now
        return (
            now - self._auditor.changed_at > QUIET_SECONDS
            and self._all_run()
            and not any(until > now for _, until in self._wrong.spans)
            and not self._world.platform.is_busy()
            and self._auditor.rests()
        )


def run(laboratory: Laboratory, seed: int, only: Sequence[str] = ()) -> Outcome:
    """Play a seed, with `only` some kinds of faults, by default all."""
    scheduler = Scheduler(seed)
    chance = random.Random(f"{seed}: story")
    with laboratory.engine.opened(scheduler) as file:
        alone = chance.random() < ALONE
        platform = Platform(scheduler, recognises_repeats=chance.random() < RECOGNISES_REPEATS)
        clock = MachineClock(scheduler, laboratory.begin)
        world = World(scheduler, file, platform, laboratory, alone, clock)
        for number in range(1 if alone else chance.randint(2, 3)):
            own = clock if alone else MachineClock(scheduler, laboratory.begin)
            world.replicas.append(Replica(world, f"r{number}", own))
        return _played(world, seed, chance, only)


def _played(world: World, seed: int, chance: random.Random, only: Sequence[str]) -> Outcome:
    scheduler = world.scheduler
    script = Script(chance)
    said: dict[int, Deed] = {}
    wrong = faults.drawn(chance, script, world, only)
    auditor = Auditor(world, wrong, said)
    stage = Stage(world, script, wrong, auditor, said)
    world.file.committed = auditor.look
    scheduler.moved, scheduler.idle = wrong.moved, stage.leap
    try:
        with world.in_place(), _logged(scheduler):
            for replica in world.replicas:
                replica.start()
            scheduler.spawn(world.outside, "people", stage.live)
            scheduler.run(lambda: stage.over)
        auditor.conclude()
        scheduler.note(f"steps {scheduler.steps.hexdigest()}, rows {auditor.rows()}")
    finally:
        auditor.close()
    return Outcome(seed, tuple(scheduler.history), tuple(auditor.violations))


@contextmanager
def _logged(scheduler: Scheduler) -> Iterator[None]:
    """What the product logs becomes part of the history."""

    def note(_logger: WrappedLogger, level: str, event: EventDict) -> EventDict:
        error = sys.exc_info()[1] if event.get("exc_info") else None
        scheduler.note(f"{level}: {event['event']}" + (f" ({type(error).__name__})" if error else ""))
        raise structlog.DropEvent

    before = structlog.get_config()
    structlog.configure(processors=[note])
    try:
        yield
    finally:
        structlog.configure(**before)


def _reachable(member: Member) -> tuple[str, str]:
    """A member's chat."""
    return CHANNEL, str(FIRST_CHAT + (member.id or 0))
