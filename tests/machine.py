"""A machine whose clock can be set, in both directions, while its monotonic time runs on."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.engine import SteadyClock


class Machine:
    """Its `now` is what the clock on the wall shows, right or wrong."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._seconds = 0.0

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return self._seconds

    def steady(self) -> SteadyClock:
        """The steady clock of a process that begins now."""
        return SteadyClock(self.now, self.monotonic)

    def run(self, length: timedelta) -> None:
        self._at += length
        self._seconds += length.total_seconds()

    def set_clock(self, by: timedelta) -> None:
        self._at += by
