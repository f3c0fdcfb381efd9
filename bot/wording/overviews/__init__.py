"""How questions about many deals or people at once are answered: the figure first, then why, then what to do next. Pure
functions.

In: facts of `sales` and `analytics`. Out: texts and buttons.
"""

__all__ = ["acts", "deals", "parts", "people", "support"]
