"""A bot without a mind, for testing its web edge: real database, inbox and outbox; it only keeps what it hears.

Beside it the effects of those tests: opening a page, waiting, delivering.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from starlette.testclient import TestClient, WebSocketTestSession

from bot.channels.delivery import Delivery
from bot.channels.web.channel import WebChannel
from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox
from bot.messaging.inbound import Inbound
from bot.wording.offers import Help
from config import policy as policies
from config.policy import Policy
from storage.conversations import Inbox, Outbox
from storage.engine import Database, open_database
from storage.media import FolderStore, MediaStore
from storage.people import Identity, Member, Team
from storage.tables import METADATA

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOME = "http://127.0.0.1:8765"
LINE = "ws://127.0.0.1:8765/ws"
SECRET = "a long secret for the tests"
ZHANG_WEI, CHEN_JING, LIN_HUI = 1, 2, 3


class SetClock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@dataclass
class FakeBot:
    """As much of `bot.app.App` as channels know, and what its health is told from."""

    db: Database
    clock: SetClock
    media: MediaStore
    due: datetime | None = None
    last_sweep_at: float | None = None
    wakes: int = 0
    listeners: list[Callable[[], None]] = field(default_factory=list)
    policy: Policy = field(default_factory=policies.load)

    def receive(self, inbound: Inbound) -> bool:
        return inbox.receive(self.db, inbound)

    def advance(self, to: datetime) -> None:
        self.clock.at = to.astimezone(UTC)

    def next_due(self) -> datetime | None:
        return self.due

    def committed(self) -> None:
        self.wakes += 1
        for listener in self.listeners:
            listener()

    def says(self, member_id: int, text: str, *labels: str, kind: str = "reply", **beside: Any) -> int:
        """Commit a message to a member; its choices are offers. `beside` is `image` or `attachments`."""
        with self.db.write() as session:
            conversation = inbox.conversation_of_member(session, member_id)
            choices = tuple(Choice(label, opens=Help()) for label in labels)
            message = Message(text, choices, kind, **beside)  # type: ignore[arg-type]
            return outbox.put(session, conversation, message, self.clock.now())


def company(folder: Path) -> FakeBot:
    """张伟 and 陈静, led by 林慧; 离职的小赵 is no longer active."""
    db = open_database(f"sqlite:///{folder / 'web.db'}")
    METADATA.create_all(db.engine)
    with db.write() as session:
        session.add(Team(id=1, name="华东一部", region="华东"))
        session.flush()
        session.add(Member(id=ZHANG_WEI, name="张伟", role="rep", team_id=1))
        session.add(Member(id=CHEN_JING, name="陈静", role="rep", team_id=1))
        session.add(Member(id=LIN_HUI, name="林慧", role="supervisor", team_id=1))
        session.add(Member(id=4, name="小赵", role="rep", team_id=1, active=False))
        session.flush()
        session.add(Identity(channel="web", address=f"demo:{CHEN_JING}", member_id=CHEN_JING))
    return FakeBot(db, SetClock(START), FolderStore(folder / "media"))


def open_page(browser: TestClient, who: str | int) -> WebSocketTestSession:
    return browser.websocket_connect(f"{LINE}?as={who}")


def said(bot: FakeBot) -> list[dict[str, Any]]:
    with bot.db.read() as session:
        return [row.said for row in session.exec(select(Inbox).order_by(col(Inbox.id)))]


def status(bot: FakeBot, row: int) -> str:
    with bot.db.read() as session:
        return session.get_one(Outbox, row).status


class delivering:
    """Delivery at work on the browser's event loop."""

    def __init__(self, browser: TestClient, bot: FakeBot, channel: WebChannel) -> None:
        self._portal = browser.portal
        self._delivery = Delivery(bot.db, bot.clock, [channel])
        bot.listeners.append(self._delivery.wake)

    def __enter__(self) -> None:
        assert self._portal is not None
        self._running = self._portal.start_task_soon(self._delivery.run)

    def __exit__(self, *_: object) -> None:
        self._running.cancel()


def wait_for(browser: TestClient, holds: Any) -> None:
    assert browser.portal is not None
    for _ in range(200):
        if holds():
            return
        browser.portal.call(asyncio.sleep, 0.02)
    raise AssertionError("it never came about")


def set_status(bot: FakeBot, row: int, value: str) -> None:
    with bot.db.write() as session:
        session.get_one(Outbox, row).status = value


def deliver(bot: FakeBot, row: int) -> None:
    set_status(bot, row, "sent")
