"""The pages and the WebSocket: which of them a visitor is given.

In the demo the first page asks who you are; outside it a signed link says so, kept as a cookie.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Any

from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.channels.web.answers import html, sorry
from bot.channels.web.frames import Frame
from bot.channels.web.links import VALID
from bot.channels.web.page import FOLDER, PAGE_FILES
from bot.channels.web.viewers import COOKIE, Viewer, Viewers
from bot.wording.turn import CONSENT
from config.policy import Policy
from scheduler.clock import Clock

NOBODY = 4401
Attend = Callable[[WebSocket, Viewer, Frame], Awaitable[None]]


class Pages:
    """The routes of the page itself. `attend` serves a socket that has been accepted."""

    def __init__(self, viewers: Viewers, clock: Clock, policy: Policy, attend: Attend, *, demo: bool) -> None:
        self._viewers = viewers
        self._clock = clock
        self._policy = policy
        self._attend = attend
        self._demo = demo

    def routes(self) -> Sequence[BaseRoute]:
        routes: list[BaseRoute] = [
            Route("/", self.page),
            Route("/static/{name}", self.static),
            Route("/me", self.me),
            WebSocketRoute("/ws", self.socket),
        ]
        return routes if self._demo else [*routes, Route("/consent", self.consent, methods=["GET", "POST"])]

    async def page(self, request: Request) -> Response:
        """The chat for a known viewer; the chooser (demo) or the door page for anybody else."""
        if self._demo and request.query_params.get("as") == "guest":
            return RedirectResponse(f"/?as=guest-{secrets.token_hex(6)}", 303)
        known = await self._viewer(request) is not None
        if not known and self._demo:
            return RedirectResponse("/", 303) if "as" in request.query_params else html("people.html")
        if not known and await self._asked(request) is None:
            return html("door.html", 401)
        response = html("index.html" if known else "consent.html")
        if key := self._viewers.link_key(request):
            # No redirect: a Strict cookie would not come along on one that began on another site. The page itself
            # takes the key out of its address.
            age, https = int(VALID.total_seconds()), request.url.scheme == "https"
            response.set_cookie(COOKIE, key, max_age=age, httponly=True, samesite="strict", secure=https)
        return response

    async def static(self, request: Request) -> Response:
        """A file of the page."""
        name = request.path_params["name"]
        if name not in PAGE_FILES:
            return sorry("没有这个文件。", 404)
        return FileResponse(FOLDER / name, headers={"Cache-Control": "no-cache"})

    async def me(self, request: Request) -> Response:
        """Who the viewer is."""
        viewer = await self._viewer(request)
        return JSONResponse(self._greeting(viewer)) if viewer else sorry("请在群里或企业微信向管理员要一个链接。", 401)

    async def consent(self, request: Request) -> Response:
        """What a member is asked before the first visit, and that they agree (POST)."""
        name = await self._asked(request)
        if name is None:
            return sorry("没有要确认的。", 404)
        if request.method == "POST":
            address = self._viewers.address(request) or ""
            await asyncio.to_thread(self._viewers.agree, address, self._clock.now())
        return JSONResponse({"words": CONSENT.format(name=name)})

    async def socket(self, socket: WebSocket) -> None:
        """A page's line, for as long as it is open."""
        viewer = await self._viewer(socket)
        await socket.accept()
        if viewer is None:
            return await socket.close(NOBODY)
        await self._attend(socket, viewer, self._greeting(viewer))

    async def _viewer(self, connection: HTTPConnection) -> Viewer | None:
        return await self._viewers.viewer(connection, self._clock.now())

    async def _asked(self, request: Request) -> str | None:
        address = self._viewers.address(request)
        return None if address is None else await asyncio.to_thread(self._viewers.asked_for_consent, address)

    def _greeting(self, viewer: Viewer) -> dict[str, Any]:
        return {**asdict(viewer), "demo": self._demo, "zone": str(self._policy.zone)}
