"""Telegram as a channel: sends what is claimed, and says of each send whether it was taken.

Telegram cannot recognise a repeat. So a send counts as not taken only where that is certain: the request never left,
or the answer says so; after a time-out or a server's error nobody knows, and `MaybeTaken` is raised.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import structlog
from aiolimiter import AsyncLimiter
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.base import MaybeTaken, NotTaken
from bot.channels.telegram.intake import CHANNEL, Intake
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.render import LONGEST_CAPTION, keyboard, parts, units
from bot.messaging.sends import Sending

if TYPE_CHECKING:
    from bot.app import App

OFFICIAL = "https://api.telegram.org"
PER_SECOND = 30
UNREACHABLE = timedelta(seconds=10)
TOKEN_REFUSED = timedelta(minutes=1)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
Markup = InlineKeyboardMarkup | None
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
os.environ.setdefault("PTB_TIMEDELTA", "1")  # spans as timedelta, as the library's next version gives them
log = structlog.get_logger(__name__)


class TelegramChannel:
    """One bot, by its token. `base_url` names another Bot API server than Telegram's own, `proxy` a way to it."""

    name = CHANNEL
    recognises_repeats = False

    def __init__(self, app: App, token: str, base_url: str | None = None, proxy: str | None = None) -> None:
        self._media = app.media
        self._requests = tuple(HTTPXRequest(connection_pool_size=size, proxy=proxy) for size in (2, 32))
        base = (base_url or OFFICIAL).rstrip("/")
        self._bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._requests[1],
            get_updates_request=self._requests[0],
        )
        self._pace = AsyncLimiter(PER_SECOND, 1)
        self._progress: dict[int, list[int]] = {}
        self._poller = Poller(app.db, self._bot, Intake(app, self._bot, bot_id=token.partition(":")[0]))

    def addresses(self) -> Collection[str] | None:
        """Everybody, at any time."""
        return None

    async def run(self) -> None:
        """Take in messages until cancelled."""
        try:
            await self._poller.run()
        finally:
            for request in self._requests:
                await request.shutdown()

    async def send(self, sending: Sending) -> str | None:
        """Send a message in as many parts as it takes; tried again, it goes on with the part that was not taken.
        Returns the id of the last part."""
        sent = self._progress.setdefault(sending.id, [])
        steps = _steps(sending)
        for image, text, markup in steps[len(sent) :]:
            try:
                message = await self._send_part(int(sending.address), image, text, markup)
            except TelegramError as error:
                outcome = _outcome(error)
                if isinstance(outcome, MaybeTaken) or outcome.retry_after is None:
                    del self._progress[sending.id]
                raise outcome from None  # what it came from holds the token
            sent.append(message.message_id)
        del self._progress[sending.id]
        return str(sent[-1]) if sent else None

    async def _send_part(self, chat: int, image: str | None, text: str, markup: Markup) -> Message:
        await self._pace.acquire()
        picture = await asyncio.to_thread(self._picture, image) if image else None
        if picture is None:
            return await self._bot.send_message(chat, text, reply_markup=markup, link_preview_options=NO_PREVIEW)
        caption = text or None
        try:
            return await self._bot.send_photo(chat, picture, caption=caption, reply_markup=markup, filename=image)
        except BadRequest as error:  # too large or too long for a photo; it may still go as a file
            log.info("a picture goes as a file", reason=str(error))
            return await self._bot.send_document(chat, picture, caption=caption, reply_markup=markup, filename=image)

    def _picture(self, key: str) -> bytes | None:
        """None where it is gone: the words go out without it."""
        try:
            return self._media.path(key).read_bytes()
        except (OSError, ValueError):
            log.exception("a picture is missing", key=key)
            return None


def _steps(sending: Sending) -> list[tuple[str | None, str, Markup]]:
    """What is sent one after the other: (picture, text, buttons); the buttons are on the last."""
    texts = parts(sending.text)
    as_caption = bool(sending.image) and units(sending.text) <= LONGEST_CAPTION
    if sending.image is None:
        steps: list[tuple[str | None, str]] = [(None, text) for text in texts]
    elif as_caption:
        steps = [(sending.image, sending.text)]
    else:
        steps = [(sending.image, ""), *((None, text) for text in texts)]
    last = len(steps) - 1
    return [(image, text, keyboard(sending.buttons) if at == last else None) for at, (image, text) in enumerate(steps)]


def _outcome(error: TelegramError) -> NotTaken | MaybeTaken:
    """What a failed send means for the message."""
    match error:
        case RetryAfter():
            return NotTaken("Telegram 要求稍后再发", timedelta(seconds=_seconds(error)), counts=False)
        case Forbidden() | BadRequest() | ChatMigrated():
            return NotTaken(f"Telegram 不收:{error}", None)
        case InvalidToken():
            return NotTaken("Telegram 不认机器人的 token", TOKEN_REFUSED, counts=False)
    if isinstance(error.__cause__, NOT_SENT):
        return NotTaken("连不上 Telegram", UNREACHABLE, counts=False)
    return MaybeTaken(f"Telegram 没有答复:{error}")


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
