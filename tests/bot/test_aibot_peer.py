"""The peer that stands for WeCom's socket, spoken to by WeCom's own client: what our tests lean on it expects too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from peers.aibot import Aibot

pytestmark = pytest.mark.needs_aibot_sdk
BUTTONS = {
    "card_type": "button_interaction",
    "main_title": {"title": "和美超时 49 小时"},
    "button_list": [{"text": "已跟进", "style": 1, "key": "o:1:0"}, {"text": "缓一缓", "style": 2, "key": "o:1:1"}],
    "task_id": "1-1@a",
}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Aibot]:
    monkeypatch.setattr("aibot.ws._SSL_CONTEXT", None)  # it always speaks TLS, which the loopback does without
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Aibot() as peer:
        yield peer


class Client:
    """WeCom's client, with what it was told in order."""

    def __init__(self, server: Aibot, secret: str = "") -> None:
        from aibot import WSClient, WSClientOptions

        given = secret or server.secret
        self.sdk: Any = WSClient(WSClientOptions(server.bot_id, given, ws_url=server.url, max_reconnect_attempts=0))
        self.came: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        for event in ("authenticated", "error", "message", "event"):
            self.sdk.on(
                event, lambda *what, event=event: self.came.put_nowait((event, *what) if what else (event, None))
            )

    async def next(self, event: str) -> Any:
        async with asyncio.timeout(10):
            while True:
                name, what = await self.came.get()
                if name == event:
                    return what


@asynccontextmanager
async def connected(server: Aibot) -> AsyncIterator[Client]:
    client = Client(server)
    await client.sdk.connect()
    await client.next("authenticated")
    try:
        yield client
    finally:
        client.sdk.disconnect()
        await asyncio.sleep(0)


def test_it_subscribes_hears_and_answers_in_a_stream(server: Aibot) -> None:
    async def talk() -> None:
        async with connected(server) as client:
            await asyncio.to_thread(server.says, "zhangwei", "你好")
            frame = await client.next("message")
            assert frame["body"]["text"] == {"content": "你好"} and frame["body"]["from"] == {"userid": "zhangwei"}
            await client.sdk.reply_stream(frame, "s1", "在想", finish=False)
            await client.sdk.reply_stream(frame, "s1", "在的", finish=True)
            server.ahead = 3600
            with pytest.raises(RuntimeError, match="846608"):
                await client.sdk.reply_stream(frame, "s1", "太晚了", finish=True)
            server.ahead = 25 * 3600
            with pytest.raises(RuntimeError, match="846605"):
                await client.sdk.reply_stream(frame, "s2", "隔天了", finish=True)

    asyncio.run(talk())
    assert server.texts("zhangwei") == ["在的"]


def test_a_wrong_secret_is_refused(server: Aibot) -> None:
    async def talk() -> None:
        client = Client(server, secret="another")
        await client.sdk.connect()
        assert "853000" in str(await client.next("error"))
        client.sdk.disconnect()

    asyncio.run(talk())
    assert server.subscribed == 0


def test_a_new_connection_pushes_the_older_out_and_tells_it(server: Aibot) -> None:
    async def talk() -> None:
        async with connected(server) as older, connected(server):
            told = await older.next("event")
            assert told["body"]["event"] == {"eventtype": "disconnected_event"}

    asyncio.run(talk())
    assert (server.subscribed, server.pushed_out) == (2, 1)


def test_pushes_go_only_to_who_has_written_and_never_as_plain_text(server: Aibot) -> None:
    async def talk() -> None:
        async with connected(server) as client:
            markdown = {"msgtype": "markdown", "markdown": {"content": "早"}}
            with pytest.raises(RuntimeError, match="846607"):
                await client.sdk.send_message("chenjing", markdown)
            server.knows("chenjing")
            await client.sdk.send_message("chenjing", markdown)
            with pytest.raises(RuntimeError, match="40008"):
                await client.sdk.send_message("chenjing", {"msgtype": "text", "text": {"content": "早"}})
            for _ in range(29):
                await client.sdk.send_message("chenjing", markdown)
            with pytest.raises(RuntimeError, match="45009"):
                await client.sdk.send_message("chenjing", markdown)

    asyncio.run(talk())
    assert server.texts("chenjing") == ["早"] * 30


def test_a_card_is_tapped_and_updated_within_five_seconds(server: Aibot) -> None:
    async def talk() -> None:
        async with connected(server) as client:
            server.knows("zhangwei")
            await client.sdk.send_message("zhangwei", {"msgtype": "template_card", "template_card": BUTTONS})
            with pytest.raises(RuntimeError, match="40016"):  # a task id is used once
                await client.sdk.send_message("zhangwei", {"msgtype": "template_card", "template_card": BUTTONS})
            await asyncio.to_thread(server.taps, "zhangwei", "缓一缓")
            tapped = await client.next("event")
            assert tapped["body"]["event"]["template_card_event"]["event_key"] == "o:1:1"
            title = {"main_title": {"title": "和美:缓一缓"}}
            await client.sdk.update_template_card(tapped, BUTTONS | title)
            await asyncio.to_thread(server.taps, "zhangwei", "缓一缓")
            server.ahead = 6
            with pytest.raises(RuntimeError, match="846605"):
                await client.sdk.update_template_card(await client.next("event"), BUTTONS)

    asyncio.run(talk())
    assert server.messages("zhangwei")[0].card["main_title"] == {"title": "和美:缓一缓"}


def test_who_enters_is_welcomed(server: Aibot) -> None:
    async def talk() -> None:
        async with connected(server) as client:
            await asyncio.to_thread(server.enters, "zhangwei")
            entered = await client.next("event")
            await client.sdk.reply_welcome(entered, {"msgtype": "text", "text": {"content": "你好"}})
            with pytest.raises(RuntimeError, match="846605"):
                await client.sdk.reply_stream(entered, "s1", "事件不能这样答", finish=True)

    asyncio.run(talk())
    assert server.texts("zhangwei") == ["你好"]


def test_a_file_is_fetched_with_its_key_within_five_minutes(server: Aibot) -> None:
    async def talk() -> None:
        async with connected(server) as client:
            await asyncio.to_thread(server.sends_file, "zhangwei", "客户,城市\n".encode() * 9, "客户 名单.csv")
            found = (await client.next("message"))["body"]["file"]
            data, name = await client.sdk.download_file(found["url"], found["aeskey"])
            assert (data, name) == ("客户,城市\n".encode() * 9, "客户 名单.csv")
            server.ahead = 301
            with pytest.raises(Exception, match="403"):
                await client.sdk.download_file(found["url"], found["aeskey"])

    asyncio.run(talk())


def test_an_acknowledgement_that_got_lost_is_a_time_out_though_it_was_shown(server: Aibot) -> None:
    async def talk() -> None:
        async with connected(server) as client:
            client.sdk._ws_manager._reply_ack_timeout = 0.2
            server.knows("zhangwei")
            server.loses["zhangwei"] = 1
            with pytest.raises(TimeoutError):
                await client.sdk.send_message("zhangwei", {"msgtype": "markdown", "markdown": {"content": "早"}})

    asyncio.run(talk())
    assert server.texts("zhangwei") == ["早"]
