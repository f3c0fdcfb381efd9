"""What only an administrator can mend, remembered while it keeps messages back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.channels.tencent.api import NotReached, Refused

SECONDS = 60.0  # for which nobody need hear of it
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Explained:
    """What a platform's refusals mean to an administrator: that it is `away`; that our address is not allowed (`bad_ip`
    with its {ip}, as the code `bad_ip_code` says with words in which `ip` finds it); and `sentences` by other codes."""

    away: str
    bad_ip: str
    bad_ip_code: int
    ip: re.Pattern[str]
    sentences: Mapping[int, str]

    def trouble(self, error: Exception) -> str | None:
        """What an administrator has to mend, None if nothing."""
        match error:
            case NotReached():
                return self.away
            case Refused(code=code) if code == self.bad_ip_code:
                found = self.ip.search(str(error))
                return self.bad_ip.format(ip=f"({found[1].rstrip('.:')})" if found else "")
            case Refused(code=code):
                return self.sentences.get(code)
        return None


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
