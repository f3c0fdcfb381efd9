"""How many connections the web server takes, and how long one may keep it waiting for a request.

A connection that has not sent the whole head of a request within some seconds is closed. Where there are as many as are
allowed, in all or from one address, the one that has kept it waiting longest makes room for the new one; where none
does, the new one is refused. So whoever opens connections and says nothing crowds out nobody but themselves.
"""

from __future__ import annotations

import asyncio
import resource
import time
from collections.abc import Collection
from typing import Any

import structlog
from uvicorn.protocols.http.h11_impl import H11Protocol

MOST, MOST_OF_ADDRESS = 2_000, 100
HEAD_SECONDS = 10.0
BACKLOG = 100  # accepted in one go, before any of them is counted
ACCEPTS = "socket.accept()"  # asyncio's word for that a connection could not be accepted
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
log = structlog.get_logger(__name__)


class Seldom:
    """True once in a period at most, for what is logged."""

    def __init__(self, seconds: float = 60.0) -> None:
        self._seconds = seconds
        self._next = 0.0

    def __call__(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


class Limits:
    """The open connections of one server. `proxies` are the addresses of reverse proxies, which speak for many people:
    they count in all, not each."""

    def __init__(
        self,
        most: int,
        proxies: Collection[str] = (),
        most_of_address: int = MOST_OF_ADDRESS,
        head_seconds: float = HEAD_SECONDS,
    ) -> None:
        self.head_seconds = head_seconds
        self._most = most
        self._most_of_address = most_of_address
        self._proxies = frozenset(proxies)
        self._open: dict[asyncio.Transport, str] = {}
        self._waiting: dict[asyncio.Transport, None] = {}  # in order of since when
        self._may_log = Seldom()

    def admit(self, transport: asyncio.Transport, address: str) -> bool:
        """Count a new connection, which waits from now on, after another has made room for it if need be. False if it
        is one too many."""
        self._open = {known: at for known, at in self._open.items() if not known.is_closing()}
        of_address = {known for known, at in self._open.items() if at == address}
        if address not in self._proxies and len(of_address) >= self._most_of_address:
            if not self._make_room(of_address):
                self._note("an address has as many connections as are allowed", address)
                return False
        elif len(self._open) >= self._most and not self._make_room(self._open):
            self._note("there are as many connections as are allowed", address)
            return False
        self._open[transport] = address
        self._waiting[transport] = None
        return True

    def waits(self, transport: asyncio.Transport) -> None:
        """It has had its answer, and has not sent the head of another request."""
        if transport in self._open:
            self._waiting[transport] = None

    def is_served(self, transport: asyncio.Transport) -> None:
        """It has sent the head of a request, or is closed."""
        self._waiting.pop(transport, None)

    def _make_room(self, among: Collection[asyncio.Transport]) -> bool:
        longest = next((transport for transport in self._waiting if transport in among), None)
        if longest is None:
            return False
        self._waiting.pop(longest)
        self._open.pop(longest)
        longest.abort()
        return True

    def _note(self, what: str, address: str) -> None:
        if self._may_log():
            log.warning(what, address=address, advice="a reverse proxy is named in XIAOBAN_WEB_PROXY")


def most_connections() -> int:
    """Half of the descriptors that the process may have: the rest is for the database, files and the platforms."""
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if descriptors == resource.RLIM_INFINITY else min(MOST, descriptors // 2)


class LimitedProtocol(H11Protocol):
    """uvicorn's HTTP protocol under `limits`; uvicorn itself waits for a head for ever."""

    def __init__(self, limits: Limits, **given: Any) -> None:
        super().__init__(**given)
        self._limits = limits
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self._limits.admit(transport, self.client[0] if self.client else ""):
            self._wait()
        else:
            transport.write(BUSY)
            transport.close()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._has_request():
            self._served()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._has_request() and not self.transport.is_closing():
            self._limits.waits(self.transport)
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._served()
        super().connection_lost(exc)

    def _has_request(self) -> bool:
        """Whether a request is under way, or a WebSocket has taken over."""
        taken_over = self.transport.get_protocol() is not self
        return taken_over or (self.cycle is not None and not self.cycle.response_complete)

    def _wait(self) -> None:
        self._cancel()
        self._timer = self.loop.call_later(self._limits.head_seconds, self.transport.abort)

    def _served(self) -> None:
        self._cancel()
        self._limits.is_served(self.transport)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def note_accept_errors(loop: asyncio.AbstractEventLoop) -> None:
    """Have it logged once a minute that connections cannot be accepted: asyncio says so for each, again and again."""
    may_log = Seldom()

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if not str(context.get("message", "")).startswith(ACCEPTS):
            loop.default_exception_handler(context)
        elif may_log():
            log.error("connections cannot be accepted", reason=str(context.get("exception")))

    loop.set_exception_handler(handle)
