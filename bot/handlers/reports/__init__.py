"""What is reported of a day, and figures and forecasts that somebody asks for.

In: an opening (words, a button). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = ["ask_action", "daily_action", "own_figures", "query_forecast", "urge_reports"]
