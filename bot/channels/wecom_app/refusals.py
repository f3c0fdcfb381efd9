"""What a call that failed means: for the message, and in words for an administrator. The codes are of page 90313."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.channels.base import NotSent, Unreachable
from bot.channels.tencent.api import NoAnswer, NotReached, Refused
from bot.channels.tencent.trouble import Explained
from bot.channels.wecom_app import words
from bot.channels.wecom_app.api import NO_SUCH_TOKEN

BUSY = frozenset({-1, 45033})
TOO_OFTEN = 45009
BAD_IP = 60020
BAD_MEDIA = 40007
NOT_VISIBLE = frozenset({81013, 60011, 60111, 82001, 50002})
ADMINISTRATORS = {  # what only they can mend; messages wait for it
    40001: words.BAD_SECRET,
    40013: words.BAD_SECRET,
    40091: words.BAD_SECRET,
    40056: words.BAD_AGENT,
    301002: words.BAD_AGENT,
    50003: words.STOPPED,
    48002: words.NO_RIGHT,
}
AWAY_PAUSE = timedelta(seconds=10)
DOUBT_PAUSE = timedelta(seconds=15)
BUSY_PAUSE = timedelta(seconds=5)
OFTEN_PAUSE = timedelta(seconds=60)
MENDED_PAUSE = timedelta(minutes=1)
trouble = Explained(words.AWAY, words.BAD_IP, BAD_IP, re.compile(r"from ip: ?([0-9a-fA-F.:]+)"), ADMINISTRATORS).trouble


def outcome(error: Refused | NotReached | NoAnswer) -> NotSent:
    """What it means for the message. Where no answer came it goes again: WeCom recognises the repeat."""
    match error:
        case NotReached():
            return NotSent("连不上企业微信", AWAY_PAUSE, counts=False)
        case NoAnswer():
            return NotSent(f"企业微信没有答复:{error}", DOUBT_PAUSE, counts=False)
    sentence = trouble(error)
    if sentence is not None:
        return NotSent(sentence, MENDED_PAUSE, counts=False)
    if error.code in NOT_VISIBLE:
        return Unreachable(f"企业微信里没有这个人,或者应用看不见他:{error}", words.NOT_VISIBLE)
    if error.code == TOO_OFTEN or error.code in NO_SUCH_TOKEN:
        return NotSent(f"企业微信要求稍后再发:{error}", OFTEN_PAUSE, counts=False)
    if error.code in BUSY:
        return NotSent("企业微信忙", BUSY_PAUSE)
    return NotSent(f"企业微信不收:{error}", None)
