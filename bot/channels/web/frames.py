"""What a page may send, read strictly: a browser's frames and uploads are anybody's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.messaging.inbound import Media, Said
from bot.messaging.taps import TAP

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
Frame = Mapping[str, Any]
MOST_CHARACTERS = 8000
LARGEST_FRAME = 64 * 1024  # bytes; 8,000 characters and what surrounds them, in any script


class Refused(Exception):
    """What the page sent is not acceptable, now or later; the message says why."""


async def next_frame(socket: WebSocket) -> Frame | None:
    """The next frame of a page; empty if it is not a JSON object, None if the page has closed."""
    try:
        frame = json.loads(await socket.receive_text())
    except (WebSocketDisconnect, RuntimeError):
        return None
    except (ValueError, TypeError, KeyError):
        return {}
    return frame if isinstance(frame, dict) else {}


def words_or_tap(frame: Frame) -> Said:
    """The text or tap that a frame holds. Raises Refused."""
    tap, text = frame.get("tap"), frame.get("text")
    if isinstance(tap, str):
        if not TAP.fullmatch(tap):
            raise Refused("这个按钮我认不出来了,直接打字告诉我就行。")
        return Said(tap=tap)
    if isinstance(text, str):
        if len(text) > MOST_CHARACTERS:
            raise Refused(f"这条有 {len(text)} 个字,一次最多 {MOST_CHARACTERS} 个。分几条发,或者存成文件发给我。")
        return Said(text=text)
    raise Refused("这条消息是空的。")


def uploaded(kind: str, key: str, name: str, caption: str) -> Said:
    """An uploaded file as what a person did: a recording, a video, a picture, or another file. Raises Refused."""
    if kind not in ("voice", "image", "file", "audio", "video"):
        raise Refused("不认识这种文件。")
    return Said(media=Media(kind, key, _clean(name)[:120], _clean(caption)))  # type: ignore[arg-type]


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable() or c == "\n").encode("utf-8", "replace").decode("utf-8")
