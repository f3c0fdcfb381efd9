"""Delivery as a part of the process: it ends when told to, whatever happens at that moment."""

from __future__ import annotations

import asyncio

from fake_bot import FakeBot

from bot.channels.delivery import POLL_SECONDS, Delivery
from bot.channels.web.channel import WebChannel


class WatchedChannel(WebChannel):
    """Says when delivery has looked for whom it can reach."""

    looked: asyncio.Event | None = None

    def addresses(self) -> list[str]:
        if self.looked is not None:
            self.looked.set()
        return []


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
