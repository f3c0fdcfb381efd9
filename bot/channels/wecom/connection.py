"""One connection to WeCom's socket: subscribed, kept alive, requests matched with their answers.

What comes in is handed over in its order. WeCom wants no acknowledgement of it and does not send it again. A newer
connection of the same bot pushes this one out.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from bot.channels.wecom import frames
from bot.channels.wecom.frames import Incoming, NoAnswer, NotConnected, Refused

PUBLIC = "wss://openws.work.weixin.qq.com"
LARGEST_FRAME = 4 * 1024 * 1024
OPEN_SECONDS = 10.0
ANSWER_SECONDS = 8.0
PING_SECONDS = 30.0
MISSED = 2  # pings in a row without an answer: the connection is dead
Came = Callable[[Incoming], Awaitable[None]]
log = structlog.get_logger(__name__)


class PushedOut(Exception):
    """Another connection of the same bot was opened."""


class Connection:
    """A connection that is open and subscribed; `came` takes what comes in."""

    def __init__(self, socket: ClientConnection, came: Came, ping_seconds: float = PING_SECONDS) -> None:
        self._socket = socket
        self._came = came
        self._ping_seconds = ping_seconds
        self._waiting: dict[str, asyncio.Future[Mapping[str, Any]]] = {}
        self._pushed_out = False

    async def subscribe(self, bot_id: str, secret: str) -> None:
        """Begin to receive, while `serve` runs. Raises Refused, NoAnswer."""
        await self.request(frames.SUBSCRIBE, {"bot_id": bot_id, "secret": secret})

    async def serve(self) -> None:
        """Read until the connection ends. Raises PushedOut."""
        pinging = asyncio.create_task(self._ping())
        try:
            async for text in self._socket:
                await self._take(text)
        except ConnectionClosed:
            pass
        finally:
            pinging.cancel()
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(NoAnswer("the connection has ended"))
        if self._pushed_out:
            raise PushedOut

    async def request(
        self,
        cmd: str,
        body: Mapping[str, Any] | None = None,
        req_id: str = "",
        seconds: float = ANSWER_SECONDS,
    ) -> Mapping[str, Any]:
        """Send a frame; returns the body of its answer. Raises NotConnected, NoAnswer, Refused."""
        if self._socket.state is not State.OPEN:
            raise NotConnected
        req_id = req_id or frames.new_req_id(cmd)
        answer = self._waiting[req_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self._socket.send(frames.text_of(cmd, req_id, body))
                frame = await answer
        except (TimeoutError, ConnectionClosed) as error:
            raise NoAnswer(type(error).__name__) from None
        finally:
            self._waiting.pop(req_id, None)
        if code := frame.get("errcode"):
            raise Refused(int(code), str(frame.get("errmsg", "")))
        return frames.part(frame, "body")

    async def close(self) -> None:
        """End the connection."""
        await self._socket.close()

    async def _take(self, text: str | bytes) -> None:
        try:
            frame = json.loads(text)
            cmd, req_id = frames.words(frame, "cmd"), frames.words(frames.part(frame, "headers"), "req_id")
        except ValueError:
            log.error("a frame that cannot be read was passed over")
            return
        if cmd in (frames.MESSAGE, frames.EVENT):
            body = frames.part(frame, "body")
            if frames.words(frames.part(body, "event"), "eventtype") == frames.PUSHED_OUT:
                self._pushed_out = True
            else:
                await self._came(Incoming(cmd, req_id, body))
        elif isinstance(frame, dict):
            self._answered(req_id, frame)

    def _answered(self, req_id: str, frame: Mapping[str, Any]) -> None:
        """A frame that lacks a field is refused without its id; it is clear whose refusal it is if one waits alone."""
        answer = self._waiting.get(req_id)
        if answer is None and not req_id and len(self._waiting) == 1:
            answer = next(iter(self._waiting.values()))
        if answer is None:
            log.warning("an answer to nothing that is waited for", code=frame.get("errcode"))
        elif not answer.done():
            answer.set_result(frame)

    async def _ping(self) -> None:
        missed = 0
        while missed < MISSED:
            await asyncio.sleep(self._ping_seconds)
            try:
                await self.request(frames.PING)
                missed = 0
            except (NoAnswer, Refused):
                missed += 1
            except NotConnected:
                return
        log.warning("the connection to WeCom is dead; it is opened anew")
        self._socket.transport.abort()


async def open_connection(url: str, came: Came) -> Connection:
    """Connect, without subscribing. Raises OSError, TimeoutError or WebSocketException."""
    socket = await connect(url, ping_interval=None, open_timeout=OPEN_SECONDS, close_timeout=1, max_size=LARGEST_FRAME)
    return Connection(socket, came)
