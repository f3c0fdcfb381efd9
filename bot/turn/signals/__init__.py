"""Who hears of signals that began with what was just done: the speaker in the answer, anybody else by a timer.

In: the occurrences that are news, who spoke, when. Out: messages for the speaker, and timers.
"""

from bot.turn.signals.telling import tell_of

__all__ = ["tell_of"]
