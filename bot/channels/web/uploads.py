"""The body of an upload: written to a temporary file piece by piece and hashed on the way, so that no file lies in
memory."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO

from starlette.requests import Request

from storage.media import MAX_BYTES, key_of

PIECE = 1024 * 1024


class TooLarge(Exception):
    """A file above the limit."""


@dataclass(frozen=True)
class Upload:
    """`file` holds `size` bytes, and may be kept under `key`."""

    file: BinaryIO
    size: int
    key: str


@asynccontextmanager
async def received(request: Request, suffix: str, most: int = MAX_BYTES) -> AsyncIterator[Upload]:
    """The body, for as long as the block lasts, read no further than `most` bytes. Raises TooLarge; ValueError if it is
    empty."""
    with tempfile.TemporaryFile() as file:
        digest, size, piece = hashlib.sha256(), 0, bytearray()
        async for chunk in request.stream():
            size += len(chunk)
            if size > most:
                raise TooLarge
            digest.update(chunk)
            piece += chunk
            if len(piece) >= PIECE:
                await asyncio.to_thread(file.write, piece)
                piece = bytearray()
        if not size:
            raise ValueError("文件是空的,没有发。")
        await asyncio.to_thread(file.write, piece)
        yield Upload(file, size, key_of(digest, suffix))
