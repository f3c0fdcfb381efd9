"""A process of the bot as `serve` runs it, from its start to its crash or clean end, on the virtual scheduler."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from unittest import mock

import bot.messaging.work
import bot.runtime.threads
import bot.runtime.workers
from bot.app import build
from bot.channels.delivery import Delivery
from bot.channels.telegram import polling
from bot.channels.telegram.intake import Intake
from bot.messaging import inbox, jobs
from bot.runtime import leases
from bot.runtime.threads import Threads
from bot.turn.names import Understands
from config.policy import Policy
from interleaving.database import Alone, Engine, File, Replicated
from interleaving.loop import VirtualLoop
from interleaving.peer import Edge, Platform, VirtualChannel
from interleaving.scheduler import Event, Process, Scheduler, Threading
from scheduler.clock import Clock, StepWatch
from storage.engine import Database, SteadyClock
from storage.media import FolderStore

PATIENCE_SECONDS = 10.0
KEPT_UP_SECONDS = 1.0
NOTICES_LOST = 0.1
TURN_WORKERS = 2  # enough to meet each other; a run is shorter with few


@dataclass
class MachineClock:
    """A machine's clock: it runs with virtual time, and can be set."""

    scheduler: Scheduler
    begin: datetime
    offset: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.begin + timedelta(seconds=self.scheduler.now) + self.offset


class Means(Protocol):
    """What processes are built of."""

    engine: Engine
    understanding: Understands
    policy: Policy
    media: Path


@dataclass
class World:
    """What all processes share. `alone`: there is one process, on SQLite; otherwise they stand side by side, and the
    database has a clock of its own."""

    scheduler: Scheduler
    file: File
    platform: Platform
    means: Means
    alone: bool
    clock: MachineClock  # the database's
    replicas: list[Replica] = field(default_factory=list)
    notices: list[Notices] = field(default_factory=list)
    outside: Process = field(default_factory=lambda: Process("outside"))  # people, and who starts processes again

    def notifier(self, _db: Database, on_notice: Callable[[], None]) -> Notices:
        """In place of `Notifier`, which needs PostgreSQL."""
        notices = Notices(self, self.scheduler.current.process, on_notice)
        self.notices.append(notices)
        return notices

    @property
    def database_clock(self) -> Clock:
        """By which leases and retries are timed: on SQLite the steady one of its process."""
        return self.replicas[0].steady if self.alone else self.clock

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The product's threads and clocks are those of this world."""
        threading = Threading(self.scheduler)
        with ExitStack() as patched:
            for module, name, value in (
                (bot.runtime.workers, "threading", threading),
                (bot.messaging.work, "threading", threading),
                (bot.messaging.work, "wait", threading.wait),
                (bot.messaging.work, "monotonic", threading.monotonic),
                (bot.runtime.threads, "Notifier", self.notifier),
                (bot.runtime.threads, "TURN_WORKERS_ON_POSTGRES", TURN_WORKERS),
                (bot.runtime.threads, "STAND_INS_ON_SQLITE", TURN_WORKERS - 1),
                (bot.runtime.threads, "_listeners", lambda _app: []),  # nobody speaks here
            ):
                patched.enter_context(mock.patch.object(module, name, value))
            yield


class Replica:
    """One process after the other under one name."""

    def __init__(self, world: World, name: str, clock: MachineClock) -> None:
        self.world = world
        self.name = name
        self.clock = clock
        self.process = Process(name, alive=False)
        self.steady = self._steady()
        self.loop: VirtualLoop | None = None
        self._stop: Callable[[], object] = lambda: None

    def start(self) -> None:
        """Begin a new process, unless there is one."""
        if self.process.alive:
            return
        self.process = Process(self.name)
        self._stop = self.crash  # who is told to end while it starts is ended by the signal
        self.world.scheduler.note(f"{self.name} starts")
        self.world.scheduler.spawn(self.process, "main", self._live)

    def crash(self) -> None:
        """End it as SIGKILL does."""
        self.world.scheduler.note(f"{self.name} crashes")
        self.world.file.crash(self.process)
        self.world.scheduler.crash(self.process)
        self.world.means.engine.engine.dispose()

    def stop(self, seconds: float) -> None:
        """Stop it for a time, as SIGSTOP and SIGCONT do."""
        self.world.scheduler.note(f"{self.name} stands still for {seconds:.1f}")
        self.process.stopped_until = self.world.scheduler.now + seconds
        if not self.world.alone:
            self.world.file.hang(self.process)

    def end(self) -> None:
        """Tell it to end, as SIGTERM does."""
        self.world.scheduler.note(f"{self.name} is told to end")
        self._stop()

    def _steady(self) -> SteadyClock:
        return SteadyClock(self.clock.now, lambda: self.world.scheduler.now)

    def _live(self) -> None:
        """As `server.serve`, without the page."""
        world = self.world
        means = world.means
        self.steady = self._steady()
        engine = means.engine.engine.execution_options(steady=world.database_clock)
        db = (Alone if world.alone else Replicated)(engine)
        if world.alone:
            inbox.recover(db)
            jobs.recover(db)
            leases.recover(db)
        app = build(db, means.policy, means.understanding, self.clock, FolderStore(means.media))
        app.steps = StepWatch(self.clock, self.steady)
        channel: Any = VirtualChannel(world.platform)
        edge: Any = Edge()
        lease = leases.NamedLease(db, polling.LEASE_NAME, polling.LEASE)
        poller = polling.Poller(lease, world.platform.ask, Intake(app, edge, bot_id="1"))
        delivery = Delivery(db, self.clock, [channel])
        threads = Threads(app, delivery.wake)
        loop = self.loop = VirtualLoop(world.scheduler, self.process)  # type: ignore[abstract]
        ended, stopping = Event(world.scheduler), asyncio.Event()
        living: list[asyncio.Task[None]] = []  # a loop holds its tasks weakly

        async def live() -> None:
            delivering = asyncio.create_task(_kept_up(delivery.run))
            polling_ = asyncio.create_task(_kept_up(poller.run))
            await stopping.wait()
            polling_.cancel()
            await asyncio.wait([polling_], timeout=PATIENCE_SECONDS)
            delivery.stop()
            await asyncio.wait([delivering], timeout=PATIENCE_SECONDS)
            delivering.cancel()
            await asyncio.wait([delivering], timeout=PATIENCE_SECONDS)
            await asyncio.to_thread(threads.stop, PATIENCE_SECONDS)
            ended.set()

        loop.call_soon(lambda: living.append(loop.create_task(live())))
        threads.start()
        self._stop = lambda: loop.call_soon_threadsafe(stopping.set)
        ended.wait()
        world.scheduler.note(f"{self.name} has ended")
        world.scheduler.crash(self.process)


@dataclass(frozen=True)
class Notices:
    """LISTEN/NOTIFY: what one process commits, the others look for at once; now and then a notice is lost."""

    world: World
    process: Process
    on_notice: Callable[[], None]
    workers: tuple[()] = ()

    def notify(self) -> None:
        for other in self.world.notices:
            if other is not self and other.process.alive and self.world.scheduler.chance.random() > NOTICES_LOST:
                other.on_notice()


async def _kept_up(run: Callable[[], Awaitable[None]]) -> None:
    while True:
        try:
            return await run()
        except Exception:
            await asyncio.sleep(KEPT_UP_SECONDS)
