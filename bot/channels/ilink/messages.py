"""What a message of WeChat's means: words, voice, pictures, videos and files, these by reference."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from pathlib import PurePath
from typing import Any

from bot.channels.ilink.logins import CHANNEL
from bot.channels.tencent.events import short
from bot.messaging.inbound import Inbound, Media, MediaKind, Said

BY_BOT = 2
TEXT, IMAGE, VOICE, FILE, VIDEO = 1, 2, 3, 4, 5
NAMED: Mapping[int, str] = {
    TEXT: "text_item",
    IMAGE: "image_item",
    VOICE: "voice_item",
    FILE: "file_item",
    VIDEO: "video_item",
}
SOUNDS: Mapping[int, str] = {5: ".amr", 6: ".silk", 7: ".mp3", 8: ".ogg"}
KEY = re.compile(rb"[0-9a-fA-F]{32}")
LONGEST_NAME = 120


@dataclass(frozen=True)
class Taken:
    """A message of somebody's: what tells it from others, what they did, one for each part of it that can be read; what
    goes back with an answer, and when it was sent by WeChat's clock."""

    event_id: str
    sender: str
    context: str
    sent_at: int
    inbounds: tuple[Inbound, ...]


def taken(message: Any, now: datetime) -> Taken | None:
    """What a message means; None for one that is nobody's words to the bot alone. Raises ValueError for one without an
    id.

    It was said `now`, not when WeChat says: how much went since is counted by our clock. What is quoted in it is not
    its sender's."""
    if not isinstance(message, Mapping) or message.get("message_type") == BY_BOT or message.get("group_id"):
        return None
    sender = _words(message, "from_user_id")
    if not sender:
        return None
    items = message.get("item_list")
    found = [said for item in items if (said := _said(item)) is not None] if isinstance(items, list) else []
    number = _id(message)
    ids = [f"{sender}:{number}", *(f"{sender}:{number}:{place}" for place in range(1, len(found)))]
    inbounds = (Inbound(CHANNEL, short(id), sender, said, now) for id, said in zip(ids, found, strict=False))
    sent_at = _number(message, "create_time_ms")
    return Taken(short(ids[0]), sender, _words(message, "context_token"), sent_at, tuple(inbounds))


def _id(message: Mapping[str, Any]) -> str:
    """What tells a message from others: WeChat gives the same out more than once."""
    for name in ("message_id", "client_id", "seq"):
        if message.get(name):
            return f"{message[name]}"
    if not message.get("create_time_ms"):
        raise ValueError("a message without an id")
    content = json.dumps([message["create_time_ms"], message.get("item_list")], sort_keys=True)
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def _said(item: Any) -> Said | None:
    kind = _number(item, "type") if isinstance(item, Mapping) else 0
    content = item.get(NAMED[kind]) if kind in NAMED else None
    if not isinstance(content, Mapping):
        return None
    words = _words(content, "text")
    if kind == TEXT:
        return Said(text=words) if words else None
    if kind == VOICE and words:
        return Said(media=Media("voice", heard=words))
    reference = _reference(content)
    return Said(media=_media(kind, content, reference)) if reference else None


def _media(kind: int, content: Mapping[str, Any], reference: str) -> Media:
    if kind == FILE:
        name = PurePath(_words(content, "file_name")).name[-LONGEST_NAME:]
        size = _number(content, "len")
        return Media("file", name=name, reference=reference, size=size, suffix=PurePath(name).suffix)
    if kind == VOICE:
        suffix = SOUNDS.get(_number(content, "encode_type"), ".silk")
        return Media("voice", reference=reference, suffix=suffix, seconds=ceil(_number(content, "playtime") / 1000))
    what: tuple[MediaKind, str] = ("image", ".jpg") if kind == IMAGE else ("video", ".mp4")
    return Media(what[0], reference=reference, suffix=what[1])


def _reference(content: Mapping[str, Any]) -> str:
    """How a file is known: its address (whole, or what makes one) and the key that opens it; empty for none."""
    media = content.get("media")
    if not isinstance(media, Mapping):
        return ""
    url, query = _words(media, "full_url"), _words(media, "encrypt_query_param")
    key = _key(_words(content, "aeskey").encode()) or _key(_decoded(_words(media, "aes_key")))
    return json.dumps({"url": url, "query": query, "key": key}) if url or query else ""


def _key(found: bytes) -> str:
    """A key as it is written in either way, in hexadecimal; empty for none."""
    if KEY.fullmatch(found):
        return found.decode().lower()
    return found.hex() if len(found) == 16 else ""


def _decoded(words: str) -> bytes:
    try:
        return base64.b64decode(words)
    except (binascii.Error, ValueError):
        return b""


def _words(fields: Mapping[str, Any], name: str) -> str:
    found = fields.get(name)
    return found.strip() if isinstance(found, str) else ""


def _number(fields: Mapping[str, Any], name: str) -> int:
    """A number, however it is written; 0 for none."""
    found = str(fields.get(name, ""))
    return int(found) if re.fullmatch(r"[0-9]{1,15}", found, re.ASCII) else 0
