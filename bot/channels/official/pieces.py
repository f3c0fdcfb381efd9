"""A message in pieces, each of which WeChat takes as one message: words, a picture, a voice message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from bot.channels.capabilities import Capabilities
from bot.channels.export import IN_WORDS, Part, cut, export
from bot.channels.tencent.plain_text import as_text
from bot.messaging.sends import Sending

MB = 1024 * 1024
SMALLEST = 6  # bytes
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")
VOICES = (b"#!AMR", b"ID3", b"\xff\xfb", b"\xff\xf3")
Kind = Literal["image", "voice"]


@dataclass(frozen=True)
class Words:
    """As they are written for WeChat."""

    text: str


@dataclass(frozen=True)
class File:
    """To go up and be shown as what it is."""

    kind: Kind
    name: str
    key: str


Piece = Words | File


def pieces(sending: Sending, there: Mapping[str, bytes], capabilities: Capabilities) -> list[Piece]:
    """The pieces of a message in their order; `there` is what its attachments hold. What WeChat does not take is named
    in words."""
    present = [attachment for attachment in sending.attached if not attachment.key or attachment.key in there]
    taken = [each for each in present if not each.key or kind_for(there[each.key]) is not None]
    named = [IN_WORDS.words_for(each).strip() for each in present if each not in taken]
    parts = export("\n".join(filter(None, [sending.text, *named])), sending.buttons, taken, capabilities)
    return [piece for part in parts for piece in _of_part(part, there, capabilities)]


def kind_for(data: bytes) -> Kind | None:
    """As what WeChat takes a file: pictures up to 10 MB, voice (AMR, MP3) up to 2 MB; None for anything else."""
    if len(data) < SMALLEST:
        return None
    if data.startswith(PICTURES) and len(data) <= 10 * MB:
        return "image"
    return "voice" if data.startswith(VOICES) and len(data) <= 2 * MB else None


def _of_part(part: Part, there: Mapping[str, bytes], capabilities: Capabilities) -> Iterator[Piece]:
    if part.attachment is not None:
        key = part.attachment.key
        kind = kind_for(there[key])
        assert kind is not None
        yield File(kind, PurePath(key).name, key)
    yield from (Words(text) for text in cut(as_text(part.text), capabilities))
