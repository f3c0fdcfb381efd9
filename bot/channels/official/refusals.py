"""What a call that failed means: for the message, and in words for an administrator. The codes are of WeChat's page
Getting_Started/Global_Return_Code, those of sending of Service_Center_messages."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.channels.base import MaybeSent, NotSent, Unreachable, WindowClosed
from bot.channels.official import words
from bot.channels.official.api import NO_SUCH_TOKEN
from bot.channels.tencent.api import NoAnswer, NotReached, Refused
from bot.channels.tencent.trouble import Explained

BUSY = -1
BAD_IP = 40164
BAD_MEDIA = 40007
NO_RIGHT = frozenset({48001, 76022})
CLOSED = frozenset({45015, 45047})  # the window, or as many as it takes
NOT_A_FOLLOWER = frozenset({40003, 43004})
ADMINISTRATORS = {  # what only they can mend; messages wait for it
    40002: words.BAD_SECRET,
    40013: words.BAD_SECRET,
    40125: words.BAD_SECRET,
    41002: words.BAD_SECRET,
    41004: words.BAD_SECRET,
    40243: words.BAD_SECRET,
    48004: words.BARRED,
    50002: words.BARRED,
    45009: words.ENDED_QUOTA,
    **dict.fromkeys(NO_RIGHT, words.NO_RIGHT),
}
AWAY_PAUSE = timedelta(seconds=10)
BUSY_PAUSE = timedelta(seconds=5)
TOKEN_PAUSE = timedelta(seconds=60)
MENDED_PAUSE = timedelta(minutes=1)
trouble = Explained(
    words.AWAY, words.BAD_IP, BAD_IP, re.compile(r"invalid ip ([0-9a-fA-F.:]+)"), ADMINISTRATORS
).trouble


def outcome(error: Refused | NotReached | NoAnswer) -> NotSent | MaybeSent:
    """What it means for the message: WeChat does not recognise a repeat."""
    match error:
        case NotReached():
            return NotSent("连不上微信", AWAY_PAUSE, counts=False)
        case NoAnswer():
            return MaybeSent(f"微信没有答复:{error}")
    if error.code in CLOSED or error.code in NO_RIGHT:
        return WindowClosed(f"微信要等他再说一句才收:{error}")
    if error.code in NOT_A_FOLLOWER:
        return Unreachable(f"没有关注公众号:{error}", words.NOT_A_FOLLOWER)
    if will_pass(error):
        sentence = trouble(error)
        pause = MENDED_PAUSE if sentence else TOKEN_PAUSE if error.code in NO_SUCH_TOKEN else BUSY_PAUSE
        return NotSent(sentence or f"微信现在不收:{error}", pause, counts=error.code == BUSY)
    return NotSent(f"微信不收:{error}", None)


def will_pass(error: Refused) -> bool:
    """Whether the same may be done later."""
    return error.code in NO_SUCH_TOKEN or error.code == BUSY or trouble(error) is not None
