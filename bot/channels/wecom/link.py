"""The connection of this process, held while it has the lease: one process at a time is connected.

A process that dies leaves the lease to another within a few seconds. Whoever is pushed out looks at the lease first:
where another process has it, this one stands by. Where it is still ours, a program that shares the bot but not our
database has taken the connection; then nothing is taken back for a while, so that the two do not fight.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from websockets.exceptions import WebSocketException

from bot.channels.base import Lease
from bot.channels.wecom import words
from bot.channels.wecom.connection import Connection, PushedOut
from bot.channels.wecom.frames import NoAnswer, NotConnected, Refused

LEASE_NAME = "wecom-socket"
SHARED, ALONE = timedelta(seconds=3), timedelta(seconds=30)  # of the lease; alone: nobody else can want it
STAND_BY_SECONDS = 0.7
STOOD_BY = 60  # looks at the lease, after which another process is taken to be connected
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
REFUSED_SECONDS = 60.0
PUSHED_OUT_SECONDS = (60.0, 300.0, 900.0)
TROUBLE_SECONDS = 60.0
STEADY_SECONDS = 30.0
SETTLED_SECONDS = 600.0  # a connection that lasted so long was not fought for
log = structlog.get_logger(__name__)


class Link:
    """`connect` opens a connection, which `subscribe` makes ours. `lease` (of LEASE_NAME) is renewed three times
    within `span`."""

    def __init__(
        self,
        lease: Lease,
        span: timedelta,
        connect: Callable[[], Awaitable[Connection]],
        subscribe: Callable[[Connection], Awaitable[None]],
    ) -> None:
        self._lease = lease
        self._renewed_seconds = span.total_seconds() / 3
        self._connect = connect
        self._subscribe = subscribe
        self._connection: Connection | None = None
        self._failures = 0
        self._pushed_out = 0
        self._not_before = 0.0
        self._down_since: float | None = None
        self._stood_by = 0
        self._unasked = False  # the database did not answer when it was last asked for the lease
        self._reason = ""

    @property
    def is_connected(self) -> bool:
        """Whether this process is the one that is connected."""
        return self._connection is not None

    async def request(self, cmd: str, body: Mapping[str, Any], req_id: str = "") -> Mapping[str, Any]:
        """See Connection.request."""
        if self._connection is None:
            raise NotConnected
        return await self._connection.request(cmd, body, req_id)

    async def run(self) -> None:
        """Be connected, or stand by, until cancelled; then end the lease."""
        try:
            while True:
                await asyncio.sleep(await self.once())
        finally:
            self._give_up()

    def trouble(self) -> str | None:
        """Why there has been no connection for a minute, for a person; None while this or another process has one."""
        if self._down_since is None or asyncio.get_running_loop().time() - self._down_since < TROUBLE_SECONDS:
            return None
        return self._reason

    async def once(self) -> float:
        """One connection from its beginning to its end, if it is for this process. Returns the seconds to wait then."""
        if not await self._is_ours():
            self._stood_by += 1
            if self._stood_by > STOOD_BY:  # whoever cannot connect either gives the lease up sooner
                self._down_since = None
            return STAND_BY_SECONDS
        self._stood_by = 0
        if asyncio.get_running_loop().time() < self._not_before:
            return self._renewed_seconds
        try:
            await self._be_connected()
        except PushedOut:
            return await self._note_pushed_out()
        except Refused as refusal:
            self._is_down(words.REFUSED)
            log.error(
                "WeCom refuses the bot; look at XIAOBAN_WECOM_BOT_ID and XIAOBAN_WECOM_BOT_SECRET", reason=str(refusal)
            )
            return REFUSED_SECONDS
        except (OSError, TimeoutError, WebSocketException, NoAnswer, NotConnected) as error:
            self._is_down(words.AWAY)
            log.warning("WeCom cannot be reached", reason=type(error).__name__)
            self._failures += 1
            await asyncio.to_thread(self._give_up)  # another process may reach it
        return self._pause()

    def _is_down(self, reason: str) -> None:
        self._reason = reason
        if self._down_since is None:
            self._down_since = asyncio.get_running_loop().time()

    async def _be_connected(self) -> None:
        connection = await self._connect()
        serving = asyncio.create_task(connection.serve())
        try:
            await self._subscribe(connection)
            log.info("connected to WeCom")
            self._down_since = None
            self._connection = connection
            began = asyncio.get_running_loop().time()
            try:
                await self._while_ours(serving)
            finally:
                self._note_length(asyncio.get_running_loop().time() - began)
        finally:
            self._connection = None
            await connection.close()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    def _note_length(self, seconds: float) -> None:
        """A connection has ended: one that did not last is opened anew less eagerly each time."""
        self._failures = 0 if seconds > STEADY_SECONDS else self._failures + 1
        if seconds > SETTLED_SECONDS:
            self._pushed_out = 0

    async def _while_ours(self, serving: asyncio.Task[None]) -> None:
        """Until the connection ends, or the lease is another's. Raises PushedOut."""
        while True:
            done, _ = await asyncio.wait({serving}, timeout=self._renewed_seconds)
            if done:
                return serving.result()
            if not await self._is_ours():
                log.warning("another process has the connection to WeCom now")
                return None

    async def _is_ours(self) -> bool:
        """Whether the lease is ours. While the database cannot be asked, a connection is kept: should another process
        have taken over, WeCom pushes this one out."""
        try:
            ours = await asyncio.to_thread(self._lease.take)
        except Exception as error:
            if not self._unasked:
                log.warning("the lease of the connection cannot be asked for", reason=type(error).__name__)
            self._unasked = True
            return self.is_connected
        self._unasked = False
        return ours

    async def _note_pushed_out(self) -> float:
        if not await self._is_ours():
            return STAND_BY_SECONDS
        seconds = PUSHED_OUT_SECONDS[min(self._pushed_out, len(PUSHED_OUT_SECONDS) - 1)]
        self._is_down(words.PUSHED_OUT)
        self._pushed_out += 1
        self._not_before = asyncio.get_running_loop().time() + seconds
        log.error("another program has connected as this bot, and gets its messages now", tried_again_in=seconds)
        return self._renewed_seconds

    def _pause(self) -> float:
        pause = min(FIRST_PAUSE * 2 ** min(self._failures, 10), LONGEST_PAUSE)
        return float(pause * random.uniform(0.7, 1.3))

    def _give_up(self) -> None:
        try:
            self._lease.give_up()
        except Exception:
            log.exception("the lease was not given up; it ends by itself")
