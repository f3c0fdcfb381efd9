"""Conversations about the customers themselves: who is to be spoken to there.

In: an opening (words). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = ["add_contact", "grade_customer", "why_again"]
