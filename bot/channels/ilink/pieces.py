"""A message in pieces, each of which WeChat takes as one message: words, a picture, a video, a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from bot.channels.attached import fitting
from bot.channels.capabilities import Capabilities
from bot.channels.export import Part, export
from bot.conversation.attachments import Document
from bot.messaging.sends import Sending

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
VIDEOS = frozenset({".mp4", ".m4v"})
LONGEST_NAME = 120  # characters
Kind = Literal["image", "video", "file"]


@dataclass(frozen=True)
class Words:
    """As they are."""

    text: str


@dataclass(frozen=True)
class File:
    """To go up and be shown as what it is; a sound as a file."""

    kind: Kind
    name: str
    key: str


Piece = Words | File


def pieces(sending: Sending, there: Mapping[str, bytes], capabilities: Capabilities) -> list[Piece]:
    """The pieces of a message in their order; `there` is what its attachments hold."""
    text, shown = fitting(sending.text, sending.attached, there)
    parts = export(text, sending.buttons, shown, capabilities)
    return [piece for part in parts for piece in _of_part(part, there)]


def kind_for(data: bytes, suffix: str) -> Kind:
    """As what WeChat shows a file."""
    if data.startswith(PICTURES):
        return "image"
    return "video" if suffix.lower() in VIDEOS else "file"


def _of_part(part: Part, there: Mapping[str, bytes]) -> Iterator[Piece]:
    if part.attachment is not None:
        key = part.attachment.key
        name = part.attachment.name if isinstance(part.attachment, Document) else PurePath(key).name
        yield File(kind_for(there[key], PurePath(key).suffix), name[-LONGEST_NAME:], key)
    if part.text.strip():
        yield Words(part.text)
