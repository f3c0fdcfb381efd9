"""The access token of the app: one for all processes, in the database, fetched anew by one process at a time.

Platforms give out the same token until it ends, and bar who asks for it too often. In the database it is sealed with
the app's secret, so that a copy of the database opens nothing.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta

from cryptography.fernet import Fernet, InvalidToken

from bot.channels import platform_values
from bot.channels.base import Lease
from storage.engine import Database

LEASE = timedelta(seconds=20)  # longer than one request for a token takes
EARLY = timedelta(minutes=5)  # before it ends, another is fetched
LOOKS, LOOK_SECONDS = 60, 0.25  # at what another process fetches
Fetch = Callable[[str], Awaitable[tuple[str, timedelta]]]  # asks for a token, another than that; how long it holds


class NobodyFetched(Exception):
    """Another process was to fetch the token, and has not: nothing has left."""


class Tokens:
    """The token of `app`, by its name among all. `lease` (for LEASE) is the right to fetch one."""

    def __init__(self, db: Database, lease: Lease, app: str, secret: str, fetch: Fetch) -> None:
        self._db = db
        self._lease = lease
        self._name = f"token:{app}"
        self._seal = Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"access token {secret}".encode()).digest()))
        self._fetch = fetch
        self._lock = asyncio.Lock()
        self._token = ""
        self._ends = 0.0  # by the loop's time

    async def token(self, refused: str = "") -> str:
        """A token that holds; another than `refused`, which the platform has just refused. Raises NobodyFetched, and
        what fetching raises."""
        async with self._lock:
            if not self._token or self._token == refused or asyncio.get_running_loop().time() >= self._ends:
                await self._find(refused)
            return self._token

    async def _find(self, refused: str) -> None:
        for _ in range(LOOKS):
            if await self._found(refused):
                return
            if await asyncio.to_thread(self._lease.take):
                try:
                    if not await self._found(refused):  # another process may just have kept one
                        await self._get(refused)
                    return
                finally:
                    await asyncio.to_thread(self._lease.give_up)
            await asyncio.sleep(LOOK_SECONDS)
        raise NobodyFetched

    async def _found(self, refused: str) -> bool:
        """Whether one is kept."""
        kept = await asyncio.to_thread(platform_values.kept, self._db, self._name)
        if kept is None:
            return False
        try:
            token = self._seal.decrypt(kept[0].encode()).decode()
        except InvalidToken:  # of another secret
            return False
        if token == refused:
            return False
        self._use(token, kept[1])
        return True

    async def _get(self, refused: str) -> None:
        token, holds = await self._fetch(refused)
        left = max(holds - EARLY, holds / 2)
        sealed = self._seal.encrypt(token.encode()).decode()
        await asyncio.to_thread(platform_values.keep, self._db, self._name, sealed, left)
        self._use(token, left)

    def _use(self, token: str, left: timedelta) -> None:
        self._token = token
        self._ends = asyncio.get_running_loop().time() + left.total_seconds()
