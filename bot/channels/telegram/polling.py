"""Asking Telegram for updates: our own loop of getUpdates, by one process at a time.

An update counts as taken once its message is committed; only then the next request confirms it. After a crash it comes
again and is recognised as a repeat. Chats are taken in side by side, each in its own order. The lease is short, and
renewed while a request waits, so that another process takes over within 15 seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import groupby

import structlog
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.base import Lease
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.updates import RawUpdate, Unreadable

LEASE_NAME = "telegram-poll"
WAIT_SECONDS = 25
LEASE = timedelta(seconds=11)
RENEWED_SECONDS = 3.0
STAND_BY_SECONDS = 2.5
PAUSES = (1.0, 2.0, 5.0, 10.0)
REFUSED_SECONDS = 60.0
TRIES = 10
Ask = Callable[[int | None, int], Awaitable[list[RawUpdate]]]  # the updates from a number on, waited for some seconds
log = structlog.get_logger(__name__)


class Poller:
    """Takes in updates for one bot while it holds `lease` (of LEASE_NAME, for LEASE at a time)."""

    def __init__(self, lease: Lease, ask: Ask, intake: Intake, wait_seconds: int = WAIT_SECONDS) -> None:
        self._lease = lease
        self._ask = ask
        self._intake = intake
        self._wait_seconds = wait_seconds
        self._next: int | None = None
        self._done: set[int] = set()
        self._tries: dict[int, int] = {}
        self._failures = 0

    async def run(self) -> None:
        """Poll until cancelled, then end the lease."""
        try:
            while True:
                await asyncio.sleep(await self.once())
        finally:
            self._give_up()

    async def once(self) -> float:
        """One request and what it brought. Returns the seconds to wait before the next."""
        try:
            if not await asyncio.to_thread(self._lease.take):
                return STAND_BY_SECONDS
            await self._take_in(await self._asked())
        except InvalidToken:
            log.error("Telegram does not know this token; look at XIAOBAN_TELEGRAM_TOKEN")
            return REFUSED_SECONDS
        except Conflict:
            log.warning("another program takes in messages with this token, or a webhook is set")
        except TelegramError as error:
            log.warning("Telegram cannot be reached", reason=str(error))
        except Exception:
            log.exception("messages were not taken in; they come again")
        else:
            self._failures = 0
            return 0.0
        self._failures += 1
        return PAUSES[min(self._failures, len(PAUSES)) - 1]

    async def _asked(self) -> list[RawUpdate]:
        """What one request brings, the lease renewed meanwhile; nothing if it was lost to another process."""
        asking = asyncio.ensure_future(self._ask(self._next, self._wait_seconds))
        try:
            while True:
                done, _ = await asyncio.wait({asking}, timeout=RENEWED_SECONDS)
                if done:
                    return asking.result()
                if not await asyncio.to_thread(self._lease.take):
                    return []
        finally:
            asking.cancel()

    async def _take_in(self, updates: Sequence[RawUpdate]) -> None:
        """Raises what went wrong, if anything; what was taken in until then is not taken in again."""
        ordered = sorted(updates, key=lambda update: (update.chat, update.number))
        chats = [list(chat) for _, chat in groupby(ordered, key=lambda update: update.chat)]
        outcomes = await asyncio.gather(*(self._take_chat(chat) for chat in chats), return_exceptions=True)
        failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        if failed:
            raise failed[0]
        # An empty answer confirmed everything before; the next number may then be any, even a lower one.
        self._next = updates[-1].number + 1 if updates else None
        self._done.clear()
        self._tries.clear()

    async def _take_chat(self, updates: Sequence[RawUpdate]) -> None:
        for update in updates:
            if update.number in self._done:
                continue
            try:
                await self._intake.take(update)
            except Exception as error:
                if not isinstance(error, Unreadable) and not self._was_last_try(update):
                    raise
                log.error("an update is given up", update=update.number, reason=_reason(error))
                await self._intake.give_up_on(update)
            self._done.add(update.number)

    def _was_last_try(self, update: RawUpdate) -> bool:
        """Whether this was the last attempt at an update: one update must not hold up all others for ever."""
        tries = self._tries[update.number] = self._tries.get(update.number, 0) + 1
        return tries >= TRIES

    def _give_up(self) -> None:
        try:
            self._lease.give_up()
        except Exception:
            log.exception("the lease was not given up; it ends by itself")


def _reason(error: Exception) -> str:
    """The kind of an error; its text may quote what somebody wrote."""
    return str(error) if isinstance(error, Unreadable) else type(error).__name__
