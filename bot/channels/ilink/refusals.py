"""What a call that failed means for a message. The codes are of Tencent's own client and of what users report."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.base import MaybeSent, NotSent, WindowClosed
from bot.channels.ilink.cdn import NotUploaded
from bot.channels.tencent.api import NoAnswer, NotReached, Refused

CLOSED = -2  # 24 hours, ten messages; or what came with their last words no longer holds
ENDED = -14  # the login: somebody scanned elsewhere, or its time is over
AWAY_PAUSE = timedelta(seconds=10)
BUSY_PAUSE = timedelta(seconds=5)


def outcome(error: Refused | NotReached | NoAnswer) -> NotSent | MaybeSent:
    """What it means for the message: nobody says that WeChat recognises a repeat."""
    match error:
        case NotUploaded():
            return NotSent("文件传不上微信", AWAY_PAUSE)
        case NotReached():
            return NotSent("连不上微信", AWAY_PAUSE, counts=False)
        case NoAnswer():
            return MaybeSent(f"微信没有答复:{error}")
    if error.code in (CLOSED, ENDED):
        return WindowClosed(f"微信要等他再说一句才收:{error}")
    return NotSent(f"微信现在不收:{error}", BUSY_PAUSE)
