"""What every channel is, and what a channel knows of the process around it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from starlette.routing import BaseRoute

from bot.channels.capabilities import Capabilities
from bot.messaging.inbound import Inbound, Media
from bot.messaging.sends import Reach, Sending
from scheduler.clock import Clock
from storage.engine import Database
from storage.media import MediaStore


class NotSent(Exception):
    """The platform certainly did not take a message. `retry_after` says when to try again; None: never.

    `counts` is False if the message is not to blame (the platform cannot be reached, or wants a pause): such an
    attempt does not count towards the limit of attempts.
    """

    def __init__(self, reason: str, retry_after: timedelta | None, *, counts: bool = True) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        self.counts = counts


class Unreachable(NotSent):
    """The platform takes nothing for this address until its person has done something: `remedy` says what, for an
    administrator, with {name} for the person."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, None)
        self.remedy = remedy


class WindowClosed(NotSent):
    """The platform takes nothing more for this address until its person has written again."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, None, counts=False)


class MaybeSent(Exception):
    """A send has ended, and it is not known whether the platform took the message."""


class OfOne(str):
    """A trouble of some people's own way to the bot: an administrator hears of it, and the process is well."""


class NotFetched(Exception):
    """A file could not be fetched this time; a later attempt may succeed."""


@dataclass(frozen=True)
class Fetched:
    """A file as it came from its platform; `name` where that was not known before."""

    data: bytes
    name: str = ""


class Application(Protocol):
    """As much of the app as a channel knows."""

    @property
    def db(self) -> Database: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def media(self) -> MediaStore: ...

    def receive(self, inbound: Inbound) -> bool:
        """Keep a message, committed. False if it is a repeat."""
        ...

    def committed(self) -> None:
        """There may be something to do or to deliver."""
        ...


class Lease(Protocol):
    """The right to do what one process at a time does, such as taking in the messages of one bot."""

    def take(self) -> bool:
        """Take or renew the lease; False if another process holds it."""
        ...

    def give_up(self) -> None:
        """End the lease now, so that another process can take it."""
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
        """Deliver; returns the platform's id of the message. Raises NotSent, or MaybeSent."""
        ...

    async def run(self) -> None:
        """Take in messages until cancelled."""
        ...

    async def close(self) -> None:
        """Let go of the platform, after the last message was taken in and the last send has ended."""
        ...

    def routes(self) -> Sequence[BaseRoute]:
        """What the web server answers for it: pages, a platform's callbacks."""
        ...

    def trouble(self) -> str | None:
        """What has kept this process from the platform for a minute and more, for a person, or some people alone
        (OfOne); None: nothing."""
        ...

    async def fetch(self, media: Media) -> Fetched:
        """The file that `media` refers to. Raises FileUnavailable (bot.turn.prepare) with a sentence for
        its sender if no attempt can succeed, and anything else, such as NotFetched, if a later one may."""
        ...


def reach_of(channel: Channel) -> Reach:
    """What can be delivered through `channel` just now."""
    can = channel.capabilities
    repeats, window = (
        (can.recognises_repeats, channel.addresses(), can.recognises_for),
        (can.reply_window, can.window_quota),
    )
    return Reach(channel.name, *repeats, *window)
