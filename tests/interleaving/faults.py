"""What goes wrong in a run, drawn from its seed, and how long it lasts.

A fault strikes a thread at one of the points where it hands over: before or after a commit, between a claim and its
turn, between a send and its mark.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from interleaving.peer import TIME_OUT, Trouble
from interleaving.people import Script
from interleaving.replica import Replica, World
from interleaving.scheduler import Thread

DOWN = (0.2, 15.0)  # seconds until a process is started again
STOPPED = (1.0, 60.0)
TROUBLED = (1.0, 40.0)
DATABASE_DOWN = (1.0, 40.0)
PLATFORM = ("flood", "lost", "unanswered", "blocked", "broken", "away")
FORWARDS = (5.0, 120.0, 10_800.0)


@dataclass
class Faults:
    """The faults of a run: each is armed at its time and strikes a little later. `spans` says how long they last."""

    world: World
    to_come: list[tuple[float, int, str]]  # (from when on, at which point from then on, kind)
    spans: list[tuple[float, float]] = field(default_factory=list)
    clocks_set: bool = False
    _wrote: Thread | None = None

    def moved(self, thread: Thread, point: str) -> None:
        """A thread handed over at `point`: what is due strikes there."""
        if not self.to_come or self.to_come[0][0] > self.world.scheduler.now:
            return
        replica = next((one for one in self.world.replicas if one.process is thread.process), None)
        if replica is None or not replica.process.alive or not self._is_at_work(thread, point):
            return
        at, points, kind = self.to_come[0]
        if points > 0:
            self.to_come[0] = at, points - 1, kind
            return
        self.to_come.pop(0)
        self._strike(kind, replica)

    def _is_at_work(self, thread: Thread, point: str) -> bool:
        """Whether it writes, has just written and goes on, or waits for what it sends: most looks are in vain."""
        goes_on = self._wrote is thread
        self._wrote = thread if point == "committed" else self._wrote
        if point == "begins":
            return goes_on
        sends = thread.loop is not None and self.world.platform.sends(thread.process)
        return point in ("commits", "committed") or sends

    def lasted(self, begin: float, end: float) -> float:
        """For how many seconds of this span something was wrong."""
        total, reached = 0.0, begin
        for since, until in sorted(self.spans):
            since, until = max(since, reached), min(until, end)
            if until > since:
                total, reached = total + until - since, until
        return total

    def _strike(self, kind: str, replica: Replica) -> None:
        world, chance = self.world, self.world.scheduler.chance
        now = world.scheduler.now
        match kind:
            case "crash":
                replica.crash()
                self._restart(replica, now, chance.uniform(*DOWN))
            case "end":
                replica.end()
                self._restart_when_ended(replica, now, chance.uniform(*DOWN))
            case "stop":
                seconds = chance.uniform(*STOPPED)
                replica.stop(seconds)
                self.spans.append((now, now + seconds))
            case "lose before" | "lose after":
                world.file.lose = kind.removeprefix("lose ")
                self.spans.append((now, now))
            case "database":
                world.file.down_until = now + chance.uniform(*DATABASE_DOWN)
                if world.file.writing is not None:
                    world.file.cut(world.file.writing)
                self.spans.append((now, world.file.down_until))
            case "again":
                if world.platform.updates:
                    world.platform.repeat(chance.choice(world.platform.updates))
            case "forwards" | "back":
                self._set_clock(kind, replica)
            case _:
                self._trouble(kind, now)
        world.scheduler.note(f"fault: {kind}")

    def _set_clock(self, kind: str, replica: Replica) -> None:
        chance = self.world.scheduler.chance
        step = timedelta(seconds=chance.choice(FORWARDS)) * (1 if kind == "forwards" else -1)
        # A database server whose clock is set back is none of the faults: leases there are timed by that clock alone.
        clock = replica.clock if kind == "back" else chance.choice((replica.clock, self.world.clock))
        self.clocks_set = True
        clock.offset += step

    def _trouble(self, kind: str, now: float) -> None:
        chance, platform = self.world.scheduler.chance, self.world.platform
        until = now + chance.uniform(*TROUBLED)
        chat = chance.choice((None, *dict.fromkeys(update.chat for update in platform.updates)))
        platform.trouble = Trouble(until, kind, None if kind == "away" else chat)
        self.spans.append((now, until + (TIME_OUT if kind in ("lost", "unanswered", "away") else 0)))

    def _restart(self, replica: Replica, since: float, seconds: float) -> None:
        self.spans.append((since, self.world.scheduler.now + seconds))

        def start() -> None:
            self.world.scheduler.sleep(seconds)
            replica.start()

        self.world.scheduler.spawn(self.world.outside, f"restarts {replica.name}", start)

    def _restart_when_ended(self, replica: Replica, since: float, seconds: float) -> None:
        ending = replica.process

        def start() -> None:
            while ending.alive:
                self.world.scheduler.sleep(0.1)
            self.spans.append((since, self.world.scheduler.now + seconds))
            self.world.scheduler.sleep(seconds)
            replica.start()

        self.world.scheduler.spawn(self.world.outside, f"awaits the end of {replica.name}", start)


def drawn(chance: random.Random, script: Script, world: World, only: Sequence[str]) -> Faults:
    """The faults of one run, in the scenes of its script, of all kinds or `only` of some."""
    kinds = ["crash", "crash", "crash", "stop", "stop", "end", "again", "forwards", "back", *PLATFORM]
    if not world.alone:
        kinds += ["lose before", "lose after", "database"]
    kinds = list(only) or kinds
    to_come = []
    for _ in range(chance.randint(1, 5)):
        begin, end = chance.choice(script.scenes)
        to_come.append((chance.uniform(begin, end - 15), chance.randrange(10), chance.choice(kinds)))
    return Faults(world, sorted(to_come))
