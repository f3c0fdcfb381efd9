"""A peer of Tencent's on the loopback: what the APIs of WeCom and of Official Accounts have in common on the wire.

A call is answered by the method that is named like it (`_post_media_upload`). What goes wrong with the next messages to
somebody: `drops` (the connection, "before" or "after" it was shown), `fails` (HTTP 502, likewise), `refuses` (these
codes). `ahead` is how many seconds its clock runs ahead.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from peers.aibot_rules import Refused

PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Call:
    path: str
    query: Mapping[str, str]
    body: Any


@dataclass
class Shown:
    """A message of the app as its reader sees it."""

    to: str
    kind: str
    text: str
    card: dict[str, Any] = field(default_factory=dict)
    data: bytes = b""
    name: str = ""
    response_code: str = ""

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.card.get("button_list", ())]


class Dropped(Exception):
    """The connection goes away without an answer."""


class Broken(Exception):
    """Something between us and the platform answers instead of it."""


@dataclass
class CgiPeer:
    drops: dict[str, list[str]] = field(default_factory=dict)
    fails: dict[str, list[str]] = field(default_factory=dict)
    refuses: dict[str, list[int]] = field(default_factory=dict)
    ahead: float = 0.0
    now: Callable[[], float] = time.time
    calls: list[Call] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    port: int = 0

    TOKEN_CALLS = frozenset[str]()

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._numbers = itertools.count(7_000_000_000_000_000_000)
        self._shown: dict[str, list[Shown]] = defaultdict(list)
        self._token = ("", 0.0)
        self._media: dict[str, tuple[str, str, bytes, float]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def check_token(self, query: Mapping[str, str]) -> None:
        raise NotImplementedError

    def words_of(self, refusal: Refused) -> str:
        raise NotImplementedError

    # ---- running

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        self.until(lambda: self._loop is not None)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(PATIENCE_SECONDS)
        assert not self.wrong, self.wrong

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        self._loop = asyncio.get_running_loop()
        self.changed()
        await self._end.wait()
        server.close()

    def changed(self, *_: object) -> None:
        """Something happened that somebody may wait for."""
        with self._changed:
            self._changed.notify_all()

    def until(self, holds: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until `holds`, looking again whenever something happened."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not holds():
                left = deadline - time.monotonic()
                assert left > 0, f"it never came about; the app called {[call.path for call in self.calls]}"
                self._changed.wait(min(left, 0.25))

    def time(self) -> float:
        return self.now() + self.ahead

    def messages(self, user: str) -> list[Shown]:
        return self._shown[user]

    def texts(self, user: str) -> list[str]:
        return [shown.text for shown in self._shown[user]]

    def called(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path == path]

    def keeps(self, kind: str, data: bytes, name: str) -> str:
        media_id = os.urandom(16).hex()
        self._media[media_id] = (kind, name, data, self.time())
        return media_id

    def forgets_media(self) -> None:
        self._media.clear()

    # ---- the wire

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (head := await _head(reader)) is not None:
                method, target, headers = head
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                await self._waits(target, headers, body)
                status, kind, content, more = self._answer(method, target, headers, body)
                self.changed()
                about = f"Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n{more}"
                writer.write(f"HTTP/1.1 {status} X\r\n{about}\r\n".encode() + content)
                await writer.drain()
        except (Dropped, ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        except Exception as error:
            self.wrong.append(f"{type(error).__name__}: {error}")
        finally:
            self.changed()
            writer.transport.abort()

    async def _waits(self, target: str, headers: Mapping[str, str], body: bytes) -> None:
        """Before a call is answered."""

    def _answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str, bytes, str]:
        parts = urlsplit(target)
        path = parts.path.removeprefix("/cgi-bin/")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        is_json = method == "POST" and not headers.get("content-type", "").startswith("multipart/")
        self.calls.append(Call(path, query, json.loads(body) if is_json else body))
        handle = getattr(self, f"_{method.lower()}_{path.replace('/', '_')}", None)
        assert handle is not None, f"no call {method} {path}"
        try:
            if path not in self.TOKEN_CALLS:
                self.check_token(query)
            result = handle(query, self.calls[-1].body if is_json else (headers.get("content-type", ""), body))
        except Refused as refusal:
            self.refused.append(refusal.code)
            about = {"errcode": refusal.code, "errmsg": self.words_of(refusal)}
            return 200, "application/json; charset=UTF-8", json.dumps(about).encode(), ""
        except Broken:
            return 502, "text/html", b"<html>Bad Gateway</html>", ""
        if isinstance(result, bytes):
            return 200, "application/octet-stream", result, f"{self._disposition}\r\n"
        about = {"errcode": 0, "errmsg": "ok"} | (result or {})
        return 200, "application/json; charset=UTF-8", json.dumps(about, ensure_ascii=False).encode(), ""

    def _break(self, user: str, when: str) -> None:
        for planned, error in ((self.drops, Dropped), (self.fails, Broken)):
            if (planned.get(user) or [""])[0] == when:
                planned[user].pop(0)
                raise error

    @staticmethod
    def uploaded(sent: tuple[str, bytes]) -> tuple[str, bytes]:
        """The name and the content of a multipart body with a field named media."""
        boundary = sent[0].partition("boundary=")[2].encode()
        head, _, rest = sent[1].partition(b"\r\n\r\n")
        found = re.search(rb'name="media"; filename="([^"]*)"', head)
        assert found is not None and head.startswith(b"--" + boundary)
        return found[1].decode(), rest.rpartition(b"\r\n--" + boundary)[0]


async def _head(reader: asyncio.StreamReader) -> tuple[str, str, Mapping[str, str]] | None:
    try:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    except asyncio.IncompleteReadError:
        return None
    method, target, _ = lines[0].split(" ")
    pairs = (line.partition(":") for line in lines[1:] if line)
    return method, target, {name.lower(): value.strip() for name, _, value in pairs}


def xml(fields: Mapping[str, Any]) -> str:
    """As the platform writes a message: numbers plain, words as CDATA [90239]."""

    def value(of: Any) -> str:
        if isinstance(of, int):
            return str(of)
        return f"<![CDATA[{of}]]>" if "]]>" not in str(of) else escape(str(of))

    return "<xml>" + "".join(f"<{name}>{value(of)}</{name}>" for name, of in fields.items()) + "</xml>"
