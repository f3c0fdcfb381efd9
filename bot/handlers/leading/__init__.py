"""Conversations between leaders and their people: customers change hands, colleagues are told what to do and answer,
what somebody has done, limits of the company.

In: an opening (words or a button). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = [
    "acknowledge",
    "answer_instruction",
    "answer_support",
    "assign",
    "change_limit",
    "cover",
    "decide_handover",
    "give_up",
    "hold_deal",
    "instruct",
    "my_orders",
    "person_leaves",
    "query_team",
    "reassign",
    "who_follows",
]
