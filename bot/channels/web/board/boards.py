"""The boards that somebody has open here, as JSON: one for each scope, however many look at it, read again only where
something was committed since, or time has passed a limit."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from bot.access import Speaker
from bot.channels.web.board import contents
from bot.channels.web.board.contents import Json
from config.policy import Policy
from scheduler.clock import Clock
from storage.engine import Commits, Database

SLOW_SECONDS = 30.0  # how often the half that moves slowly is read at most
MOST_KEPT = 50  # scopes


@dataclass(frozen=True)
class Board:
    """What is shown, as JSON text; `etag` tells it from any other. `mark`: as of which commit; `next_at`: when the
    passing of time changes it."""

    text: str
    etag: str
    mark: str
    next_at: datetime


@dataclass(frozen=True)
class _Slow:
    """The half that moves slowly: of which day and commit, and when it was read (by `monotonic`)."""

    found: Json
    day: date
    mark: str
    read_at: float


class Boards:
    """Reads boards, one at a time, and keeps them. May be asked from any thread."""

    def __init__(
        self, db: Database, policy: Policy, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._db = db
        self._policy = policy
        self._clock = clock
        self._monotonic = monotonic
        self._commits = Commits(db)
        self._lock = threading.Lock()
        self._boards: dict[tuple[str, int | None], Board] = {}
        self._slow: dict[tuple[str, int | None], _Slow] = {}

    def of(self, speaker: Speaker) -> Board:
        """The board of what the speaker may see, as it is now."""
        scope = contents.scope_of(speaker)
        with self._lock:
            mark, now = self._commits.mark(), self._clock.now()
            known = self._boards.get(scope)
            if known is not None and known.mark == mark and now < known.next_at and not self._is_old(scope, mark):
                return known
            if len(self._boards) >= MOST_KEPT:
                self._boards.clear()
                self._slow.clear()
            board = self._boards[scope] = self._read(scope, speaker, mark, now)
            return board

    def close(self) -> None:
        """Give the connection back."""
        with self._lock:
            self._commits.close()

    def _is_old(self, scope: tuple[str, int | None], mark: str) -> bool:
        slow = self._slow[scope]
        return slow.mark != mark and self._monotonic() - slow.read_at >= SLOW_SECONDS

    def _read(self, scope: tuple[str, int | None], speaker: Speaker, mark: str, now: datetime) -> Board:
        today = now.astimezone(self._policy.zone).date()
        with self._db.read() as session:
            found, next_at = contents.of_today(session, speaker, self._policy, now)
            slow = self._slow.get(scope)
            if slow is None or slow.day != today or self._is_old(scope, mark):
                quarter = contents.of_the_quarter(session, speaker, self._policy, now)
                slow = self._slow[scope] = _Slow(quarter, today, mark, self._monotonic())
        text = json.dumps({**found, **slow.found}, ensure_ascii=False, separators=(",", ":"))
        return Board(text, sha256(text.encode()).hexdigest()[:20], mark, next_at)
