"""Files both ways: recordings, pictures and documents that are sent, and those of the viewer's own conversation."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from pathlib import PurePath

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.base import Application
from bot.channels.web import entries
from bot.channels.web.answers import sorry
from bot.channels.web.frames import Refused, uploaded
from bot.channels.web.stored_file import stored_file
from bot.channels.web.uploads import TooLarge, received
from bot.channels.web.viewers import Viewers
from bot.messaging import file_quota
from bot.messaging.file_quota import OverQuota
from bot.messaging.inbound import MediaKind, Said, kind_of_type
from config.policy import Policy
from storage.media import is_key, type_of

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"})
PLAYED = frozenset(
    {"audio/webm", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac", "audio/wav", "audio/x-wav"}
    | {"video/webm", "video/mp4", "video/x-m4v", "video/quicktime"}
)
UPLOADS_AT_ONCE = 3  # of one member; others wait unread
Receive = Callable[[str, str, Said], Awaitable[None]]
log = structlog.get_logger(__name__)


class Files:
    """Their routes. `receive` takes in what was said at an address, under the id that the browser gave it."""

    def __init__(self, app: Application, policy: Policy, viewers: Viewers, receive: Receive) -> None:
        self._app = app
        self._policy = policy
        self._viewers = viewers
        self._receive = receive
        self._turns: defaultdict[int, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(UPLOADS_AT_ONCE))

    def routes(self) -> Sequence[BaseRoute]:
        return [Route("/upload", self.upload, methods=["POST"]), Route("/media/{key}", self.media)]

    async def upload(self, request: Request) -> Response:
        """A recording, picture or file as the request's body; `id`, `kind`, `name` and `caption` in the query."""
        viewer = await self._viewers.viewer(request, self._app.clock.now())
        if viewer is None:
            return sorry("这个页面过期了,请刷新后再发。", 401)
        if viewer.member_id is None:
            return sorry("你还不是公司的成员,文件先收不了。先用邀请码加入。", 403)
        asked = request.query_params
        name = PurePath(asked.get("name", "").replace("\\", "/")).name
        try:
            async with self._turns[viewer.member_id]:
                key = await self._kept(request, viewer.member_id, PurePath(name).suffix)
            kind = "voice" if asked.get("kind") == "voice" else _kind_of(name)
            await self._receive(
                viewer.address, asked.get("id", ""), uploaded(kind, key, name, asked.get("caption", ""))
            )
        except TooLarge:
            return sorry("文件超过 25 MB,这里发不了。说一句「传大文件」,给你一个能传的页面。", 413)
        except OverQuota as full:
            return sorry(str(full), 413)
        except ClientDisconnect:
            return sorry("没传完就断了。", 400)
        except (Refused, ValueError) as refusal:
            return sorry(str(refusal), 400)
        except OSError:
            log.exception("an upload could not be kept")
            return sorry("服务器没存下来,过一会儿再发一次。", 507)
        return JSONResponse({"received": asked["id"]})

    async def _kept(self, request: Request, member_id: int, suffix: str) -> str:
        """Keep the body if it is within the member's quota; returns its key."""
        whose = (self._app.db, self._policy, member_id)
        async with received(request, suffix) as upload:
            await asyncio.to_thread(file_quota.count, *whose, upload.key, upload.size, self._app.clock.now())
            try:
                await asyncio.to_thread(self._app.media.keep, upload.file, upload.key)
            except OSError:
                await asyncio.to_thread(file_quota.discount, self._app.db, member_id, upload.key)
                raise
            return upload.key

    async def media(self, request: Request) -> Response:
        """A file of the viewer's own conversation. What a browser might run is only ever downloaded."""
        key = str(request.path_params["key"])
        address = self._viewers.address(request)
        if address is None or not await asyncio.to_thread(self._may_see, address, key):
            return sorry("没有这个文件。", 404)
        try:
            file = await asyncio.to_thread(self._app.media.open, key)
        except (OSError, ValueError):
            log.exception("a file is missing", key=key)
            return sorry("没有这个文件。", 404)
        kind = type_of(key)
        shown = kind in PICTURES or kind in PLAYED
        return stored_file(
            file,
            request.headers.get("range"),
            media_type=kind if shown else "application/octet-stream",
            disposition="inline" if shown else "attachment",
            name=request.query_params.get("name") or key,
        )

    def _may_see(self, address: str, key: str) -> bool:
        conversation_id = self._viewers.conversation(address) if is_key(key) else None
        if conversation_id is None:
            return False
        with self._app.db.read() as session:
            return entries.has_media(session, conversation_id, key)


def _kind_of(name: str) -> MediaKind:
    return kind_of_type(type_of(name), PICTURES)
