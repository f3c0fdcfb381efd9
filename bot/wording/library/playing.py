"""What belongs to an item of the library, as it is sent: a recording, a video, a picture, a paper, a link."""

from __future__ import annotations

import re
from typing import Protocol

from bot.conversation.attachments import Attachment, Audio, Document, Image, Video
from storage.media import type_of

LINK = re.compile(r"https?://\S+")
PLAYABLE = re.compile(rf"[0-9a-f]{{32}}(?:\.[a-z0-9.]{{1,11}})?|{LINK.pattern}")  # a key of the media store, or a link

GONE = "这条已经不在话术库里了。"
NOTHING = "这条没有录音或文件,只有文字。"


class Recorded(Protocol):
    """An item, as far as sending what belongs to it goes."""

    @property
    def kind(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def media(self) -> str | None: ...


def attached(item: Recorded) -> tuple[Attachment, ...]:
    """What is sent with the item; nothing where it is elsewhere."""
    key = item.media or ""
    if LINK.fullmatch(key) or not PLAYABLE.fullmatch(key):
        return ()
    kind = type_of(key)
    if item.kind == "audio" or kind.startswith("audio/"):
        return (Audio(key, item.title),)
    if item.kind == "video" or kind.startswith("video/"):
        return (Video(key, item.title),)
    return (Image(key, item.title) if kind.startswith("image/") else Document(key, item.title),)


def words(item: Recorded) -> str:
    """What is said with it."""
    link = f"\n{item.media}" if LINK.fullmatch(item.media or "") else ""
    return f"【{item.title}】{link}"
