"""The web edge: pages, the WebSocket, files both ways, the demo's clock.

In the demo the first page asks who you are; outside it a signed link says so, kept as a cookie.
"""

from __future__ import annotations

import asyncio
import mimetypes
import secrets
from dataclasses import asdict
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from bot.channels.web import demo_clock, entries
from bot.channels.web.channel import Refused, WebChannel, media_said
from bot.channels.web.guard import Guard
from bot.channels.web.health import Health
from bot.channels.web.page import FOLDER, PAGE_FILES
from bot.channels.web.viewers import COOKIE, VALID, Viewer, Viewers
from bot.wording.consent import CONSENT
from config.settings import Settings
from storage.media import MAX_BYTES

if TYPE_CHECKING:
    from bot.app import App

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
PLAYED = frozenset({"audio/webm", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/wav", "audio/x-wav", "video/webm"})
NOBODY = 4401
log = structlog.get_logger(__name__)


def create_webapp(app: App, channel: WebChannel, settings: Settings, *, demo: bool) -> Starlette:
    """The ASGI application. Raises ValueError where links could not be signed (no secret outside the demo)."""
    secret = settings.secret.get_secret_value() if settings.secret else None
    web = Web(app, channel, Viewers(app.db, secret, app.rules.policy, demo=demo), demo=demo)
    hosts = {settings.web_host, urlsplit(settings.home).hostname or ""}
    routes = [
        Route("/", web.page),
        Route("/static/{name}", web.static),
        Route("/me", web.me),
        Route("/media/{key}", web.media),
        Route("/upload", web.upload, methods=["POST"]),
        Route("/healthz", Health(app).answer),
        WebSocketRoute("/ws", web.socket),
    ]
    if not demo:
        routes.append(Route("/consent", web.consent, methods=["GET", "POST"]))
    else:
        routes += [Route("/people", web.people), Route("/demo/clock", web.move_clock, methods=["POST"])]
    return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts)])


