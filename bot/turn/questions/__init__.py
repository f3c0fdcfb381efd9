"""The questions that are open: which of them words are said to, and how one is taken up again.

In: what a person says or taps, and the runs of their conversation. Out: the answer given to the run that asked.
"""

from bot.turn.questions import evening, lately, looked_up, practised, reasons, supports, verbatim, waiting_words
from bot.turn.questions.addressed import answered, asked_below
from bot.turn.questions.taking import offer_named, take

__all__ = [
    "answered",
    "asked_below",
    "evening",
    "lately",
    "looked_up",
    "offer_named",
    "practised",
    "reasons",
    "supports",
    "take",
    "verbatim",
    "waiting_words",
]
