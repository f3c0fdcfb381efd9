"""iLink as a channel: sends what is claimed, and says of each send whether it was taken.

Nobody says that WeChat recognises a repeat: a send counts as not taken only where that is certain. How many it takes
until somebody writes again is counted before a message is begun. To whom it takes nothing now, the message waits, or
goes by another address of theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

import httpx
from starlette.routing import BaseRoute

from bot.channels.attached import held
from bot.channels.base import Application, Fetched, Lease, MaybeSent, NotSent, WindowClosed
from bot.channels.capabilities import Capabilities
from bot.channels.ilink import cdn, refusals
from bot.channels.ilink.api import TIME_LIMIT, Api
from bot.channels.ilink.credentials import Credentials
from bot.channels.ilink.intake import Intake, of_item, of_text
from bot.channels.ilink.logins import CHANNEL, Logins, Way
from bot.channels.ilink.pieces import Piece, Words, pieces
from bot.channels.ilink.polling import Poller
from bot.channels.in_pieces import InPieces
from bot.channels.tencent.api import NoAnswer, NotReached, Refused
from bot.messaging.inbound import Media
from bot.messaging.sends import ID_SEPARATOR, Sending

WINDOW = timedelta(hours=24) - timedelta(minutes=1)  # with a margin for the way
QUOTA = 10
BETWEEN_SECONDS = 0.3  # two pieces, so that they stand in their order


class ILinkChannel:
    """The logins of one company. `lease` is the right to take in their messages."""

    name = CHANNEL
    capabilities = Capabilities(
        recognises_repeats=False,
        longest_text=4000,
        images=True,
        audio=True,
        video=True,
        files=True,
        reply_window=WINDOW,
        window_quota=QUOTA,
    )

    def __init__(self, app: Application, credentials: Credentials, lease: Lease) -> None:
        self._media = app.media
        self._client = httpx.AsyncClient(timeout=TIME_LIMIT, limits=httpx.Limits(max_connections=None))
        self._api = Api(self._client, credentials.base_url)
        self._logins = Logins(app.db, credentials.key)
        self._poller = Poller(lease, self._api, self._logins, Intake(app, self._api, self._logins).take)
        self._in_pieces = InPieces(app.db, QUOTA)  # known by their ids

    def addresses(self) -> Collection[str] | None:
        """Everybody, as far as WeChat lets them be written to."""
        return None

    def routes(self) -> Sequence[BaseRoute]:
        """None: messages are asked for."""
        return ()

    def trouble(self) -> str | None:
        """That WeChat cannot be reached; or who has to log in again."""
        return self._poller.trouble()

    async def fetch(self, media: Media) -> Fetched:
        """The file at this address. Raises FileUnavailable or NotFetched."""
        return await cdn.fetch(self._client, self._api, media)

    async def run(self) -> None:
        """Take in messages until cancelled."""
        await self._poller.run()

    async def close(self) -> None:
        """Close the connections to WeChat."""
        await self._client.aclose()

    async def send(self, sending: Sending) -> str | None:
        """Send a message in as many pieces as it takes; tried again, it goes on with the piece that was not taken.
        Returns their ids."""
        there = await asyncio.to_thread(held, self._media, sending.attached)
        found = pieces(sending, there, self.capabilities)
        if not found:
            raise NotSent("没有可以发的内容", None)
        try:
            taken = await self._in_pieces.begun(sending, len(found))
            for piece in found[len(taken) :]:
                if taken:
                    await asyncio.sleep(BETWEEN_SECONDS)
                taken.append(await self._send_piece(sending.address, piece, there))
        except (Refused, NotReached, NoAnswer) as error:
            raise self._in_pieces.put_off(sending, refusals.outcome(error)) from None
        except (NotSent, MaybeSent) as outcome:
            raise self._in_pieces.put_off(sending, outcome) from None
        self._in_pieces.is_out(sending)
        return ID_SEPARATOR.join(taken)

    async def _send_piece(self, to: str, piece: Piece, there: Mapping[str, bytes]) -> str:
        way = await asyncio.to_thread(self._logins.way_to, to)
        if way is None:
            raise WindowClosed("他的个人微信要先登录、再说一句")
        message = await self._message(to, way, piece, there)
        return await self._api.send(way.login, message) or str(message["client_id"])

    async def _message(self, to: str, way: Way, piece: Piece, there: Mapping[str, bytes]) -> Mapping[str, object]:
        if isinstance(piece, Words):
            return of_text(to, way, piece.text)
        uploaded = await cdn.upload(self._client, self._api, way.login, to, piece, there[piece.key])
        return of_item(to, way, cdn.item(piece, uploaded))
