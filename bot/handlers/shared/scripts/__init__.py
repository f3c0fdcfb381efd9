"""What conversations about the script library share: an import that is taken back as a whole.

In: the talk of the flow that calls it, and what was brought in. Out: what has been said to the person.
"""

from bot.handlers.shared.scripts.taken_back import take_back

__all__ = ["take_back"]
