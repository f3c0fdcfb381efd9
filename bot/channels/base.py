"""Channels translate: a platform's updates into `Inbound`, a `Sending` into what the platform shows. Nothing else."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import timedelta
from typing import Protocol

from bot.messaging.send_queue import Reach
from bot.messaging.sends import Sending

TAP = re.compile(r"[a-z]{1,8}(:[0-9]{1,15}){1,4}")  # what our buttons carry; a platform's client may send anything


class NotTaken(Exception):
    """The platform did not take a message. `retry_after` says when to try again; None: it never will.

    `counts` is False where it is not this message's fault (the platform cannot be reached, or wants a pause): then it
    is tried for as long as it takes.
    """

    def __init__(self, reason: str, retry_after: timedelta | None, *, counts: bool = True) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.counts = counts


class MaybeTaken(Exception):
    """A send came to an end, and nobody knows whether the platform has the message."""


class Channel(Protocol):
    """An edge of the bot, on the event loop. `recognises_repeats`: a message sent twice under one id shows once."""

    name: str
    recognises_repeats: bool

    def addresses(self) -> Collection[str] | None:
        """Whom it can reach just now; None: everybody."""
        ...

    async def send(self, sending: Sending) -> str | None:
        """Deliver; returns the platform's id of the message. Raises NotTaken, or MaybeTaken."""
        ...

    async def run(self) -> None:
        """Take in messages until cancelled."""
        ...


def reach_of(channel: Channel) -> Reach:
    """What can be delivered through `channel` just now."""
    return Reach(channel.name, channel.recognises_repeats, channel.addresses())