class Web:
    """The routes. Every database access happens in a worker thread."""

    def __init__(self, app: App, channel: WebChannel, viewers: Viewers, *, demo: bool) -> None:
        self._app = app
        self._channel = channel
        self._viewers = viewers
        self._demo = demo
        self._moving = asyncio.Lock()

    # ---- pages

    async def page(self, request: Request) -> Response:
        """The chat for whoever is known; the chooser (demo) or the door for everybody else."""
        if self._demo and request.query_params.get("as") == "guest":
            return RedirectResponse(f"/?as=guest-{secrets.token_hex(6)}", 303)
        known = await self._viewer(request) is not None
        if not known and self._demo:
            return RedirectResponse("/", 303) if "as" in request.query_params else _html("people.html")
        if not known and await self._asked(request) is None:
            return _html("door.html", 401)
        response = _html("index.html" if known else "consent.html")
        if not self._demo and (key := self._viewers.link_key(request)):
            # No redirect: a Strict cookie would not come along on one that began on another site. The page itself
            # takes the key out of its address.
            age, https = int(VALID.total_seconds()), request.url.scheme == "https"
            response.set_cookie(COOKIE, key, max_age=age, httponly=True, samesite="strict", secure=https)
        return response

    async def static(self, request: Request) -> Response:
        """A file of the page."""
        name = request.path_params["name"]
        if name not in PAGE_FILES:
            return _sorry("没有这个文件。", 404)
        return FileResponse(FOLDER / name, headers={"Cache-Control": "no-cache"})

    async def me(self, request: Request) -> Response:
        """Who the viewer is."""
        viewer = await self._viewer(request)
        return JSONResponse(self._greeting(viewer)) if viewer else _sorry("请在群里或企业微信向管理员要一个链接。", 401)

    async def consent(self, request: Request) -> Response:
        """What a member is asked before the first visit, and that they agree (POST)."""
        name = await self._asked(request)
        if name is None:
            return _sorry("没有要确认的。", 404)
        if request.method == "POST":
            address = self._viewers.address(request) or ""
            await asyncio.to_thread(self._viewers.agree, address, self._app.clock.now())
        return JSONResponse({"words": CONSENT.format(name=name)})

    async def _asked(self, request: Request) -> str | None:
        address = self._viewers.address(request)
        return None if address is None else await asyncio.to_thread(self._viewers.asked_for_consent, address)

    async def people(self, request: Request) -> Response:
        """Whom the demo can be seen through, and what time it is there."""
        now = self._app.clock.now()
        people = await asyncio.to_thread(self._viewers.people, now)
        company = await asyncio.to_thread(self._viewers.company)
        zone = str(self._app.rules.policy.zone)
        return JSONResponse({"people": people, "company": company, "now": now.isoformat(), "zone": zone})

    async def socket(self, socket: WebSocket) -> None:
        """A page's line, for as long as it is open."""
        viewer = await self._viewer(socket)
        await socket.accept()
        if viewer is None:
            return await socket.close(NOBODY)
        await self._channel.attend(socket, viewer, self._greeting(viewer))

    async def _viewer(self, connection: HTTPConnection) -> Viewer | None:
        address = self._viewers.address(connection)
        if address is None:
            return None
        return await asyncio.to_thread(self._viewers.welcome, address, self._app.clock.now())

    def _greeting(self, viewer: Viewer) -> dict[str, Any]:
        return {**asdict(viewer), "demo": self._demo, "zone": str(self._app.rules.policy.zone)}

    # ---- files

    async def upload(self, request: Request) -> Response:
        """A recording, picture or file as the request's body; `id`, `kind`, `name` and `caption` in the query."""
        viewer = await self._viewer(request)
        if viewer is None:
            return _sorry("这个页面过期了,请刷新后再发。", 401)
        asked = request.query_params
        name = PurePath(asked.get("name", "").replace("\\", "/")).name
        try:
            data = await _body(request)
            kind = "voice" if asked.get("kind") == "voice" else _kind_of(name)
            key = await asyncio.to_thread(self._app.media.put, data, PurePath(name).suffix)
            said = media_said(kind, key, name, asked.get("caption", ""))
            await self._channel.receive(viewer.address, asked.get("id", ""), said)
        except TooLarge:
            return _sorry("文件超过 25 MB,发不了。压缩一下,或者分开发。", 413)
        except ClientDisconnect:
            return _sorry("没传完就断了。", 400)
        except (Refused, ValueError) as refusal:
            return _sorry(str(refusal), 400)
        except OSError:
            log.exception("an upload could not be kept")
            return _sorry("服务器没存下来,过一会儿再发一次。", 507)
        return JSONResponse({"received": asked["id"]})

    async def media(self, request: Request) -> Response:
        """A file of the viewer's own conversation. What a browser might run is only ever downloaded."""
        key = str(request.path_params["key"])
        address = self._viewers.address(request)
        if address is None or not await asyncio.to_thread(self._may_see, address, key):
            return _sorry("没有这个文件。", 404)
        kind = mimetypes.guess_type(key)[0] or ""
        shown = kind in PICTURES or kind in PLAYED
        return FileResponse(
            self._app.media.path(key),
            media_type=kind if shown else "application/octet-stream",
            filename=request.query_params.get("name") or key,
            content_disposition_type="inline" if shown else "attachment",
            headers={"Cache-Control": "private, max-age=86400"},
        )

    def _may_see(self, address: str, key: str) -> bool:
        conversation_id = self._viewers.conversation(address)
        if conversation_id is None:
            return False
        with self._app.db.read() as session:
            return entries.has_media(session, conversation_id, key) and self._app.media.path(key).is_file()

    # ---- the demo's clock

    async def move_clock(self, request: Request) -> Response:
        """Move the clock on; answers where it is now and for whom there is something new."""
        try:
            asked = await request.json()
        except ValueError:
            asked = None
        if not isinstance(asked, dict):
            return _sorry("请求要是一个 JSON 对象。", 400)
        async with self._moving:
            try:
                await asyncio.to_thread(self._move, asked)
            except demo_clock.NotThere as refusal:
                return _sorry(str(refusal), refusal.status)
        now = self._app.clock.now()
        self._channel.tell_everybody({"now": now.isoformat()})
        people = await asyncio.to_thread(self._viewers.people, now)
        return JSONResponse({"now": now.isoformat(), "waiting": [person for person in people if person["unread"]]})

    def _move(self, asked: dict[str, Any]) -> None:
        next_due = self._app.next_due() if asked.get("next") else None
        self._app.advance(demo_clock.target(asked, self._app.clock.now(), next_due, self._app.rules.policy.zone))


class TooLarge(Exception):
    """A file above the limit."""


async def _body(request: Request) -> bytes:
    """The request's body, read no further than the limit. Raises TooLarge; ValueError where it is empty."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_BYTES:
            raise TooLarge
    if not data:
        raise ValueError("文件是空的,没有发。")
    return bytes(data)


def _kind_of(name: str) -> str:
    return "image" if mimetypes.guess_type(name)[0] in PICTURES else "file"


def _html(name: str, status: int = 200) -> Response:
    return FileResponse(FOLDER / name, status_code=status, headers={"Cache-Control": "no-store"})


def _sorry(reason: str, status: int) -> JSONResponse:
    return JSONResponse({"error": reason}, status)
