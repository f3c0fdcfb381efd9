"""Which file comes with a Telegram message, and what kind of thing it is to us."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from telegram import Audio, Document, Message, Video

from bot.conversation.messages import MediaKind


@dataclass(frozen=True)
class Attached:
    """A file as Telegram announces it; `size` in bytes, 0 where it is not told."""

    file_id: str
    size: int
    kind: MediaKind
    name: str
    suffix: str
    caption: str


def attached(message: Message) -> Attached | None:
    """None where no file comes with it that could be kept."""
    caption = _plain(message.caption or "")
    if message.voice is not None:
        return Attached(message.voice.file_id, message.voice.file_size or 0, "voice", "", ".ogg", caption)
    if message.photo:
        photo = message.photo[-1]  # the largest
        return Attached(photo.file_id, photo.file_size or 0, "image", "", ".jpg", caption)
    if message.video_note is not None:
        return Attached(message.video_note.file_id, message.video_note.file_size or 0, "file", "", ".mp4", caption)
    if message.audio is not None:
        return _named(message.audio, "voice", ".mp3", caption)
    if message.video is not None:
        return _named(message.video, "file", ".mp4", caption)
    if message.document is not None:
        return _named(message.document, _kind(message.document), "", caption)
    return None


def _named(file: Audio | Video | Document, kind: MediaKind, suffix: str, caption: str) -> Attached:
    name = _plain(PurePath(file.file_name or "").name)[:120]
    return Attached(file.file_id, file.file_size or 0, kind, name, PurePath(name).suffix or suffix, caption)


def _kind(document: Document) -> MediaKind:
    """A picture sent uncompressed is still a picture."""
    return "image" if (document.mime_type or "") in ("image/jpeg", "image/png", "image/webp") else "file"


def _plain(text: str) -> str:
    """Without control characters and lone surrogates, which no database keeps."""
    return "".join(character for character in text if character.isprintable() or character == "\n")
