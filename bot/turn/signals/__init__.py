"""Signals that have begun with a turn, and points that were earned by it: telling who is concerned.

In: what has begun, what was changed, and who spoke. Out: messages for people; others have timers set.
"""

from bot.turn.signals.earned import by_winning
from bot.turn.signals.telling import tell_of

__all__ = ["by_winning", "tell_of"]
