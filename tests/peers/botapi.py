"""A Bot API server on the loopback, as faithful as our use of it needs: offsets, long polls, conflicts, limits, errors.

Tests play the people: `says`, `taps`, `sends`; they read what the bot did from `messages` and `calls`, and wait with
`until`, which looks again whenever something happened.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

PATIENCE_SECONDS = 20.0
LONGEST_TEXT, LONGEST_CAPTION, LONGEST_DATA = 4096, 1024, 64
LARGEST_DOWNLOAD = 20 * 1024 * 1024
BOT_USER = {"id": 700, "is_bot": True, "first_name": "销伴", "username": "xiaoban_bot"}


class ApiError(Exception):
    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.parameters = parameters


@dataclass
class Shown:
    """A message of the bot as its reader sees it."""

    id: int
    chat: int
    text: str
    rows: list[list[Mapping[str, str]]]
    photo: bytes | None = None
    document: bytes | None = None
    voice: bytes | None = None
    video: bytes | None = None

    @property
    def labels(self) -> list[list[str]]:
        return [[button["text"] for button in row] for row in self.rows]


@dataclass
class Call:
    method: str
    data: Mapping[str, Any]


@dataclass
class BotApi:
    """`token` is the only one it knows. Chats below zero are groups."""

    token: str = "700:AAE-secret-of-the-test"
    calls: list[Call] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    flooded: dict[int, int] = field(default_factory=dict)
    before_flood: dict[int, int] = field(default_factory=dict)
    swallowing: set[int] = field(default_factory=set)
    breaking_downloads: int = 0
    webhook: str = ""

    def __post_init__(self) -> None:
        self._changed = threading.Condition()
        self._updates: list[dict[str, Any]] = []
        self._confirmed = 0
        self._last_update = 5000
        self._last_message = 0
        self._shown: dict[int, list[Shown]] = defaultdict(list)
        self._chats: set[int] = set()
        self._files: dict[str, bytes] = {}
        self._queries: set[str] = set()
        self._poll = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrived = asyncio.Event()

    # ---- running

    def __enter__(self) -> BotApi:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        routes = [
            Route("/bot{token}/{method}", self._method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]
        config = uvicorn.Config(Starlette(routes=routes), log_level="critical", lifespan="off")
        config.timeout_graceful_shutdown = 1
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(listening)), daemon=True)
        self._thread.start()
        self.until(lambda: self._loop is not None)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._poll += 1
        self._wake()
        self._thread.join(PATIENCE_SECONDS)

    async def _serve(self, listening: socket.socket) -> None:
        self._loop = asyncio.get_running_loop()
        self.changed()
        await self._server.serve(sockets=[listening])

    def changed(self, *_: object) -> None:
        """Something happened that somebody may wait for."""
        with self._changed:
            self._changed.notify_all()

    def until(self, holds: Callable[[], Any]) -> None:
        """Wait until `holds`, looking again whenever something happened."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with self._changed:
            while not holds():
                left = deadline - time.monotonic()
                assert left > 0, f"it never came about; the bot called {[call.method for call in self.calls]}"
                self._changed.wait(left)

    # ---- the people

    def says(self, chat: int, text: str, **more: Any) -> int:
        return self.sends(chat, text=text, **more)

    def taps(self, chat: int, label: str = "", data: str = "") -> int:
        """Tap the newest button with this label, or send any `data`. Its query is open until the bot answers it."""
        buttons = [button for shown in reversed(self._shown[chat]) for row in shown.rows for button in row]
        data = data or next(button["callback_data"] for button in buttons if button["text"] == label)
        query = f"query-{self._last_update + 1}"
        self._queries.add(query)
        message = self._message(chat, BOT_USER) | {"text": "…"}
        return self.update(
            callback_query={
                "id": query,
                "from": _user(chat),
                "chat_instance": "1",
                "data": data,
                "message": message,
            }
        )

    def sends(self, chat: int, **content: Any) -> int:
        """Any message, by the fields of the Bot API; `sender` may be another user."""
        self._chats.add(chat)
        message = self._message(chat, content.pop("sender", _user(chat)))
        return self.update(message=message | content)

    def file(self, data: bytes, name: str) -> dict[str, Any]:
        """A file as it stands in a message."""
        self._files[name] = data
        return {"file_id": name, "file_unique_id": name, "file_size": len(data)}

    def update(self, **content: Any) -> int:
        self._last_update += 1
        self._updates.append({"update_id": self._last_update, **content})
        self._wake()
        return self._last_update

    def opens(self, chat: int) -> None:
        """Somebody has started the bot; before, it may not write there."""
        self._chats.add(chat)

    def messages(self, chat: int) -> list[Shown]:
        return self._shown[chat]

    def confirmed(self, update: int) -> bool:
        """Whether the bot has asked for later ones."""
        return self._confirmed > update

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    def answered(self) -> bool:
        """Whether no query is open."""
        return not self._queries

    # ---- the wire

    async def _method(self, request: Request) -> Response:
        if request.path_params["token"] != self.token:
            return _error(ApiError(401, "Unauthorized"))
        form = await request.form()
        data: dict[str, Any] = dict(request.query_params)
        data |= {name: await value.read() if isinstance(value, UploadFile) else value for name, value in form.items()}
        name = request.path_params["method"]
        self.calls.append(Call(name, data))
        self.changed()
        try:
            method = getattr(self, f"_api_{name}", None)
            if method is None:
                raise ApiError(404, "Not Found")
            result = await method(data)
        except ApiError as error:
            return _error(error)
        finally:
            self.changed()
        if isinstance(result, Response):
            return result
        return JSONResponse({"ok": True, "result": result})

    async def _api_getMe(self, _data: Mapping[str, Any]) -> Any:
        return BOT_USER

    async def _api_getWebhookInfo(self, _data: Mapping[str, Any]) -> Any:
        return {"url": self.webhook, "has_custom_certificate": False, "pending_update_count": 0}

    async def _api_getUpdates(self, data: Mapping[str, Any]) -> Any:
        """Asking from an offset on confirms everything before; a second poll ends the first."""
        self._poll += 1
        mine = self._poll
        self._wake()
        offset = int(data.get("offset") or 0)
        self._confirmed = max(self._confirmed, offset)
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        self.changed()
        allowed = json.loads(data["allowed_updates"])
        deadline = time.monotonic() + float(data.get("timeout") or 0)
        while True:
            self._arrived.clear()
            if self._poll != mine:
                raise ApiError(409, "Conflict: terminated by other getUpdates request")
            found = [update for update in self._updates if set(update) & set(allowed)]
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found[: int(data.get("limit") or 100)]
            try:
                await asyncio.wait_for(self._arrived.wait(), left)
            except TimeoutError:
                continue

    async def _api_sendMessage(self, data: Mapping[str, Any]) -> Any:
        return self._take(data, str(data.get("text", "")), LONGEST_TEXT, "message is too long")

    async def _api_sendPhoto(self, data: Mapping[str, Any]) -> Any:
        if len(_upload(data, "photo")) > 10 * 1024 * 1024:
            raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        return self._take(data, data.get("caption"), LONGEST_CAPTION, "message caption is too long", "photo")

    async def _api_sendDocument(self, data: Mapping[str, Any]) -> Any:
        return self._take(data, data.get("caption"), LONGEST_CAPTION, "message caption is too long", "document")

    async def _api_sendVoice(self, data: Mapping[str, Any]) -> Any:
        return self._take(data, data.get("caption"), LONGEST_CAPTION, "message caption is too long", "voice")

    async def _api_sendVideo(self, data: Mapping[str, Any]) -> Any:
        return self._take(data, data.get("caption"), LONGEST_CAPTION, "message caption is too long", "video")

    async def _api_answerCallbackQuery(self, data: Mapping[str, Any]) -> Any:
        if data["callback_query_id"] not in self._queries:
            raise ApiError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._queries.remove(data["callback_query_id"])
        return True

    async def _api_leaveChat(self, data: Mapping[str, Any]) -> Any:
        chat = int(data["chat_id"])
        if chat not in self._chats:
            raise ApiError(403, "Forbidden: bot is not a member of the group chat")
        self._chats.remove(chat)
        self.sends_service(chat, left_chat_member=BOT_USER)
        return True

    def sends_service(self, chat: int, **content: Any) -> int:
        """What Telegram itself puts into a chat."""
        return self.update(message=self._message(chat, BOT_USER) | content)

    async def _api_getFile(self, data: Mapping[str, Any]) -> Any:
        content = self._files.get(data["file_id"])
        if content is None:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(content) > LARGEST_DOWNLOAD:
            raise ApiError(400, "Bad Request: file is too big")
        return self.file(content, data["file_id"]) | {"file_path": f"documents/{data['file_id']}"}

    async def _download(self, request: Request) -> Response:
        self.calls.append(Call("download", request.path_params))
        if request.path_params["token"] != self.token:
            return _error(ApiError(401, "Unauthorized"))
        if self.breaking_downloads:
            self.breaking_downloads -= 1
            return PlainTextResponse("Bad Gateway", 502)
        return Response(self._files[request.path_params["path"].removeprefix("documents/")])

    def _take(self, data: Mapping[str, Any], text: str | None, longest: int, trouble: str, file: str = "") -> Any:
        chat = int(data["chat_id"])
        if chat not in self._chats:
            raise (
                ApiError(403, "Forbidden: bot was kicked") if chat < 0 else ApiError(400, "Bad Request: chat not found")
            )
        if chat in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        left = self.before_flood.get(chat, 0)
        self.before_flood[chat] = left - 1
        if chat in self.flooded and left <= 0:
            seconds = self.flooded[chat]
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        if not file and not (text or "").strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if len(text or "") > longest:
            raise ApiError(400, f"Bad Request: {trouble}")
        rows = json.loads(data["reply_markup"])["inline_keyboard"] if "reply_markup" in data else []
        if any(not 1 <= len(button["callback_data"].encode()) <= LONGEST_DATA for row in rows for button in row):
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
        shown = Shown(self._last_message + 1, chat, text or "", rows)
        if file:
            setattr(shown, file, _upload(data, file))
        self._shown[chat].append(shown)
        if chat in self.swallowing:  # it has the message, and the answer gets lost
            self.swallowing.remove(chat)
            return PlainTextResponse("<html>502 Bad Gateway</html>", 502)
        return self._message(chat, BOT_USER) | {"text": text or ""}

    def _message(self, chat: int, sender: Mapping[str, Any]) -> dict[str, Any]:
        self._last_message += 1
        kind = {"type": "private", "first_name": "某人"} if chat > 0 else {"type": "group", "title": "销售群"}
        return {"message_id": self._last_message, "date": int(time.time()), "chat": {"id": chat} | kind, "from": sender}

    def _wake(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._arrived.set)


def _user(chat: int) -> dict[str, Any]:
    return {"id": abs(chat), "is_bot": False, "first_name": "某人"}


def _upload(data: Mapping[str, Any], field_name: str) -> bytes:
    """The uploaded bytes: the field itself, or attached under another name."""
    value = data[field_name]
    if isinstance(value, str):
        value = data[value.removeprefix("attach://")]
    assert isinstance(value, bytes)
    return value


def _error(error: ApiError) -> Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": str(error)}
    if error.parameters:
        body["parameters"] = error.parameters
    return JSONResponse(body, error.code)
