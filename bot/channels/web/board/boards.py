"""The boards that somebody has open here, as JSON: one for each scope, however many look at it, read again only where
something was committed since, or time has passed a limit.

The half that moves slowly (losses, forecast) takes seconds in a large company: it is read beside, for one scope at a
time, and is there when it is there; the other half never waits for it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import structlog

from bot.access import Speaker
from bot.channels.web.board import contents
from bot.channels.web.board.contents import Json
from config.policy import Policy
from scheduler.clock import Clock
from storage.engine import Commits, Database

SLOW_SECONDS = 30.0  # how often the half that moves slowly is read at most,
SLOW_SHARE = 20.0  # and never sooner than after so many times what it took
FIRST_SECONDS = 1.0  # for which the first look waits for it
CLOSE_SECONDS = 5.0
MOST_KEPT = 50  # scopes
NOT_YET: Json = {"losses": [], "forecast": []}
Scope = tuple[str, int | None]
log = structlog.get_logger(__name__)


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
    """The half that moves slowly: of which day and commit; when it may be read again (by `monotonic`)."""

    found: Json
    day: date
    mark: str
    again_at: float


class Boards:
    """Reads boards, and keeps them. May be asked from any thread."""

    def __init__(
        self, db: Database, policy: Policy, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._db = db
        self._policy = policy
        self._clock = clock
        self._monotonic = monotonic
        self._commits = Commits(db)
        self._lock = threading.Lock()
        self._slow_turn = threading.Lock()
        self._boards: dict[Scope, Board] = {}
        self._slow: dict[Scope, _Slow] = {}
        self._reading: dict[Scope, threading.Thread] = {}

    def of(self, speaker: Speaker) -> Board:
        """The board of what the speaker may see, as it is now."""
        scope = contents.scope_of(speaker)
        board = self._now(scope, speaker)
        if scope not in self._slow and (reading := self._reading.get(scope)) is not None:
            reading.join(FIRST_SECONDS)
            board = self._now(scope, speaker)
        return board

    def close(self) -> None:
        """Let go of the database."""
        for reading in list(self._reading.values()):
            reading.join(CLOSE_SECONDS)
        with self._lock:
            self._commits.close()

    def _now(self, scope: Scope, speaker: Speaker) -> Board:
        with self._lock:
            mark, now = self._commits.mark(), self._clock.now()
            self._look_after_slow(scope, speaker, mark, now)
            known = self._boards.get(scope)
            if known is not None and known.mark == mark and now < known.next_at:
                return known
            if len(self._boards) >= MOST_KEPT:
                self._boards.clear()
            with self._db.read() as session:
                found, next_at = contents.of_today(session, speaker, self._policy, now)
            slow = self._slow[scope].found if scope in self._slow else NOT_YET
            text = json.dumps({**found, **slow}, ensure_ascii=False, separators=(",", ":"))
            etag = sha256(text.encode()).hexdigest()[:20]
            board = self._boards[scope] = Board(text, etag, mark, next_at)
            return board

    def _look_after_slow(self, scope: Scope, speaker: Speaker, mark: str, now: datetime) -> None:
        """Have the slow half read, if it is missing, of another day, or old."""
        known, day = self._slow.get(scope), now.astimezone(self._policy.zone).date()
        if known is not None and known.day == day and (known.mark == mark or self._monotonic() < known.again_at):
            return
        if scope not in self._reading:
            given = (scope, speaker, mark, now, day)
            self._reading[scope] = reading = threading.Thread(target=self._read_slow, args=given, daemon=True)
            reading.start()

    def _read_slow(self, scope: Scope, speaker: Speaker, mark: str, now: datetime, day: date) -> None:
        with self._slow_turn:
            began, found = self._monotonic(), NOT_YET
            try:
                with self._db.read() as session:
                    found = contents.of_the_quarter(session, speaker, self._policy, now)
            except Exception:
                log.exception("losses and forecast of a board could not be read; it is tried again")
                mark = ""
            ended = self._monotonic()
        with self._lock:
            if len(self._slow) >= MOST_KEPT:
                self._slow.clear()
            again_at = ended + max(SLOW_SECONDS, SLOW_SHARE * (ended - began))
            self._slow[scope] = _Slow(found, day, mark, again_at)
            self._boards.pop(scope, None)
            self._reading.pop(scope, None)
