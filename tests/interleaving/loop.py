"""An asyncio event loop on the virtual scheduler: the coroutines of one process."""

from __future__ import annotations

import asyncio
import contextvars
import heapq
from collections import deque
from collections.abc import Callable, Coroutine
from contextlib import suppress
from itertools import count
from typing import Any

from interleaving.scheduler import Event, Process, Scheduler, Thread


class VirtualLoop(asyncio.AbstractEventLoop):
    """As much of an event loop as the edges of the bot use. It runs in a thread of `process` until that ends."""

    def __init__(self, scheduler: Scheduler, process: Process) -> None:
        self._scheduler = scheduler
        self._process = process
        self._ready: deque[asyncio.Handle] = deque()
        self._later: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._numbers = count()
        self._woken = Event(scheduler)
        self._coroutines: list[Coroutine[Any, Any, Any]] = []
        self._thread: Thread = scheduler.spawn(process, "loop", self._run)
        self._thread.loop = self

    def _run(self) -> None:
        while True:
            while self._later and self._later[0][0] <= self.time():
                self._ready.append(heapq.heappop(self._later)[2])
            if self._ready:
                handle = self._ready.popleft()
                if not handle.cancelled():
                    handle._run()
            else:
                self._woken.clear()
                self._woken.wait(self._later[0][0] - self.time() if self._later else None)

    def time(self) -> float:
        return self._scheduler.now

    def delay(self, seconds: float) -> None:
        """See Scheduler.delay."""
        self._later = [(when + seconds, number, handle) for when, number, handle in self._later]

    def call_soon(  # type: ignore[override]
        self, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        self._woken.set()
        return handle

    call_soon_threadsafe = call_soon  # type: ignore[assignment]

    def call_at(  # type: ignore[override]
        self, when: float, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._later, (when, next(self._numbers), handle))
        self._woken.set()
        return handle

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Callable[..., object], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(self, coro: Coroutine[Any, Any, Any], **given: Any) -> asyncio.Task[Any]:  # type: ignore[override]
        self._coroutines.append(coro)
        return asyncio.Task(coro, loop=self, **given)

    def run_in_executor(self, _executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        """In a thread of its own."""
        future = self.create_future()

        def run() -> None:
            try:
                outcome, settle = func(*args), future.set_result
            except Exception as error:
                outcome, settle = error, future.set_exception
            self.call_soon(lambda: None if future.done() else settle(outcome))

        self._scheduler.spawn(self._process, "pool", run)
        return future

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        if self._process.alive:
            self._scheduler.note(f"unheeded: {type(context.get('exception')).__name__}")

    def close(self) -> None:
        """Take apart what has not ended (it may not do anything any more)."""
        for coroutine in self._coroutines:
            with suppress(BaseException):
                coroutine.close()

    def is_closed(self) -> bool:
        return not self._process.alive

    def is_running(self) -> bool:
        return self._process.alive

    def get_debug(self) -> bool:
        return False

    def _timer_handle_cancelled(self, _handle: asyncio.TimerHandle) -> None:
        pass
