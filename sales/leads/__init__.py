"""New leads: whose customer a lead is, entering it, and what happens where two people claim the same customer.

In: a Session and the `LeadDraft` of what was reported. Out: `Registered` (entered), `AlreadyMine` (the author's
customer already), `Similar` (only like a customer's: not entered) or `Taken` (a colleague's: a claim waits), the
decision of a claim, who takes a lead next, and how soon leads were assigned and touched (`lead_times`).
"""

from sales.leads.assignment import (
    SELLERS,
    LeadTimes,
    Taker,
    lead_times,
    next_in_turn,
    selling_teams,
    takers,
    teams_of_customer,
    unassigned,
    untouched,
)
from sales.leads.claims import Decided, Settled, Taken, claim_facts, decide, settled
from sales.leads.draft import LeadDraft
from sales.leads.reach import person_in, set_reach
from sales.leads.registration import (
    AlreadyMine,
    Registered,
    Similar,
    add_people,
    another_deal,
    complete,
    register,
    register_known,
    register_new,
)

__all__ = [
    "SELLERS",
    "AlreadyMine",
    "Decided",
    "LeadDraft",
    "LeadTimes",
    "Registered",
    "Settled",
    "Similar",
    "Taken",
    "Taker",
    "add_people",
    "another_deal",
    "claim_facts",
    "complete",
    "decide",
    "lead_times",
    "next_in_turn",
    "person_in",
    "register",
    "register_known",
    "register_new",
    "selling_teams",
    "set_reach",
    "settled",
    "takers",
    "teams_of_customer",
    "unassigned",
    "untouched",
]
