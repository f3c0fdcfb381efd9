"""Channels translate: a platform's updates into `Inbound`, a `Sending` into what the platform shows. Nothing else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Protocol

from bot.outbox import Reach, Sending


class NotTaken(Exception):
    """The platform did not take a message. `retry_after` says when to try again; None: it never will."""

    def __init__(self, reason: str, retry_after: timedelta | None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Channel(Protocol):
    """An edge of the bot, on the event loop. `recognises_repeats`: a message sent twice under one id shows once."""

    name: str
    recognises_repeats: bool

    def addresses(self) -> Collection[str] | None:
        """Whom it can reach just now; None: everybody."""
        ...

    async def send(self, sending: Sending) -> str | None:
        """Deliver; returns the platform's id of the message. Raises NotTaken."""
        ...

    async def run(self) -> None:
        """Take in messages until cancelled."""
        ...


def reach_of(channel: Channel) -> Reach:
    return Reach(channel.name, channel.recognises_repeats, channel.addresses())
