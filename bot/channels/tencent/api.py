"""Calls of a platform's API: each with the token, which is fetched anew once where the platform no longer knows it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import httpx

from bot.channels.tencent.tokens import NobodyFetched, Tokens

TIME_LIMIT = httpx.Timeout(10.0, connect=5.0)
OK = 0
T = TypeVar("T")
NOT_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
LARGEST_ANSWER = 1024 * 1024  # of what is no file


class Refused(Exception):
    """The platform has answered that it does not do it."""

    def __init__(self, code: int, reason: str = "") -> None:
        super().__init__(f"{code} {reason}"[:200])
        self.code = code


class NotReached(Exception):
    """Nothing has left: the platform cannot be reached."""


class NoAnswer(Exception):
    """It has left, and no answer came: nobody knows whether it was done. `status` is HTTP's, 0 where there is none."""

    def __init__(self, reason: str, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True)
class Answer:
    """What came back."""

    content: bytes
    headers: Mapping[str, str]

    @property
    def disposition(self) -> str:
        """Its Content-Disposition."""
        return self.headers.get("Content-Disposition", "")

    @property
    def is_words(self) -> bool:
        """Whether it is no file, but what the platform says."""
        kind = self.headers.get("Content-Type", "")
        return "json" in kind or "text/plain" in kind


async def token_in(client: httpx.AsyncClient, request: httpx.Request) -> tuple[str, timedelta]:
    """The token that this request brings, and for how long it holds. Raises Refused, NotReached, NoAnswer."""
    answer = await _answer(client, request)
    token, seconds = answer.get("access_token"), answer.get("expires_in")
    if not isinstance(token, str) or not token or not isinstance(seconds, int):
        raise NoAnswer("no token in it")
    return token, timedelta(seconds=seconds)


async def post(
    client: httpx.AsyncClient, base_url: str, path: str, token: str, body: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Like `call`, with a body."""
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    headers = {"Content-Type": "application/json"}
    url = _url(base_url, path, token)
    return await _answer(client, client.build_request("POST", url, content=content, headers=headers))


async def call(client: httpx.AsyncClient, base_url: str, path: str, token: str, **query: str) -> Mapping[str, Any]:
    """The answer to one call with this token. Raises Refused, NotReached, NoAnswer."""
    return await _answer(client, client.build_request("GET", _url(base_url, path, token, **query)))


class Api:
    """The calls of one app. `ended`: with which codes the platform says that it does not know the token any more."""

    def __init__(self, client: httpx.AsyncClient, base_url: str, tokens: Tokens, ended: frozenset[int]) -> None:
        self._ended = ended
        self._client = client
        self._base = base_url
        self._tokens = tokens

    async def post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The answer. Raises Refused, NotReached, NoAnswer."""

        async def called(token: str) -> Mapping[str, Any]:
            return await post(self._client, self._base, path, token, body)

        return await self._with_token(called)

    async def get(self, path: str, **query: str) -> Mapping[str, Any]:
        """Like `post`."""

        async def called(token: str) -> Mapping[str, Any]:
            return await call(self._client, self._base, path, token, **query)

        return await self._with_token(called)

    async def upload(self, kind: str, name: str, data: bytes) -> str:
        """The id of a file that goes up. Raises Refused, NotReached, NoAnswer."""

        file = {"media": (name, data, "application/octet-stream")}

        async def called(token: str) -> Mapping[str, Any]:
            url = _url(self._base, "media/upload", token, type=kind)
            return await _answer(self._client, self._client.build_request("POST", url, files=file))

        return str((await self._with_token(called)).get("media_id", ""))

    async def download(self, media_id: str, most: int) -> Answer:
        """A file, read as far as `most` bytes and one more. Raises Refused, NotReached, NoAnswer."""

        async def called(token: str) -> Answer:
            url = _url(self._base, "media/get", token, media_id=media_id)
            answer = await sent(self._client, self._client.build_request("GET", url), most)
            if answer.is_words:  # it is no file, but says why there is none
                _checked(answer)
            return answer

        return await self._with_token(called)

    async def download_from(self, address: str, most: int) -> Answer:
        """A file of which the platform has given the address. Raises NotReached, NoAnswer."""
        return await sent(self._client, self._client.build_request("GET", address), most)

    async def _with_token(self, called: Callable[[str], Awaitable[T]]) -> T:
        """The result of a call with a token; with another, once, if the platform does not know the first any more."""
        token = await self._token()
        try:
            return await called(token)
        except Refused as refusal:
            if refusal.code not in self._ended:
                raise
        return await called(await self._token(token))

    async def _token(self, refused: str = "") -> str:
        try:
            return await self._tokens.token(refused)
        except NobodyFetched:
            raise NotReached("nobody fetched a token") from None
        except NoAnswer as error:  # nothing of what was to be done has left
            raise NotReached(str(error)) from None


def _url(base_url: str, path: str, token: str, **query: str) -> httpx.URL:
    return httpx.URL(f"{base_url}/cgi-bin/{path}", params={"access_token": token, **query})


async def _answer(client: httpx.AsyncClient, request: httpx.Request) -> Mapping[str, Any]:
    return _checked(await sent(client, request, LARGEST_ANSWER))


async def sent(client: httpx.AsyncClient, request: httpx.Request, most: int) -> Answer:
    """The answer with its content, of which no more than `most` bytes and a chunk are read. Raises NotReached,
    NoAnswer."""
    try:
        answer = await client.send(request, stream=True)
        try:
            data = bytearray()
            async for chunk in answer.aiter_bytes():
                data += chunk
                if len(data) > most:
                    break
        finally:
            await answer.aclose()
    except NOT_LEFT as error:
        raise NotReached(type(error).__name__) from None  # its text and its request hold the token
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise NoAnswer(type(error).__name__) from None
    if answer.status_code != httpx.codes.OK:
        raise NoAnswer(f"HTTP {answer.status_code}", answer.status_code)
    return Answer(bytes(data), answer.headers)


def _checked(answer: Answer) -> Mapping[str, Any]:
    """Raises Refused, NoAnswer."""
    try:
        found = json.loads(answer.content)
    except ValueError:
        raise NoAnswer("no JSON") from None
    if not isinstance(found, Mapping) or not isinstance(found.get("errcode", OK), int):
        raise NoAnswer("no answer of the platform's")
    if found.get("errcode", OK) != OK:
        raise Refused(int(found["errcode"]), str(found.get("errmsg", "")))
    return found
