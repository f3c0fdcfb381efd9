"""What several conversations need, each module named by what it decides: sub-flows (`async`, taking the talk and the
opening of the flow that calls them), effects, and readers of answers. They import each other and no conversation.
"""

__all__ = [
    "attempts",
    "customer_answers",
    "followup_record",
    "lead_registration",
    "loss",
    "named_time",
    "pointing_back",
    "stage_move",
    "which_customer",
    "which_deal",
]
