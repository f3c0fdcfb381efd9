"""Figures that somebody asks for.

In: an opening (words). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = ["own_figures"]
