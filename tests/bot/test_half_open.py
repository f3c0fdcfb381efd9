"""Connections that are opened and say nothing: people are answered all the same, and the descriptors come back."""

from __future__ import annotations

import asyncio
import resource
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
import structlog
import uvicorn
from installation import PATIENCE_SECONDS, Installation
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.runtime.http.connections import LimitedProtocol, Limits, Seldom, most_connections, note_accept_errors

HALF = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
WHOLE = HALF + b"\r\n"
HALF_OPEN, DESCRIPTORS = 1_100, 1_024
pytestmark = pytest.mark.timeout(180)


@contextmanager
def descriptors(most: int) -> Iterator[None]:
    """As many as this process, and those that it starts, may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_eleven_hundred_half_open_connections_keep_nobody_out(tmp_path: Path) -> None:
    bot = Installation(tmp_path)
    with ExitStack() as stack:
        with descriptors(DESCRIPTORS):
            process = stack.enter_context(bot.run())
            bot.until_healthy()
        stack.enter_context(descriptors(4 * DESCRIPTORS))
        server = psutil.Process(process.pid)
        before = len(server.net_connections("tcp"))
        with ExitStack() as attack, httpx.Client(base_url=bot.home, trust_env=False) as person:
            for _ in range(HALF_OPEN):
                line = attack.enter_context(socket.create_connection(("127.0.0.1", bot.port)))
                line.sendall(HALF)
            assert person.get("/healthz").status_code == 200
            assert person.get("/people").status_code == 200
            assert server.num_fds() < DESCRIPTORS
        deadline = time.monotonic() + PATIENCE_SECONDS
        while len(server.net_connections("tcp")) > before:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert "Traceback" not in bot.log and "too many open files" not in bot.log.lower()


# ---- the rules, one by one


async def answer(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("好")


@asynccontextmanager
async def served(limits: Limits) -> AsyncIterator[int]:
    """A server under `limits`; its port."""
    app = Starlette(routes=[Route("/healthz", answer)])
    http: Any = partial(LimitedProtocol, limits)
    server = uvicorn.Server(uvicorn.Config(app, http=http, lifespan="off", log_config=None))
    listening = socket.create_server(("127.0.0.1", 0))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield listening.getsockname()[1]
    server.should_exit = True
    await serving


async def said(port: int, words: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection on which `words` were said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(words)
    return reader, writer


async def is_over(reader: asyncio.StreamReader) -> bool:
    try:
        return await reader.read() == b""
    except ConnectionResetError:
        return True


def under(limits: Limits, play: Any) -> None:
    async def work() -> None:
        async with asyncio.timeout(PATIENCE_SECONDS), served(limits) as port:
            await play(port)

    asyncio.run(work())


@pytest.mark.parametrize("words", [b"", HALF, WHOLE + HALF], ids=["nothing", "half a head", "half a second one"])
def test_who_does_not_send_a_whole_head_in_time_is_cut_off(words: bytes) -> None:
    async def play(port: int) -> None:
        reader, writer = await said(port, words)
        if words.startswith(WHOLE):
            assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
            assert await reader.readexactly(3) == "好".encode()
        assert await is_over(reader)
        writer.close()

    under(Limits(10, head_seconds=0.1), play)


@pytest.mark.parametrize(("most", "of_address"), [(3, 10), (10, 3)], ids=["in all", "of one address"])
def test_who_waits_longest_makes_room(most: int, of_address: int) -> None:
    async def play(port: int) -> None:
        silent = [await said(port, HALF) for _ in range(3)]
        person, writer = await said(port, WHOLE)
        assert b"200 OK" in await person.readuntil(b"\r\n\r\n")
        assert await is_over(silent[0][0])
        for reader, other in silent[1:]:
            other.write(b"\r\n")
            assert b"200 OK" in await reader.readuntil(b"\r\n\r\n")
            other.close()
        writer.close()

    under(Limits(most, most_of_address=of_address), play)


class Line:
    """As much of a transport as is counted."""

    closed = False

    def is_closing(self) -> bool:
        return self.closed

    def abort(self) -> None:
        self.closed = True


def lines(limits: Limits, count: int, address: str) -> list[Any]:
    """So many connections that are served, as far as they are let in."""
    made: list[Any] = [Line() for _ in range(count)]
    for line in made:
        if limits.admit(line, address):
            limits.is_served(line)
        else:
            line.closed = True
    return made


def test_where_nobody_waits_the_new_one_is_refused() -> None:
    limits = Limits(4, most_of_address=2)
    assert [line.closed for line in lines(limits, 3, "10.0.0.1")] == [False, False, True]
    others = lines(limits, 2, "10.0.0.2")
    assert [line.closed for line in lines(limits, 1, "10.0.0.3")] == [True]
    others[0].abort()
    assert [line.closed for line in lines(limits, 1, "10.0.0.3")] == [False]


def test_a_proxy_is_not_one_person() -> None:
    limits = Limits(5, proxies=["10.0.0.9"], most_of_address=2)
    assert [line.closed for line in lines(limits, 6, "10.0.0.9")] == [False] * 5 + [True]


def test_connections_take_half_of_the_descriptors_at_most() -> None:
    with descriptors(512):
        assert most_connections() == 256


def test_what_cannot_be_accepted_is_logged_once_a_minute() -> None:
    loop = asyncio.new_event_loop()
    note_accept_errors(loop)
    with structlog.testing.capture_logs() as logged:
        for _ in range(2_000):
            loop.call_exception_handler({"message": "socket.accept() out of system resource", "exception": OSError(24)})
    loop.close()
    assert [line["event"] for line in logged] == ["connections cannot be accepted"]


def test_after_a_while_it_is_logged_again() -> None:
    always, hardly = Seldom(seconds=0), Seldom()
    assert [always(), always(), hardly(), hardly()] == [True, True, True, False]
