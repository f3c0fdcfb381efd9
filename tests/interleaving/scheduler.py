"""The virtual scheduler: threads are greenlets that hand over where something is waited for, time is a number.

Which of the threads that could go on does so is drawn from the seed. A step takes some virtual milliseconds; where no
thread can go on, time jumps to the next moment at which one can.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import inf
from typing import Any

from greenlet import getcurrent, greenlet  # type: ignore[import-untyped]

LONGEST_STEP = 0.004  # seconds


class Crashed(BaseException):
    """Raised in the threads of a process that is no more, so that nothing in them can go on."""


@dataclass
class Process:
    """What ends at once: its threads with all that they hold. `stopped_until` is the end of a SIGSTOP."""

    name: str
    alive: bool = True
    stopped_until: float = 0.0


@dataclass(eq=False)
class Thread:
    """A thread of `process`: it goes on when the virtual time is `due`. `loop` is the event loop that it runs."""

    name: str
    process: Process
    run: Callable[[], object]
    due: float
    body: Any = None
    loop: asyncio.AbstractEventLoop | None = None
    ended: bool = False


class Scheduler:
    """Runs threads one at a time. `moved` is called after each step with the thread and where it handed over."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.now = 0.0
        self.history: list[str] = []
        self.steps = sha256()  # of all steps, so that a history tells any two ways apart
        self.moved: Callable[[Thread, str], None] = lambda thread, point: None
        self.idle: Callable[[float], float] = lambda until: until
        self._hub = getcurrent()
        self._threads: list[Thread] = []
        self._gone: list[Thread] = []
        self._current: Thread | None = None
        self._point = ""

    @property
    def current(self) -> Thread:
        """The thread that runs just now."""
        assert self._current is not None
        return self._current

    def note(self, what: str) -> None:
        """Add a line to the history."""
        by = self._current.name if self._current else "-"
        self.history.append(f"{self.now:.4f} {by} {what}")

    def spawn(self, process: Process, name: str, run: Callable[[], object]) -> Thread:
        """A new thread of `process`, which begins at some later step."""
        thread = Thread(f"{process.name}/{name}", process, run, self.now)
        thread.body = greenlet(lambda: self._run(thread), self._hub)
        self._threads.append(thread)
        return thread

    def hand_over(self, point: str, due: float | None = None) -> None:
        """Let other threads go on; this one may from `due` on, at once by default."""
        thread = self.current
        if not thread.process.alive:
            raise Crashed
        thread.due = self.now if due is None else due
        self._point = point
        self._hub.switch()
        if not thread.process.alive:
            raise Crashed

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self.hand_over("sleeps", self.now + seconds)

    def run(self, finished: Callable[[], bool]) -> None:
        """Let threads run until `finished`."""
        while not finished():
            now = self.now
            ready = [thread for thread in self._threads if thread.due <= now and thread.process.stopped_until <= now]
            if ready:
                self._step(ready[self.chance.randrange(len(ready))])
            else:
                self.now = self.idle(min(self._from(thread) for thread in self._threads))

    def delay(self, seconds: float, but_not: Process) -> None:
        """Let the waiting of threads last longer, but not of that process: time in which they would have looked in vain
        was left out."""
        for thread in self._threads:
            if thread.process is not but_not:
                thread.due += seconds

    def next_of(self, process: Process) -> float:
        """When a thread of `process` goes on next."""
        return min((thread.due for thread in self._threads if thread.process is process), default=inf)

    def crash(self, process: Process) -> None:
        """End a process: none of its threads goes on."""
        process.alive = False
        self._gone += [thread for thread in self._threads if thread.process is process]
        self._threads = [thread for thread in self._threads if thread.process is not process]

    def close(self) -> None:
        """Take all threads apart, so that nothing of them is left."""
        for process in {id(thread.process): thread.process for thread in self._threads}.values():
            self.crash(process)
        for thread in self._gone:
            self._current = thread
            if thread.loop is not None:
                thread.loop.close()
            if thread.body:
                thread.body.throw(Crashed)
        self._current = None

    def _from(self, thread: Thread) -> float:
        return max(thread.due, thread.process.stopped_until)

    def _step(self, thread: Thread) -> None:
        self._current, self._point = thread, "ends"
        asyncio._set_running_loop(thread.loop)
        thread.body.switch()
        asyncio._set_running_loop(None)
        if thread.ended and thread.process.alive:
            self._threads.remove(thread)
        self.steps.update(f"{self.now:.6f} {thread.name} {self._point}\n".encode())
        self.moved(thread, self._point)
        self._current = None
        self.now += self.chance.random() * LONGEST_STEP

    def _run(self, thread: Thread) -> None:
        try:
            thread.run()
        except Crashed:
            pass
        except Exception as error:
            if thread.process.alive:
                self.note(f"ended by {type(error).__name__}")
                raise
        finally:
            thread.ended = True


@dataclass(eq=False)
class Event:
    """As threading.Event."""

    scheduler: Scheduler
    _set: bool = False
    _waiting: list[Thread] = field(default_factory=list)

    def set(self) -> None:
        self._set = True
        for thread in self._waiting:
            thread.due = min(thread.due, self.scheduler.now)

    def clear(self) -> None:
        self._set = False

    def is_set(self) -> bool:
        return self._set

    def wait(self, timeout: float | None = None) -> bool:
        if not self._set:
            thread = self.scheduler.current
            self._waiting.append(thread)
            try:
                self.scheduler.hand_over("waits", inf if timeout is None else self.scheduler.now + timeout)
            finally:
                self._waiting.remove(thread)
        return self._set


class Threading:
    """What the product uses of `threading`, `concurrent.futures.wait` and `time`, on the scheduler."""

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler

    def Event(self) -> Event:
        return Event(self._scheduler)

    def Thread(
        self, target: Callable[..., object], name: str, args: Sequence[Any] = (), daemon: bool = True
    ) -> Started:
        return Started(self._scheduler, name, lambda: target(*args))

    def monotonic(self) -> float:
        return self._scheduler.now

    def wait(self, futures: Sequence[Any], timeout: float) -> None:
        done = Event(self._scheduler)
        for future in futures:
            future.add_done_callback(lambda _: done.set())
        done.wait(timeout)


@dataclass
class Started:
    """As threading.Thread."""

    scheduler: Scheduler
    name: str
    run: Callable[[], object]
    _thread: Thread | None = None

    def start(self) -> None:
        self._ended = Event(self.scheduler)
        self._thread = self.scheduler.spawn(self.scheduler.current.process, self.name, self._go)

    def join(self, timeout: float | None = None) -> None:
        self._ended.wait(timeout)

    def is_alive(self) -> bool:
        return not self._ended.is_set()

    def _go(self) -> None:
        try:
            self.run()
        finally:
            self._ended.set()
