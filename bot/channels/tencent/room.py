"""What the rooms of Tencent's platforms do alike as channels: the address that is called, files, finding out before the
first message whether anything can be sent at all, and what keeps messages back. How messages are sent is each room's
own."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from starlette.routing import BaseRoute

from bot.channels.tencent.api import Api, NoAnswer, NotReached, Refused
from bot.channels.tencent.trouble import Trouble
from bot.channels.tencent.uploads import Uploads

PROBE_SECONDS = 60.0


class Called(Protocol):
    """The address that the platform calls; open while messages are taken in."""

    is_open: bool

    def routes(self) -> Sequence[BaseRoute]:
        """Where it is."""


class Piece(Protocol):
    """A file that is a part of a message."""

    @property
    def kind(self) -> str:
        """As the platform calls it."""

    @property
    def name(self) -> str:
        """Of the file."""

    @property
    def key(self) -> str:
        """In the media store."""


class Room(ABC):
    """`troubles` says of a call that failed what an administrator has to mend, None if nothing; `sentence` is what the
    log says then."""

    def __init__(
        self, api: Api, uploads: Uploads, called: Called, troubles: Callable[[Exception], str | None], sentence: str
    ) -> None:
        self._api = api
        self._uploads = uploads
        self._callback = called
        self._troubles = troubles
        self._trouble = Trouble(sentence)

    def addresses(self) -> Collection[str] | None:
        """Everybody, as far as the platform lets them be written to."""
        return None

    def routes(self) -> Sequence[BaseRoute]:
        """The address that the platform calls."""
        return self._callback.routes()

    def trouble(self) -> str | None:
        """What an administrator has to mend, if it has kept messages back for a minute."""
        return self._trouble.reason()

    async def run(self) -> None:
        """Take in messages until cancelled. What would keep messages back is found out before the first is sent."""
        self._callback.is_open = True
        try:
            while not await self._can_send():
                await asyncio.sleep(PROBE_SECONDS)
            await asyncio.Event().wait()
        finally:
            self._callback.is_open = False

    @abstractmethod
    async def _probe(self) -> None:
        """Call the platform so that it would refuse what it would refuse of a message."""

    async def _can_send(self) -> bool:
        try:
            await self._probe()
        except (Refused, NotReached, NoAnswer) as error:
            self._note(error)
            return self._troubles(error) is None
        self._trouble.ends()
        return True

    def _note(self, error: Exception) -> None:
        """Remember what keeps messages back, if an administrator can mend it."""
        if (reason := self._troubles(error)) is not None:
            self._trouble.begins(reason)

    async def _file(self, piece: Piece, there: Mapping[str, bytes]) -> Mapping[str, Any]:
        """A file as the content of a message."""
        try:
            media_id = await self._uploads.uploaded(piece.kind, piece.name, piece.key, there[piece.key])
        except NoAnswer as error:
            raise NotReached(f"the file did not go up: {error}") from None  # nobody has been shown anything
        return {"msgtype": piece.kind, piece.kind: {"media_id": media_id}}
