"""Files that go up: known by an id that the platform gives, and keeps for three days."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import timedelta

from bot.channels import platform_values
from bot.channels.tencent.api import Api
from storage.engine import Database

HOLDS = timedelta(days=2, hours=12)
LONGEST_NAME = 120  # characters


class Uploads:
    """The files of one app. What has gone up is known by its id until that ends: a message that is sent again names
    the same, and goes up no second time."""

    def __init__(self, db: Database, api: Api, app: str) -> None:
        self._db = db
        self._api = api
        self._app = app

    async def uploaded(self, kind: str, name: str, key: str, data: bytes) -> str:
        """The id of this file there. Raises Refused, NotReached, NoAnswer: nothing has been shown to anybody."""
        place = self._place(kind, name, key)
        kept = await asyncio.to_thread(platform_values.kept, self._db, place)
        if kept is not None:
            return kept[0]
        media_id = await self._api.upload(kind, name[-LONGEST_NAME:], data)
        await asyncio.to_thread(platform_values.keep, self._db, place, media_id, HOLDS)
        return media_id

    async def forget(self, kind: str, name: str, key: str) -> None:
        """The platform does not know the id any more."""
        await asyncio.to_thread(platform_values.forget, self._db, self._place(kind, name, key))

    def _place(self, kind: str, name: str, key: str) -> str:
        digest = hashlib.sha256(f"{kind} {name} {key}".encode("utf-8", "replace")).hexdigest()
        return f"file:{self._app}:{digest}"
