"""Calls of iLink: JSON over HTTPS, each for one login but for those by which somebody logs in."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.ilink.credentials import BASE_URL
from bot.channels.ilink.logins import Login
from bot.channels.tencent.api import OK, NoAnswer, Refused, sent

CHAT = "3"  # the kind of bot that chats beside a personal account
SPOKEN = (2, 4, 8)  # the version of the protocol, as Tencent's own client calls it
VERSION = ".".join(map(str, SPOKEN))
AGENT = "Xiaoban/1.0"
TIME_LIMIT = httpx.Timeout(15.0, connect=5.0)
HELD_SECONDS = 35.0  # for which WeChat waits for a message
LONG = httpx.Timeout(HELD_SECONDS + 10, connect=5.0)
TIMED_OUT = "ReadTimeout"
MORE_SECONDS = 30.0  # beyond its pauses, for a whole answer: one that comes in drops must end too
MB = 1024 * 1024
TENCENT = re.compile(r"https://[\w.-]+\.(?:qq|wechat)\.com(?::443)?/")  # else an answer could name any address
LARGEST_ANSWER, LARGEST_UPDATES = MB, 32 * MB


@dataclass(frozen=True)
class Updates:
    """What came: messages as WeChat gives them, and from where to ask on. A question that nobody `answered` in its time
    brought nothing; once that is usual."""

    messages: Sequence[Any]
    cursor: str
    answered: bool = True


class Api:
    """The calls; raise Refused, NotReached, NoAnswer."""

    def __init__(self, client: httpx.AsyncClient, base_url: str) -> None:
        self._client = client
        self.base = base_url

    def place(self, named: str) -> str:
        """Where to call: the company's own address where it has set one, whatever WeChat names; else what WeChat names,
        if that is Tencent's: a token goes nowhere else."""
        own = self.base != BASE_URL or not TENCENT.match(f"{named}/")
        return self.base if own else named.rstrip("/")

    async def code(self, tokens: Collection[str]) -> tuple[str, str]:
        """A code to log in with: by what WeChat knows it, and what is to be scanned. `tokens` are those of logins that
        there are."""
        body = {"local_token_list": list(tokens)}
        answer = await self._post(self.base, f"get_bot_qrcode?bot_type={CHAT}", body)
        found = answer.get("qrcode"), answer.get("qrcode_img_content")
        if not (isinstance(found[0], str) and isinstance(found[1], str) and all(found)):
            raise NoAnswer("no code in it")
        return found[0], found[1]

    async def code_state(self, base: str, code: str, digits: str) -> Mapping[str, Any]:
        """What became of a code; WeChat waits a while for news. `digits` are what the phone showed."""
        query = {"qrcode": code, **({"verify_code": digits} if digits else {})}
        url = httpx.URL(f"{base}/ilink/bot/get_qrcode_status", params=query)
        request = self._client.build_request("GET", url, headers=_about_us(), timeout=LONG)
        return await self._answer(request, LARGEST_ANSWER)

    async def starts(self, login: Login) -> None:
        """Tell WeChat that somebody is there to take its messages."""
        await self._of(login, "msg/notifystart", {})

    async def updates(self, login: Login, cursor: str) -> Updates:
        """What has come since the cursor, waited for."""
        try:
            answer = await self._of(login, "getupdates", {"get_updates_buf": cursor}, LONG, LARGEST_UPDATES)
        except NoAnswer as error:
            if str(error) == TIMED_OUT:
                return Updates((), cursor, answered=False)
            raise
        messages, after = answer.get("msgs"), answer.get("get_updates_buf")
        known = after if isinstance(after, str) and after else cursor
        return Updates(messages if isinstance(messages, list) else (), known)

    async def send(self, login: Login, message: Mapping[str, Any]) -> str:
        """Send a message; its id there, empty where WeChat gives none."""
        return str((await self._of(login, "sendmessage", {"msg": message})).get("message_id") or "")

    async def upload_place(self, login: Login, file: Mapping[str, Any]) -> Mapping[str, Any]:
        """Where a file may go up."""
        return await self._of(login, "getuploadurl", file)

    async def _of(
        self,
        login: Login,
        call: str,
        body: Mapping[str, Any],
        timeout: httpx.Timeout = TIME_LIMIT,
        most: int = LARGEST_ANSWER,
    ) -> Mapping[str, Any]:
        us = {"base_info": {"channel_version": VERSION, "bot_agent": AGENT}}
        return await self._post(self.place(login.base_url), call, {**body, **us}, login.token, timeout, most)

    async def _post(
        self,
        base: str,
        call: str,
        body: Mapping[str, Any],
        token: str = "",
        timeout: httpx.Timeout = TIME_LIMIT,
        most: int = LARGEST_ANSWER,
    ) -> Mapping[str, Any]:
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        uin = base64.b64encode(str(secrets.randbits(32)).encode()).decode()
        headers = {"Content-Type": "application/json", "AuthorizationType": "ilink_bot_token", "X-WECHAT-UIN": uin}
        headers |= _about_us() | ({"Authorization": f"Bearer {token}"} if token else {})
        url = f"{base}/ilink/bot/{call}"
        request = self._client.build_request("POST", url, content=content, headers=headers, timeout=timeout)
        return await self._answer(request, most)

    async def _answer(self, request: httpx.Request, most: int) -> Mapping[str, Any]:
        limit = request.extensions["timeout"]["read"] + MORE_SECONDS
        try:
            async with asyncio.timeout(limit):
                answer = await sent(self._client, request, most)
        except TimeoutError:
            raise NoAnswer(TIMED_OUT) from None
        try:
            found = json.loads(answer.content)
        except ValueError:
            raise NoAnswer("no JSON") from None
        if not isinstance(found, Mapping):
            raise NoAnswer("no answer of WeChat's")
        for code in (found.get("errcode"), found.get("ret")):
            if isinstance(code, int) and code != OK:
                raise Refused(code, str(found.get("errmsg", "")))
        return found


def _about_us() -> dict[str, str]:
    major, minor, patch = SPOKEN
    return {"iLink-App-Id": "bot", "iLink-App-ClientVersion": str(major << 16 | minor << 8 | patch)}
