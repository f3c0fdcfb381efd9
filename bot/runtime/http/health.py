"""How the process is doing: healthy while the database answers, the last sweep is recent, its channels are connected,
and no message waits long that could be handled or sent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlmodel import select
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.base import Channel, OfOne, reach_of
from bot.messaging import inbox, sends
from scheduler.clock import Clock
from storage.engine import Database

SWEEP_RECENT = timedelta(seconds=60)
LONGEST_WAIT = timedelta(seconds=60)
DATABASE_SECONDS = 5.0
log = structlog.get_logger(__name__)


class Watched(Protocol):
    """What the health check reads of the app."""

    @property
    def db(self) -> Database: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def last_sweep_at(self) -> float | None: ...  # by time.monotonic()


class Health:
    """Answers GET /healthz: 200, or 503 with the reason."""

    def __init__(
        self, app: Watched, channels: Collection[Channel], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._channels = channels
        self._monotonic = monotonic
        self._started = monotonic()
        self._waiting: dict[str, tuple[datetime, float]] = {}  # what waits longest: since when, and first found when

    async def answer(self, _request: Request) -> Response:
        """The answer to GET /healthz."""
        reason = await self._database_trouble() or self._sweep_trouble() or self._channel_trouble()
        reason = reason or await asyncio.to_thread(self._waits)
        return JSONResponse({"ok": False, "reason": reason}, 503) if reason else JSONResponse({"ok": True})

    async def _database_trouble(self) -> str | None:
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                await asyncio.to_thread(self._ask_database)
        except TimeoutError:
            return f"数据库 {DATABASE_SECONDS:.0f} 秒没有回应"
        except Exception as error:
            log.exception("the database does not answer")
            return f"数据库不可用:{type(error).__name__}"
        return None

    def _waits(self) -> str | None:
        now = self._app.clock.now()
        reaches = [reach_of(channel) for channel in self._channels]
        with self._app.db.read() as session:
            came = inbox.waits_since(session)
            going = sends.waits_since(session.connection(), now, reaches)
        for since, what in ((came, "没有处理"), (going, "没有发出去")):
            if since is not None and (waited := self._waited(what, since, now)) > LONGEST_WAIT:
                return f"有一条消息等了 {waited.total_seconds():.0f} 秒还{what}"
        return None

    def _waited(self, what: str, since: datetime, now: datetime) -> timedelta:
        """By the company's clock; where that was set back, by monotonic time since the health was first asked for."""
        if self._waiting.get(what, (None, 0))[0] != since:
            self._waiting[what] = since, self._monotonic()
        return max(now - since, timedelta(seconds=self._monotonic() - self._waiting[what][1]))

    def _ask_database(self) -> None:
        with self._app.db.read() as session:
            session.exec(select(1)).one()

    def _channel_trouble(self) -> str | None:
        troubles = (channel.trouble() for channel in self._channels)
        return next((reason for reason in troubles if reason and not isinstance(reason, OfOne)), None)

    def _sweep_trouble(self) -> str | None:
        swept = self._app.last_sweep_at
        if swept is None:
            young = self._monotonic() - self._started < SWEEP_RECENT.total_seconds()
            return None if young else "定时任务一直没有开始"
        ago = self._monotonic() - swept
        return None if ago <= SWEEP_RECENT.total_seconds() else f"定时任务已经 {ago:.0f} 秒没有动静"
