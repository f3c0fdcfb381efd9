"""The outside: Telegram as the bot meets it, and the people who read what it shows them.

Telegram keeps an update until a request with a higher offset confirms it, lets one process at a time ask, and takes
messages, sometimes without saying so. All of it outlives every process of the bot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram.error import Conflict, NetworkError

from bot.channels.base import MaybeSent, NotSent
from bot.channels.capabilities import Capabilities
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.intake import CHANNEL
from bot.channels.telegram.updates import RawUpdate
from bot.messaging.sends import Sending
from interleaving.scheduler import Process, Scheduler

LONGEST_WAY = 0.5  # seconds to Telegram, and back
TIME_OUT = 10.0  # seconds that a request takes which is not answered


@dataclass(frozen=True)
class Shown:
    """A message as it was taken; `at` is the virtual time."""

    at: float
    to: int
    row: int
    kind: str
    text: str
    buttons: tuple[tuple[str, str], ...]


@dataclass
class Trouble:
    """What the network does to sends, and to requests for updates, until a virtual time."""

    until: float = 0.0
    kind: str = ""  # flood | lost | unanswered | blocked | broken | away
    chat: int | None = None  # None: everybody's

    def meets(self, now: float, chat: int | None) -> bool:
        return now < self.until and (self.chat is None or self.chat == chat)


@dataclass
class Platform:
    """One bot's messages in and out."""

    scheduler: Scheduler
    recognises_repeats: bool
    shown: list[Shown] = field(default_factory=list)
    updates: list[RawUpdate] = field(default_factory=list)
    sent_at: dict[int, float] = field(default_factory=dict)  # by update
    trouble: Trouble = field(default_factory=Trouble)
    _under_way: list[Process] = field(default_factory=list)
    _offset: int = 0
    _again: list[RawUpdate] = field(default_factory=list)
    _asking: tuple[asyncio.AbstractEventLoop, asyncio.Future[None]] | None = None

    # ---- people

    def says(self, chat: int, text: str, at: int) -> int:
        """Somebody writes, at this Unix time of their phone. Returns the number of the update."""
        message = {"message_id": len(self.updates) + 1, "date": at, "text": text}
        return self._arrives(chat, {"message": {**message, **_private(chat)}})

    def taps(self, chat: int, data: str) -> int:
        """Somebody taps a button."""
        number = str(len(self.updates) + 1)
        query = {"id": number, "chat_instance": number, "data": data, "from": _private(chat)["from"]}
        shown_on = {"message_id": 1, "date": 1, **_private(chat)}
        return self._arrives(chat, {"callback_query": {**query, "message": shown_on}})

    def seen_by(self, chat: int) -> list[Shown]:
        """What somebody was shown, oldest first."""
        return [shown for shown in self.shown if shown.to == chat]

    def _arrives(self, chat: int, content: Mapping[str, Any]) -> int:
        number = 1000 + len(self.updates)
        self.updates.append(RawUpdate(number, chat, {"update_id": number, **content}))
        self.sent_at[number] = self.scheduler.now
        self.scheduler.note(f"update {number} of {chat}")
        self._tell()
        return number

    def repeat(self, update: RawUpdate) -> None:
        """Deliver an update once more, whether it was confirmed or not."""
        self.scheduler.note(f"update {update.number} again")
        self._again.append(update)
        self._tell()

    def waiting(self) -> list[RawUpdate]:
        """The updates that nobody has confirmed, and those delivered again."""
        return [*self._again, *(update for update in self.updates if update.number >= self._offset)]

    def is_busy(self) -> bool:
        """Whether something is on its way in or out."""
        return bool(self.waiting()) or any(process.alive for process in self._under_way)

    def sends(self, process: Process) -> bool:
        """Whether a message of this process is on its way."""
        return any(other is process for other in self._under_way)

    # ---- requests of the bot

    async def ask(self, after: int | None, wait_seconds: int) -> list[RawUpdate]:
        """getUpdates. Raises TelegramError."""
        self._offset = max(self._offset, after or 0)
        self._tell(conflict=True)
        if self.trouble.kind == "away" and self.trouble.meets(self.scheduler.now, None):
            await asyncio.sleep(1)
            raise NetworkError("nobody answers")
        if not self.waiting():
            loop = asyncio.get_running_loop()
            coming = loop.create_future()
            self._asking = loop, coming
            await asyncio.wait({coming}, timeout=wait_seconds)
            if coming.done():
                coming.result()
        found, self._again = self.waiting(), []
        return found

    def _tell(self, *, conflict: bool = False) -> None:
        if self._asking is None:
            return
        (loop, coming), self._asking = self._asking, None

        def end() -> None:
            if coming.done():
                return
            if conflict:
                coming.set_exception(Conflict("another one asks"))
            else:
                coming.set_result(None)

        loop.call_soon_threadsafe(end)

    async def send(self, sending: Sending) -> str:
        """Raises NotSent or MaybeSent."""
        chat = int(sending.address)
        process = self.scheduler.current.process
        self._under_way.append(process)
        try:
            return await self._send(sending, chat)
        finally:
            self._under_way.remove(process)

    async def _send(self, sending: Sending, chat: int) -> str:
        chance, scheduler = self.scheduler.chance, self.scheduler
        await asyncio.sleep(chance.random() * LONGEST_WAY)
        if self.trouble.meets(scheduler.now, chat):
            kind = self.trouble.kind
            scheduler.note(f"send {sending.id} meets {kind}")
            match kind:
                case "flood":
                    raise NotSent("too many", timedelta(seconds=self.trouble.until - scheduler.now), counts=False)
                case "away":
                    raise NotSent("no connection", timedelta(seconds=10), counts=False)
                case "blocked":
                    raise NotSent("blocked", None)
                case "broken":
                    raise RuntimeError("something else")
                case "unanswered":
                    self._show(sending, chat)
            await asyncio.sleep(TIME_OUT)
            raise MaybeSent("timed out")
        self._show(sending, chat)
        await asyncio.sleep(chance.random() * LONGEST_WAY)
        return str(sending.id)

    def _show(self, sending: Sending, chat: int) -> None:
        self.scheduler.note(f"shows {sending.id} to {chat}")
        if self.recognises_repeats and any(shown.row == sending.id for shown in self.shown):
            return
        buttons = tuple((button.label, button.data) for button in sending.buttons)
        self.shown.append(Shown(self.scheduler.now, chat, sending.id, sending.kind, sending.text, buttons))


class VirtualChannel:
    """The channel that is Telegram, of one process."""

    name = CHANNEL

    def __init__(self, platform: Platform) -> None:
        known = vars(TelegramChannel.capabilities) | {"recognises_repeats": platform.recognises_repeats}
        self.capabilities = Capabilities(**known)
        self._platform = platform

    def addresses(self) -> None:
        """Everybody."""

    async def send(self, sending: Sending) -> str:
        return await self._platform.send(sending)


class Edge:
    """What the bot answers at once, which nobody keeps (a telegram.Bot for `Intake`)."""

    defaults = None

    async def answer_callback_query(self, query_id: str) -> None:
        pass

    async def send_message(self, chat: int, text: str) -> None:
        pass


def _private(chat: int) -> dict[str, Any]:
    return {
        "chat": {"id": chat, "type": "private"},
        "from": {"id": chat, "is_bot": False, "first_name": "x"},
    }
