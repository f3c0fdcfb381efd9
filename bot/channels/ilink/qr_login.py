"""Logging in: a code that somebody scans with their WeChat, and what became of it. What it brings is kept here; it
goes through no conversation."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import httpx
import structlog

from bot.channels.ilink.api import TIME_LIMIT, Api
from bot.channels.ilink.credentials import Credentials
from bot.channels.ilink.logins import CHANNEL, Login, Logins
from bot.channels.tencent.api import NoAnswer, NotReached
from storage.engine import Database

GOOD_SECONDS = 300.0  # for which a code is waited for at most
AGAIN_SECONDS = 1.0
MOST_TOLD = 10  # logins of ours that WeChat is told of
ENDS: Mapping[str, str] = {"expired": "expired", "verify_code_blocked": "expired", "binded_redirect": "bound"}
log = structlog.get_logger(__name__)


class QrLogin:
    """The two steps of the conversation in which somebody logs in, in a worker's thread."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def code(self, db: Database, _args: Mapping[str, Any]) -> Mapping[str, Any]:
        """A `code` to ask about, and the `content` to be scanned."""
        return asyncio.run(self._code(Logins(db, self._credentials.key)))

    def scanned(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """What became of the `code`: its `state` is `seen` (once: not where it was `seen`), `digits` (the phone shows
        some, or refused those that were given), `confirmed` by somebody at a `place`, `bound` (they are in already), or
        `expired`. `host` is where to ask on."""
        return asyncio.run(self._scanned(Logins(db, self._credentials.key), args))

    async def _code(self, logins: Logins) -> Mapping[str, Any]:
        ours = [login.token for login in logins.all() if not login.ended]
        async with httpx.AsyncClient(timeout=TIME_LIMIT) as client:
            code, content = await Api(client, self._credentials.base_url).code(ours[-MOST_TOLD:])
        return {"code": code, "content": content}

    async def _scanned(self, logins: Logins, args: Mapping[str, Any]) -> Mapping[str, Any]:
        base, until = args.get("host") or self._credentials.base_url, time.monotonic() + GOOD_SECONDS
        async with httpx.AsyncClient(timeout=TIME_LIMIT) as client:
            api = Api(client, self._credentials.base_url)
            while time.monotonic() < until:
                try:
                    answer = await api.code_state(base, args["code"], args.get("digits", ""))
                except (NotReached, NoAnswer) as error:
                    log.warning("what became of a code is not known yet", reason=str(error))
                    answer = {}
                status = str(answer.get("status", ""))
                if status == "confirmed":
                    return self._confirmed(logins, answer)
                if status in ENDS:
                    return {"state": ENDS[status]}
                if status == "need_verifycode":
                    return {"state": "digits", "host": base}
                if status == "scaned" and not args.get("seen"):
                    return {"state": "seen", "host": base}
                if status == "scaned_but_redirect" and answer.get("redirect_host"):
                    base = api.place(f"https://{answer['redirect_host']}")
                else:
                    await asyncio.sleep(AGAIN_SECONDS)
        return {"state": "expired"}

    def _confirmed(self, logins: Logins, answer: Mapping[str, Any]) -> Mapping[str, Any]:
        user, bot, token = (answer.get(name) for name in ("ilink_user_id", "ilink_bot_id", "bot_token"))
        if not (isinstance(user, str) and isinstance(bot, str) and isinstance(token, str) and user and bot and token):
            raise NoAnswer("no login in it")
        base = str(answer.get("baseurl") or self._credentials.base_url).rstrip("/")
        logins.keep(Login(user, bot, token, base))
        return {"state": "confirmed", "place": [CHANNEL, user]}
