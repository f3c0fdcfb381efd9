"""The local chat page as a channel: one WebSocket per open page, any number of pages per address.

Both ways a message counts only when the other side has said so: the page acknowledges a row id and shows a repeated
one once; what the page sends carries an id of its own and is acknowledged after the commit, so it sends again
whatever was not, and a repeat changes nothing.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Collection, Coroutine, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlmodel import col, select
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.channels.base import TAP, NotTaken
from bot.channels.web import entries
from bot.channels.web.page import CHANNEL
from bot.channels.web.viewers import Viewer
from bot.conversation.messages import Inbound, Media, Said
from bot.messaging import sends
from bot.messaging.sends import Sending
from storage.conversations import Inbox, Outbox

if TYPE_CHECKING:
    from bot.app import App

ACKNOWLEDGE_SECONDS = 5.0
AGAIN = timedelta(seconds=2)
CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
Frame = Mapping[str, Any]
log = structlog.get_logger(__name__)


class Refused(Exception):
    """What the page sent cannot be taken in, now or later; the message says why."""


class Page:
    """One open page. Frames go out one after the other, the greeting first."""

    def __init__(self, socket: WebSocket, viewer: Viewer) -> None:
        self.socket = socket
        self.viewer = viewer
        self.lock = asyncio.Lock()

    async def show(self, frame: Frame) -> None:
        """Send a frame; a page that has gone meanwhile misses nothing it will not get again."""
        async with self.lock:
            await self.push(frame)

    async def push(self, frame: Frame) -> None:
        """Send a frame at once; only for whoever holds `lock`."""
        try:
            await self.socket.send_text(json.dumps(frame, ensure_ascii=False))
        except (WebSocketDisconnect, RuntimeError, OSError):
            log.debug("a page has gone", address=self.viewer.address)


class WebChannel:
    """Reaches whoever has a page open in this process. `wake` is called when somebody has become reachable."""

    name = CHANNEL
    recognises_repeats = True

    def __init__(self, app: App, wake: Callable[[], None] | None = None) -> None:
        self._app = app
        self._wake = wake or app.committed
        self._pages: dict[str, set[Page]] = {}
        self._shown: dict[tuple[str, int], asyncio.Future[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    # ---- out

    def addresses(self) -> Collection[str]:
        """Of whoever has a page open here."""
        return list(self._pages)

    async def send(self, sending: Sending) -> str | None:
        """Show a message on every page of its address; taken once one of them says so."""
        pages = list(self._pages.get(sending.address, ()))
        if not pages:
            raise NotTaken("页面没开着", AGAIN)
        frame = await asyncio.to_thread(self._message, sending.id)
        key = (sending.address, sending.id)
        self._shown[key] = shown = asyncio.get_running_loop().create_future()
        self._show(pages, frame)
        try:
            async with asyncio.timeout(ACKNOWLEDGE_SECONDS):
                await shown
        except TimeoutError as error:
            self._drop(pages)  # asleep: it asks for what it missed when it wakes
            raise NotTaken("页面没有回应", AGAIN) from error
        finally:
            self._shown.pop(key, None)
        return None

    async def run(self) -> None:
        """Messages come in through `attend`, which the web server calls."""
        await asyncio.Event().wait()

    def tell_everybody(self, frame: Frame) -> None:
        """Send a frame to every open page."""
        for pages in self._pages.values():
            self._show(pages, frame)

    def _message(self, outbox_id: int) -> Frame:
        with self._app.db.read() as session:
            row = session.get_one(Outbox, outbox_id)
            closed = entries.spent_lately(session, row.conversation_id)
            return {"message": entries.message_entry(row, row.id in closed), "spent": closed}

    # ---- a page, from its greeting to its end

    async def attend(self, socket: WebSocket, viewer: Viewer, greeting: Frame) -> None:
        """Serve an accepted socket until it closes."""
        page = Page(socket, viewer)
        try:
            await self._greet(page, greeting)
            while (frame := await _next(socket)) is not None:
                await self._take(page, frame)
        finally:
            self._forget(page)

    async def _greet(self, page: Page, greeting: Frame) -> None:
        """From here on the page is reachable; what is sent meanwhile waits for the history to go first."""
        async with page.lock:
            self._pages.setdefault(page.viewer.address, set()).add(page)
            past = await asyncio.to_thread(self._history, page.viewer.conversation_id)
            await page.push({"hello": {**greeting, "entries": past, "now": self._app.clock.now().isoformat()}})
        self._wake()

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
            if isinstance(row, int) and 0 < row < 2**63:
                sends.seen(self._app.db, viewer.conversation_id, row, self._app.clock.now())

    # ---- in

    async def _say(self, page: Page, frame: Frame) -> None:
        try:
            await self.receive(page.viewer.address, str(frame["id"]), _said(frame), seen_by=page)
        except Refused as refusal:
            await page.show({"refused": frame["id"], "reason": str(refusal)})
        except Exception:
            log.exception("a message was not taken in; the page will send it again")
        else:
            await page.show({"received": frame["id"]})

    async def receive(self, address: str, client_id: str, said: Said, seen_by: Page | None = None) -> None:
        """Take in what was done at `address`, committed; other pages of the address are shown it. Raises Refused."""
        if not CLIENT_ID.fullmatch(client_id):
            raise Refused("消息编号不对,刷新页面再试。")
        event = f"{address}:{client_id}"
        inbound = Inbound(CHANNEL, event, address, said, self._app.clock.now())
        if await asyncio.to_thread(self._app.receive, inbound):
            others = [page for page in self._pages.get(address, ()) if page is not seen_by]
            if others:
                entry = await asyncio.to_thread(self._said_entry, event)
                self._show(others, {"said": entry})

    def _said_entry(self, event: str) -> entries.Entry:
        with self._app.db.read() as session:
            mine = select(Inbox).where(col(Inbox.channel) == CHANNEL, col(Inbox.event_id) == event)
            return entries.said_entry(session, session.exec(mine).one())

    # ---- who is here

    def _forget(self, page: Page) -> None:
        pages = self._pages.get(page.viewer.address, set())
        pages.discard(page)
        if not pages:
            self._pages.pop(page.viewer.address, None)

    def _drop(self, pages: Collection[Page]) -> None:
        """Close pages that do not answer, so that their address counts as not reachable."""
        for page in pages:
            self._forget(page)
            self._in_background(_close(page.socket))

    def _show(self, pages: Collection[Page], frame: Frame) -> None:
        """A page that takes nothing more holds nobody up."""
        for page in pages:
            self._in_background(page.show(frame))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _close(socket: WebSocket) -> None:
    try:
        await socket.close(1013)
    except (WebSocketDisconnect, RuntimeError, OSError):
        log.debug("the page had gone already")


def media_said(kind: str, key: str, name: str, caption: str) -> Said:
    """A file as it is said: a recording, a picture, or anything else."""
    if kind not in ("voice", "image", "file"):
        raise Refused("不认识这种文件。")
    return Said(media=Media(kind, key, _clean(name)[:120], _clean(caption)))  # type: ignore[arg-type]


async def _next(socket: WebSocket) -> Frame | None:
    """The next frame of a page; empty where it is none of ours, None where the page has gone."""
    try:
        frame = json.loads(await socket.receive_text())
    except (WebSocketDisconnect, RuntimeError):
        return None
    except (ValueError, TypeError, KeyError):
        return {}
    return frame if isinstance(frame, dict) else {}


def _said(frame: Frame) -> Said:
    tap, text = frame.get("tap"), frame.get("text")
    if isinstance(tap, str):
        if not TAP.fullmatch(tap):
            raise Refused("这个按钮我认不出来了,直接打字告诉我就行。")
        return Said(tap=tap)
    if isinstance(text, str):
        return Said(text=text)
    raise Refused("这条消息是空的。")


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c == "\n").encode("utf-8", "replace").decode("utf-8")
