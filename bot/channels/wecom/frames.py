"""Frames of the socket: commands, codes, and what comes in."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SUBSCRIBE, PING = "aibot_subscribe", "ping"
SEND, WELCOME, UPDATE_CARD, RESPOND = (
    "aibot_send_msg",
    "aibot_respond_welcome_msg",
    "aibot_respond_update_msg",
    "aibot_respond_msg",
)
UPLOAD, UPLOAD_CHUNK, UPLOADED = "aibot_upload_media_init", "aibot_upload_media_chunk", "aibot_upload_media_finish"
MESSAGE, EVENT = "aibot_msg_callback", "aibot_event_callback"
PUSHED_OUT = "disconnected_event"

BUSY, BAD_CREDENTIALS = -1, 853000
TOO_OFTEN, NEVER_WRITTEN = 45009, 846607


class Refused(Exception):
    """WeCom has answered that it does not do it."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}"[:200])
        self.code = code


class NotConnected(Exception):
    """There is no connection: nothing has left."""


class NoAnswer(Exception):
    """It has left, and no answer came: nobody knows whether it was done."""


@dataclass(frozen=True)
class Incoming:
    """A message or an event; `req_id` is what an answer to it carries."""

    cmd: str
    req_id: str
    body: Mapping[str, Any]


def text_of(cmd: str, req_id: str, body: Mapping[str, Any] | None) -> str:
    """A frame as it is written."""
    frame: dict[str, Any] = {"cmd": cmd, "headers": {"req_id": req_id}}
    return json.dumps(frame if body is None else {**frame, "body": body}, ensure_ascii=False)


def new_req_id(cmd: str) -> str:
    """An id for a request of ours."""
    return f"{cmd}_{secrets.token_hex(8)}"


def part(of: Any, name: str) -> Mapping[str, Any]:
    """The object `name` within `of`, empty where there is none."""
    found = of.get(name) if isinstance(of, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def words(of: Any, name: str) -> str:
    """The text `name` within `of`, empty where there is none."""
    found = of.get(name) if isinstance(of, Mapping) else None
    return found if isinstance(found, str) else ""
