"""Recordings of people who answer well: how long one lasts, the item that one becomes, whose still wait, and what is
said in them.

In: the content of a file; what was told of it; who sent it, and who decides. Out: seconds; rows of the library, or of
`Recording` while the supervisor has not decided.
"""

from knowledge.recordings.length import MOST_SECONDS, NotPlayable, seconds_of
from knowledge.recordings.transcripts import Unheard, keep, unheard
from knowledge.recordings.waiting import Decided, add, decide, propose, waits

__all__ = [
    "MOST_SECONDS",
    "Decided",
    "NotPlayable",
    "Unheard",
    "add",
    "decide",
    "keep",
    "propose",
    "seconds_of",
    "unheard",
    "waits",
]
