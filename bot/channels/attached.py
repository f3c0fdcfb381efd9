"""What the attachments of a message hold, read from the media store just before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog

from bot.channels.export import IN_WORDS
from bot.conversation.attachments import Attachment
from storage.media import MAX_BYTES, MediaStore, beginning_of

TOO_LARGE = "(太大,这里放不了;打开网页聊天能看)"
log = structlog.get_logger(__name__)


def held(media: MediaStore, attachments: Sequence[Attachment]) -> Mapping[str, bytes]:
    """What they hold, by key; of a large file only the beginning (see `fitting`). What is gone is not in it: the words
    go out without it."""
    there = {}
    for key in {attachment.key for attachment in attachments} - {""}:
        try:
            there[key] = beginning_of(media, key)
        except (OSError, ValueError):
            log.exception("an attachment is missing", key=key)
    return there


def fitting(
    text: str, attachments: Sequence[Attachment], there: Mapping[str, bytes]
) -> tuple[str, Sequence[Attachment]]:
    """A message's attachments that are there and can be sent, and its words, which name those that are too large."""
    present = [attachment for attachment in attachments if not attachment.key or attachment.key in there]
    large = [each for each in present if len(there.get(each.key, b"")) > MAX_BYTES]
    named = [f"{IN_WORDS.words_for(each).strip()}{TOO_LARGE}" for each in large]
    return "\n".join(filter(None, [text, *named])), [each for each in present if each not in large]
