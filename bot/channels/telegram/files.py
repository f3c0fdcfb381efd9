"""Files in Telegram: which one comes with a message, known by reference, and fetching it when its turn comes."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from pathlib import PurePath

import structlog
from telegram import Audio, Bot, Document, Message, PhotoSize, Video, VideoNote, Voice
from telegram.error import BadRequest, TelegramError

from bot.channels.base import NotFetched
from bot.messaging.inbound import Media, MediaKind
from bot.turn.prepare import FileTooLarge, FileUnavailable
from bot.wording.turn import NOT_FETCHED

MAX_BYTES = 20 * 1024 * 1024
TOO_LARGE = "这个文件超过 20 MB,Telegram 不让机器人下载,我没收下。"
log = structlog.get_logger(__name__)


def attached(message: Message) -> Media | None:
    """The file that comes with a message, not fetched; None if none comes that could be kept."""
    caption = _plain(message.caption or "")
    if message.voice is not None:
        return _media(message.voice, "voice", "", ".ogg", caption)
    if message.photo:
        return _media(message.photo[-1], "image", "", ".jpg", caption)  # the largest
    if message.video_note is not None:
        return _media(message.video_note, "video", "", ".mp4", caption)
    if message.audio is not None:
        return _named(message.audio, "audio", ".mp3", caption)
    if message.video is not None:
        return _named(message.video, "video", ".mp4", caption)
    if message.document is not None:
        return _named(message.document, _kind(message.document), "", caption)
    return None


async def fetch(bot: Bot, media: Media) -> bytes:
    """Its bytes. Raises FileUnavailable, or NotFetched where Telegram may give it later."""
    if media.size > MAX_BYTES:
        raise FileTooLarge(TOO_LARGE)
    try:
        file = await bot.get_file(media.reference)
        data = bytes(await file.download_as_bytearray())
    except BadRequest as error:
        log.warning("Telegram does not give a file", reason=str(error))
        is_too_large = "too big" in str(error)
        raise FileTooLarge(TOO_LARGE) if is_too_large else FileUnavailable(NOT_FETCHED) from None
    except TelegramError as error:
        raise NotFetched(f"Telegram: {type(error).__name__}") from None  # what it came from holds the token
    if len(data) > MAX_BYTES:
        raise FileTooLarge(TOO_LARGE)
    return data


def _named(file: Audio | Video | Document, kind: MediaKind, suffix: str, caption: str) -> Media:
    name = _plain(PurePath(file.file_name or "").name)[:120]
    return _media(file, kind, name, PurePath(name).suffix or suffix, caption)


def _media(
    file: Voice | PhotoSize | VideoNote | Audio | Video | Document,
    kind: MediaKind,
    name: str,
    suffix: str,
    caption: str,
) -> Media:
    seconds = _seconds(getattr(file, "duration", None))
    size = file.file_size or 0
    return Media(kind, "", name, caption, reference=file.file_id, size=size, suffix=suffix, seconds=seconds)


def _seconds(duration: timedelta | int | None) -> int:
    """How long it lasts, rounded up; 0 where Telegram does not say."""
    return ceil(duration.total_seconds()) if isinstance(duration, timedelta) else duration or 0


def _kind(document: Document) -> MediaKind:
    """A picture sent uncompressed is still a picture, a recording sent as a file a recording."""
    kind = document.mime_type or ""
    if kind in ("image/jpeg", "image/png", "image/webp"):
        return "image"
    return "audio" if kind.startswith("audio/") else "video" if kind.startswith("video/") else "file"


def _plain(text: str) -> str:
    """Without control characters and lone surrogates, which no database keeps."""
    return "".join(character for character in text if character.isprintable() or character == "\n")
