"""A process of the bot with one channel: on a loop of its own in a thread, its web server asked in memory."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future
from typing import Any, Self

import httpx
from fake_bot import FakeBot
from starlette.applications import Starlette

from bot.channels.base import Channel
from bot.channels.delivery import Delivery


class Process:
    """Its channel, and delivery where it `delivers`, until the end of the block. `path`: where its platform calls."""

    def __init__(self, app: FakeBot, path: str, *, delivers: bool = True) -> None:
        self.app, self._path, self._delivers = app, path, delivers

    def made(self) -> Any:
        """The channel, on the loop."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(30)
        self.loop.close()

    def call(self, coroutine: Any) -> Any:
        """The result of a coroutine on this process's loop."""
        future: Future[Any] = asyncio.run_coroutine_threadsafe(coroutine, self.loop)
        return future.result(30)

    def post(self, query: str, body: bytes, method: str = "POST") -> int:
        return int(self.asked(query, body, method).status_code)

    def asked(self, query: str, body: bytes = b"", method: str = "POST") -> httpx.Response:
        answer: httpx.Response = self.call(self.browser.request(method, f"{self._path}?{query}", content=body))
        return answer

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self._task = self.loop.create_task(self._work())
        try:
            self.loop.run_until_complete(self._task)
        except asyncio.CancelledError:
            self.loop.run_until_complete(self.channel.close())
            self.loop.run_until_complete(self.browser.aclose())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())

    async def _work(self) -> None:
        self.channel: Channel = self.made()
        web = Starlette(routes=list(self.channel.routes()))
        self.browser = httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://xiaoban.example")
        parts = [asyncio.create_task(self.channel.run())]
        if self._delivers:
            delivery = Delivery(self.app.db, self.app.clock, [self.channel])
            self.app.listeners.append(delivery.wake)
            parts.append(asyncio.create_task(delivery.run()))
        await asyncio.sleep(0)
        self._ready.set()
        await asyncio.gather(*parts)
