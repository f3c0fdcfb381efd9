"""What the attachments of a message hold, read from the media store just before it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog

from bot.conversation.attachments import Attachment
from storage.media import MediaStore

log = structlog.get_logger(__name__)


def held(media: MediaStore, attachments: Sequence[Attachment]) -> Mapping[str, bytes]:
    """What they hold, by key. What is gone is not in it: the words go out without it."""
    there = {}
    for key in {attachment.key for attachment in attachments} - {""}:
        try:
            there[key] = media.read(key)
        except (OSError, ValueError):
            log.exception("an attachment is missing", key=key)
    return there
