"""One conversation, held by the real app on every platform: what is read there is what the simulated channel shows, as
far as the platform can show it."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from peers.aibot import Aibot
from peers.botapi import BotApi
from peers.ilink_api import ILinkApi
from peers.official_api import OfficialApi
from peers.wecom_api import WeComApi
from sqlmodel import Session, col, func, select
from starlette.applications import Starlette
from testing import Company

from bot.channels.base import Application, Channel, reach_of
from bot.channels.capabilities import Capabilities
from bot.channels.export import export
from bot.channels.ilink import polling as ilink_polling
from bot.channels.ilink.channel import ILinkChannel
from bot.channels.ilink.credentials import Credentials as ILinkCredentials
from bot.channels.ilink.logins import Login, Logins
from bot.channels.official import api as official_api
from bot.channels.official import callback as official_callback
from bot.channels.official.channel import OfficialChannel
from bot.channels.official.credentials import Credentials as OfficialCredentials
from bot.channels.telegram import polling
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.tencent import tokens
from bot.channels.wecom import link
from bot.channels.wecom.channel import WeComChannel
from bot.channels.wecom.words import CHOOSE
from bot.channels.wecom_app import api, callback
from bot.channels.wecom_app.channel import WeComAppChannel
from bot.channels.wecom_app.credentials import Credentials
from bot.messaging import sends
from bot.messaging.sends import Button
from bot.runtime.leases import NamedLease
from scheduler.clock import Clock, SimulatedClock
from storage.conversations import Inbox
from storage.engine import Database
from storage.people import Identity, Member

REP = "小周"
SCRIPT = (
    ("says", "刚跟联创孙总通了电话,周三下午再去"),
    ("taps", "价格敏感"),
    ("says", "帮助"),
    ("says", "我手上有哪些单子"),
    ("says", "联创现在到哪一步了"),
    ("says", "撤回"),
)
Read = tuple[str, list[str]]  # the words of a message, and its buttons


class Platform:
    """A peer, and how people act and read there."""

    channel: str
    address: str
    capabilities: Capabilities

    def __init__(self, peer: Any) -> None:
        self.peer = peer

    def made(self, app: Application, db: Database) -> Channel:
        raise NotImplementedError

    def connect(self, channel: Channel, loop: asyncio.AbstractEventLoop) -> None:
        """The platform gets to know the channel."""

    def says(self, text: str) -> None:
        self.peer.says(self.address, text)

    def taps(self, label: str) -> None:
        self.peer.taps(self.address, label)

    def read(self) -> list[Read]:
        return [(shown.text, shown.labels) for shown in self.peer.messages(self.address)]


class OnTelegram(Platform):
    channel, address, capabilities = "telegram", "1001", TelegramChannel.capabilities

    def made(self, app: Application, db: Database) -> Channel:
        self.peer.opens(1001)
        lease = NamedLease(db, polling.LEASE_NAME, polling.LEASE)
        return TelegramChannel(app, self.peer.token, lease, self.peer.base_url)

    def says(self, text: str) -> None:
        self.peer.says(1001, text)

    def taps(self, label: str) -> None:
        self.peer.taps(1001, label)

    def read(self) -> list[Read]:
        shown = self.peer.messages(1001)
        return [(each.text, [label for row in each.labels for label in row]) for each in shown]


class OnAibot(Platform):
    channel, address, capabilities = "wecom", "xiaozhou", WeComChannel.capabilities

    def made(self, app: Application, db: Database) -> Channel:
        self.peer.knows(self.address)
        lease = NamedLease(db, link.LEASE_NAME, link.ALONE)
        return WeComChannel(app, self.peer.bot_id, self.peer.secret, lease, self.peer.url, is_alone=True)

    def connect(self, channel: Channel, loop: asyncio.AbstractEventLoop) -> None:
        self.peer.until(lambda: channel.addresses() is None)

    def read(self) -> list[Read]:
        plain = str.maketrans("＊＃＞＜｀", "*#><`")
        return [(text.translate(plain), labels) for text, labels in super().read()]


class OnApp(Platform):
    channel, address, capabilities = "wecom_app", "XiaoZhou", WeComAppChannel.capabilities

    def made(self, app: Application, db: Database) -> Channel:
        peer = self.peer
        peer.now = lambda: app.clock.now().timestamp()
        secrets = (peer.secret, peer.callback_token, peer.callback_aes_key)
        credentials = Credentials(peer.corp_id, peer.agent_id, *secrets, base_url=peer.url)
        return WeComAppChannel(app, credentials, NamedLease(db, api.LEASE_NAME, tokens.LEASE))

    def connect(self, channel: Channel, loop: asyncio.AbstractEventLoop) -> None:
        web = httpx.ASGITransport(Starlette(routes=list(channel.routes())))

        async def ask(query: str, body: bytes) -> int:
            async with httpx.AsyncClient(transport=web, base_url="http://here") as browser:
                return (await browser.post(f"{callback.PATH}?{query}", content=body)).status_code

        self.peer.post = lambda query, body: asyncio.run_coroutine_threadsafe(ask(query, body), loop).result(20)


class WithoutButtons(Platform):
    """The number of a choice is written."""

    def taps(self, label: str) -> None:
        number = re.search(rf"^(\d+)\. {label}$", self.read()[-1][0], re.MULTILINE)
        assert number is not None, self.read()[-1]
        self.says(number[1])


class OnOfficial(WithoutButtons):
    """Nothing is ready while the callback waits."""

    channel, address, capabilities = "official", "oXiaoZhou", OfficialChannel.capabilities

    def made(self, app: Application, db: Database) -> Channel:
        peer = self.peer
        peer.now = lambda: app.clock.now().timestamp()
        credentials = OfficialCredentials(peer.app_id, peer.secret, peer.token, peer.aes_key, peer.url)
        return OfficialChannel(app, credentials, NamedLease(db, official_api.LEASE_NAME, tokens.LEASE))

    def connect(self, channel: Channel, loop: asyncio.AbstractEventLoop) -> None:
        web = httpx.ASGITransport(Starlette(routes=list(channel.routes())))

        async def ask(query: str, body: bytes) -> tuple[int, bytes]:
            async with httpx.AsyncClient(transport=web, base_url="http://here") as browser:
                answer = await browser.post(f"{official_callback.PATH}?{query}", content=body)
                return answer.status_code, answer.content

        self.peer.post = lambda query, body: asyncio.run_coroutine_threadsafe(ask(query, body), loop).result(20)


class OnILink(WithoutButtons):
    channel, address, capabilities = "ilink", "o9cqXiaoZhou@im.wechat", ILinkChannel.capabilities

    def made(self, app: Application, db: Database) -> Channel:
        peer = self.peer
        peer.now = lambda: app.clock.now().timestamp()
        bot = peer.logged_in(self.address)
        Logins(db, "a long key for the tests").keep(Login(self.address, bot.id, bot.token, peer.url))
        credentials = ILinkCredentials("a long key for the tests", peer.url)
        return ILinkChannel(app, credentials, NamedLease(db, ilink_polling.LEASE_NAME, ilink_polling.LEASE))


PLATFORMS: dict[str, tuple[Callable[[], Any], type[Platform]]] = {
    "telegram": (BotApi, OnTelegram),
    "wecom": (Aibot, OnAibot),
    "wecom app": (WeComApi, OnApp),
    "official account": (OfficialApi, OnOfficial),
    "personal": (ILinkApi, OnILink),
}


@pytest.fixture(scope="module")
def expected(template: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Read]:
    """What 小周 is shown at the simulated channel."""
    company = Company(tmp_path_factory.mktemp("simulated"), template, restarts=False)
    rep = company.member(REP)
    for do, words in SCRIPT:
        goes_on(company.clock)
        getattr(rep, do)(words)
    shown = [each for each in company.simulation.screens.shown if each.to == REP and each.kind != "brief"]
    company.close()
    return [(each.text, [label for label, _ in each.buttons]) for each in shown]


@pytest.fixture(params=PLATFORMS)
def platform(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(official_callback, "SECONDS", 0.2)
    peer, kind = PLATFORMS[request.param]
    with peer() as running:
        yield kind(running)


@pytest.fixture
def company(template: Path, tmp_path: Path, platform: Platform) -> Iterator[Company]:
    """小周 writes from the platform."""
    made = Company(tmp_path, template, restarts=False)
    with made.db.write() as session:
        member = session.exec(select(Member).where(col(Member.name) == REP)).one()
        mine = session.exec(select(Identity).where(col(Identity.member_id) == member.id)).one()
        mine.channel, mine.address = platform.channel, platform.address
    yield made
    made.close()


class Talking:
    """The app and its channel, driven step by step: what came is handled, and what is to go out sent."""

    def __init__(self, company: Company, platform: Platform) -> None:
        self._app = company.simulation.app
        self._platform = platform
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def __enter__(self) -> Talking:
        self._channel = self.call(self._make())
        self._running = asyncio.run_coroutine_threadsafe(self._channel.run(), self._loop)
        self.call(asyncio.sleep(0))
        self._platform.connect(self._channel, self._loop)
        return self

    def __exit__(self, *_: object) -> None:
        self._running.cancel()
        self.call(asyncio.sleep(0.01))
        self.call(self._channel.close())
        self._loop.call_soon_threadsafe(self._loop.stop)

    def call(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    async def _make(self) -> Channel:
        return self._platform.made(self._app, self._app.db)

    def does(self, do: str, words: str) -> None:
        before = self._came()
        goes_on(self._app.clock)
        getattr(self._platform, do)(words)
        deadline = time.monotonic() + 20
        while self._came() == before:
            assert time.monotonic() < deadline, f"{words} never came"
            threading.Event().wait(0.01)
        while self._app.work_once():
            pass
        now, reach = self._app.clock.now(), [reach_of(self._channel)]
        while (sending := sends.claim_next(self._app.db, now, reach)) is not None:
            sends.sent(self._app.db, sending, now, self.call(self._channel.send(sending)))

    def _came(self) -> int:
        with self._app.db.read() as session:
            return _count(session)


def goes_on(clock: Clock) -> None:
    """Nobody says two things at one moment."""
    assert isinstance(clock, SimulatedClock)
    clock.move_to(clock.now() + timedelta(seconds=1))


def _count(session: Session) -> int:
    return int(session.exec(select(func.count()).select_from(Inbox)).one())


def test_it_reads_the_same_everywhere(company: Company, platform: Platform, expected: list[Read]) -> None:
    with Talking(company, platform) as talking:
        for do, words in SCRIPT:
            talking.does(do, words)
    assert joined(platform.read()) == joined([as_shown(read, platform.capabilities) for read in expected])
    assert len(expected) >= len(SCRIPT)


def as_shown(read: Read, capabilities: Capabilities) -> Read:
    """What the platform can show of it: too many buttons become numbers."""
    text, labels = read
    parts = export(text, [Button(label, "o:1:0") for label in labels], (), capabilities)
    return "\n".join(part.text for part in parts), [button.label for part in parts for button in part.buttons]


def joined(shown: list[Read]) -> tuple[list[str], list[str]]:
    """All lines and all labels in their order, however they are spread over messages and cards."""
    lines = [line for text, _ in shown for line in text.split("\n") if line != CHOOSE]
    return "".join(lines).split("。"), [label.removeprefix("✓") for _, labels in shown for label in labels]
