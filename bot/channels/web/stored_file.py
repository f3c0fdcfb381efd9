"""A file of the media store as an HTTP answer: streamed, whole or the one range that a player asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

PIECE = 64 * 1024
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
KEPT_BY_BROWSER = "private, max-age=86400"


def stored_file(file: BinaryIO, asked: str | None, *, media_type: str, disposition: str, name: str) -> Response:
    """Answers with `file`, which is closed in the end; `asked` is the header Range. 416 for a range beyond its end."""
    size = file.seek(0, 2)
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": KEPT_BY_BROWSER,
        "Content-Disposition": f"{disposition}; filename*=utf-8''{quote(name, safe='')}",
    }
    part = _range(asked, size)
    if part is None:
        start, length, status = 0, size, 200
    else:
        start, length, status = part.start, len(part), 206
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    if part is not None and not length:
        file.close()
        return Response(status_code=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Length"] = str(length)
    return StreamingResponse(_pieces(file, start, length), status, headers, media_type)


def _range(asked: str | None, size: int) -> range | None:
    """The bytes asked for, empty if there are none; None for the whole file (also for several ranges at once)."""
    found = RANGE.fullmatch(asked or "")
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:  # the last n bytes
        return range(max(0, size - int(found[2])), size)
    return range(int(found[1]), min(size, int(found[2]) + 1 if found[2] else size))


def _pieces(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (piece := file.read(min(PIECE, length))):
            length -= len(piece)
            yield piece
