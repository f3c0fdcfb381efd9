"""Files going up: in chunks over the same connection, for an id that a message then names."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from bot.channels.tencent.uploads import LONGEST_NAME
from bot.channels.wecom import frames
from bot.channels.wecom.frames import NoAnswer, Refused

CHUNK = 512 * 1024
TRIES = 3
RETRY_SECONDS = 0.5
SMALLEST = 6  # bytes
MB = 1024 * 1024
LARGEST_FILE = 20 * MB
Kind = Literal["image", "voice", "video", "file"]
Request = Callable[[str, Mapping[str, Any]], Awaitable[Mapping[str, Any]]]


def kind_for(data: bytes, suffix: str) -> Kind | None:
    """As what WeCom shows a file: pictures are JPG or PNG up to 10 MB, voice is AMR up to 2 MB, videos are MP4 up to
    10 MB; anything else is a file. None for one that it does not take at all."""
    if not SMALLEST <= len(data) <= LARGEST_FILE:
        return None
    if data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) and len(data) <= 10 * MB:
        return "image"
    if data.startswith(b"#!AMR") and len(data) <= 2 * MB:
        return "voice"
    if suffix.lower() in (".mp4", ".m4v") and len(data) <= 10 * MB:
        return "video"
    return "file"


async def upload(request: Request, kind: Kind, name: str, data: bytes) -> str:
    """Returns the id of the file at WeCom. Raises what `request` raises: nothing has been shown to anybody then."""
    chunks = [data[start : start + CHUNK] for start in range(0, len(data), CHUNK)]
    begun = await request(
        frames.UPLOAD,
        {
            "type": kind,
            "filename": name[-LONGEST_NAME:],
            "total_size": len(data),
            "total_chunks": len(chunks),
            "md5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        },
    )
    upload_id = str(begun["upload_id"])
    for number, chunk in enumerate(chunks):
        await _chunk(request, upload_id, number, chunk)
    return str((await request(frames.UPLOADED, {"upload_id": upload_id}))["media_id"])


async def _chunk(request: Request, upload_id: str, number: int, chunk: bytes) -> None:
    body = {"upload_id": upload_id, "chunk_index": number, "base64_data": base64.b64encode(chunk).decode()}
    for attempt in range(1, TRIES + 1):
        try:
            await request(frames.UPLOAD_CHUNK, body)
            return
        except (Refused, NoAnswer):
            if attempt == TRIES:
                raise
            await asyncio.sleep(RETRY_SECONDS * attempt)
