"""What several conversations share, each module named by what it decides: sub-flows, effects and parsers of answers.

In: the talk and the opening of the flow that calls a sub-flow. Out: the facts it has decided (customer, deal, record),
or None once the person has been told why there are none. These modules import each other and no conversation.
"""

__all__ = [
    "asking",
    "chain",
    "clock_explained",
    "closed_deals",
    "coaching",
    "customer_answers",
    "followup_record",
    "gates",
    "handover",
    "importing",
    "lead_registration",
    "leading",
    "library",
    "loss",
    "moved_step",
    "named_time",
    "other_company",
    "own_words",
    "pointing_back",
    "reminding",
    "reporting",
    "scripts",
    "signals",
    "stage_move",
    "ticketing",
    "which_customer",
    "which_deal",
]
