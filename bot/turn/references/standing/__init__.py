"""What waits for somebody's word, put to them with buttons and not decided yet, and which of it words answer.

In: a conversation, and words as they were understood. Out: what they answer, for the caller to open, or to ask which.
"""

from bot.turn.references.standing.answers import (
    Answered,
    answered,
    decided,
    only_answers,
    reported_on,
    settling,
)
from bot.turn.references.standing.waiting import ASKED_FOR_SUPPORT, Standing, waiting

__all__ = [
    "ASKED_FOR_SUPPORT",
    "Answered",
    "Standing",
    "answered",
    "decided",
    "only_answers",
    "reported_on",
    "settling",
    "waiting",
]
