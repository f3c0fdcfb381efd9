"""Conversations about new leads: handing out those that nobody has yet, and questions about them.

In: an opening (words). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = ["ask_leads", "share_leads"]
