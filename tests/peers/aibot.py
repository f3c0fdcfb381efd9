"""WeCom's socket for aibots on the loopback, as faithful as our use of it needs. What it takes and refuses, and where
that is written, is in `aibot_rules`.

Tests play the people: `says`, `speaks`, `sends_image`, `taps`, `enters`; they read what the bot sent from `messages`
and `frames`, break things by name (`drops`, `loses`, `refuses`), and wait with `until`, which looks again whenever
something happened.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import json
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from peers import aibot_rules as rules
from peers.aibot_rules import Refused
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

PATIENCE_SECONDS = 20.0
MINUTE, HOUR = (60.0, 30), (3600.0, 1000)  # seconds, messages to one conversation in them [101463]
ANSWERABLE_SECONDS = 24 * 3600.0  # a message may be answered for a day [101463]
EVENT_SECONDS = 5.0  # a welcome or a card's update must come so soon [101463, node updateTemplateCard]
STREAM_SECONDS = 600.0  # [101463]
URL_SECONDS = 300.0  # [node ImageContent: 五分钟内有效]
MEDIA_SECONDS = 3 * 24 * 3600.0  # [node UploadMediaFinishResult: 3天内有效]
MEDIA = ("image", "file", "voice", "video")


@dataclass(frozen=True)
class Frame:
    """What the bot sent."""

    cmd: str
    req_id: str
    body: Mapping[str, Any]


@dataclass
class Shown:
    """A message of the bot as its reader sees it."""

    to: str
    kind: str
    text: str
    card: dict[str, Any] = field(default_factory=dict)
    data: bytes = b""
    name: str = ""

    @property
    def labels(self) -> list[str]:
        return [button["text"] for button in self.card.get("button_list", ())]


@dataclass
class Upload:
    kind: str
    name: str
    size: int
    chunks: int
    md5: str | None
    parts: dict[int, bytes] = field(default_factory=dict)


@dataclass
class Aibot:
    """`bot_id` and `secret` are the only ones it knows. `drops`, `loses` and `refuses` hold what goes wrong with the
    next messages to somebody: the connection is dropped "before" or "after" the message was taken, its acknowledgement
    is lost, it is refused with these codes. `ahead` is how many seconds its clock runs ahead."""

    bot_id: str = "aib-700"
    secret: str = "the-bots-secret-for-tests"
    frames: list[Frame] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    drops: dict[str, list[str]] = field(default_factory=dict)
    loses: dict[str, int] = field(default_factory=dict)
    refuses: dict[str, list[int]] = field(default_factory=dict)
    chunks_that_fail: int = 0
    silent: bool = False
    ahead: float = 0.0
    subscribed: int = 0
    pushed_out: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        self._shown: dict[str, list[Shown]] = defaultdict(list)
        self._written: set[str] = set()  # who has ever written to the bot
        self._at: dict[str, list[float]] = defaultdict(list)  # when something went to a conversation
        self._asked: dict[str, tuple[str, str, float]] = {}  # by req_id: what came, whose, when
        self._answered: set[str] = set()
        self._streams: dict[str, float] = {}
        self._tasks: dict[str, Shown] = {}
        self._events: dict[str, str] = {}  # the task of the card that was tapped, by req_id
        self._uploads: dict[str, Upload] = {}
        self._media: dict[str, tuple[str, str, bytes, float]] = {}
        self._files: dict[str, tuple[bytes, str, float]] = {}
        self._live: ServerConnection | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server: Server | None = None

    # ---- running

    def __enter__(self) -> Aibot:
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
        return f"ws://127.0.0.1:{self.port}"

    async def _serve(self) -> None:
        self._end = asyncio.Event()
        async with serve(
            self._connection, "127.0.0.1", self.port, process_request=self._http, ping_interval=None, close_timeout=1
        ) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            self._loop = asyncio.get_running_loop()
            self.changed()
            await self._end.wait()

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
                assert left > 0, f"it never came about; the bot sent {[frame.cmd for frame in self.frames]}"
                self._changed.wait(min(left, 0.25))

    def now(self) -> float:
        return time.time() + self.ahead

    # ---- the people

    def says(self, user: str, text: str, **more: Any) -> str:
        """Returns the msgid. `more` are further fields of the body, such as msgid or quote."""
        return self.writes(user, "text", {"content": text}, **more)

    def speaks(self, user: str, heard: str, **more: Any) -> str:
        return self.writes(user, "voice", {"content": heard}, **more)

    def sends_file(self, user: str, data: bytes, name: str = "", kind: str = "file", **more: Any) -> str:
        """A picture (`kind` image), a file or a video."""
        return self.writes(user, kind, self.link(data, name), **more)

    def sends_mixed(self, user: str, *items: str | bytes, **more: Any) -> str:
        """Words and pictures in one message."""
        parts = [
            {"msgtype": "text", "text": {"content": item}}
            if isinstance(item, str)
            else {"msgtype": "image", "image": self.link(item, "")}
            for item in items
        ]
        return self.writes(user, "mixed", {"msg_item": parts}, **more)

    def enters(self, user: str) -> str:
        return self._event(user, "enter_chat", {})

    def taps(self, user: str, label: str = "", *, key: str = "", nested: bool = True) -> str:
        """Tap the newest button with this label, or send any `key`. The page [101027] nests what was tapped under the
        event's name, the SDKs' types do not."""
        task = "none"
        for shown in reversed(self._shown[user]):
            for button in shown.card.get("button_list", ()):
                if button["text"] == label and not key:
                    task, key = shown.card["task_id"], button["key"]
        assert key, f"no button {label}"
        tapped = {"card_type": "button_interaction", "event_key": key, "task_id": task}
        return self._event(user, "template_card_event", tapped, nested=nested, task=task)

    def feeds_back(self, user: str) -> str:
        return self._event(user, "feedback_event", {"id": "F1", "type": 1})

    def knows(self, user: str) -> None:
        """They wrote to the bot some time ago."""
        self._written.add(user)

    def writes(self, user: str, kind: str, content: Mapping[str, Any], **more: Any) -> str:
        self._written.add(user)
        msgid = more.pop("msgid", None) or f"MSG{next(self._numbers)}"
        body = {"msgid": msgid, "aibotid": self.bot_id, "chattype": "single", "from": {"userid": user}}
        self._push("aibot_msg_callback", "message", user, body | {"msgtype": kind, kind: content} | more)
        return msgid

    def link(self, data: bytes, name: str) -> dict[str, str]:
        """Where a file can be got, encrypted with a key of its own: AES-256-CBC, the IV its first 16 bytes, PKCS#7 to
        blocks of 32 bytes [node crypto.d.ts, python crypto_utils.py]."""
        key = os.urandom(32)
        padder = padding.PKCS7(256).padder()
        encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
        encrypted = encryptor.update(padder.update(data) + padder.finalize()) + encryptor.finalize()
        token = os.urandom(8).hex()
        self._files[token] = (encrypted, name, self.now())
        return {"url": f"http://127.0.0.1:{self.port}/file/{token}", "aeskey": base64.b64encode(key).decode()}

    def messages(self, user: str) -> list[Shown]:
        return self._shown[user]

    def texts(self, user: str) -> list[str]:
        return [shown.text for shown in self._shown[user]]

    def sent(self, cmd: str) -> list[Frame]:
        return [frame for frame in self.frames if frame.cmd == cmd]

    @property
    def is_connected(self) -> bool:
        return self._live is not None

    def breaks(self) -> None:
        """The network loses the connection."""
        live = self._live
        assert live is not None and self._loop is not None
        self._loop.call_soon_threadsafe(live.transport.abort)
        self.until(lambda: self._live is not live)

    # ---- the wire

    def _event(self, user: str, name: str, about: dict[str, Any], nested: bool = True, task: str = "") -> str:
        msgid = f"EVT{next(self._numbers)}"
        event = {"eventtype": name, **({name: about} if nested else about)}
        body = {"msgid": msgid, "aibotid": self.bot_id, "create_time": int(self.now()), "chattype": "single"}
        body |= {"from": {"userid": user}, "msgtype": "event", "event": event}
        self._push("aibot_event_callback", name, user, body, task)
        return msgid

    def _push(self, cmd: str, what: str, user: str, body: Mapping[str, Any], task: str = "") -> None:
        """What nobody is connected for is lost: whether the platform keeps it is not documented."""
        req_id = f"REQ{next(self._numbers)}"
        self._asked[req_id] = (what, user, self.now())
        self._events[req_id] = task
        assert self._loop is not None
        frame = {"cmd": cmd, "headers": {"req_id": req_id}, "body": body}
        asyncio.run_coroutine_threadsafe(self._write(self._live, frame), self._loop).result(PATIENCE_SECONDS)

    async def _write(self, to: ServerConnection | None, frame: Mapping[str, Any]) -> None:
        try:
            if to is not None:
                await to.send(json.dumps(frame))
        except ConnectionClosed:
            pass

    async def _connection(self, connection: ServerConnection) -> None:
        try:
            async for text in connection:
                await self._take(connection, json.loads(text))
        except ConnectionClosed:
            pass
        except Exception as error:
            self.wrong.append(f"{type(error).__name__}: {error}")
            raise
        finally:
            if self._live is connection:
                self._live = None
            self.changed()

    async def _take(self, connection: ServerConnection, frame: Mapping[str, Any]) -> None:
        cmd, req_id = frame["cmd"], frame["headers"]["req_id"]
        rules.only(frame, "a frame", "cmd", "headers", "body")
        body = frame.get("body", {})
        self.frames.append(Frame(cmd, req_id, body))
        answer: dict[str, Any] = {"headers": {"req_id": req_id}, "errcode": 0, "errmsg": "ok"}
        try:
            if self._live is not connection and cmd != "aibot_subscribe":
                raise Refused(rules.NO_SUCH_REQUEST, "not subscribed")
            handle = getattr(self, f"_take_{cmd}", None)
            assert handle is not None, f"no command {cmd}"
            result = await handle(connection, req_id, body)
            answer |= {"body": result} if result is not None else {}
        except Refused as refusal:
            answer |= {"errcode": refusal.code, "errmsg": str(refusal)}
            if refusal.code == rules.MISSING:
                del answer["headers"]  # [measured]
        except _LostAcknowledgement:
            return
        finally:
            self.changed()
        if not (self.silent and cmd == "ping"):
            await self._write(connection, answer)

    async def _take_aibot_subscribe(self, connection: ServerConnection, _req_id: str, body: Mapping[str, Any]) -> None:
        rules.only(body, "aibot_subscribe", "bot_id", "secret")
        if (body.get("bot_id"), body.get("secret")) != (self.bot_id, self.secret):
            raise Refused(rules.BAD_CREDENTIALS)
        older, self._live = self._live, connection
        self.subscribed += 1
        if older is not None:
            self.pushed_out += 1
            event = {"msgid": "D1", "aibotid": self.bot_id, "create_time": int(self.now()), "msgtype": "event"}
            event |= {"event": {"eventtype": "disconnected_event"}}
            await self._write(older, {"cmd": "aibot_event_callback", "headers": {"req_id": "D"}, "body": event})
            await older.close()

    async def _take_ping(self, *_: object) -> None:
        return None

    async def _take_aibot_send_msg(self, connection: ServerConnection, _req_id: str, body: Mapping[str, Any]) -> None:
        """A push: markdown, a card or media; plain text is refused [101463, measured]."""
        kind, user = rules.field(body, "msgtype"), rules.field(body, "chatid")
        if kind not in ("markdown", "template_card", *MEDIA):
            raise Refused(rules.WRONG_TYPE)
        rules.only(body, "aibot_send_msg", "chatid", "chat_type", "msgtype", kind)
        shown = self._content(user, kind, body)
        if user not in self._written:
            raise Refused(rules.NEVER_WRITTEN)
        await self._show(connection, user, shown)

    async def _take_aibot_respond_msg(self, connection: ServerConnection, req_id: str, body: Mapping[str, Any]) -> None:
        what, user, at = self._asked.get(req_id, ("", "", 0.0))
        if what != "message" or self.now() - at > ANSWERABLE_SECONDS:
            raise Refused(rules.NO_SUCH_REQUEST)  # [101463]; an event's req_id is none either [measured]
        kind = rules.field(body, "msgtype")
        if kind != "stream":
            return await self._show(connection, user, self._content(user, kind, body))
        stream = rules.field(body, "stream.id")
        rules.only(body["stream"], "stream", "id", "finish", "content", "feedback")
        began = self._streams.setdefault(stream, self.now())
        if self.now() - began > STREAM_SECONDS:
            raise Refused(rules.STREAM_ENDED)
        text = rules.check_content(body["stream"].get("content", ""))
        if body["stream"].get("finish"):
            await self._show(connection, user, Shown(user, "stream", text))

    async def _take_aibot_respond_welcome_msg(
        self, _connection: ServerConnection, req_id: str, body: Mapping[str, Any]
    ) -> None:
        """A text or a card, once, within 5 seconds of somebody's entering."""
        user = self._event_of(req_id, "enter_chat")
        kind = rules.field(body, "msgtype")
        if kind not in ("text", "template_card"):
            raise Refused(rules.WRONG_TYPE)
        rules.only(body, "a welcome", "msgtype", kind)
        text = rules.field(body, "text.content") if kind == "text" else ""
        self._shown[user].append(Shown(user, "welcome", text, dict(body.get("template_card", {}))))

    async def _take_aibot_respond_update_msg(
        self, _connection: ServerConnection, req_id: str, body: Mapping[str, Any]
    ) -> None:
        """The tapped card anew, under its own task id, once, within 5 seconds [node UpdateTemplateCardBody]."""
        self._event_of(req_id, "template_card_event")
        rules.only(body, "an update", "response_type", "userids", "template_card")
        if rules.field(body, "response_type") != "update_template_card":
            raise Refused(rules.WRONG_TYPE)
        card = rules.field(body, "template_card", dict)
        rules.check_card(card, used=lambda task: task != self._events[req_id])
        if shown := self._tasks.get(card["task_id"]):
            shown.card = card

    def _event_of(self, req_id: str, name: str) -> str:
        what, user, at = self._asked.get(req_id, ("", "", 0.0))
        if what != name or req_id in self._answered or self.now() - at > EVENT_SECONDS:
            raise Refused(rules.NO_SUCH_REQUEST)
        self._answered.add(req_id)
        return user

    async def _take_aibot_upload_media_init(
        self, _connection: ServerConnection, _req_id: str, body: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        rules.only(body, "an upload", "type", "filename", "total_size", "total_chunks", "md5")
        kind, name = rules.field(body, "type"), rules.field(body, "filename")
        size, chunks = rules.field(body, "total_size", int), rules.field(body, "total_chunks", int)
        if kind not in MEDIA or not 1 <= chunks <= rules.MOST_CHUNKS or len(name.encode()) > 256:
            raise Refused(rules.WRONG_MEDIA)
        upload_id = os.urandom(8).hex()
        self._uploads[upload_id] = Upload(kind, name, size, chunks, body.get("md5"))
        return {"upload_id": upload_id}

    async def _take_aibot_upload_media_chunk(
        self, _connection: ServerConnection, _req_id: str, body: Mapping[str, Any]
    ) -> None:
        """The first has number 0 (the SDK's code counts so, though its comment says 1)."""
        rules.only(body, "a chunk", "upload_id", "chunk_index", "base64_data")
        upload, number = self._uploads[body["upload_id"]], rules.field(body, "chunk_index", int)
        data = base64.b64decode(body["base64_data"], validate=True)
        if self.chunks_that_fail:
            self.chunks_that_fail -= 1
            raise Refused(rules.BUSY)  # [node: 企微后端对大量并发 chunk 会返回 system error]
        if not 0 <= number < upload.chunks or len(data) > rules.LARGEST_CHUNK:
            raise Refused(rules.WRONG_MEDIA)
        upload.parts[number] = data

    async def _take_aibot_upload_media_finish(
        self, _connection: ServerConnection, _req_id: str, body: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        upload = self._uploads.pop(body["upload_id"])
        data = b"".join(part for _, part in sorted(upload.parts.items()))
        digest = hashlib.md5(data, usedforsecurity=False).hexdigest()
        if len(upload.parts) != upload.chunks or len(data) != upload.size or upload.md5 not in (None, digest):
            raise Refused(rules.WRONG_MEDIA)
        rules.check_upload(upload.kind, data)
        media_id = os.urandom(16).hex()
        self._media[media_id] = (upload.kind, upload.name, data, self.now())
        return {"type": upload.kind, "media_id": media_id, "created_at": int(self.now())}

    def _content(self, user: str, kind: str, body: Mapping[str, Any]) -> Shown:
        if kind == "markdown":
            rules.only(body["markdown"], "markdown", "content", "feedback")
            return Shown(user, kind, rules.check_content(rules.field(body, "markdown.content")))
        if kind == "template_card":
            card = rules.field(body, "template_card", dict)
            rules.check_card(card, used=lambda task: task in self._tasks)
            words = (card.get("main_title", {}).get("title", ""), card.get("sub_title_text", ""))
            return Shown(user, kind, "\n".join(filter(None, words)), dict(card))
        if kind not in MEDIA:
            raise Refused(rules.WRONG_TYPE)
        known = self._media.get(rules.field(body, f"{kind}.media_id"))
        if known is None or known[0] != kind or self.now() - known[3] > MEDIA_SECONDS:
            raise Refused(rules.WRONG_MEDIA)
        return Shown(user, kind, "", data=known[2], name=known[1])

    async def _show(self, connection: ServerConnection, user: str, shown: Shown) -> None:
        """It is shown, unless it is refused; then what goes wrong with the acknowledgement goes wrong."""
        if planned := self.refuses.get(user):
            raise Refused(planned.pop(0))
        self._count(user)
        drop = (self.drops.get(user) or [""]).pop(0)
        if drop == "before":
            connection.transport.abort()
            raise _LostAcknowledgement
        self._shown[user].append(shown)
        if shown.card:
            self._tasks[shown.card.get("task_id", "")] = shown
        if drop == "after":
            connection.transport.abort()
            raise _LostAcknowledgement
        if self.loses.get(user, 0):
            self.loses[user] -= 1
            raise _LostAcknowledgement

    def _count(self, user: str) -> None:
        """Replies and pushes count together [101463]."""
        now, at = self.now(), self._at[user]
        for seconds, most in (MINUTE, HOUR):
            if sum(now - then < seconds for then in at) >= most:
                raise Refused(rules.TOO_OFTEN)
        at.append(now)

    # ---- files

    def _http(self, _connection: ServerConnection, request: Request) -> Response | None:
        path = request.path
        if not path.startswith("/file/"):
            return None
        found = self._files.get(path.removeprefix("/file/"))
        if found is None or self.now() - found[2] > URL_SECONDS:
            return Response(HTTPStatus.FORBIDDEN, "Forbidden", Headers([("Content-Length", "0")]), b"")
        data, name, _ = found
        headers = Headers([("Content-Length", str(len(data))), ("Connection", "close")])
        if name:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return Response(HTTPStatus.OK, "OK", headers, data)


class _LostAcknowledgement(Exception):
    pass


def keys(shown: Sequence[Shown]) -> list[str]:
    """What the buttons of messages carry."""
    return [button["key"] for message in shown for button in message.card.get("button_list", ())]
