"""Two processes on one PostgreSQL, started together on an empty database: either takes in, whoever holds the page
answers."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import httpx
import pytest
import websockets
from databases import Postgres
from installation import PATIENCE_SECONDS, Installation, ended
from peers.aibot import Aibot
from testing import WORLD

pytestmark = [pytest.mark.needs_postgres, pytest.mark.timeout(180)]
SECRET = "a long secret for tests"


def test_what_comes_in_here_is_answered_there(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.new()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "one" / "media").mkdir()
    (tmp_path / "two" / "media").symlink_to(tmp_path / "one" / "media")  # whoever handles the file reads it
    here, there = (Installation(tmp_path / name, SECRET=SECRET, DB_URL=url) for name in ("one", "two"))
    with here.run() as first, there.run() as second:
        here.until_healthy()
        there.until_healthy()
        here.do("init", "--name", "某某公司", "--admin", "周明远")
        key = re.search(r"key=(\S+)", here.do("invite", "周明远"))
        assert key is not None
        agreed = httpx.post(f"{here.home}/consent", cookies={"xiaoban": key[1]}, trust_env=False)
        assert agreed.status_code == 200
        assert asyncio.run(answer(key[1], here=here.home, there=there.home)).startswith("是哪家客户")
        for process in (first, second):
            process.terminate()
        assert [ended(process) for process in (first, second)] == [0, 0]
    assert "Traceback" not in here.log + there.log


async def answer(key: str, here: str, there: str) -> str:
    """What the page that is open `there` is told when a file is sent `here`."""
    cookie = {"Cookie": f"xiaoban={key}"}
    async with (
        httpx.AsyncClient(trust_env=False, headers=cookie) as browser,
        websockets.connect(there.replace("http", "ws") + "/ws", additional_headers=cookie, proxy=None) as page,
        asyncio.timeout(PATIENCE_SECONDS),
    ):
        assert "hello" in json.loads(await page.recv())
        sent = await browser.post(f"{here}/upload?id=a1&name=x.txt", content=b"x")
        assert sent.json() == {"received": "a1"}
        while "message" not in (frame := json.loads(await page.recv())):
            pass
        await page.send(json.dumps({"got": frame["message"]["id"]}))
        return str(frame["message"]["text"])


def test_one_of_two_is_connected_and_the_other_goes_on_when_it_is_killed(tmp_path: Path, postgres: Postgres) -> None:
    url = postgres.new()
    with Aibot() as server:
        credentials = {"WECOM_BOT_ID": server.bot_id, "WECOM_BOT_SECRET": server.secret, "WECOM_URL": server.url}
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
        here, there = (Installation(tmp_path / name, DB_URL=url, **credentials) for name in ("one", "two"))
        here.do("import", str(WORLD))
        with here.run() as first:
            here.greeting(first)
            server.until(lambda: server.is_connected)
            with there.run() as second:
                there.until_healthy()
                server.says("passer-by", "你好")
                server.until(lambda: len(server.texts("passer-by")) == 1)
                first.kill()
                server.until(lambda: server.subscribed == 2)
                server.says("passer-by", "还在吗")
                server.until(lambda: len(server.texts("passer-by")) == 2)
                second.terminate()
                assert ended(second) == 0
        assert server.pushed_out == 0
    assert "Traceback" not in here.log + there.log
