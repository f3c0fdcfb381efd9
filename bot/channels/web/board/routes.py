"""What the web server answers for the board: its page, the session, the figures, the line of a page that is open."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.admin.board_links import PATH, BoardLinks
from bot.channels.base import Application
from bot.channels.web.answers import page_file, sorry
from bot.channels.web.board.boards import Boards
from bot.channels.web.board.live import OVER, Live
from bot.channels.web.board.page import FOLDER, PAGE_FILES
from bot.channels.web.board.sessions import Refused, Sessions
from bot.wording.reports.board import NO_SESSION
from config.policy import Policy
from scheduler.clock import Clock, SystemClock

COOKIE = "xiaoban-board"
LONGEST_KEY = 1000


class BoardPage:
    """The board's routes. Links are good by the app's clock, sessions by `sessions_clock`: a demo's days pass quickly,
    and nobody is to be sent away for that."""

    def __init__(
        self, app: Application, policy: Policy, links: BoardLinks, sessions_clock: Clock | None = None
    ) -> None:
        self._clock = app.clock
        self._sessions_clock = sessions_clock or SystemClock()
        self._policy = policy
        self._sessions = Sessions(app.db, policy, links)
        self._boards = Boards(app.db, policy, app.clock)
        self._live = Live(self._boards, self._sessions, app.clock, self._sessions_clock)

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route(PATH, self.page),
            Route(f"{PATH}/static/{{name}}", self.static),
            Route(f"{PATH}/session", self.open, methods=["POST"]),
            Route(f"{PATH}/figures", self.figures),
            WebSocketRoute(f"{PATH}/live", self.live),
        ]

    def close(self) -> None:
        """Let go of the database."""
        self._boards.close()

    async def page(self, _request: Request) -> Response:
        """The page without any figures; anybody's. A link that is only fetched, to show what it leads to, is not used
        up by that."""
        return FileResponse(FOLDER / "board.html", headers={"Cache-Control": "no-store"})

    async def static(self, request: Request) -> Response:
        """A file of the page."""
        return page_file(FOLDER, PAGE_FILES, request)

    async def open(self, request: Request) -> Response:
        """Use up a link: the body is its key."""
        key = (await request.body())[: LONGEST_KEY + 1].decode("ascii", "replace")
        moments = self._clock.now(), self._sessions_clock.now()
        try:
            cookie = await asyncio.to_thread(self._sessions.open, key, request.cookies.get(COOKIE, ""), *moments)
        except Refused as refusal:
            return sorry(str(refusal), 403)
        response = JSONResponse({"ok": True})
        age, https = self._policy.board.session_hours * 3600, request.url.scheme == "https"
        response.set_cookie(COOKIE, cookie, max_age=age, path=PATH, httponly=True, samesite="strict", secure=https)
        return response

    async def figures(self, request: Request) -> Response:
        """The figures that the person may see now; 304 where the page has them already."""
        found = await asyncio.to_thread(self._figures, self._cookie(request))
        if found is None:
            return sorry(NO_SESSION, 401)
        etag, text = found
        headers = {"ETag": f'"{etag}"', "Cache-Control": "no-store"}
        if request.headers.get("if-none-match") == f'"{etag}"':
            return Response(status_code=304, headers=headers)
        now, zone = self._clock.now().isoformat(), str(self._policy.zone)
        around = json.dumps({"now": now, "zone": zone})[:-1]
        return Response(f'{around}, "board": {text}}}', media_type="application/json", headers=headers)

    async def live(self, socket: WebSocket) -> None:
        """The line of an open page: it hears when its figures are others."""
        cookie = self._cookie(socket)
        await socket.accept()
        if await asyncio.to_thread(self._sessions.speaker, cookie, self._sessions_clock.now()) is None:
            return await socket.close(OVER)
        await self._live.attend(socket, cookie)

    def _cookie(self, connection: HTTPConnection) -> str:
        return connection.cookies.get(COOKIE, "")

    def _figures(self, cookie: str) -> tuple[str, str] | None:
        speaker = self._sessions.speaker(cookie, self._sessions_clock.now())
        if speaker is None:
            return None
        board = self._boards.of(speaker)
        who = json.dumps({"id": speaker.id, "name": speaker.name}, ensure_ascii=False)
        return f"{speaker.id}-{board.etag}", f'{{"who":{who},{board.text[1:]}'
