"""What only an administrator can mend, remembered while it keeps messages back."""

from __future__ import annotations

import asyncio

import structlog

SECONDS = 60.0  # for which nobody need hear of it
log = structlog.get_logger(__name__)


class Trouble:
    """`sentence` is what the log says when it begins."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._since: tuple[str, float] | None = None

    def begins(self, reason: str) -> None:
        """It is there; or still, or another."""
        if self._since is None or self._since[0] != reason:
            log.error(self._sentence, reason=reason)
            self._since = (reason, asyncio.get_running_loop().time())

    def ends(self) -> None:
        """The platform has taken something."""
        self._since = None

    def reason(self) -> str | None:
        """For an administrator, once it has lasted; None: nothing."""
        if self._since is None or asyncio.get_running_loop().time() - self._since[1] < SECONDS:
            return None
        return self._since[0]
