"""The Bot API server of the tests, which notes what people send and see, and can be made to fail as Telegram does."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peers.botapi import BotApi
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from chaos.history import Confirmed, Recorder, Seen, Sent

LONGEST_HANG = 60.0


@dataclass
class Peer(BotApi):
    """`trouble` is what is wrong with it just now:

    unavailable: 502, and nothing is carried out. flood: 429 for whatever is sent, to be tried after `pause` seconds.
    hang: no answer at all. hang-done, reset-done: carried out, but no answer, or the connection is reset instead; who
    resets it is `sever`, given the port that the request came from. repeat: updates are handed out once more.
    """

    recorder: Recorder = field(kw_only=True)
    sever: Callable[[int], None] = lambda port: None
    trouble: str = ""
    pause: int = 1
    last_handed: list[dict[str, Any]] = field(default_factory=list)

    def acts(self, chat: int, kind: str, token: str = "", *, text: str = "", tap: str = "") -> None:
        """A person writes `text`, or taps a button that carries `tap`."""
        at = self.recorder.now()
        update = self.taps(chat, data=tap) if tap else self.says(chat, text)
        self.recorder.note(Sent(at, chat, update, kind, token))

    def all_confirmed(self) -> bool:
        """Whether the bot has taken in everything."""
        return not self._updates

    async def _method(self, request: Request) -> Response:
        trouble = self.trouble
        sends = request.path_params["method"].startswith("send")
        if trouble == "unavailable":
            return PlainTextResponse("<html>502 Bad Gateway</html>", 502)
        if trouble == "flood" and sends:
            words = {"ok": False, "error_code": 429, "description": f"Too Many Requests: retry after {self.pause}"}
            return JSONResponse(words | {"parameters": {"retry_after": self.pause}}, 429)
        if trouble == "hang":
            return await self._silence(trouble)
        response = await super()._method(request)
        if trouble == "hang-done":
            return await self._silence(trouble)
        if trouble == "reset-done" and request.client is not None:
            self.sever(request.client.port)
        return response

    async def _silence(self, trouble: str) -> Response:
        for _ in range(int(LONGEST_HANG * 10)):
            if self.trouble != trouble:
                break
            await asyncio.sleep(0.1)
        return PlainTextResponse("<html>504 Gateway Time-out</html>", 504)

    async def _api_getUpdates(self, data: Mapping[str, Any]) -> Any:
        self.recorder.note(Confirmed(self.recorder.now(), int(data.get("offset") or 0)))
        found = await super()._api_getUpdates(data)
        again = [update for update in self.last_handed if update not in found] if self.trouble == "repeat" else []
        self.last_handed = found or self.last_handed
        return [*again, *found]

    def _take(self, data: Mapping[str, Any], text: str | None, *rest: Any) -> Any:
        taken = super()._take(data, text, *rest)
        shown = self.messages(int(data["chat_id"]))[-1]
        self.recorder.note(Seen(self.recorder.now(), shown.chat, shown.id, shown.text))
        return taken
