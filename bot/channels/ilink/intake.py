"""What comes by a login is kept, committed, before the cursor is: after a crash it comes again and is a repeat. What
cannot be read is said to be so."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.channels.base import Application
from bot.channels.ilink import words
from bot.channels.ilink.api import Api
from bot.channels.ilink.logins import CHANNEL, Login, Logins, Way
from bot.channels.ilink.messages import BY_BOT, TEXT, Taken, taken
from bot.channels.tencent.api import NoAnswer, NotReached, Refused
from bot.messaging import inbox
from bot.messaging.inbound import Inbound, Said

TRIES = 3  # where the database answers: one message must not hold up all others for ever
FINISHED = 2  # a message that is complete
log = structlog.get_logger(__name__)


class Intake:
    """Takes in what comes for the logins of one company."""

    def __init__(self, app: Application, api: Api, logins: Logins) -> None:
        self._app = app
        self._api = api
        self._logins = logins
        self._tries: dict[str, int] = {}

    async def take(self, login: Login, message: Any) -> None:
        """Keep a message. An exception means that a retry may succeed."""
        try:
            found = taken(message, self._app.clock.now())
        except ValueError as error:
            log.error("a message is given up", reason=type(error).__name__)  # its text may quote what was said
            return
        if found is not None:
            await self._keep(login, found)

    async def _keep(self, login: Login, found: Taken) -> None:
        event = found.event_id
        try:
            await asyncio.to_thread(self._logins.heard, login, found.sender, found.context, found.sent_at)
            if not found.inbounds and await self._is_of_company(found):
                return await self._tell(login, found, words.NOT_READABLE)
            for inbound in found.inbounds or (self._something(found),):
                await asyncio.to_thread(self._app.receive, inbound)
        except (OperationalError, InterfaceError):  # the database is away: nothing is wrong with the message
            raise
        except Exception as error:
            self._tries[event] = self._tries.get(event, 0) + 1
            if self._tries[event] < TRIES:
                raise
            log.error("a message is given up", reason=type(error).__name__)
            await self._tell(login, found, words.NOT_KEPT)
        self._tries.pop(event, None)

    async def _is_of_company(self, found: Taken) -> bool:
        return await asyncio.to_thread(inbox.is_of_company, self._app.db, CHANNEL, found.sender)

    def _something(self, found: Taken) -> Inbound:
        """What a stranger sent that cannot be read: as with their words, they learn how to join."""
        return Inbound(CHANNEL, found.event_id, found.sender, Said(text=words.SOMETHING), self._app.clock.now())

    async def _tell(self, login: Login, found: Taken, text: str) -> None:
        """Say it to somebody of the company, once for each message, however often it comes."""
        if not await self._is_of_company(found) or not await asyncio.to_thread(self._logins.first_told, found.event_id):
            return
        try:
            await self._api.send(login, of_text(found.sender, Way(login, found.context), text))
        except (Refused, NotReached, NoAnswer) as error:
            log.info("an answer of the edge did not get through", reason=str(error))


def of_text(to: str, way: Way, text: str) -> Mapping[str, Any]:
    """A message of words."""
    return of_item(to, way, {"type": TEXT, "text_item": {"text": text}})


def of_item(to: str, way: Way, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """A message of one part. Its id is never used again: what is refused under one is not taken under the same."""
    return {
        "from_user_id": "",
        "to_user_id": to,
        "client_id": f"xiaoban-{uuid.uuid4().hex}",
        "message_type": BY_BOT,
        "message_state": FINISHED,
        "item_list": [item],
        "context_token": way.context,
    }
