"""Thirty messages of 15 MB at once, as words and as files: the process does not grow with them."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import httpx
import pytest
import websockets
from installation import PATIENCE_SECONDS, Installation

pytestmark = [
    pytest.mark.timeout(180),
    pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="its memory is read from Linux's /proc"),
]
TIMES, SIZE = 36, 15 * 1024 * 1024
MOST_MB = 100  # of growth; thirty of them are 450


def test_the_process_does_not_grow_with_what_is_sent(tmp_path: Path) -> None:
    bot = Installation(tmp_path)
    with bot.run() as process:
        bot.until_healthy()
        asyncio.run(attack(bot.home, Path(f"/proc/{process.pid}")))
    assert "Traceback" not in bot.log


async def attack(home: str, process: Path) -> None:
    line = home.replace("http", "ws") + "/ws?as={}"
    async with (
        asyncio.timeout(2 * PATIENCE_SECONDS),
        httpx.AsyncClient(base_url=home, trust_env=False, timeout=PATIENCE_SECONDS) as browser,
    ):
        assert await answer(line.format(2), "before")  # by now everything is loaded
        (process / "clear_refs").write_text("5")  # the peak begins anew
        before = peak_mb(process)
        assert await asyncio.gather(*(frame(line.format(1)) for _ in range(TIMES))) == [1009] * TIMES
        statuses = await asyncio.gather(*(upload(browser, number) for number in range(TIMES)))
        assert set(statuses) == {200, 413}  # within the day's quota, and above
        assert await answer(line.format(2), "after")
        assert peak_mb(process) - before < MOST_MB


async def frame(url: str) -> int | None:
    """Say 15 MB; returns the code with which the line was closed."""
    words = '{"id": "m1", "text": "' + "x" * SIZE + '"}'
    async with websockets.connect(url, proxy=None) as page:
        try:
            await page.send(words)
            while True:
                await page.recv()
        except websockets.ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else None


async def upload(browser: httpx.AsyncClient, number: int) -> int:
    sent = await browser.post(f"/upload?as=1&id=f{number}&name=x.bin", content=bytes([number]) * SIZE)
    return sent.status_code


async def answer(url: str, name: str) -> str:
    """What somebody is told who asks for help."""
    async with websockets.connect(url, proxy=None) as page:
        await page.send(json.dumps({"id": name, "text": "帮助"}))
        while "message" not in (shown := json.loads(await page.recv())):
            pass
        await page.send(json.dumps({"got": shown["message"]["id"]}))
        return str(shown["message"]["text"])


def peak_mb(process: Path) -> int:
    found = re.search(r"VmHWM:\s+(\d+)", (process / "status").read_text())
    assert found is not None
    return int(found[1]) // 1024
