"""The door of our address: how much is read of what comes, and how it is turned away."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.channels.tencent.envelope import NotOurs

LARGEST_BODY = 128 * 1024
QUIET_SECONDS = 60.0
log = structlog.get_logger(__name__)


class TooLarge(Exception):
    """Nothing of the platform's is so large."""


class Door:
    """Turns away. `advice` says what an administrator may do about it."""

    def __init__(self, advice: Callable[[Exception], str]) -> None:
        self._advice = advice
        self._logged = float("-inf")

    def refused(self, error: Exception) -> Response:
        """Said in the log once a minute: strangers try any address."""
        if time.monotonic() - self._logged > QUIET_SECONDS:
            self._logged = time.monotonic()
            advice = self._advice(error)
            log.warning("a callback is refused", kind=type(error).__name__, reason=str(error), advice=advice)
        return Response(status_code=403 if isinstance(error, NotOurs) else 413 if isinstance(error, TooLarge) else 400)


async def bounded(request: Request) -> bytes:
    """The body. Raises TooLarge before the whole of it is read."""
    announced = request.headers.get("Content-Length", "0")
    if not announced.isdecimal() or int(announced[:12]) > LARGEST_BODY:
        raise TooLarge
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > LARGEST_BODY:
            raise TooLarge
    return bytes(data)
