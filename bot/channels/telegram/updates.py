"""Updates as Telegram sends them: asked for as raw JSON, each parsed by itself, so that one that cannot be parsed stops
no other. The library parses all or none, and logs what people wrote where it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Bot, Update
from telegram.request import BaseRequest

ALLOWED = ("message", "callback_query")
MARGIN_SECONDS = 10.0  # how much longer than asked for Telegram may take to answer
log = structlog.get_logger(__name__)


class Unreadable(Exception):
    """An update that cannot be parsed, however often it is tried. The message names the error, not what was written."""


@dataclass(frozen=True)
class RawUpdate:
    """`number` is its update_id, `chat` whose it is; 0 for none."""

    number: int
    chat: int
    content: Mapping[str, Any]

    def parsed(self, bot: Bot) -> Update:
        """The update of the library. Raises Unreadable."""
        try:
            return Update.de_json(dict(self.content), bot)
        except Exception as error:
            raise Unreadable(type(error).__name__) from None  # its text may quote what was written


async def ask(request: BaseRequest, method_url: str, after: int | None, wait_seconds: int) -> list[RawUpdate]:
    """The updates from number `after` on, in order, waited for up to `wait_seconds`. `method_url` is that of
    getUpdates. Raises TelegramError."""
    query = {"timeout": wait_seconds, "allowed_updates": '["' + '","'.join(ALLOWED) + '"]'}
    if after is not None:
        query["offset"] = after
    result = await request.post(f"{method_url}?{urlencode(query)}", read_timeout=wait_seconds + MARGIN_SECONDS)
    return [found for found in map(_raw, result if isinstance(result, list) else []) if found is not None]


def _raw(update: Any) -> RawUpdate | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    if type(number) is not int:  # nor true or false
        log.error("an update without a number was passed over")
        return None
    return RawUpdate(number, _chat(update), update)


def _chat(update: Mapping[str, Any]) -> int:
    """The private chat or group of a message, the person of a tap."""
    message = _part(update, "message") or _part(_part(update, "callback_query"), "message")
    sender = _part(_part(update, "callback_query"), "from")
    for whose in (_part(message, "chat"), sender):
        if isinstance(whose.get("id"), int):
            return int(whose["id"])
    return 0


def _part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = of.get(name)
    return found if isinstance(found, dict) else {}
