"""Asking Telegram for updates: our own loop of getUpdates, by one process at a time.

An update counts as taken once its message is committed; only then the next request confirms it. After a crash it comes
again and is recognised as a repeat. Chats are taken in side by side, each in its own order.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.base import Lease
from bot.channels.telegram.intake import Intake, chat_id

LEASE_NAME = "telegram-poll"
WAIT_SECONDS = 25
LEASE = timedelta(seconds=90)
STAND_BY_SECONDS = 5.0
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)
REFUSED_SECONDS = 60.0
TRIES = 10
ALLOWED = ("message", "callback_query")
log = structlog.get_logger(__name__)


class Poller:
    """Takes in updates for one bot while it holds `lease` (of LEASE_NAME, for LEASE at a time)."""

    def __init__(self, lease: Lease, bot: Bot, intake: Intake, wait_seconds: int = WAIT_SECONDS) -> None:
        self._lease = lease
        self._bot = bot
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
            updates = await self._bot.get_updates(self._next, timeout=self._wait_seconds, allowed_updates=ALLOWED)
            await self._take_in(updates)
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

    async def _take_in(self, updates: Sequence[Update]) -> None:
        """Raises what went wrong, if anything; what was taken in until then is not taken in again."""
        ordered = sorted(updates, key=lambda update: (chat_id(update), update.update_id))
        chats = [list(chat) for _, chat in groupby(ordered, key=chat_id)]
        outcomes = await asyncio.gather(*(self._take_chat(chat) for chat in chats), return_exceptions=True)
        failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
        if failed:
            raise failed[0]
        # An empty answer confirmed everything before; the next number may then be any, even a lower one.
        self._next = updates[-1].update_id + 1 if updates else None
        self._done.clear()
        self._tries.clear()

    async def _take_chat(self, updates: Sequence[Update]) -> None:
        for update in updates:
            if update.update_id in self._done:
                continue
            try:
                await self._intake.take(update)
            except Exception as error:
                if not self._was_last_try(update):
                    raise
                log.error("an update is given up", update=update.update_id, reason=repr(error))
                await self._intake.give_up_on(update)
            self._done.add(update.update_id)

    def _was_last_try(self, update: Update) -> bool:
        """Whether this was the last attempt at an update: one update must not hold up all others for ever."""
        tries = self._tries[update.update_id] = self._tries.get(update.update_id, 0) + 1
        return tries >= TRIES

    def _give_up(self) -> None:
        try:
            self._lease.give_up()
        except Exception:
            log.exception("the lease was not given up; it ends by itself")
