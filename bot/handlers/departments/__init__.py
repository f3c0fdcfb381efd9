"""Conversations between sales and the other departments: a request becomes a ticket, which is answered, passed on,
asked back, urged, shown and closed.

In: an opening (words or a button). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = [
    "answer_ticket",
    "answer_times",
    "ask_back",
    "close_ticket",
    "drop_ticket",
    "my_tickets",
    "pass_ticket",
    "raise_ticket",
    "reply_ticket",
    "ticket_limits",
    "urge_ticket",
]
