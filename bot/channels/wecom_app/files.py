"""Files: known by an id that WeCom gives, and keeps for three days, in both directions."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.channels import platform_values
from bot.channels.base import Fetched, NotFetched
from bot.channels.fetching import TOO_LARGE
from bot.channels.wecom import files as named
from bot.channels.wecom.uploads import LONGEST_NAME
from bot.channels.wecom_app import refusals, words
from bot.channels.wecom_app.api import Api, NoAnswer, NotReached, Refused
from bot.messaging.inbound import Media
from bot.turn.prepare import FileUnavailable
from storage.engine import Database
from storage.media import MAX_BYTES

UPLOADED_HOLDS = timedelta(days=2, hours=12)
T = TypeVar("T")
log = structlog.get_logger(__name__)


class Files:
    """The files of one app. What has gone up is known by its id until that ends: a message that is sent again names
    the same, and so is recognised as a repeat."""

    def __init__(self, db: Database, api: Api, app: str) -> None:
        self._db = db
        self._api = api
        self._app = app

    async def uploaded(self, kind: str, name: str, key: str, data: bytes) -> str:
        """The id of this file at WeCom. Raises Refused, NotReached, NoAnswer: nothing has been shown to anybody."""
        place = self._place(kind, name, key)
        kept = await asyncio.to_thread(platform_values.kept, self._db, place)
        if kept is not None:
            return kept[0]
        media_id = await self._api.upload(kind, name[-LONGEST_NAME:], data)
        await asyncio.to_thread(platform_values.keep, self._db, place, media_id, UPLOADED_HOLDS)
        return media_id

    async def forget(self, kind: str, name: str, key: str) -> None:
        """WeCom does not know the id any more."""
        await asyncio.to_thread(platform_values.forget, self._db, self._place(kind, name, key))

    async def fetch(self, media: Media) -> Fetched:
        """A file that somebody has sent. Raises FileUnavailable, or NotFetched where a retry may help."""
        try:
            answer = await self._api.download(media.reference, MAX_BYTES)
        except Refused as refusal:
            log.warning("WeCom does not give a file", code=refusal.code)
            if refusals.outcome(refusal).retry_after is not None:
                raise NotFetched(f"WeCom: {refusal.code}") from None
            raise FileUnavailable(words.EXPIRED) from None
        except (NotReached, NoAnswer) as error:
            raise NotFetched(f"WeCom: {error}") from None
        if len(answer.content) > MAX_BYTES:
            raise FileUnavailable(TOO_LARGE)
        name = named.name_in(answer.disposition) if media.kind in ("file", "video") else ""
        return Fetched(answer.content, name)

    def _place(self, kind: str, name: str, key: str) -> str:
        digest = hashlib.sha256(f"{kind} {name} {key}".encode("utf-8", "replace")).hexdigest()
        return f"file:{self._app}:{digest}"
