"""Conversations about the customers themselves: who is to be spoken to there, and who decides; recorded calls.

In: an opening (words, a button). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = [
    "add_contact",
    "buying_role",
    "decision_chain",
    "erase_call",
    "grade_customer",
    "keep_call",
    "name_decider",
    "recorded_calls",
    "shared_contact",
    "why_again",
]
