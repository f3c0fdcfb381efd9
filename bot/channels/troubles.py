"""What keeps a channel from its platform, noticed while it lasts, so that an administrator hears of it another way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection

from bot.channels.base import Channel

LOOK_SECONDS = 30.0


async def watch(
    channels: Collection[Channel], note: Callable[[str, str], None], look_seconds: float = LOOK_SECONDS
) -> None:
    """Look until cancelled. `note` is given a channel's name and the reason once it is there, or another; it may be
    called again for the same one when that comes back, and writes to the database."""
    noted: dict[str, str | None] = {}
    while True:
        for channel in channels:
            reason = channel.trouble()
            if reason is not None and reason != noted.get(channel.name):
                await asyncio.to_thread(note, channel.name, reason)
            noted[channel.name] = reason
        await asyncio.sleep(look_seconds)
