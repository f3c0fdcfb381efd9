"""Conversations about customers and deals: logging, correcting, moving, closing, what is due or overdue, and the
buttons under nudges and alerts.

In: an opening (words or a button). Out: each module's FLOW, for the table of contents in `bot.handlers`.
"""

__all__ = [
    "add_to_record",
    "advance_stage",
    "change_amount",
    "close_deal",
    "correct_record",
    "customer_info",
    "decide_claim",
    "log_followup",
    "log_lead",
    "loss_reason",
    "my_tasks",
    "need_support",
    "one_by_one",
    "query_overdue",
    "reopen_deal",
]
