"""The local chat page as a channel: one WebSocket per open page, any number of pages per address.

Both ways a message counts only when the other side has said so: the page acknowledges a row id and shows a repeated
one once; what the page sends carries an id of its own and is acknowledged after the commit, so it sends again
whatever was not, and a repeat changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import timedelta

import structlog
from sqlmodel import col, select
from starlette.routing import BaseRoute
from starlette.websockets import WebSocket

from bot.admin.board_links import BoardLinks
from bot.admin.large_files import UploadLinks
from bot.channels.base import Application, Fetched, NotSent
from bot.channels.capabilities import EVERYTHING
from bot.channels.web import entries
from bot.channels.web.board.routes import BoardPage
from bot.channels.web.connections import Connections, Page
from bot.channels.web.demo_clock import Demo, DemoClock
from bot.channels.web.files import Files
from bot.channels.web.frames import CLIENT_ID, Frame, Refused, next_frame, words_or_tap
from bot.channels.web.links import Links
from bot.channels.web.page import CHANNEL
from bot.channels.web.pages import Pages
from bot.channels.web.upload_page.routes import UploadPage
from bot.channels.web.viewers import Viewer, Viewers
from bot.messaging import sends
from bot.messaging.inbound import Inbound, Media, Said
from bot.messaging.sends import Sending
from bot.messaging.taps import LARGEST_NUMBER
from bot.turn.prepare import FileUnavailable
from bot.wording.turn import NOT_FETCHED
from config.policy import Policy
from storage.conversations import Inbox, Outbox

ACKNOWLEDGE_SECONDS = 5.0
AGAIN = timedelta(seconds=2)
log = structlog.get_logger(__name__)


class WebChannel:
    """The channel to all pages that are open in this process."""

    name = CHANNEL
    capabilities = EVERYTHING

    def __init__(
        self,
        app: Application,
        policy: Policy,
        *,
        secret: str | None = None,
        demo: Demo | None = None,
        board: BoardLinks | None = None,
        uploads: UploadLinks | None = None,
    ) -> None:
        """The `demo`'s page lets everybody choose who to be; outside it `secret` signs links. Where there are `board`
        links there is the board, where there are those of `uploads` the page by which large files come. Raises
        ValueError where there is neither demo nor secret."""
        if demo is None and not secret:
            raise ValueError("网页入口要先设置 XIAOBAN_SECRET,才能签发链接")
        self._app = app
        self._policy = policy
        self._links = None if demo else Links(secret or "")
        self._demo = demo
        self._board = BoardPage(app, policy, board) if board is not None else None
        self._uploads = UploadPage(app, policy, uploads) if uploads is not None else None
        self._connections = Connections()
        self._shown: dict[tuple[str, int], asyncio.Future[None]] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """The page, its line, files, the board, large files, and in the demo its clock."""
        viewers = Viewers(self._app.db, self._policy, self._links)
        pages = Pages(viewers, self._app.clock, self._policy, self.attend, demo=self._demo is not None)
        routes = [*pages.routes(), *Files(self._app, self._policy, viewers, self.receive).routes()]
        if self._board is not None:
            routes += self._board.routes()
        if self._uploads is not None:
            routes += self._uploads.routes()
        if self._demo is not None:
            routes += DemoClock(self._demo, self._policy, self._connections.show_everybody).routes()
        return routes

    # ---- out

    def addresses(self) -> Collection[str]:
        """The addresses with a page open in this process."""
        return self._connections.addresses()

    async def send(self, sending: Sending) -> str | None:
        """Show a message on every page of its address; it is sent once one of them acknowledges it."""
        pages = self._connections.at(sending.address)
        if not pages:
            raise NotSent("页面没开着", AGAIN)
        frame = await asyncio.to_thread(self._message, sending.id)
        key = (sending.address, sending.id)
        self._shown[key] = shown = asyncio.get_running_loop().create_future()
        self._connections.show(pages, frame)
        try:
            async with asyncio.timeout(ACKNOWLEDGE_SECONDS):
                await shown
        except TimeoutError as error:
            self._connections.drop(pages)  # asleep: it asks for what it missed when it wakes
            raise NotSent("页面没有回应", AGAIN) from error
        finally:
            self._shown.pop(key, None)
        return None

    async def run(self) -> None:
        """Messages come in through `attend` and `receive`, which the web server calls."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Let go of what the board looks at; the web server closes its connections."""
        if self._board is not None:
            await asyncio.to_thread(self._board.close)

    def trouble(self) -> str | None:
        """None: pages come to us."""
        return None

    async def fetch(self, media: Media) -> Fetched:
        """Always FileUnavailable: pages upload their files, so that no message names one by reference."""
        raise FileUnavailable(NOT_FETCHED)

    def _message(self, outbox_id: int) -> Frame:
        with self._app.db.read() as session:
            row = session.get_one(Outbox, outbox_id)
            newest, closed = entries.spent_lately(session, row.conversation_id)
            return {"message": entries.message_entry(row, closed), "newest": newest, "spent": sorted(closed)}

    # ---- a page, from its greeting to its end

    async def attend(self, socket: WebSocket, viewer: Viewer, greeting: Frame) -> None:
        """Serve an accepted socket until it closes."""
        page = Page(socket, viewer)
        try:
            await self._greet(page, greeting)
            while (frame := await next_frame(socket)) is not None:
                await self._take(page, frame)
        finally:
            self._connections.forget(page)

    async def _greet(self, page: Page, greeting: Frame) -> None:
        """Send the greeting with the history. The page is reachable from now on; other frames wait until it is sent."""
        async with page.lock:
            self._connections.add(page)
            past = await asyncio.to_thread(self._history, page.viewer.conversation_id)
            await page.push({"hello": {**greeting, "entries": past, "now": self._app.clock.now().isoformat()}})
        self._app.committed()

    def _history(self, conversation_id: int) -> list[entries.Entry]:
        with self._app.db.read() as session:
            return entries.history(session, conversation_id)

    async def _take(self, page: Page, frame: Frame) -> None:
        if "got" in frame:
            shown = self._shown.get((page.viewer.address, frame["got"])) if isinstance(frame["got"], int) else None
            if shown is not None and not shown.done():
                shown.set_result(None)
        elif "seen" in frame:
            await asyncio.to_thread(self._seen, page.viewer, frame["seen"])
        elif "id" in frame:
            await self._say(page, frame)
        else:
            await page.show({"now": self._app.clock.now().isoformat()})

    def _seen(self, viewer: Viewer, rows: object) -> None:
        for row in rows[:100] if isinstance(rows, list) else ():
            if isinstance(row, int) and 0 < row <= LARGEST_NUMBER:
                sends.seen(self._app.db, viewer.conversation_id, row, self._app.clock.now())

    # ---- in

    async def _say(self, page: Page, frame: Frame) -> None:
        try:
            await self.receive(page.viewer.address, str(frame["id"]), words_or_tap(frame), seen_by=page)
        except Refused as refusal:
            await page.show({"refused": frame["id"], "reason": str(refusal)})
        except Exception:
            log.exception("a message was not taken in; the page will send it again")
        else:
            await page.show({"received": frame["id"]})

    async def receive(self, address: str, client_id: str, said: Said, seen_by: Page | None = None) -> None:
        """Store what was done at `address`, commit, and show it on the address's other pages. Raises Refused."""
        if not CLIENT_ID.fullmatch(client_id):
            raise Refused("消息编号不对,刷新页面再试。")
        event = f"{address}:{client_id}"
        inbound = Inbound(CHANNEL, event, address, said, self._app.clock.now())
        if await asyncio.to_thread(self._app.receive, inbound):
            others = [page for page in self._connections.at(address) if page is not seen_by]
            if others:
                entry = await asyncio.to_thread(self._said_entry, event)
                self._connections.show(others, {"said": entry})

    def _said_entry(self, event: str) -> entries.Entry:
        with self._app.db.read() as session:
            mine = select(Inbox).where(col(Inbox.channel) == CHANNEL, col(Inbox.event_id) == event)
            return entries.said_entry(session, session.exec(mine).one())
