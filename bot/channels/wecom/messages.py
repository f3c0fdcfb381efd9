"""What a message of WeCom's means: words, voice that was heard already, pictures and files by reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.wecom.files import reference_of
from bot.channels.wecom.frames import part, words
from bot.messaging.inbound import Inbound, Media, MediaKind, Said

CHANNEL = "wecom"
FILES: Mapping[str, tuple[MediaKind, str]] = {
    "image": ("image", ".jpg"),
    "file": ("file", ""),
    "video": ("video", ".mp4"),
}


def inbounds(bot_id: str, body: Mapping[str, Any], now: datetime) -> list[Inbound]:
    """The messages in one of WeCom's: several pictures are several. None for a kind that nobody can read. What is
    quoted in it are not the person's words. Raises ValueError for one without an id or a sender."""
    msgid, sender = words(body, "msgid"), words(part(body, "from"), "userid")
    if not msgid or not sender:
        raise ValueError("a message without an id or a sender")
    found = list(_said(words(body, "msgtype"), body))
    event = f"{bot_id}:{sender}:{msgid}"
    return [
        Inbound(CHANNEL, f"{event}:{number}" if number else event, sender, said, said_at(body, now))
        for number, said in enumerate(found)
    ]


def said_at(body: Mapping[str, Any], now: datetime) -> datetime:
    """When it was said, as far as WeCom tells."""
    stamp = body.get("create_time")
    if not isinstance(stamp, int) or not 0 < stamp < now.timestamp():
        return now
    return datetime.fromtimestamp(stamp, UTC)


def _said(kind: str, body: Mapping[str, Any]) -> Iterator[Said]:
    content = part(body, kind)
    if kind == "text":
        yield from _words(words(content, "content"))
    elif kind == "voice":
        yield Said(media=Media("voice", heard=words(content, "content").strip()))
    elif kind == "mixed":
        yield from _mixed(content.get("msg_item"))
    elif kind in FILES:
        yield from _file(kind, content, "")


def _words(text: str) -> Iterator[Said]:
    if text.strip():
        yield Said(text=text.strip())


def _file(kind: str, content: Mapping[str, Any], caption: str) -> Iterator[Said]:
    what, suffix = FILES[kind]
    if reference := reference_of(content):
        yield Said(media=Media(what, caption=caption, reference=reference, suffix=suffix))


def _mixed(items: Any) -> Iterator[Said]:
    """Pictures, the words on the first; only words where there is no picture."""
    parts = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    text = "\n".join(filter(None, (words(part(item, "text"), "content").strip() for item in parts)))
    pictures = [item for item in parts if words(item, "msgtype") in FILES]
    if not pictures:
        yield from _words(text)
    for number, item in enumerate(pictures):
        kind = words(item, "msgtype")
        yield from _file(kind, part(item, kind), "" if number else text)
