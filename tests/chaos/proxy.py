"""A way between two programs that can be cut: connections are reset and refused, or nothing gets through."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from typing import Any

AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing resets the connection
CHUNK = 1 << 16
Upstream = tuple[str, int] | str  # a port of a host, or the path of a Unix socket


class Link:
    """One listening port, whose connections lead to `upstream`. Its methods may be called from any thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, upstream: Upstream) -> None:
        self._loop = loop
        self._upstream = upstream
        self._refusing = False
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._open: dict[int, tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = {}
        self.port = 0

    async def listen(self) -> None:
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Reset every connection, and refuse new ones."""
        self._refusing = True
        self._loop.call_soon_threadsafe(self._reset_all)

    def stall(self) -> None:
        """Let nothing through, as if every packet were lost."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def heal(self, reset: bool = False) -> None:
        """All is well again. `reset`: but the connections of before are gone."""
        self._refusing = False
        if reset:
            self._loop.call_soon_threadsafe(self._reset_all)
        self._loop.call_soon_threadsafe(self._flowing.set)

    def sever(self, port: int) -> None:
        """Reset the one connection that comes to `upstream` from this port, if it is one of ours."""
        self._loop.call_soon_threadsafe(self._reset, port)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refusing:
            return reset(writer)
        try:
            there, to = await self._connect()
        except OSError:
            return reset(writer)
        port = to.get_extra_info("sockname")
        key = port[1] if isinstance(port, tuple) and port else id(to)
        self._open[key] = (writer, to)
        try:
            await asyncio.gather(self._pump(reader, to), self._pump(there, writer), return_exceptions=True)
        finally:
            self._open.pop(key, None)
            for end in (writer, to):
                end.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self._upstream, str):
            return await asyncio.open_unix_connection(self._upstream)
        return await asyncio.open_connection(*self._upstream)

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(CHUNK):
                await self._flowing.wait()
                target.write(data)
                await target.drain()
        finally:
            if not target.is_closing() and target.can_write_eof():
                target.write_eof()

    def _reset_all(self) -> None:
        for port in list(self._open):
            self._reset(port)

    def _reset(self, port: int) -> None:
        for writer in self._open.pop(port, ()):
            reset(writer)


def reset(writer: asyncio.StreamWriter) -> None:
    own: Any = writer.get_extra_info("socket")
    if own.family != socket.AF_UNIX:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    writer.transport.abort()


class Network(AbstractContextManager["Network"]):
    """Makes links, and runs them in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="network", daemon=True)
        self._thread.start()

    def link(self, upstream: Upstream) -> Link:
        link = Link(self._loop, upstream)
        self._await(link.listen)
        return link

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _await(self, work: Callable[[], Any]) -> None:
        done: Future[Any] = asyncio.run_coroutine_threadsafe(work(), self._loop)
        done.result(10)
