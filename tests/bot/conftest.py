"""A web edge without a mind behind it, in the demo and outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_bot import CHEN_JING, HOME, SECRET, ZHANG_WEI, FakeBot, company
from starlette.testclient import TestClient

from bot.channels.web.channel import WebChannel
from bot.runtime.http.webapp import create_webapp
from config.settings import Settings
from storage.people import Identity


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[FakeBot]:
    made = company(tmp_path)
    yield made
    made.db.close()


@pytest.fixture
def channel(bot: FakeBot) -> WebChannel:
    return WebChannel(bot, bot.policy, demo=bot)


@pytest.fixture
def browser(bot: FakeBot, channel: WebChannel) -> Iterator[TestClient]:
    app = create_webapp(bot, [channel], Settings(_env_file=None))  # type: ignore[call-arg]
    with TestClient(app, base_url=HOME, follow_redirects=False) as client:
        yield client


@pytest.fixture
def guarded(bot: FakeBot) -> Iterator[TestClient]:
    """Outside the demo: a link is needed. 张伟 and 陈静 have agreed to what is kept."""
    with bot.db.write() as session:
        for member in (ZHANG_WEI, CHEN_JING):
            session.add(Identity(channel="web", address=f"member:{member}", member_id=member))
    channel = WebChannel(bot, bot.policy, secret=SECRET)
    app = create_webapp(bot, [channel], Settings(_env_file=None))  # type: ignore[call-arg]
    with TestClient(app, base_url=HOME, follow_redirects=False) as client:
        yield client
