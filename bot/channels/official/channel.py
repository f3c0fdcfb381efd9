"""An Official Account as a channel: sends what is claimed, and says of each send whether it was taken.

The first words of an answer go with the answer to the callback, where that still waits; what comes after, or later, are
customer-service messages. WeChat cannot recognise a repeat of one: a send counts as not taken only where that is
certain. How many it takes until somebody writes again is counted before a message is begun.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx

from bot.channels.attached import held
from bot.channels.base import Application, Fetched, Lease, MaybeSent, NotSent
from bot.channels.capabilities import Capabilities
from bot.channels.in_pieces import InPieces
from bot.channels.official import files, menu, refusals
from bot.channels.official.api import NO_SUCH_TOKEN, get_token
from bot.channels.official.callback import Callback
from bot.channels.official.credentials import Credentials
from bot.channels.official.envelope import Envelopes
from bot.channels.official.intake import Intake
from bot.channels.official.messages import CHANNEL
from bot.channels.official.passive import Passive
from bot.channels.official.pieces import File, Piece, Words, pieces
from bot.channels.tencent.api import TIME_LIMIT, Api, NoAnswer, NotReached, Refused
from bot.channels.tencent.room import Room
from bot.channels.tencent.tokens import Tokens
from bot.channels.tencent.uploads import Uploads
from bot.messaging.inbound import Media
from bot.messaging.sends import ID_SEPARATOR, Sending

WINDOW = timedelta(hours=48) - timedelta(minutes=1)  # with a margin for the way
QUOTA = 5
AS_ANSWER, BY_SERVICE = "answer", "service"  # how a piece went: WeChat gives messages no ids


class OfficialChannel(Room):
    """One account. `lease` is the right to fetch its token. Raises ValueError where the AES key is none."""

    name = CHANNEL
    capabilities = Capabilities(
        recognises_repeats=False,
        longest_text=2048,
        unit="utf8",
        images=True,
        audio=True,
        reply_window=WINDOW,
        window_quota=QUOTA,
    )

    def __init__(self, app: Application, credentials: Credentials, lease: Lease) -> None:
        self._app = app
        self._client = httpx.AsyncClient(timeout=TIME_LIMIT)

        async def fetch_token(refused: str) -> tuple[str, timedelta]:
            return await get_token(self._client, credentials, refused)

        tokens = Tokens(app.db, lease, credentials.app_id, credentials.secret, fetch_token)
        api = Api(self._client, credentials.base_url, tokens, NO_SUCH_TOKEN)
        self._passive = Passive()
        callback = Callback(app, Envelopes(credentials), Intake(app), self._passive, credentials.app_id)
        sentence = "WeChat does not let the account send"
        super().__init__(api, Uploads(app.db, api, credentials.app_id), callback, refusals.trouble, sentence)
        self._in_pieces = InPieces(app.db, QUOTA)  # known by how they went

    async def fetch(self, media: Media) -> Fetched:
        """The file of this id. Raises FileUnavailable or NotFetched."""
        return await files.fetch(self._api, media)

    async def close(self) -> None:
        """Let go of WeChat's API."""
        await self._client.aclose()

    async def _probe(self) -> None:
        await menu.give_one(self._api)

    async def send(self, sending: Sending) -> str | None:
        """Send a message in as many pieces as it takes; tried again, it goes on with the piece that was not taken.
        Returns how each went."""
        there = await asyncio.to_thread(held, self._app.media, sending.attached)
        found = pieces(sending, there, self.capabilities)
        if not found:
            raise NotSent("没有可以发的内容", None)
        try:
            taken = await self._in_pieces.begun(sending, len(found))
            for piece in found[len(taken) :]:
                taken.append(await self._send_piece(sending.address, piece, there))
        except (Refused, NotReached, NoAnswer) as error:
            self._note(error)
            raise self._in_pieces.put_off(sending, refusals.outcome(error)) from None
        except (NotSent, MaybeSent) as outcome:
            raise self._in_pieces.put_off(sending, outcome) from None
        self._in_pieces.is_out(sending)
        return ID_SEPARATOR.join(taken)

    async def _send_piece(self, to: str, piece: Piece, there: Mapping[str, bytes]) -> str:
        if isinstance(piece, Words) and await self._passive.give(to, piece.text):
            return AS_ANSWER
        try:
            await self._serve(to, await self._content(piece, there))
        except Refused as refusal:
            if refusal.code != refusals.BAD_MEDIA or not isinstance(piece, File):
                raise
            await self._uploads.forget(piece.kind, piece.name, piece.key)
            await self._serve(to, await self._content(piece, there))
        self._trouble.ends()
        return BY_SERVICE

    async def _serve(self, to: str, content: Mapping[str, Any]) -> None:
        await self._api.post("message/custom/send", {"touser": to, **content})

    async def _content(self, piece: Piece, there: Mapping[str, bytes]) -> Mapping[str, Any]:
        match piece:
            case Words(text=text):
                return {"msgtype": "text", "text": {"content": text}}
            case File():
                return await self._file(piece, there)
