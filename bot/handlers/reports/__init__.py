"""What is reported of a day, and figures that somebody asks for.

In: an opening (words, a button). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = ["ask_action", "daily_action", "own_figures", "urge_reports"]
