"""Files and recordings: what one that was sent is for, by its words and those right behind it; what a voice message
says.

In: a file with its caption, or words after one. Out: the flow that takes it; the words that were heard.
"""

from bot.turn.contents.sent import SAVES, TAKES, TOO_LARGE, explained, flow_for, is_for_library
from bot.turn.contents.voice import Listener, NotHeard, as_spoken

__all__ = [
    "SAVES",
    "TAKES",
    "TOO_LARGE",
    "Listener",
    "NotHeard",
    "as_spoken",
    "explained",
    "flow_for",
    "is_for_library",
]
