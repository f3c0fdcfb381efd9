"""WeCom as a channel: pushes what is claimed, and says of each send whether it was taken.

Everything goes out as a push, which needs no message to answer and so survives a restart; WeCom lets it through once
its reader has written to the bot, and counts it together with answers. It cannot recognise a repeat: what was sent
without an answer is a doubt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

import httpx
from starlette.routing import BaseRoute

from bot.channels.attached import held
from bot.channels.base import Application, Fetched, Lease, MaybeSent, NotSent, Unreachable
from bot.channels.capabilities import Buttons, Capabilities, Quota
from bot.channels.wecom import cards, files, frames, uploads
from bot.channels.wecom.connection import PUBLIC, Connection, open_connection
from bot.channels.wecom.frames import NoAnswer, NotConnected, Refused
from bot.channels.wecom.intake import Intake
from bot.channels.wecom.link import ALONE, SHARED, Link
from bot.channels.wecom.messages import CHANNEL
from bot.channels.wecom.pace import Pace
from bot.channels.wecom.pieces import Card, File, Piece, Words, pieces
from bot.channels.wecom.words import SAY_HELLO
from bot.messaging.inbound import Media
from bot.messaging.sends import Sending

NOT_CONNECTED = timedelta(seconds=2)
TOO_OFTEN = timedelta(seconds=20)
BUSY = timedelta(seconds=5)
UPLOAD_FAILED = timedelta(seconds=10)


class WeComChannel:
    """One bot, by its id and secret. `url` names another socket than WeCom's own; `is_alone`: no other process can want
    the `lease`."""

    name = CHANNEL
    capabilities = Capabilities(
        recognises_repeats=False,
        longest_text=20_480,
        unit="utf8",
        buttons=Buttons(most=cards.MOST_BUTTONS, longest_label=cards.LONGEST_LABEL, longest_data=1024),
        cards=True,
        images=True,
        audio=True,
        video=True,
        files=True,
        quotas=(Quota(30, timedelta(minutes=1)), Quota(1000, timedelta(hours=1))),
    )

    def __init__(
        self, app: Application, bot_id: str, secret: str, lease: Lease, url: str | None = None, is_alone: bool = False
    ) -> None:
        self._app = app
        self._bot_id = bot_id
        self._secret = secret
        self._url = url or PUBLIC
        self._link = Link(lease, ALONE if is_alone else SHARED, self._connect, self._subscribe)
        self._intake = Intake(app, bot_id, self._link.request)
        self._pace = Pace(self.capabilities.quotas)
        self._client = httpx.AsyncClient(timeout=30)
        self._progress: dict[int, int] = {}
        self._tasks: tuple[asyncio.Task[None], asyncio.Task[None]] | None = None

    def addresses(self) -> Collection[str] | None:
        """Everybody while this process is the one that is connected, else nobody."""
        return None if self._link.is_connected else ()

    def routes(self) -> Sequence[BaseRoute]:
        """None: messages come over the connection."""
        return ()

    def trouble(self) -> str | None:
        """Why this process, whose turn it is, has not been connected for a minute; None while another is."""
        return self._link.trouble()

    async def fetch(self, media: Media) -> Fetched:
        """The file at this address. Raises FileUnavailable or NotFetched."""
        return await files.fetch(self._client, media, safe_only=self._url.startswith("wss:"))

    async def run(self) -> None:
        """Take in messages. Cancelled, it leaves the connection open for the last sends, and keeps what comes, until
        `close`."""
        self._tasks = asyncio.create_task(self._link.run()), asyncio.create_task(self._intake.run())
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        await self._end()
        for task in done:
            task.result()

    async def close(self) -> None:
        """End the connection; what has come by then is still kept."""
        await self._end()
        await self._client.aclose()

    async def _end(self) -> None:
        if self._tasks is None:
            return
        linking, taking = self._tasks
        linking.cancel()
        await asyncio.gather(linking, return_exceptions=True)
        if not taking.done():
            await self._intake.finish()
        taking.cancel()
        await asyncio.gather(taking, return_exceptions=True)
        self._tasks = None

    async def send(self, sending: Sending) -> str | None:
        """Send a message in as many pieces as it takes; tried again, it goes on with the piece that was not taken."""
        there = await asyncio.to_thread(held, self._app.media, sending.attached)
        found = pieces(sending, there, self.capabilities)
        if not found:
            raise NotSent("没有可以发的内容", None)
        for number, piece in enumerate(found):
            if number < self._progress.get(sending.id, 0):
                continue
            try:
                await self._send_piece(sending, piece, there)
            except (MaybeSent, NotSent) as outcome:
                if isinstance(outcome, MaybeSent) or outcome.retry_after is None:
                    self._progress.pop(sending.id, None)
                raise
            self._progress[sending.id] = number + 1
        self._progress.pop(sending.id, None)
        return None

    async def _send_piece(self, sending: Sending, piece: Piece, there: Mapping[str, bytes]) -> None:
        wait = self._pace.wait(sending.address)
        if wait:
            raise NotSent("企业微信一分钟只让发 30 条,稍后接着发", wait, counts=False)
        body = await self._body(sending, piece, there)
        try:
            await self._link.request(frames.SEND, {"chatid": sending.address, **body})
        except (Refused, NotConnected) as error:
            raise _outcome(error) from None
        except NoAnswer as error:
            self._pace.note(sending.address)
            raise _outcome(error) from None
        self._pace.note(sending.address)

    async def _body(self, sending: Sending, piece: Piece, there: Mapping[str, bytes]) -> Mapping[str, Any]:
        match piece:
            case Words(text=text):
                return {"msgtype": "markdown", "markdown": {"content": text}}
            case Card(text=text, buttons=buttons):
                card = cards.card(text, buttons, cards.new_task_id(sending.id))
                return {"msgtype": "template_card", "template_card": card}
            case File(kind=kind, name=name, key=key):
                try:
                    media_id = await uploads.upload(self._link.request, kind, name, there[key])
                except (Refused, NoAnswer, NotConnected, LookupError) as error:
                    counts = isinstance(error, Refused)
                    raise NotSent(f"文件没传上去:{error}", UPLOAD_FAILED, counts=counts) from None
                return {"msgtype": kind, kind: {"media_id": media_id}}

    async def _connect(self) -> Connection:
        return await open_connection(self._url, self._intake.came)

    async def _subscribe(self, connection: Connection) -> None:
        await connection.subscribe(self._bot_id, self._secret)


def _outcome(error: Refused | NoAnswer | NotConnected) -> NotSent | MaybeSent:
    """What a failed push means for the message."""
    match error:
        case NotConnected():
            return NotSent("和企业微信的连接断了", NOT_CONNECTED, counts=False)
        case Refused(code=frames.TOO_OFTEN):
            return NotSent("企业微信要求稍后再发", TOO_OFTEN, counts=False)
        case Refused(code=frames.BUSY):
            return NotSent("企业微信忙", BUSY)
        case Refused(code=frames.NEVER_WRITTEN):
            return Unreachable("他还没跟机器人说过话", SAY_HELLO)
        case Refused():
            return NotSent(f"企业微信不收:{error}", None)
    return MaybeSent(f"企业微信没有答复:{error}")
