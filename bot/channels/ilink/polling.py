"""Asking for the messages of every login, by one process at a time.

A message counts as taken once it is committed; then where to ask on is kept. WeChat gives a message out more than once
anyhow: what comes again is a repeat. A login of which WeChat says for a minute, and nothing
else, that it has ended has; its person scans again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog

from bot.channels.base import Lease, OfOne
from bot.channels.ilink import refusals, words
from bot.channels.ilink.api import Api
from bot.channels.ilink.logins import Login, Logins
from bot.channels.tencent.api import NoAnswer, NotReached, Refused
from bot.channels.tencent.trouble import Trouble

LEASE_NAME = "ilink-poll"
LEASE = timedelta(seconds=11)
LOOK_SECONDS = 3.0  # at who has logged in; the lease is renewed by the way
PAUSES = (1.0, 2.0, 5.0, 10.0)
SHORTEST_SECONDS = 1.0  # between two questions where nothing came, however soon WeChat answers
SURE_SECONDS = 60.0  # for which WeChat says that a login has ended, until it has
Take = Callable[[Login, Any], Awaitable[None]]
log = structlog.get_logger(__name__)


class Poller:
    """Takes in messages while it holds `lease` (of LEASE_NAME, for LEASE at a time)."""

    def __init__(self, lease: Lease, api: Api, logins: Logins, take: Take) -> None:
        self._lease = lease
        self._api = api
        self._logins = logins
        self._take = take
        self._asking: dict[Login, asyncio.Task[None]] = {}
        self._away: dict[Login, Trouble] = {}  # of each login that is asked for
        self._ended: list[str] = []  # whose
        self._sealed_otherwise = 0

    def trouble(self) -> str | None:
        """That WeChat is out of reach for a minute and more, for all logins; who has to log in again; or that it is out
        of reach for one."""
        reasons = [known.reason() for known in self._away.values()]
        away = [reason for reason in reasons if reason is not None]
        if away and len(away) == len(reasons):
            return away[0]
        if self._sealed_otherwise:
            return OfOne(words.OTHER_KEY.format(count=self._sealed_otherwise))
        if self._ended:
            return OfOne(words.ENDED.format(who="、".join(self._ended)))
        return OfOne(away[0]) if away else None

    async def run(self) -> None:
        """Ask until cancelled, then end the lease."""
        try:
            while True:
                try:
                    await self._look()
                except Exception:
                    log.exception("who has logged in is not known; it is looked up again")
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await self._ask_for([])
            try:
                self._lease.give_up()
            except Exception:
                log.exception("the lease was not given up; it ends by itself")

    async def _look(self) -> None:
        found = await asyncio.to_thread(self._logins.all) if await asyncio.to_thread(self._lease.take) else []
        self._sealed_otherwise = await asyncio.to_thread(self._logins.sealed_otherwise)
        ended = [login for login in found if login.ended]
        names = [await asyncio.to_thread(self._logins.name_of, login) for login in ended]
        self._ended = [words.whose(name, login.bot) for name, login in zip(names, ended, strict=True)]
        await self._ask_for([login for login in found if not login.ended])

    async def _ask_for(self, logins: list[Login]) -> None:
        over = [login for login, task in self._asking.items() if login not in logins or task.done()]
        gone = [self._asking.pop(login) for login in over]
        for task in gone:
            task.cancel()
        for login in over:
            del self._away[login]
        await asyncio.gather(*gone, return_exceptions=True)
        for login in logins:
            if login not in self._asking:
                self._away[login] = Trouble("iLink cannot be reached")
                self._asking[login] = asyncio.create_task(self._ask(login))

    async def _ask(self, login: Login) -> None:
        """Take in what comes by one login until it ends."""
        await self._say_that_we_are_there(login)
        failures, now = 0, asyncio.get_running_loop().time
        ended_since: float | None = None
        while ended_since is None or now() - ended_since < SURE_SECONDS:
            try:
                await self._once(login)
            except Refused as refusal:
                log.warning("WeChat gives no messages", code=refusal.code)
                if refusal.code == refusals.ENDED:
                    ended_since = now() if ended_since is None else ended_since
                    await self._say_that_we_are_there(login)
                else:
                    ended_since = None
                    self._away[login].begins(words.AWAY)
            except (NotReached, NoAnswer) as error:
                self._away[login].begins(words.AWAY)
                log.warning("WeChat gives no messages", reason=str(error))
            except Exception:
                self._away[login].begins(words.NOT_TAKEN_IN)
                log.exception("messages were not taken in; they come again")
            else:
                failures, ended_since = 0, None
                continue
            failures += 1
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES)) - 1])
        await asyncio.to_thread(self._logins.end, login)

    async def _once(self, login: Login) -> None:
        since = asyncio.get_running_loop().time()
        cursor = await asyncio.to_thread(self._logins.cursor, login)
        updates = await self._api.updates(login, cursor)
        if not updates.answered:
            raise NoAnswer("nothing in its time")
        for message in updates.messages:
            await self._take(login, message)
        self._away[login].ends()
        if updates.cursor != cursor:
            await asyncio.to_thread(self._logins.keep_cursor, login, updates.cursor)
        if not updates.messages:
            took = asyncio.get_running_loop().time() - since
            await asyncio.sleep(max(0.0, SHORTEST_SECONDS - took))

    async def _say_that_we_are_there(self, login: Login) -> None:
        try:
            await self._api.starts(login)
        except Exception as error:  # whatever it is, messages are asked for all the same
            log.info("WeChat was not told that we are there", reason=str(error))
