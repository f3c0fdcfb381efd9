"""Telegram as a channel: sends what is claimed, and says of each send whether it was taken.

Telegram cannot recognise a repeat. So a send counts as not taken only where that is certain: the request never left,
or the answer says so; after a time-out or a server's error nobody knows, and `MaybeSent` is raised.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Collection, Sequence
from datetime import timedelta

import httpx
import structlog
from aiolimiter import AsyncLimiter
from starlette.routing import BaseRoute
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.admin.invitations import WAY_IN
from bot.channels import platform_values
from bot.channels.attached import fitting, held
from bot.channels.base import Application, Fetched, Lease, MaybeSent, NotSent, Unreachable
from bot.channels.capabilities import Buttons, Capabilities, Quota
from bot.channels.export import export
from bot.channels.telegram import files
from bot.channels.telegram.intake import CHANNEL, Intake
from bot.channels.telegram.parts import send_part
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.updates import RawUpdate, ask
from bot.messaging.inbound import Media
from bot.messaging.sends import Sending

PUBLIC = "https://api.telegram.org"
PER_SECOND = 30
UNREACHABLE = timedelta(seconds=10)
WAY_HOLDS = timedelta(days=365)
BLOCKED = (
    "{name}把我停用了,或者还没点过「开始」,我发给他的到不了。请他打开跟我的聊天,点「开始」(START)或者说一句话就通了。"
)
TOKEN_REFUSED = timedelta(minutes=1)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
log = structlog.get_logger(__name__)
os.environ.setdefault("PTB_TIMEDELTA", "1")  # spans as timedelta, as the library's next version gives them


class TelegramChannel:
    """One bot, by its token. `base_url` names another Bot API server than Telegram's own, `proxy` a way to it."""

    name = CHANNEL
    capabilities = Capabilities(
        recognises_repeats=False,
        longest_text=4096,
        unit="utf16",
        buttons=Buttons(most=100, longest_data=64),
        images=True,
        audio=True,
        video=True,
        files=True,
        longest_caption=1024,
        quotas=(Quota(1, timedelta(seconds=1)),),
    )

    def __init__(
        self, app: Application, token: str, lease: Lease, base_url: str | None = None, proxy: str | None = None
    ) -> None:
        self._db = app.db
        self._media = app.media
        self._requests = tuple(HTTPXRequest(connection_pool_size=size, proxy=proxy) for size in (2, 32))
        base = (base_url or PUBLIC).rstrip("/")
        self._bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._requests[1],
            get_updates_request=self._requests[0],
        )
        self._updates_url = f"{base}/bot{token}/getUpdates"
        self._pace = AsyncLimiter(PER_SECOND, 1)
        self._progress: dict[int, list[int]] = {}
        self._poller = Poller(lease, self._ask, Intake(app, self._bot, bot_id=token.partition(":")[0]))

    def addresses(self) -> Collection[str] | None:
        """Everybody, at any time."""
        return None

    def routes(self) -> Sequence[BaseRoute]:
        """None: messages are asked for."""
        return ()

    def trouble(self) -> str | None:
        """None that is known: Telegram is asked by whichever process holds the lease."""
        return None

    async def fetch(self, media: Media) -> Fetched:
        """The file of this id. Raises FileUnavailable or NotFetched."""
        return Fetched(await files.fetch(self._bot, media))

    async def run(self) -> None:
        """Take in messages until cancelled."""
        await self._note_way_in()
        await self._poller.run()

    async def close(self) -> None:
        """Close the connections to Telegram; nothing is sent any more."""
        for request in self._requests:
            await request.shutdown()

    async def _note_way_in(self) -> None:
        """Note the address by which somebody joins with a code, for who gives codes."""
        try:
            me = await self._bot.get_me()
        except TelegramError as error:
            log.info("the bot's name is not known yet", reason=type(error).__name__)
            return
        address = f"https://t.me/{me.username}?start="
        await asyncio.to_thread(platform_values.keep, self._db, f"{WAY_IN}{CHANNEL}", address, WAY_HOLDS)

    async def _ask(self, after: int | None, wait_seconds: int) -> list[RawUpdate]:
        return await ask(self._requests[0], self._updates_url, after, wait_seconds)

    async def send(self, sending: Sending) -> str | None:
        """Send a message in as many parts as it takes; tried again, it goes on with the part that was not taken.
        Returns the id of the last part."""
        sent = self._progress.setdefault(sending.id, [])
        there = await asyncio.to_thread(held, self._media, sending.attached)
        text, shown = fitting(sending.text, sending.attached, there)
        parts = export(text, sending.buttons, shown, self.capabilities)
        for part in parts[len(sent) :]:
            await self._pace.acquire()
            data = there[part.attachment.key] if part.attachment else b""
            try:
                message = await send_part(self._bot, int(sending.address), part, data)
            except TelegramError as error:
                outcome = _outcome(error)
                if isinstance(outcome, MaybeSent) or outcome.retry_after is None:
                    del self._progress[sending.id]
                raise outcome from None  # what it came from holds the token
            sent.append(message.message_id)
        del self._progress[sending.id]
        if not sent:
            raise NotSent("没有可以发的内容", None)
        return str(sent[-1])


def _outcome(error: TelegramError) -> NotSent | MaybeSent:
    """What a failed send means for the message."""
    match error:
        case RetryAfter():
            return NotSent("Telegram 要求稍后再发", timedelta(seconds=_seconds(error)), counts=False)
        case Forbidden():  # blocked, or never begun
            return Unreachable(f"Telegram 不收:{error}", BLOCKED)
        case BadRequest() | ChatMigrated():
            return NotSent(f"Telegram 不收:{error}", None)
        case InvalidToken():
            return NotSent("Telegram 不认机器人的 token", TOKEN_REFUSED, counts=False)
    if isinstance(error.__cause__, NOT_SENT):
        return NotSent("连不上 Telegram", UNREACHABLE, counts=False)
    return MaybeSent(f"Telegram 没有答复:{error}")


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
