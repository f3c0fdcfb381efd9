"""What a platform can show, and how much of it: stated by each channel, read by `export` and delivery."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Unit = Literal["characters", "utf16", "utf8"]
LENGTH: Mapping[Unit, Callable[[str], int]] = {
    "characters": len,
    "utf16": lambda text: len(text) + sum(character > "\uffff" for character in text),
    "utf8": lambda text: len(text.encode("utf-8", "surrogatepass")),
}


@dataclass(frozen=True)
class Buttons:
    """How many buttons a message may have, the longest label (in the channel's unit) and data (in bytes); None: any."""

    most: int | None = None
    longest_label: int | None = None
    longest_data: int | None = None


@dataclass(frozen=True)
class Quota:
    """At most so many messages to one address in a period."""

    messages: int
    period: timedelta


@dataclass(frozen=True)
class Capabilities:
    """`recognises_repeats`: a message sent twice under one id shows once, if the second comes within `recognises_for`
    (None: always). Lengths are in `unit`; None: no limit.

    `longest_caption` is for words beside a picture or file, 0 if they cannot stand beside it. `cards`: buttons come
    only on a card of the platform's own. `reply_window`: for how long after a person's last message the bot may write
    to them, and `window_quota` how many messages then; None: always, any number.
    """

    recognises_repeats: bool
    longest_text: int | None = None
    unit: Unit = "characters"
    buttons: Buttons | None = None
    cards: bool = False
    images: bool = False
    audio: bool = False
    video: bool = False
    files: bool = False
    longest_caption: int | None = 0
    reply_window: timedelta | None = None
    window_quota: int | None = None
    quotas: tuple[Quota, ...] = ()
    recognises_for: timedelta | None = None

    def length(self, text: str) -> int:
        """The length of `text` in the platform's unit."""
        return LENGTH[self.unit](text)

    def fits(self, text: str, limit: int | None) -> bool:
        """Whether `text` is no longer than `limit`."""
        return limit is None or self.length(text) <= limit


EVERYTHING = Capabilities(
    recognises_repeats=True, buttons=Buttons(), images=True, audio=True, video=True, files=True, longest_caption=None
)
"""What a surface of our own shows: the page, the simulated channel."""
