"""What every channel is, and what a channel knows of the process around it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Protocol

from starlette.routing import BaseRoute

from bot.channels.capabilities import Capabilities
from bot.messaging.inbound import Inbound, Media
from bot.messaging.sends import Reach, Sending
from scheduler.clock import Clock
from storage.engine import Database
from storage.media import MediaStore


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


class NotFetched(Exception):
    """A file could not be fetched just now."""


class Application(Protocol):
    """As much of the app as a channel knows."""

    @property
    def db(self) -> Database: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def media(self) -> MediaStore: ...

    def receive(self, inbound: Inbound) -> bool:
        """Keep a message, committed. False where it is a repeat."""
        ...

    def committed(self) -> None:
        """There may be something to do or to deliver."""
        ...


class Lease(Protocol):
    """A role that one process at a time plays, such as taking in the messages of one bot."""

    def take(self) -> bool:
        """Take or renew the role; False where another process holds it."""
        ...

    def give_up(self) -> None:
        """Leave the role to whoever comes next, at once."""
        ...


class Channel(Protocol):
    """An edge of the bot, on the event loop."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def addresses(self) -> Collection[str] | None:
        """Whom it can reach just now; None: everybody."""
        ...

    async def send(self, sending: Sending) -> str | None:
        """Deliver; returns the platform's id of the message. Raises NotTaken, or MaybeTaken."""
        ...

    async def run(self) -> None:
        """Take in messages until cancelled."""
        ...

    def routes(self) -> Sequence[BaseRoute]:
        """What the web server answers for it: pages, a platform's callbacks."""
        ...

    async def fetch(self, media: Media) -> bytes:
        """The file that `media` refers to. Raises NotHad (bot.turn.prepare) where it will not be had, with a sentence
        for its sender, and anything else, such as NotFetched, where it may be had later."""
        ...


def reach_of(channel: Channel) -> Reach:
    """What can be delivered through `channel` just now."""
    return Reach(channel.name, channel.capabilities.recognises_repeats, channel.addresses())
