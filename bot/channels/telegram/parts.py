"""One part of a message as the Bot API takes it: words, a picture, a sound, a video or a document, each with its
buttons."""

from __future__ import annotations

from pathlib import PurePath

import structlog
from telegram import Bot, LinkPreviewOptions, Message
from telegram.error import BadRequest

from bot.channels.export import Part
from bot.channels.telegram.keyboard import keyboard
from bot.conversation.attachments import Audio, Document, Video

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
VOICES = frozenset({".ogg", ".oga", ".mp3", ".m4a"})  # what sendVoice plays
VIDEOS = frozenset({".mp4", ".m4v"})  # what sendVideo plays
log = structlog.get_logger(__name__)


async def send_part(bot: Bot, chat: int, part: Part, data: bytes) -> Message:
    """Send it; `data` is what its attachment holds. Raises TelegramError."""
    markup = keyboard(part.buttons)
    caption = part.text or None
    match part.attachment:
        case None:
            return await bot.send_message(chat, part.text, reply_markup=markup, link_preview_options=NO_PREVIEW)
        case Document(name=name):
            return await bot.send_document(chat, data, caption=caption, reply_markup=markup, filename=name)
        case Audio(key=key) if PurePath(key).suffix in VOICES:
            return await bot.send_voice(chat, data, caption=caption, reply_markup=markup, filename=key)
        case Audio(key=key):
            return await bot.send_document(chat, data, caption=caption, reply_markup=markup, filename=key)
        case Video(key=key) if PurePath(key).suffix in VIDEOS:
            return await bot.send_video(
                chat, data, caption=caption, reply_markup=markup, filename=key, supports_streaming=True
            )
        case Video(key=key):
            return await bot.send_document(chat, data, caption=caption, reply_markup=markup, filename=key)
        case picture:
            try:
                return await bot.send_photo(chat, data, caption=caption, reply_markup=markup, filename=picture.key)
            except BadRequest as error:  # too large or too long for a photo; it may still go as a file
                log.info("a picture goes as a file", reason=str(error))
                return await bot.send_document(chat, data, caption=caption, reply_markup=markup, filename=picture.key)
