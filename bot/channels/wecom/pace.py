"""How fast messages may go to one person: WeCom refuses more, and so they wait here."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.channels.capabilities import Quota


class Pace:
    """Remembers when something went to whom, for as long as the longest period of `quotas`. By `now`, in seconds."""

    def __init__(self, quotas: Sequence[Quota], now: Callable[[], float] = time.monotonic) -> None:
        self._quotas = [(quota.messages, quota.period.total_seconds()) for quota in quotas]
        self._kept = max(period for _, period in self._quotas)
        self._now = now
        self._went: dict[str, deque[float]] = {}

    def wait(self, address: str) -> timedelta:
        """How long nothing more may go there; zero: it may go now."""
        now, went = self._now(), self._recent(address)
        ends = [went[-most] + period - now for most, period in self._quotas if len(went) >= most]
        return timedelta(seconds=max(0.0, *ends) if ends else 0.0)

    def note(self, address: str) -> None:
        """Something went there just now."""
        self._went.setdefault(address, deque()).append(self._now())

    def _recent(self, address: str) -> deque[float]:
        went = self._went.get(address, deque())
        while went and went[0] <= self._now() - self._kept:
            went.popleft()
        if not went:
            self._went.pop(address, None)
        return went
