"""Telling open boards that they are others now: one look at the database a second for all that are open in this
process, none where none is."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Collection, Mapping
from typing import Any

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.channels.web.board.boards import Boards
from bot.channels.web.board.sessions import Sessions, hashed
from scheduler.clock import Clock

LOOK_SECONDS = 1.0
BUSY_SHARE = 3.0  # after a look that took long, a pause of so many times its length
NEWS_SECONDS = 10.0  # how often a page hears at least that its line is alive
OVER = 4401
log = structlog.get_logger(__name__)


class Screen:
    """An open board: which state of it the page was last told of."""

    def __init__(self, socket: WebSocket, key: str) -> None:
        self.socket = socket
        self.key = key
        self.etag = ""
        self.heard_at = 0.0


class Live:
    """The boards that are open in this process. `sessions_clock` is that by which sessions end."""

    def __init__(self, boards: Boards, sessions: Sessions, clock: Clock, sessions_clock: Clock) -> None:
        self._boards = boards
        self._sessions = sessions
        self._clock = clock
        self._sessions_clock = sessions_clock
        self._screens: set[Screen] = set()
        self._looking: asyncio.Task[None] | None = None

    async def attend(self, socket: WebSocket, cookie: str) -> None:
        """Serve an accepted socket until it closes."""
        screen = Screen(socket, hashed(cookie))
        self._screens.add(screen)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())
        try:
            while True:
                await socket.receive_text()
        except (WebSocketDisconnect, RuntimeError, KeyError):
            pass
        finally:
            self._screens.discard(screen)

    async def _look_on(self) -> None:
        """Look until no board is open any more."""
        while self._screens:
            began = time.monotonic()
            try:
                await self._look()
            except Exception:
                log.exception("open boards could not be compared; it is tried again")
            took = time.monotonic() - began
            await asyncio.sleep(max(LOOK_SECONDS - took, took * BUSY_SHARE))
        await asyncio.to_thread(self._boards.close)

    async def _look(self) -> None:
        screens = list(self._screens)
        etags = await asyncio.to_thread(self._etags, {screen.key for screen in screens})
        now, moment = self._clock.now().isoformat(), time.monotonic()
        for screen in screens:
            etag = etags.get(screen.key)
            if etag is None:
                self._screens.discard(screen)
                await _close(screen.socket)
            elif etag != screen.etag:
                screen.etag, screen.heard_at = etag, moment
                await _send(screen.socket, {"state": etag, "now": now})
            elif moment - screen.heard_at >= NEWS_SECONDS:
                screen.heard_at = moment
                await _send(screen.socket, {"now": now})

    def _etags(self, keys: Collection[str]) -> Mapping[str, str]:
        """What the board is now of each of these sessions, without those that are over."""
        speakers = self._sessions.speakers(keys, self._sessions_clock.now())
        return {key: self._boards.of(speaker).etag for key, speaker in speakers.items()}


async def _send(socket: WebSocket, frame: Mapping[str, Any]) -> None:
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            await socket.send_text(json.dumps(frame))
    except (WebSocketDisconnect, RuntimeError, OSError, TimeoutError):
        log.debug("a board has gone")


async def _close(socket: WebSocket) -> None:
    try:
        await socket.close(OVER)
    except (WebSocketDisconnect, RuntimeError, OSError):
        log.debug("a board had gone already")
