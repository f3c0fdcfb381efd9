"""The pages that are open in this process: one WebSocket each, any number per address."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Coroutine
from typing import Any

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.channels.web.frames import Frame
from bot.channels.web.viewers import Viewer

log = structlog.get_logger(__name__)


class Page:
    """One open page. Frames go out one after the other, the greeting first."""

    def __init__(self, socket: WebSocket, viewer: Viewer) -> None:
        self.socket = socket
        self.viewer = viewer
        self.lock = asyncio.Lock()

    async def show(self, frame: Frame) -> None:
        """Send a frame. A page that has closed meanwhile is sent it again when it is reopened."""
        async with self.lock:
            await self.push(frame)

    async def push(self, frame: Frame) -> None:
        """Send a frame at once; only for whoever holds `lock`."""
        try:
            await self.socket.send_text(json.dumps(frame, ensure_ascii=False))
        except (WebSocketDisconnect, RuntimeError, OSError):
            log.debug("a page has gone", address=self.viewer.address)

    async def close(self) -> None:
        """Close the socket; the browser opens a new one."""
        try:
            await self.socket.close(1013)
        except (WebSocketDisconnect, RuntimeError, OSError):
            log.debug("the page had gone already")


class Connections:
    """The open pages of this process, by address."""

    def __init__(self) -> None:
        self._pages: dict[str, set[Page]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def addresses(self) -> Collection[str]:
        """The addresses with an open page."""
        return list(self._pages)

    def at(self, address: str) -> list[Page]:
        """The open pages of an address."""
        return list(self._pages.get(address, ()))

    def add(self, page: Page) -> None:
        """Register an open page."""
        self._pages.setdefault(page.viewer.address, set()).add(page)

    def forget(self, page: Page) -> None:
        """Remove a closed page."""
        pages = self._pages.get(page.viewer.address, set())
        pages.discard(page)
        if not pages:
            self._pages.pop(page.viewer.address, None)

    def drop(self, pages: Collection[Page]) -> None:
        """Close pages that do not answer, so that their address counts as not reachable."""
        for page in pages:
            self.forget(page)
            self._in_background(page.close())

    def show(self, pages: Collection[Page], frame: Frame) -> None:
        """Send a frame to these pages; one that does not take it does not delay the others."""
        for page in pages:
            self._in_background(page.show(frame))

    def show_everybody(self, frame: Frame) -> None:
        """Send a frame to every open page."""
        for pages in self._pages.values():
            self.show(pages, frame)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
