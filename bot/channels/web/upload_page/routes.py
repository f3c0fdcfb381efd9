"""What the web server answers for the upload page: the page, the session, how far a file is, its parts, its end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.admin.large_files import PART_BYTES, PATH, Elsewhere, NotOpened, NotTaken, Opening, Receiving, UploadLinks
from bot.channels.base import Application
from bot.channels.web.answers import page_file, sorry
from bot.channels.web.upload_page.page import FOLDER, PAGE_FILES
from bot.channels.web.uploads import TooLarge, received
from bot.wording.admin import uploading as wording
from config.policy import Policy

COOKIE = "xiaoban-send"
LONGEST_BODY = 4000  # bytes of a request that is no part
LONGEST_NAME = 400
AT_ONCE = 16  # parts that are being taken in; others wait unread
PART_SECONDS = 90.0  # for one part, on a slow line
log = structlog.get_logger(__name__)


class UploadPage:
    """The routes of uploads. Links and sessions are good by the app's clock."""

    def __init__(self, app: Application, policy: Policy, links: UploadLinks) -> None:
        self._app = app
        self._policy = policy
        self._opening = Opening(app.db, policy, links)
        self._receiving = Receiving(app.db, policy, app.media)
        self._turns = asyncio.Semaphore(AT_ONCE)

    def routes(self) -> Sequence[BaseRoute]:
        return [
            Route(PATH, self.page),
            Route(f"{PATH}/static/{{name}}", self.static),
            Route(f"{PATH}/session", self.open, methods=["POST"]),
            Route(f"{PATH}/state", self.state),
            Route(f"{PATH}/begin", self.begin, methods=["POST"]),
            Route(f"{PATH}/part", self.part, methods=["PUT"]),
            Route(f"{PATH}/finish", self.finish, methods=["POST"]),
        ]

    async def page(self, _request: Request) -> Response:
        """The page; anybody's. A link that is only fetched, to show what it leads to, is not used up by that."""
        return FileResponse(FOLDER / "send.html", headers={"Cache-Control": "no-store"})

    async def static(self, request: Request) -> Response:
        """A file of the page."""
        return page_file(FOLDER, PAGE_FILES, request)

    async def open(self, request: Request) -> Response:
        """Use up a link: the body is its key."""
        key = (await _body(request)).decode("ascii", "replace")
        try:
            cookie = await asyncio.to_thread(self._opening.open, key, _cookie(request), self._app.clock.now())
        except NotOpened as refusal:
            return sorry(str(refusal), 403)
        response = JSONResponse({"ok": True})
        age, https = self._policy.files.upload_hours * 3600, request.url.scheme == "https"
        response.set_cookie(COOKIE, cookie, max_age=age, path=PATH, httponly=True, samesite="strict", secure=https)
        return response

    async def state(self, request: Request) -> Response:
        """How far the file is."""
        standing = await asyncio.to_thread(self._opening.standing, _cookie(request), self._app.clock.now())
        return sorry(wording.OVER, 401) if standing is None else JSONResponse({**asdict(standing), "part": PART_BYTES})

    async def begin(self, request: Request) -> Response:
        """A file was chosen: {"name", "size"}. The answer says how much of it is there."""
        chosen = _object(await _body(request))
        name, size = chosen.get("name"), chosen.get("size")
        if not isinstance(name, str) or not isinstance(size, int) or isinstance(size, bool):
            return sorry(wording.DAMAGED, 400)
        name = name[-LONGEST_NAME:].encode("utf-8", "replace").decode().replace("\x00", "")
        return await self._answered(lambda: self._begun(_cookie(request), name, size))

    async def part(self, request: Request) -> Response:
        """The bytes of the file from `from` on, as the request's body."""
        begins = request.query_params.get("from", "")
        if not (begins.isascii() and begins.isdigit() and len(begins) <= 12):
            return sorry(wording.DAMAGED, 400)
        if await asyncio.to_thread(self._opening.standing, _cookie(request), self._app.clock.now()) is None:
            return sorry(wording.OVER, 401)  # before anything of the body is read
        try:
            async with self._turns, asyncio.timeout(PART_SECONDS), received(request, "", PART_BYTES) as part:
                return await self._answered(lambda: self._taken(_cookie(request), int(begins), part.file, part.size))
        except TooLarge:
            return sorry(wording.DAMAGED, 413)
        except (ClientDisconnect, TimeoutError, ValueError):
            return sorry(wording.CUT_OFF, 400)

    async def finish(self, request: Request) -> Response:
        """The file is whole: the body is its SHA-256, in hexadecimal."""
        digest = (await _body(request)).decode("ascii", "replace")
        answer = await self._answered(lambda: self._finished(_cookie(request), digest))
        if answer.status_code == 200:
            self._app.committed()
        return answer

    async def _answered(self, done: Callable[[], dict[str, Any]]) -> Response:
        """The answer to what is done in a thread of its own: 409 says how far the file has come."""
        try:
            return JSONResponse(await asyncio.to_thread(done))
        except Elsewhere as place:
            return JSONResponse({"received": place.received}, 409)
        except NotTaken as refusal:
            return sorry(str(refusal), 422)
        except OSError:
            log.exception("a part of an upload could not be kept")
            return sorry(wording.NOT_KEPT, 507)

    def _begun(self, cookie: str, name: str, size: int) -> dict[str, Any]:
        return asdict(self._receiving.begin(cookie, name, size, self._app.clock.now()))

    def _taken(self, cookie: str, begins: int, part: Any, size: int) -> dict[str, Any]:
        return {"received": self._receiving.take(cookie, begins, part, size, self._app.clock.now())}

    def _finished(self, cookie: str, digest: str) -> dict[str, Any]:
        self._receiving.finish(cookie, digest, self._app.clock.now())
        return {"done": True}


def _cookie(request: Request) -> str:
    return request.cookies.get(COOKIE, "")


async def _body(request: Request) -> bytes:
    """The body, read no further than a few thousand bytes."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > LONGEST_BODY:
            return b""
    return bytes(data)


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
