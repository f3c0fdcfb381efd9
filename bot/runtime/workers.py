"""Threads that process what was committed: until nothing is left, then again when woken or, most of them, after a
second."""

from __future__ import annotations

import threading
from collections.abc import Callable

import structlog

POLL_SECONDS = 1.0
LONGEST_PAUSE = 8.0
log = structlog.get_logger(__name__)


class Worker:
    """Calls `work_once` for as long as it finds something to do. A failure is logged, and the work goes on; between
    failures in a row the pauses grow. One that does not `poll` waits to be woken."""

    def __init__(self, name: str, work_once: Callable[[], bool], poll: bool = True) -> None:
        self._name = name
        self._work_once = work_once
        self._poll_seconds = POLL_SECONDS if poll else None
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def wake(self) -> None:
        """Something was committed. May be called from any thread."""
        self._woken.set()

    def stop(self, seconds: float) -> bool:
        """Finish what has begun and take up nothing more. False if that takes longer than `seconds`: what is left
        then is as after a crash, open in the database."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        pause = POLL_SECONDS
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                while not self._stopping.is_set() and self._work_once():
                    pause = POLL_SECONDS
            except Exception:
                log.exception("a worker failed; it goes on", worker=self._name)
                self._stopping.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause = POLL_SECONDS
                self._woken.wait(self._poll_seconds)
