"""Delivery as a part of the process: charts are drawn on the way; it ends when told to, whatever happens just then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from fake_bot import CHEN_JING, ZHANG_WEI, FakeBot, status
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.channels.capabilities import EVERYTHING, Capabilities
from bot.channels.delivery import POLL_SECONDS, Delivery
from bot.channels.web.channel import WebChannel
from bot.conversation.attachments import Attachment, Chart, Image
from bot.messaging import sends
from bot.messaging.sends import Sending
from storage.conversations import Outbox


class WatchedChannel(WebChannel):
    """Says when delivery has looked for whom it can reach."""

    looked: asyncio.Event | None = None

    def addresses(self) -> list[str]:
        if self.looked is not None:
            self.looked.set()
        return []


class Platform:
    """Takes what it is given."""

    name = "web"

    def __init__(self, capabilities: Capabilities = EVERYTHING) -> None:
        self.capabilities = capabilities
        self.taken: list[Sending] = []

    def addresses(self) -> None:
        return None

    async def send(self, sending: Sending) -> str | None:
        self.taken.append(sending)
        return None


async def deliver(bot: FakeBot, platform: Any, draw: Callable[[Chart], str] | None) -> Sequence[Attachment]:
    """What was taken to be attached, once it was."""
    delivery = asyncio.create_task(Delivery(bot.db, bot.clock, [platform], draw).run())
    async with asyncio.timeout(20):
        while not platform.taken:
            await asyncio.sleep(0)
    delivery.cancel()
    await asyncio.wait([delivery])
    (taken,) = platform.taken
    return list(taken.attached)


FUNNEL = Chart.of({"funnel": [12, 3, 1]}, "线索 12 家、在谈 3 单、成交 1 单")


def test_a_chart_is_drawn_just_before_it_is_sent_and_kept(bot: FakeBot) -> None:
    row = bot.says(CHEN_JING, "本周漏斗", attachments=(FUNNEL, Image("i.png")))
    drawn = replace(FUNNEL, key="drawn.png")
    assert asyncio.run(deliver(bot, Platform(), lambda _chart: "drawn.png")) == [drawn, Image("i.png")]
    with bot.db.read() as session:
        assert sends.attachments_of(session.get_one(Outbox, row).attachments) == (drawn, Image("i.png"))


def cannot_draw(_chart: Chart) -> str:
    raise ValueError("a chart nobody can draw")


@pytest.mark.parametrize(
    ("platform", "draw"),
    [
        (Platform(), None),
        (Platform(), cannot_draw),
        (Platform(Capabilities(recognises_repeats=True)), lambda _chart: "drawn.png"),
    ],
    ids=["nobody draws", "it fails", "a channel without pictures"],
)
def test_otherwise_it_goes_out_in_words(bot: FakeBot, platform: Platform, draw: Callable[[Chart], str] | None) -> None:
    bot.says(CHEN_JING, "本周漏斗", attachments=(FUNNEL,))
    assert asyncio.run(deliver(bot, platform, draw)) == [FUNNEL]


def test_it_ends_also_when_it_is_woken_at_that_moment(bot: FakeBot) -> None:
    async def work() -> None:
        channel = WatchedChannel(bot, bot.policy, demo=bot)
        channel.looked = asyncio.Event()
        delivery = Delivery(bot.db, bot.clock, [channel])
        task = asyncio.create_task(delivery.run())
        await channel.looked.wait()
        await asyncio.sleep(POLL_SECONDS / 2)  # it waits by now
        delivery.wake()
        asyncio.get_running_loop().call_soon(task.cancel)
        _, left = await asyncio.wait([task], timeout=10 * POLL_SECONDS)
        assert not left

    asyncio.run(work())


def test_told_to_stop_while_it_claims_a_message_it_still_sends_it(
    bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform: Any = Platform(Capabilities(recognises_repeats=False))
    delivery = Delivery(bot.db, bot.clock, [platform])

    async def work() -> None:
        loop = asyncio.get_running_loop()

        def claim(*given: Any) -> Sending | None:
            asyncio.run_coroutine_threadsafe(stop(), loop).result()
            return claim_next(*given)

        async def stop() -> None:
            delivery.stop()

        claim_next = sends.claim_next
        monkeypatch.setattr(sends, "claim_next", claim)
        async with asyncio.timeout(20):
            await delivery.run()

    first, second = bot.says(CHEN_JING, "早"), bot.says(ZHANG_WEI, "早")
    asyncio.run(work())
    assert [sending.id for sending in platform.taken] == [first]
    assert [status(bot, first), status(bot, second)] == ["sent", "pending"]


def test_how_a_send_ended_is_noted_once_the_database_takes_it(bot: FakeBot) -> None:
    """Nobody else knows: were it forgotten, the message would go out a second time."""
    row = bot.says(CHEN_JING, "早", kind="nudge")
    with bot.db.write() as session:
        refuse = "BEFORE UPDATE OF sent_at ON outbox BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        session.execute(text(f"CREATE TRIGGER refuse {refuse}"))
    platform = Platform()

    async def until(holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not holds():
                await asyncio.sleep(0.01)

    async def run() -> None:
        delivery = asyncio.create_task(Delivery(bot.db, bot.clock, [platform]).run())
        with capture_logs() as logged:
            await until(lambda: "how a send ended is not noted yet" in [entry["event"] for entry in logged])
        assert status(bot, row) == "sending"
        with bot.db.write() as session:
            session.execute(text("DROP TRIGGER refuse"))
        await until(lambda: status(bot, row) == "sent")
        delivery.cancel()
        await asyncio.wait([delivery])

    asyncio.run(run())
    assert len(platform.taken) == 1
